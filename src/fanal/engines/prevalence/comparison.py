"""Several methods on one table, side by side; where each contradicts every other there is no figure (refusal R7)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from fanal.engines.prevalence import refusals
from fanal.engines.prevalence.methods import part, resolved
from fanal.engines.prevalence.models import ModelError
from fanal.engines.prevalence.result import (
    ASSUMPTIONS,
    ENGINE_VERSION,
    CloseModel,
    Limits,
    MayBreak,
    Notice,
    Options,
    Part,
)
from fanal.engines.prevalence.table import CaptureTable
from fanal.engines.prevalence.warnings import of_table

METHODS = ("stepwise", "bic", "threshold", "graphs", "latent")
REPLICATES = 5_000

type Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class MethodRow(MayBreak):
    """One method. Persons; without an estimate `reasons` say why."""

    method: str
    status: str
    point: float | None
    lower: float | None
    upper: float | None
    model: str | None
    models_close: tuple[CloseModel, ...]
    warnings: tuple[Notice, ...]
    reasons: tuple[Notice, ...]


@dataclass(frozen=True)
class Comparison:
    """`range`: lowest lower and highest upper limit; there is no single figure on purpose. `status`: "estimated" where
    at least one method gives an estimate and the methods do not all contradict each other."""

    status: str
    observed: int
    lists: tuple[str, ...]
    level: float
    scheme: str
    replicates: int
    seed: int
    rows: tuple[MethodRow, ...]
    range: Limits | None
    warnings: tuple[Notice, ...]
    reasons: tuple[Notice, ...]
    table_hash: str
    assumptions: tuple[str, ...] = ASSUMPTIONS
    engine_version: str = ENGINE_VERSION


def compare(
    table: CaptureTable, methods: tuple[str, ...] = METHODS, *, tell: Tell | None = None, **given: Any
) -> Comparison:
    """`given`: as of `estimate`, but no method. Raises `OptionError`."""
    options = Options(**{"replicates": REPLICATES, **given})
    refused = refusals.of_table(table, options.allow_thin)
    rows = []
    for done, method in enumerate(() if refused else methods, 1):
        rows.append(_asked(table, replace(options, method=method)))
        if tell:
            tell(done, len(methods))
    known = [row for row in rows if row.lower is not None and row.upper is not None]
    reasons = refused or contradictions(tuple(rows)) or (() if known else (refusals.notice("R5"),))
    return Comparison(
        status="not_estimable" if reasons else "estimated",
        observed=table.n,
        lists=table.names,
        level=options.level,
        scheme=options.scheme,
        replicates=options.replicates,
        seed=options.seed,
        rows=tuple(rows),
        range=_range(known),
        warnings=tuple(of_table(table)),
        reasons=reasons,
        table_hash=table.digest,
    )


def contradictions(rows: tuple[MethodRow, ...]) -> tuple[Notice, ...]:
    """R7: no interval of one method meets that of another."""
    known = [(row.method, row.lower, row.upper) for row in rows if row.lower is not None and row.upper is not None]
    meet = any(a[1] <= b[2] and b[1] <= a[2] for a, b in combinations(known, 2))
    if len(known) < 2 or meet:
        return ()
    return (refusals.notice("R7", ranges=refusals.ranges(known)),)


def _asked(table: CaptureTable, options: Options) -> MethodRow:
    try:
        answer = part(table, resolved(table, options))
    except ModelError as error:
        answer = Part(options.method, reasons=(refusals.notice("R4", reason=str(error)),))
    reasons = answer.reasons or refusals.of_replicates(answer)
    shown = Part(answer.method, reasons=reasons, warnings=answer.warnings) if reasons else answer
    return MethodRow(
        method=answer.method,
        status="not_estimable" if reasons else "estimated",
        point=shown.point,
        lower=shown.lower,
        upper=shown.upper,
        model=shown.model,
        models_close=shown.models_close,
        warnings=shown.warnings,
        reasons=reasons,
    )


def _range(known: list[MethodRow]) -> Limits | None:
    if not known:
        return None
    return min(row.lower or 0.0 for row in known), max(row.upper or 0.0 for row in known)
