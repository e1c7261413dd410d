"""How good the links are, from test rows: fictional children whose links are known once they are revealed
(docs/linkage.md, "How good it is").

m, missed: a child with r records keeps one of them; each other leaves its cluster with probability m. f, false: false
links as share of persons; a cluster of p persons has p − 1. Both mean what `fanal prevalence` repairs.
Limits are Clopper and Pearson's at `LEVEL`: wider than 95 %, since the threshold is chosen from the same rows and the
rates of one run scatter around those of all runs.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fanal.engines.arrays import Bools, Whole
from fanal.engines.linkage.clusters import Forest, Links, Rows
from fanal.engines.linkage.model import FEWEST_SHARED, Interval3, LinkageError, Point, Quality, Refused, Revealed

PRECISION = 0.95
LEVEL = 0.99
MOST_MISSED, MOST_FALSE = 0.30, 0.02
KIN = 0.15
"""Share of children who resemble another child of the lists as near-misses resemble a test row: assumed (siblings)."""


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """Test rows among the rows of all lists. `person`: int64[rows], the fictional child, −1 for the children of the
    lists; `persons`: int64[children], its number of records."""

    person: Whole
    persons: Whole

    @property
    def rows(self) -> Bools:
        """bool[rows]: which are test rows."""
        found: Bools = self.person >= 0
        return found


def trial(links: Links, revealed: Sequence[Revealed]) -> Trial:
    """Finds the test rows. Raises `LinkageError` where a member has not revealed its rows, or names a handle that is
    not on its list; `Refused` where fewer than `FEWEST_SHARED` fictional children are on two lists."""
    by_member = {own.member: own for own in revealed}
    if set(by_member) != set(links.lists) or len(revealed) != len(links.lists):
        raise LinkageError("each member of the run, and nobody else, reveals its test rows once")
    person = np.full(links.handles.size, -1, dtype=np.int64)
    numbers = {number: place for place, number in enumerate(sorted({int(n) for own in revealed for n in own.persons}))}
    start = 0
    for member, size in zip(links.lists, links.sizes, strict=True):
        own, mine = by_member[member], links.handles[start : start + size]
        if own.run != links.run:
            raise LinkageError(f"what {member} reveals is of another run")
        order = np.argsort(mine)
        place = order[np.searchsorted(mine, own.handles, sorter=order).clip(max=size - 1)]
        if strangers := int((mine[place] != own.handles).sum()):
            raise LinkageError(f"{strangers} handles that {member} reveals are not on its list")
        person[start + place] = [numbers[int(number)] for number in own.persons]
        start += size
    persons = np.bincount(person[person >= 0], minlength=len(numbers))
    if (shared := int((persons > 1).sum())) < FEWEST_SHARED:
        raise Refused(f"{shared} test rows are shared by lists; below {FEWEST_SHARED} nothing is known of missed links")
    return Trial(person, persons)


def assess(forest: Forest, given: Trial, threshold: int | None = None) -> tuple[int, Quality]:
    """The threshold and what the links from it on are worth. By default the smallest number of equal bands with
    precision of `PRECISION` or more. Raises `Refused` where there is none, or m or f is beyond what an estimate bears.
    """
    if threshold is not None and threshold < 1:
        raise LinkageError("a threshold is one equal band or more")
    near, kept = forest.among(given.rows)
    person = given.person[kept]
    levels = np.unique(near.score)[::-1].tolist()
    seen = {level: _clusters(near.clusters(level), person, given.persons) for level in levels}
    curve = tuple(Point(level, seen[level].precision, seen[level].recall) for level in sorted(levels))
    if threshold is None:
        good = [point.threshold for point in curve if point.precision >= PRECISION]
        if not good:
            raise Refused(f"no threshold gives a precision of {PRECISION} on test rows")
        threshold = good[0]
    rates = _clusters(near.clusters(threshold), person, given.persons)
    quality = Quality(rates.missed, rates.false, curve, int(given.persons.sum()))
    _check(quality)
    return threshold, quality


@dataclass(frozen=True, slots=True)
class Rates:
    precision: float
    recall: float
    missed: Interval3
    false: Interval3


def _clusters(first: Rows, person: Whole, persons: Whole) -> Rates:
    """What clusters make of the test rows in them. `first`: int32[rows], a row's cluster; `person`: int64[rows]."""
    tested = person >= 0
    size, test_rows = np.bincount(first), np.bincount(first[tested], minlength=first.max(initial=-1) + 1)
    cells, together = np.unique(np.stack([first[tested], person[tested]]), axis=1, return_counts=True)
    strangers = size - test_rows
    different = strangers + np.bincount(cells[0], minlength=size.size)
    true = int(_pairs(together).sum())
    linked = int((_pairs(size) - _pairs(strangers)).sum())
    largest = np.zeros(persons.size, dtype=np.int64)
    np.maximum.at(largest, cells[1], together)
    share = 1 / different[cells[0]]
    return Rates(
        precision=true / linked if linked else 1.0,
        recall=true / int(_pairs(persons).sum()),
        missed=rate(int((persons - largest).sum()), int((persons - 1).sum())),
        false=_false(float(share @ strangers[cells[0]]), float(share @ (different - strangers - 1)[cells[0]]), persons),
    )


def _false(with_lists: float, with_tests: float, persons: Whole) -> Interval3:
    """f from the false links of test rows with children of the lists, and with each other.

    Near-misses are there to be mistaken for other test rows, so they are more frequent than such children are: of them
    the point counts `KIN`, the lower limit none, the upper limit all. Of a false link with a child of the lists a test
    row is one of two persons.
    """
    near = int((persons == 1).sum())
    lower = rate(2 * with_lists, persons.size).lower / 2
    every = rate(with_lists + with_tests, persons.size)
    point = with_lists / persons.size + (KIN * with_tests / near if near else 0.0)
    return Interval3(min(max(lower, point), every.upper), lower, every.upper)


def rate(happened: float, of: int, level: float = LEVEL) -> Interval3:
    """A rate with the exact limits of a binomial share (Clopper, Pearson 1934): quantiles of beta distributions."""
    from scipy.special import betaincinv

    tail = (1 - level) / 2
    lower = float(betaincinv(happened, of - happened + 1, tail)) if happened > 0 else 0.0
    upper = float(betaincinv(happened + 1, of - happened, 1 - tail)) if happened < of else 1.0
    return Interval3(happened / of, min(lower, happened / of), max(upper, happened / of))


def _pairs(counts: Whole) -> Whole:
    found: Whole = counts * (counts - 1) // 2
    return found


def _check(quality: Quality) -> None:
    for value, most, words in (
        (quality.missed.point, MOST_MISSED, "of further records are missed"),
        (quality.false.point, MOST_FALSE, "of persons are false links"),
    ):
        if value > most:
            raise Refused(f"{value:.1%} {words}, on test rows; beyond {most:.0%} no estimate bears it")
