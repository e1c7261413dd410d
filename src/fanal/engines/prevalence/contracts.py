"""The door to tables, options, results, their words and pictures: quick to load. What estimates is in `api`."""

from fanal.engines.prevalence import refusals, warnings
from fanal.engines.prevalence.about import About, of_suspects
from fanal.engines.prevalence.faults import Fault, TableError
from fanal.engines.prevalence.models import Model, ModelError
from fanal.engines.prevalence.result import (
    ENGINE_VERSION,
    ENGINES,
    OUTWARD,
    Check,
    Estimate,
    Notice,
    OptionError,
    Options,
    canonical_json,
    is_broken,
    outward,
    two_figures,
)
from fanal.engines.prevalence.shapes import Forest, Line
from fanal.engines.prevalence.svg import drawn, svg
from fanal.engines.prevalence.table import CaptureTable

__all__ = [
    "ENGINES", "ENGINE_VERSION", "OUTWARD", "About", "CaptureTable", "Check", "Estimate", "Fault", "Forest", "Line",
    "Model", "ModelError", "Notice", "OptionError", "Options", "TableError", "canonical_json", "drawn", "is_broken",
    "of_suspects", "outward", "refusals", "svg", "two_figures", "warnings",
]  # fmt: skip
