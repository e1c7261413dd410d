"""Every act at once: how many combinations of place, persons and act no state can prosecute, counted exactly.

A fact pattern is (W, N, R, V, P, c): the place, the nationality of the person suspected (or stateless), the state where
they live (or none), the state to which the child is tied (or none), the state where the person suspected is, and a cell
(profile, ages, days). With n states and C cells there are n · (n + 1)³ · n · C of them
(docs/law-rules.md, "Every act at once").

What the law of a state says of a pattern depends only on the cell, on whether the place punishes the act, and on which
of the four persons' states it is itself: `Predicates` holds those answers, three-valued, and counting needs no more
than sums over states, which are products of matrices (`coupled` gives the formula and why it is exact for rules
over several persons at once). Rules for acts abroad never apply to an act at home (decision 5): a state whose law
punishes an act but has no territorial rule for it is counted apart (`_hollow`).

Two runs, with what is not known taken as a route and as none, bound the number of gaps.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import product

import numpy as np

from fanal.engines.arrays import Bools, Indices, Int8s, Whole
from fanal.engines.jurisdiction.counting import coupled
from fanal.engines.jurisdiction.counting.coupled import Lives
from fanal.engines.jurisdiction.values import Truth

type Truths = Int8s
type Counts = Whole
type Progress = Callable[[int, int], object]

CHUNK = 672  # cells that are counted together: some 100 MB of sums for 195 states
_PAIRS = 2048  # hollow states and cells that are counted together


@dataclass(frozen=True, slots=True)
class SpaceCell:
    """One cell of the space. Ages are completed years of the child, days the day of the act; both ends included.

    `weight` is the number of equal elementary cells (age band × epoch) that were merged into this one.
    """

    profile: str
    ages: tuple[int, int]
    first: date
    last: date
    weight: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class Predicates:
    """What the law of each state S says in each cell, as truths (0 no, 1 not known, 2 yes).

    punishes, territory [S, C]: the act is punishable if done there; a territorial route is open.
    abroad [2, 2, 2, 3, 2, S, C]: some route of S is open for an act done outside S. Axes: the place punishes it; the
        suspect is in S; is a national of S; lives nowhere, elsewhere or in S (`coupled.NOWHERE`, `ELSEWHERE`, `HERE`);
        the child is tied to S.
    reach [K, 2, 2, P, S]: who is found in P can come before the courts of S, in layer k; by whether they are nationals
        of P, and whether they live there. Of P itself always yes.
    layers [C]: the layer of each cell (law of extradition may look at the conduct), in rising order.
    surrender [P, C]: P gives anybody up for an act of this cell.
    `bounded` names what no exact answer was made for: it is inside the bounds.
    """

    states: tuple[str, ...]
    cells: tuple[SpaceCell, ...]
    punishes: Truths
    territory: Truths
    abroad: Truths
    reach: Truths
    layers: Indices
    surrender: Truths
    bounded: tuple[str, ...] = ()

    def at(self, least: Truth) -> "World":
        """All answers as yes or no: what is not known is a yes if `least` is U, a no if it is T."""
        reach = self.reach >= least
        own = np.arange(len(self.states))
        reach[..., own, own] = True
        abroad = coupled.settle(self.abroad >= least, upwards=least is Truth.U)
        territory = self.territory >= least
        punishes = (self.punishes >= least) | territory
        return World(punishes, territory, abroad, reach, self.layers, self.surrender >= least)


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """One reading of `Predicates`, with the same axes and nothing unknown."""

    punishes: Bools
    territory: Bools
    abroad: Bools
    reach: Bools
    layers: Indices
    surrender: Bools

    @property
    def states(self) -> int:
        return int(self.punishes.shape[0])

    def equals(self, other: "World") -> bool:
        return all(np.array_equal(getattr(self, name), getattr(other, name)) for name in self.__slots__)

    def part(self, cells: slice) -> "World":
        return World(
            self.punishes[:, cells],
            self.territory[:, cells],
            self.abroad[..., cells],
            self.reach,
            self.layers[cells],
            self.surrender[:, cells],
        )


@dataclass(frozen=True, slots=True)
class CellCount:
    """How many patterns a cell has, and the bounds of its gaps, all times the weight of the cell."""

    cell: SpaceCell
    total: int
    lower: int
    upper: int


@dataclass(frozen=True, eq=False)
class Space:
    """The count: exact bounds, equal where no law is unknown. Sums are Python integers of any size."""

    predicates: Predicates
    by_cell: tuple[CellCount, ...]

    @cached_property
    def total(self) -> int:
        return sum(one.total for one in self.by_cell)

    @cached_property
    def lower(self) -> int:
        return sum(one.lower for one in self.by_cell)

    @cached_property
    def upper(self) -> int:
        return sum(one.upper for one in self.by_cell)

    @property
    def by_profile(self) -> Mapping[str, tuple[int, int, int]]:
        """Total, lower and upper of each profile, in the order of the cells."""
        found: dict[str, tuple[int, int, int]] = {}
        for one in self.by_cell:
            total, lower, upper = found.get(one.cell.profile, (0, 0, 0))
            found[one.cell.profile] = (total + one.total, lower + one.lower, upper + one.upper)
        return found


def count(predicates: Predicates, step: Progress = lambda _done, _all: None) -> Space:
    """Count all patterns. `step` hears how many cells of how many are done, both runs counted."""
    cells = len(predicates.cells)
    yes, no = predicates.at(Truth.U), predicates.at(Truth.T)
    lower = _gaps(yes, lambda done: step(done, 2 * cells))
    upper = lower if yes.equals(no) else _gaps(no, lambda done: step(cells + done, 2 * cells))
    states = len(predicates.states)
    patterns = states * (states + 1) ** 3 * states
    return Space(
        predicates,
        tuple(
            CellCount(cell, patterns * cell.weight, least * cell.weight, most * cell.weight)
            for cell, least, most in zip(predicates.cells, lower, upper, strict=True)
        ),
    )


def _gaps(world: World, step: Callable[[int], object]) -> list[int]:
    found: list[int] = []
    for first in range(0, world.punishes.shape[1], CHUNK):
        found += gaps(world.part(slice(first, first + CHUNK))).tolist()
        step(len(found))
    return found


def found_in(predicates: Predicates, state: str) -> tuple[int, int, int]:
    """Of the patterns with the person suspected in one state: how many there are, and the bounds of gaps among them.

    Raises ValueError for a state that the predicates do not know.
    """
    at, states = predicates.states.index(state), len(predicates.states)
    lower, upper = (
        sum(
            int(number) * cell.weight
            for number, cell in zip(gaps(predicates.at(least), presence=at), predicates.cells, strict=True)
        )
        for least in (Truth.U, Truth.T)
    )
    return states * (states + 1) ** 3 * sum(cell.weight for cell in predicates.cells), lower, upper


def gaps(world: World, presence: int | None = None) -> Counts:
    """How many patterns of each cell no state can prosecute, without weights: [C]. `presence`: of those found there.

    Exact as long as n⁵ < 2⁶³, that is for up to 6,000 states; sums of products of matrices are whole numbers below 2²⁴,
    which float32 holds exactly in any order of adding, hence with any number of threads.
    """
    found = np.zeros(world.punishes.shape[1], np.int64)
    for layer in np.unique(world.layers):
        cells = slice(*np.searchsorted(world.layers, [layer, layer + 1]))
        part = world.part(cells)
        for box in boxes(part, world.reach[layer]):
            found[cells] += _of(box.places * box.sums.choices(), presence)
            for at, persons in _hollow(part, box):
                np.add.at(found[cells], at, _of(persons, presence))
    return found


def _of(patterns: Counts, presence: int | None) -> Counts:
    """Patterns [P, …] of one state P, or of all."""
    chosen: Counts = patterns.sum(axis=0) if presence is None else patterns[presence]
    return chosen


@dataclass(frozen=True, slots=True, eq=False)
class GapBox:
    """For each state P where the person suspected is, and each cell: the bad places [P, C], and what makes persons bad.

    `punished`: whether the place punishes; `national`: whether P is the state of the person suspected. The persons
    are free of the place, but for `hollow` places [S, C], whose own law counts among what makes persons bad.
    """

    punished: int
    national: int
    reaches: Bools
    places: Counts
    hollow: Bools
    sums: coupled.Sums


def boxes(world: World, reach: Bools) -> Iterator[GapBox]:
    """All boxes of cells of one layer, whose reach [2, 2, P, S] it is.

    Suspects who live in P are apart only where they are given up unlike others, or P's law takes a route from them.
    """
    for national, punished in product((0, 1), (0, 1)):
        own = world.abroad[punished, 1, national]
        if np.array_equal(*reach[national]) and not (own[coupled.ELSEWHERE] & ~own[coupled.HERE]).any():
            yield _box(world, punished, national, reach[national, 0], Lives.ANYWHERE)
        else:
            yield _box(world, punished, national, reach[national, 0], Lives.ABROAD)
            yield _box(world, punished, national, reach[national, 1], Lives.HOME)


def _box(world: World, punished: int, national: int, reach: Bools, lives: Lives) -> GapBox:
    abroad = world.abroad[punished]
    # A state's word on a person suspected who is there is another one: reach without the diagonal.
    reaches = reach & ~np.eye(world.states, dtype=np.bool_)
    where = world.punishes if punished else ~world.punishes
    hollow = where & ~world.territory & abroad.any(axis=(0, 1, 2, 3))
    closed = where & world.territory
    reached = coupled.product_of(reaches, closed[None].astype(np.int8), world.surrender)[0] + closed
    places = (where & ~hollow).sum(axis=0, dtype=np.int64) - reached
    sums = coupled.sums(abroad, reaches, world.surrender, national, lives)
    return GapBox(punished, national, reaches, places, hollow, sums)


def _hollow(world: World, box: GapBox) -> Iterator[tuple[Indices, Counts]]:
    """Cells [i], and gaps [P, i] in them, of places whose law has rules for acts abroad alone: none hold at home."""
    places, cells = np.nonzero(box.hollow)
    for first in range(0, len(places), _PAIRS):
        at, cell = places[first : first + _PAIRS], cells[first : first + _PAIRS]
        reached = box.reaches[:, at] & world.surrender[:, cell]
        yield cell, box.sums.without(at, cell, reached).choices()
