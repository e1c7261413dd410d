"""Synthetic rows, made only from noised margins: no row is a child, and no count of rows is official.

Noised are all margins of two variables, with two fifths of rho; from them a network is learned, at no cost; the margins
of its families, three variables each, get the other three fifths. From there on nothing looks at children: rows are
drawn along the network, weighted until all noised margins fit, and resampled to the noised total. The same noised
margins and seed give the same rows.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations
from math import pi, sqrt

import numpy as np

from fanal.engines.arrays import Generator, Reals, UInt8s, Whole
from fanal.engines.disclosure import ledger
from fanal.engines.disclosure.accounting import rho_of, sigma2_of
from fanal.engines.disclosure.consistency import NoisedMargin, consistent, mean_of, total_of
from fanal.engines.disclosure.discrete import Random, gaussian
from fanal.engines.disclosure.layout import never_together
from fanal.engines.disclosure.model import ClassSet, Cube, DisclosureError, Spend
from fanal.engines.disclosure.network import Node, learn
from fanal.engines.disclosure.raking import Codes, Target, counts_of, rake

PAIRS = Fraction(2, 5)
"""The part of rho that goes to the margins of two variables, where there are families of three as well."""
MOST_ROWS = 10_000_000
"""Rows that can be asked for."""
POOL = 200_000
"""Rows that are drawn and weighted, from which the synthetic ones are taken."""
MECHANISM = "discrete Gaussian, for synthetic rows"

type _Noisy = tuple[tuple[int, ...], Whole | Reals, float]
"""Variables, their noised counts, and the variance of the noise in each cell."""


@dataclass(frozen=True, slots=True)
class Noised:
    """Everything that synthetic rows are made from. It may leave: its protection is the noise."""

    classes: ClassSet
    cohorts: tuple[int, ...]
    margins: tuple[NoisedMargin, ...]
    spent: tuple[Spend, ...]

    @property
    def total(self) -> int:
        """The noised number of children."""
        return total_of(self.margins)


@dataclass(frozen=True, slots=True)
class FitError:
    """How far synthetic counts are from the noised margins of so many variables, and these from the truth.

    All in children and a cell, in the mean: `count`; `difference` of synthetic and noised counts; `noise`, the absolute
    error of the noised ones, known from its variance; `at_most`, their sum, which the mean error is below.
    """

    ways: int
    margins: int
    cells: int
    count: float
    difference: float
    noise: float
    at_most: float


@dataclass(frozen=True, slots=True)
class Synthetic:
    """Synthetic rows: `codes` (rows, variables). No row is a child; what a row says is true of nobody."""

    classes: ClassSet
    cohorts: tuple[int, ...]
    codes: UInt8s = field(repr=False)
    errors: tuple[FitError, ...]
    spent: tuple[Spend, ...]

    @property
    def rows(self) -> int:
        return int(self.codes.shape[0])


def spends(classes: ClassSet, cohorts: tuple[int, ...], rho: Fraction) -> tuple[Spend, ...]:
    """What `measure` costs, known before anything is counted: for each cohort `rho`.

    A child is in one cell of each margin, so the squared sensitivity is the number of margins.
    """
    made = []
    for words, number, part in _stages(len(classes.variables)):
        sigma2 = sigma2_of(number, part * rho)
        made += [
            Spend(classes.population, cohort, rho_of(number, sigma2), f"{MECHANISM}: {words}", sigma2, number)
            for cohort in cohorts
        ]
    return tuple(made)


def _stages(variables: int) -> tuple[tuple[str, int, Fraction], ...]:
    """(words, margins, part of rho) of what is noised first, and second."""
    if variables < 3:
        return (("one margin of all variables", 1, Fraction(1)),)
    pairs, families = variables * (variables - 1) // 2, variables - 2
    return (
        (f"margins of two variables, {pairs}", pairs, PAIRS),
        (f"margins of three variables, {families}", families, 1 - PAIRS),
    )


def measure(cube: Cube, rho: Fraction, random: Random) -> Noised:
    """The noised margins. Ask the ledger about `spends` and write them first.

    `random`: `secrets.token_bytes`. Raises `NotReleased` (X3) for more rho than a release may cost, `DisclosureError`.
    """
    ledger.demand(ledger.may_spend(ledger.Ledger(), spends(cube.classes, cube.cohorts, rho)))
    return noised(cube, rho, random)


def noised(cube: Cube, rho: Fraction, random: Random) -> Noised:
    """`measure` for fictional data: without the limit on what one release may cost."""
    variables = len(cube.classes.variables)
    if cube.ways < min(variables, 3):
        raise DisclosureError("synthetic rows need counts of three variables together")
    costs = spends(cube.classes, cube.cohorts, rho)
    sigma2 = [sigma2_of(number, part * rho) for _, number, part in _stages(variables)]
    margins = _noised(cube, combinations(range(variables), min(variables, 2)), sigma2[0], random)
    if variables > 2:
        pairs = Noised(cube.classes, cube.cohorts, margins, ())
        margins += _noised(cube, (node.family for node in network(pairs)[2:]), sigma2[1], random)
    return Noised(cube.classes, cube.cohorts, margins, costs)


def _noised(
    cube: Cube, chosen: Iterable[tuple[int, ...]], sigma2: Fraction, random: Random
) -> tuple[NoisedMargin, ...]:
    truth = [cube.margins[places] for places in chosen]
    noise = gaussian(sigma2, sum(one.n.size for one in truth), random)
    parts = np.split(noise, np.cumsum([one.n.size for one in truth])[:-1])
    return tuple(
        NoisedMargin(one.variables, one.n + part.reshape(one.n.shape), sigma2)
        for one, part in zip(truth, parts, strict=True)
    )


def network(given: Noised) -> tuple[Node, ...]:
    """The network of the noised margins of two variables: the same before and after those of three are noised."""
    sizes = tuple(len(one.codes) for one in given.classes.variables)
    measured = [one for one in given.margins if len(one.variables) <= 2]
    made = consistent(measured, never_together(given.classes))
    return learn({(one.variables[0], one.variables[1]): one.counts for one in made if len(one.variables) == 2}, sizes)


def synthesise(given: Noised, random: Random, rows: int | None = None, pool: int = POOL) -> Synthetic:
    """Synthetic rows, by default as many as the noised total says.

    `random`: 32 bytes are asked for, the seed; they protect nothing. The same margins and seed give the same rows.
    """
    wanted = given.total if rows is None else rows
    if wanted < 0 or pool < 1 or (rows or 0) > MOST_ROWS:
        raise DisclosureError(f"a number of rows lies from 0 to {MOST_ROWS:,}")
    rng = np.random.Generator(np.random.PCG64(int.from_bytes(random(32), "little")))
    fit = consistent(given.margins, never_together(given.classes))
    codes = _drawn(network(given), fit, pool, rng)
    weights = rake(codes, _possible(given.classes, codes), fit, rng)
    chosen = resample(weights, wanted, rng)
    found = np.ascontiguousarray(codes[:, chosen].T)
    return Synthetic(given.classes, given.cohorts, found, fit_errors(given, found), given.spent)


def _possible(classes: ClassSet, codes: Codes) -> Reals:
    """Weight 1 for each row, 0 where its codes cannot occur together."""
    weights = np.ones(codes.shape[1])
    for pair in never_together(classes):
        weights[np.logical_and.reduce([codes[place] == code for place, code in pair])] = 0.0
    return weights


def _drawn(nodes: tuple[Node, ...], fit: tuple[Target, ...], rows: int, rng: Generator) -> Codes:
    from fanal.engines.disclosure.synthesis_kernels import draw

    by_variables = {one.variables: one for one in fit}
    sizes = {place: size for one in fit for place, size in zip(one.variables, one.counts.shape, strict=True)}
    codes = np.zeros((len(nodes), rows), dtype=np.uint8)
    for node in nodes:
        shares = _conditional(node, by_variables, sizes)
        one, two = (*node.parents, node.variable, node.variable)[:2]
        draw(codes, node.variable, one, two, np.cumsum(shares, axis=2), rng.random(rows))
    return codes


def _conditional(node: Node, fit: dict[tuple[int, ...], Target], sizes: dict[int, int]) -> Reals:
    """P(variable | parents): (codes of the first, codes of the second, own codes), 1 code for a parent that is none.

    A row of few children shrinks to the shares given the first parent alone, as much as its noise weighs.
    """
    own = node.variable
    if not node.parents:
        return _normal(fit[own,].counts)[None, None, :]
    first = _marginal(fit[_ascending(own, node.parents[0])], (node.parents[0], own))
    given_first = _normal(first)
    if len(node.parents) == 1:
        return given_first[:, None, :]
    family = fit[node.family]
    counts = _marginal(family, (*node.parents, own))
    shrink = family.sigma * sizes[own]
    return _normal(counts + shrink * given_first[:, None, :])


def _ascending(*places: int) -> tuple[int, ...]:
    return tuple(sorted(places))


def _marginal(one: Target, wanted: tuple[int, ...]) -> Reals:
    """The sums over all other variables, axes in the order of `wanted`."""
    others = tuple(at for at, place in enumerate(one.variables) if place not in wanted)
    summed = one.counts.sum(axis=others)
    left = [place for place in one.variables if place in wanted]
    return np.transpose(summed, [left.index(place) for place in wanted])


def _normal(counts: Reals) -> Reals:
    """Shares along the last axis; equal ones where there is nothing."""
    whole = counts.sum(axis=-1, keepdims=True)
    return np.where(whole > 0, counts / np.where(whole > 0, whole, 1.0), 1 / counts.shape[-1])


def resample(weights: Reals, rows: int, rng: Generator) -> Whole:
    """Places of `rows` rows, each as often as its weight says or at most one more or fewer: systematic sampling."""
    steps = np.cumsum(weights)
    if not rows or steps[-1] <= 0:
        return np.empty(0, dtype=np.int64)
    points = (np.arange(rows) + rng.random()) * (steps[-1] / rows)
    chosen: Whole = np.minimum(np.searchsorted(steps, points, side="right"), np.flatnonzero(weights)[-1])
    return chosen


def fit_errors(given: Noised, codes: UInt8s) -> tuple[FitError, ...]:
    """The error table: against the noised margins and with the error of the noise itself, never against the truth.

    Of one variable the noised count is the mean of all margins that hold it. Synthetic counts are brought to the noised
    total, where other numbers of rows were asked for.
    """
    columns = np.ascontiguousarray(codes.T)
    weights = np.full(len(codes), given.total / len(codes) if len(codes) else 0.0)
    return tuple(
        _fit_error(ways, given.total, some, [counts_of(columns, weights, held, n.shape) for held, n, _ in some])
        for ways, some in sorted(_compared(given).items())
    )


def _compared(given: Noised) -> dict[int, list[_Noisy]]:
    """By number of variables: the noised counts that synthetic ones are compared with. Single variables always."""
    found: dict[int, list[_Noisy]] = {}
    for one in given.margins:
        found.setdefault(len(one.variables), []).append((one.variables, one.n, float(one.sigma2)))
    if 1 not in found:
        places = sorted({place for one in given.margins for place in one.variables})
        found[1] = [((place,), *mean_of((place,), given.margins)) for place in places]
    return found


def _fit_error(ways: int, total: int, some: list[_Noisy], made: list[Reals]) -> FitError:
    cells = sum(n.size for _, n, _ in some)
    off = sum(float(np.abs(counts - n).sum()) for counts, (_, n, _) in zip(made, some, strict=True)) / cells
    noise = sum(n.size * sqrt(2 / pi * variance) for _, n, variance in some) / cells
    return FitError(ways, len(some), cells, len(some) * total / cells, off, noise, off + noise)
