"""Tables under differential privacy: exact discrete Gaussian noise, one variance for a whole release.

Neighbours are two populations that differ by one child, in one cohort. A group of g siblings costs g^2 rho: say so. A
child touches at most `sensitivity2` of a table, so all tables of a release with noise of variance sigma2 cost
sum(sensitivity2) / (2 sigma2); a table that adds up several cohorts is spent on each of them, for each holds other
children. Sums of a table have noise of their own and need not add up. The truth behind a shown value may be below k:
its protection is the noise.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from math import ceil, prod, sqrt

import numpy as np

from fanal.engines.arrays import Index, Whole
from fanal.engines.disclosure import ledger
from fanal.engines.disclosure.accounting import LEVEL, half_width, rho_of, sigma2_of
from fanal.engines.disclosure.discrete import Random, gaussian
from fanal.engines.disclosure.layout import counted, impossible, layout
from fanal.engines.disclosure.model import (
    Cell,
    ClassSet,
    CodedTable,
    Cube,
    DisclosureError,
    ErrorTable,
    Policy,
    Protected,
    Spend,
    TableSpec,
)

MECHANISM = "discrete Gaussian"
"""What a spend on a table is called; the table follows in words."""


def release(cube: Cube, specs: Sequence[TableSpec], policy: Policy, random: Random) -> tuple[Protected, ...]:
    """The tables with noise that together cost `policy.rho`. Ask the ledger about `spends` and write them first.

    `random`: `secrets.token_bytes`. Raises `DisclosureError`; `NotReleased` (X3) for more rho than a release may cost.
    """
    for spec in specs:
        check_cohorts(cube, spec)
    costs = spends(cube.classes, cube.cohorts, specs, policy)
    ledger.demand(ledger.may_spend(ledger.Ledger(), costs))
    sigma2 = variance(specs, policy)
    return tuple(
        protected(spec, policy, cube.classes, noised(cube, spec, sigma2, random), sigma2, cost)
        for spec, cost in zip(specs, by_table(costs, len(specs)), strict=True)
    )


def noised(cube: Cube, spec: TableSpec, sigma2: Fraction, random: Random) -> Whole:
    """The cells of a table with independent noise: (cells,), whole numbers, also below 0."""
    n, _ = counted(cube, layout(cube.classes, spec))
    return n + gaussian(sigma2, n.size, random)


def sensitivity2(spec: TableSpec) -> int:
    """By how much one child can change a table: the squared Euclidean length, at most.

    With sums, a row of one child is counted in 2^m cells for m variables. Its `bound` rows may all be alike.
    """
    if spec.bound < 1:
        raise DisclosureError("a child has at least one row: the bound is 1 or more")
    return spec.bound**2 * (2 ** len((*spec.rows, *spec.columns)) if spec.totals else 1)


def cells(classes: ClassSet, spec: TableSpec) -> int:
    """How many cells a table has, with its sums. Raises `DisclosureError` for an unknown variable."""
    return prod(len(classes.variables[classes.place(name)].codes) + spec.totals for name in (*spec.rows, *spec.columns))


def variance(specs: Sequence[TableSpec], policy: Policy, extra: Fraction = Fraction(0)) -> Fraction:
    """Variance of the noise of each cell of a release. Raises `DisclosureError`: no tables, no rho, not `dp`.

    `extra`: the part of rho that something else than variance costs (see `pooled`).
    """
    if policy.method != "dp" or policy.rho is None:
        raise DisclosureError("differential privacy needs the method dp and a rho")
    if not specs:
        raise DisclosureError("a release needs at least one table")
    return sigma2_of(sum(sensitivity2(spec) for spec in specs), policy.rho - extra)


def spends(
    classes: ClassSet,
    cohorts: tuple[int, ...],
    specs: Sequence[TableSpec],
    policy: Policy,
    mechanism: str = MECHANISM,
    extra: Fraction = Fraction(0),
) -> tuple[Spend, ...]:
    """What a release costs, table by table and in each table cohort by cohort: known before anything is counted.

    For each cohort the sum is `policy.rho`.
    """
    sigma2 = variance(specs, policy, extra)
    lengths = [sensitivity2(spec) for spec in specs]
    return tuple(
        Spend(
            population=classes.population,
            cohort=cohort,
            rho=rho_of(length, sigma2) + extra * Fraction(length, sum(lengths)),
            mechanism=f"{mechanism}: {named(spec)}",
            sigma2=sigma2,
            sensitivity2=length,
        )
        for spec, length in zip(specs, lengths, strict=True)
        for cohort in cohorts
    )


def by_table(costs: Sequence[Spend], tables: int) -> list[tuple[Spend, ...]]:
    """The spends of `spends` for each table."""
    each = len(costs) // tables
    return [tuple(costs[place * each : (place + 1) * each]) for place in range(tables)]


def named(spec: TableSpec) -> str:
    """A table in words for the ledger: names of variables only."""
    words = " × ".join((*spec.rows, *spec.columns))
    return f"{words} (limited by {', '.join(sorted(spec.where))})" if spec.where else words


def check_cohorts(cube: Cube, spec: TableSpec) -> None:
    """Raises `DisclosureError` where a table is about other cohorts than those that were counted."""
    if tuple(sorted(spec.cohorts)) != tuple(sorted(cube.cohorts)):
        raise DisclosureError("a table is about other cohorts than those that were counted")


def protected(
    spec: TableSpec,
    policy: Policy,
    classes: ClassSet,
    values: Whole,
    sigma2: Fraction,
    spent: tuple[Spend, ...],
) -> Protected:
    """A table of noised values: those of at least max(k, 2 sigma) are shown, each with its 95 % interval.

    `values`: (cells,) with noise of variance `sigma2`. What cannot occur by definition is 0 and no secret.
    """
    where = layout(classes, spec)
    width = half_width(sigma2)
    cells = tuple(
        _cell(value, policy.k, sigma2, width, never)
        for value, never in zip(values.tolist(), impossible(classes, where).tolist(), strict=True)
    )
    return Protected(
        spec=spec,
        policy=policy,
        classes=classes,
        rows=where.rows,
        columns=where.columns,
        cells=cells,
        error=error(policy, sigma2),
        spent=spent,
    )


def _cell(value: int, k: int, sigma2: Fraction, width: int, never: bool) -> Cell:
    if never:
        return Cell("shown", 0, 0, 0)
    if value < k or value * value < 4 * sigma2:
        return Cell("too_few_to_say")
    return Cell("shown", value, max(value - width, 0), value + width)


def error(policy: Policy, sigma2: Fraction) -> ErrorTable:
    """What the noise alone says: the example is the smallest multiple of five that can be shown."""
    least = 5 * ceil(max(policy.k, 2 * sqrt(sigma2)) / 5)
    width = half_width(sigma2)
    return ErrorTable("dp", sqrt(sigma2), None, LEVEL, (least, max(least - width, 0), least + width))


def bounded(table: CodedTable, most: int) -> CodedTable:
    """At most `most` rows of each child, where a child may have several with one record key (such as services).

    Which ones is decided by a hash of record key and codes: the same in every table, order and release, and free of
    whatever a row means. Rows keep their order. Raises `DisclosureError`.
    """
    if most < 1:
        raise DisclosureError("a child has at least one row: the bound is 1 or more")
    _, child, rows = np.unique(table.keys, axis=0, return_inverse=True, return_counts=True)
    kept = rows[child] <= most
    crowded = np.flatnonzero(~kept)
    drawn = [(int(child[at]), _lot(table, at), int(at)) for at in crowded]
    taken: dict[int, int] = {}
    for whose, _, at in sorted(drawn):
        taken[whose] = taken.get(whose, 0) + 1
        kept[at] = taken[whose] <= most
    return replace(table, codes=table.codes[kept], keys=table.keys[kept])


def _lot(table: CodedTable, at: Index) -> bytes:
    key = table.keys[at].astype("<u4").tobytes()
    return hashlib.blake2b(table.codes[at].tobytes(), key=key, digest_size=16).digest()
