"""From counts to tables that may leave, by the method of the policy; or a refusal that says what would help."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from secrets import token_bytes

from fanal.engines.disclosure import cellkey, refusals
from fanal.engines.disclosure.layout import counted, layout
from fanal.engines.disclosure.model import (
    MISSING,
    TOTAL,
    Cell,
    Cube,
    DisclosureError,
    K,
    NotReleased,
    Policy,
    Protected,
    TableSpec,
)
from fanal.engines.disclosure.refusals import NOTHING, Given

MOST_TABLES = 12
"""Tables on one cohort with `cellkey`; more need differential privacy."""
LEAST_D, LEAST_V, LEAST_MONTHS = 2, 1.0, 6


def protect(
    cube: Cube,
    specs: Sequence[TableSpec],
    policy: Policy,
    random: Callable[[int], bytes] = token_bytes,
    given: Given = NOTHING,
) -> tuple[Protected, ...]:
    """The tables that may leave, in the order of `specs`.

    `random` gives so many random bytes and serves `dp` only: the noise of `cellkey` comes from the record keys in the
    cube. Raises `NotReleased` where the rules forbid the release (X1, X2, X5, X6, X7, X9), and `DisclosureError`.
    """
    check_policy(policy)
    _check_specs(cube, specs, policy, given)
    reasons = refusals.before(cube, specs, policy, given)
    if reasons:
        raise NotReleased(reasons)
    tables = tuple(_declared(cube, one, given) for one in _tables(cube, specs, policy, random))
    reasons = refusals.after(cube, tables, given)
    if reasons:
        raise NotReleased(reasons)
    return tables


def check_policy(policy: Policy) -> None:
    """Raises `DisclosureError` for a policy that protects less than the rules allow."""
    rules = (
        (policy.k >= K, f"the threshold may be raised and never lowered: k is at least {K}"),
        (policy.delay_months >= LEAST_MONTHS, f"the last {LEAST_MONTHS} months are never released"),
        (policy.method in {"cellkey", "dp", "suppress"}, "the method is cellkey, dp or suppress"),
        (policy.audience in {"public", "members", "named"}, "the audience is public, members or named"),
        (policy.base >= 1, "numbers are rounded to a base of 1 or more"),
        (
            policy.method != "cellkey" or (LEAST_D <= policy.D <= policy.k and policy.V >= LEAST_V),
            f"the largest change D is from {LEAST_D} to k, and the variance V at least {LEAST_V:g}",
        ),
        ((policy.rho is not None) == (policy.method == "dp"), "differential privacy, and no other method, needs rho"),
        (
            policy.method != "suppress" or policy.audience == "named",
            "exact numbers with holes are for a closed, named audience only; take cellkey or dp",
        ),
    )
    for holds, words in rules:
        if not holds:
            raise DisclosureError(words)


def _check_specs(cube: Cube, specs: Sequence[TableSpec], policy: Policy, given: Given) -> None:
    for place, spec in enumerate(specs, start=1):
        if tuple(sorted(spec.cohorts)) != tuple(sorted(cube.cohorts)):
            raise DisclosureError(f"table {place} is about other cohorts than those that were counted")
        layout(cube.classes, spec)
    if policy.method == "cellkey" and len(specs) + given.tables_before > MOST_TABLES:
        raise DisclosureError(f"more than {MOST_TABLES} tables on one cohort; take differential privacy (dp)")


def _tables(
    cube: Cube, specs: Sequence[TableSpec], policy: Policy, random: Callable[[int], bytes]
) -> tuple[Protected, ...]:
    if policy.method == "cellkey":
        return cellkey.release(cube, specs, policy)
    if policy.method == "suppress":
        from fanal.engines.disclosure import suppress  # brings the solver with it

        return suppress.release(cube, specs, policy)
    from fanal.engines.disclosure import dp

    return dp.release(cube, specs, policy, random)


def _declared(cube: Cube, table: Protected, given: Given) -> Protected:
    """The table with the cells of which it is declared that nobody asked or records."""
    if not (given.not_assessed or given.no_data):
        return table
    names = (*table.spec.rows, *table.spec.columns)
    lines = [dict(zip(names, (*row, *column), strict=True)) for row in table.rows for column in table.columns]
    n = counted(cube, layout(cube.classes, table.spec))[0]
    cells = list(table.cells)
    for place, codes in enumerate(lines):
        declared = _state(codes, given)
        if declared is None:
            continue
        if n[place]:
            row, column = divmod(place, len(table.columns))
            raise DisclosureError(
                f"row {row + 1}, column {column + 1} is declared not to be recorded, and yet children are counted there"
            )
        cells[place] = declared
    return replace(table, cells=tuple(cells))


def _state(codes: dict[str, str], given: Given) -> Cell | None:
    if any((name, code) in given.no_data for name, code in codes.items()):
        return Cell("no_data")
    if any(name in given.not_assessed and code not in {MISSING, TOTAL} for name, code in codes.items()):
        return Cell("not_assessed")
    return None
