"""Rows of records are asked for in one place, through one port, and no model of research holds one in the clear."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

import fanal
from fanal import columns
from fanal.research.contracts import Source
from fanal.research.questions import catalogue
from fanal.research.records import sources

pytestmark = pytest.mark.once
SOURCE = Path(fanal.__file__).parent
RESEARCH = SOURCE / "research"


def _calls(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            name = node.func
            yield name.attr if isinstance(name, ast.Attribute) else getattr(name, "id", "")


def _callers(function: str) -> list[str]:
    return sorted(str(path.relative_to(SOURCE)) for path in SOURCE.rglob("*.py") if function in _calls(path))


def test_rows_are_asked_for_in_one_place() -> None:
    assert _callers("stat_rows") == ["research/plans/working.py"]


def test_count_cells_are_opened_in_one_place() -> None:
    assert _callers("count_cells") == ["research/records/source_concerns.py"]


def test_rows_of_files_are_opened_in_one_place() -> None:
    for function in ("files_to_count", "open_stat_row"):
        assert _callers(function) == ["research/records/source_cases.py"]


def test_each_source_is_registered_once() -> None:
    assert sources.registered() >= {Source.CONCERNS, Source.CASES, Source.IMPORT}
    with pytest.raises(ValueError, match="twice"):
        sources.register(Source.CONCERNS, sources._sources[Source.CONCERNS])


def test_rows_do_not_show_themselves() -> None:
    """A log or an error that holds what was opened shows nothing of it."""
    for one in (sources.Asked, sources.Rows):
        shown = {name for name, part in one.__dataclass_fields__.items() if part.repr}
        assert not shown & {"secret", "codes", "keys"}


def test_no_model_has_a_column_of_a_record() -> None:
    """No variable of any class set is a column; what is of records is sealed, and only these models seal."""
    variables = {one.name for name in catalogue.class_sets() for one in catalogue.class_set(name).variables}
    assert len(variables) > 50
    ours = [model for model in apps.get_models() if model.__module__.startswith("fanal.research.")]
    assert len(ours) > 10
    names = {field.name for model in ours for field in model._meta.concrete_fields}
    assert not names & (variables - {"result"})
    sealing = {model.__name__ for model in ours if columns.sealed(model)}
    assert sealing == {"Population", "ImportedTable", "Study"}


def test_clear_json_is_of_plans_and_protected_numbers_only() -> None:
    """The list of clear columns that could hold anything; a new one is thought about here."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("fanal.research.")]
    found = {
        f"{model.__name__}.{field.name}"
        for model in ours
        for field in model._meta.concrete_fields
        if isinstance(field, models.JSONField)
    }
    known = {
        "Population.countries", "ImportedTable.report", "Plan.cohorts", "Plan.tables", "Plan.policy", "Plan.synthetic",
        "Plan.protocol", "Decision.ticks", "Spend.row", "Draft.tables", "Draft.coverage", "Draft.attacks",
        "Draft.earlier",
        "Release.countries", "Release.signature", "Study.options", "Study.sensitivities", "Study.protocol",
        "Study.others", "Study.lists",
        "LinkageRun.period", "LinkageRun.scheme", "LinkageRun.protocol", "LinkageRun.quality",
    }  # fmt: skip
    assert found <= known
