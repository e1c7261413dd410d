"""From a table to a result: refusals first, then the method with its interval, then all that speaks against it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from fanal.engines.prevalence import diagnostics, refusals, warnings
from fanal.engines.prevalence.methods import part, resolved
from fanal.engines.prevalence.result import Check, Estimate, Limits, Notice, Options, Part
from fanal.engines.prevalence.table import CaptureTable

FEWEST_FOR_CHECKS = 1000


def estimate(table: CaptureTable, options: Options | None = None, **given: Any) -> Estimate:
    """The result for a table; `given` are fields of `Options`.

    Raises `OptionError`, and `ModelError` for a model or an order that cannot be used. A table that carries no
    estimate is no error: the status is then "not_estimable", with reasons.
    """
    asked = replace(options or Options(), **given)
    options = resolved(table, asked)
    reasons = refusals.of_table(table, options.allow_thin)
    if reasons:
        return _result(table, options, Part(options.method, reasons=reasons), (), ())
    answer = part(table, options)
    reasons = refusals.of_replicates(answer)
    if answer.estimated and reasons:
        answer = replace(answer, reasons=reasons)
    notices = tuple(_warnings(table, answer, options))
    return _result(table, options, answer, notices, tuple(_checks(table, asked, options)))


def _warnings(table: CaptureTable, found: Part, options: Options) -> Iterator[Notice]:
    yield from warnings.of_table(table)
    if not found.estimated:
        return
    yield from warnings.of_part(table, found)
    yield from found.warnings
    if options.diagnostics:
        yield from diagnostics.notices(table, found, options)


def _checks(table: CaptureTable, asked: Options, options: Options) -> Iterator[Check]:
    """What the other methods say, where the choice of the method was left to the engine."""
    if asked.method != "auto" or not options.diagnostics:
        return
    fewer = min(options.replicates, max(FEWEST_FOR_CHECKS, options.replicates // 10))
    for method in ("stepwise" if options.method == "bic" else "bic", "threshold"):
        found = part(table, replace(options, method=method, replicates=fewer, tell=None))
        yield check_of(found)


def check_of(found: Part) -> Check:
    """A method in one line; one whose interval is not known has no figures."""
    if not found.estimated or refusals.of_replicates(found):
        return Check(found.method, "not_estimable", None, None, None, None)
    return Check(found.method, "estimated", found.model, found.point, found.lower, found.upper, found.profile)


def _range(found: Part) -> Limits | None:
    values = [model.estimate for model in found.models_close]
    if found.point is not None:
        values.append(found.point)
    return (min(values), max(values)) if values else None


def _result(
    table: CaptureTable, options: Options, answer: Part, notices: tuple[Notice, ...], checks: tuple[Check, ...]
) -> Estimate:
    shown = answer if answer.estimated else Part(answer.method, reasons=answer.reasons)
    names = ("model", "order", "threshold", "top", "delta", "allow_thin", "downhill")
    return Estimate(
        status="estimated" if answer.estimated else "not_estimable",
        point=shown.point,
        lower=shown.lower,
        upper=shown.upper,
        level=options.level,
        percentile=shown.percentile,
        profile=shown.profile,
        hidden=None if shown.point is None else shown.point - table.n,
        observed=table.n,
        lists=table.names,
        method=answer.method,
        model=shown.model,
        models_close=shown.models_close,
        range_over_models=_range(shown),
        checks=(*shown.checks, *checks),
        scheme=answer.scheme,
        replicates=answer.replicates,
        failed=answer.failed,
        infinite=answer.infinite,
        mc_error=shown.mc_error,
        seed=options.seed,
        z0=shown.z0,
        acceleration=shown.acceleration,
        agreement=shown.agreement,
        warnings=tuple(sorted(notices, key=lambda notice: int(notice.code[1:]))),
        reasons=answer.reasons,
        settings=tuple((name, getattr(options, name)) for name in sorted(names)),
        table_hash=table.digest,
        signable=sum(table.depth[2:]) >= refusals.FEWEST_SHARED and table.k >= refusals.FEWEST_LISTS,
        draws=shown.draws,
    )
