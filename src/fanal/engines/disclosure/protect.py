"""From counts to tables that may leave, by the method of the policy; or a refusal that says what would help."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from secrets import token_bytes

from fanal.engines.disclosure import cellkey, refusals
from fanal.engines.disclosure.given import NOTHING, Given, check, declared
from fanal.engines.disclosure.layout import counted, layout
from fanal.engines.disclosure.model import (
    Cube,
    DisclosureError,
    K,
    NotReleased,
    Policy,
    Protected,
    TableSpec,
)

MOST_TABLES = 12
"""Tables on one cohort with `cellkey`; more need differential privacy."""
LEAST_D, LEAST_V, LEAST_MONTHS, LARGEST_BASE = 2, 1.0, 6, 1000


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
    demand_allowed(cube, specs, policy, given)
    tables = tuple(_declared(cube, one, given) for one in _tables(cube, specs, policy, random, given))
    reasons = refusals.after(cube, tables, given)
    if reasons:
        raise NotReleased(reasons)
    return tables


def demand_allowed(cube: Cube, specs: Sequence[TableSpec], policy: Policy, given: Given = NOTHING) -> None:
    """Raises `NotReleased` or `DisclosureError` for what is not made whatever it would show: ask before spending."""
    check_policy(policy)
    check(cube.classes, given)
    _check_specs(cube, specs, policy, given)
    reasons = refusals.before(cube, specs, policy, given)
    if reasons:
        raise NotReleased(reasons)


def check_policy(policy: Policy) -> None:
    """Raises `DisclosureError` for a policy that protects less than the rules allow."""
    rules = (
        (policy.k >= K, f"the threshold may be raised and never lowered: k is at least {K}"),
        (policy.delay_months >= LEAST_MONTHS, f"the last {LEAST_MONTHS} months are never released"),
        (policy.method in {"cellkey", "dp", "suppress"}, "the method is cellkey, dp or suppress"),
        (policy.audience in {"public", "members", "named"}, "the audience is public, members or named"),
        (1 <= policy.base <= LARGEST_BASE, f"numbers are rounded to a base of 1 or more, at most {LARGEST_BASE:,}"),
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
    cube: Cube, specs: Sequence[TableSpec], policy: Policy, random: Callable[[int], bytes], given: Given
) -> tuple[Protected, ...]:
    if policy.method == "cellkey":
        return cellkey.release(cube, specs, policy)
    if policy.method == "suppress":
        from fanal.engines.disclosure import suppress  # brings the solver with it

        return suppress.release(cube, specs, policy, given)
    from fanal.engines.disclosure import dp

    return dp.release(cube, specs, policy, random)


def _declared(cube: Cube, table: Protected, given: Given) -> Protected:
    """The table with the cells of which it is declared that nobody asked or records."""
    if not (given.not_assessed or given.no_data):
        return table
    where = layout(cube.classes, table.spec)
    states = declared(table.spec, where, counted(cube, where)[0], given)
    return replace(table, cells=tuple(states.get(place, cell) for place, cell in enumerate(table.cells)))
