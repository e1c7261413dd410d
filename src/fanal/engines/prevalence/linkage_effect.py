"""What wrong linkage does to a table of counts, and the way back. No record is looked at
(docs/prevalence.md, "Sensitivities").

A missed link: a person with r records keeps one of them, chosen evenly; each other leaves with probability m and
becomes a person of one list. A false link: two persons of different single lists become one.
"""

from dataclasses import dataclass

import numpy as np

from fanal.engines.arrays import Numbers, Reals, Whole
from fanal.engines.prevalence import zeta
from fanal.engines.prevalence.result import OptionError
from fanal.engines.prevalence.table import CaptureTable


@dataclass(frozen=True, slots=True)
class Effect:
    """A table whose linkage was made worse or better. `set_to_zero`: histories (masks) that would have been negative,
    `short`: persons that were missing there, or links that could not be taken away because there were none."""

    table: CaptureTable
    set_to_zero: tuple[int, ...]
    short: float


def column(history: int, missed: float, lists: int) -> Reals:
    """float64[2^k]: where a person of a history is expected to be found once links were missed: a column of T(m)."""
    found = np.zeros(1 << lists)
    records = history.bit_count()
    for part in zeta.subsets(history):
        if part:
            kept = part.bit_count()
            found[part] += kept / records * missed ** (records - kept) * (1 - missed) ** (kept - 1)
    for place in zeta.members(history):
        found[1 << place] += missed * (1 - 1 / records)
    return found


def with_missed(counts: Numbers, missed: float) -> Reals:
    """T(m)·counts: float64[2^k], persons."""
    given = np.asarray(counts, dtype=np.float64)
    lists = given.size.bit_length() - 1
    found = np.zeros_like(given)
    for history in np.flatnonzero(given).tolist():
        found += given[history] * column(history, missed, lists)
    return found


def without_missed(counts: Numbers, missed: float) -> Reals:
    """x with T(m)·x = counts: float64[2^k]. T is triangular: the histories of most lists are solved first.

    Cells may be negative.
    """
    rest = np.array(counts, dtype=np.float64)
    lists = rest.size.bit_length() - 1
    solved = np.zeros_like(rest)
    for history in sorted(range(1, rest.size), key=lambda mask: -mask.bit_count()):
        if rest[history]:
            found = column(history, missed, lists)
            solved[history] = rest[history] / found[history]
            rest -= solved[history] * found
    return solved


def with_false(counts: Numbers, links: float) -> tuple[Reals, float]:
    """So many pairs of persons of different single lists become one person, in proportion to n_i·n_j.

    Returns the counts and how many links found no persons left.
    """
    changed = np.array(counts, dtype=np.float64)
    pairs = _pairs(changed.size)
    weights = np.array([changed[a] * changed[b] for a, b in pairs])
    left = links
    if weights.sum() > 0:
        for (a, b), share in zip(pairs, weights / weights.sum(), strict=True):
            made = min(links * float(share), float(changed[a]), float(changed[b]))
            changed[[a, b]] -= made
            changed[a | b] += made
            left -= made
    return changed, max(0.0, left)


def without_false(counts: Numbers, links: float) -> tuple[Reals, float]:
    """So many persons of two lists become two persons of one list each, in proportion to the counts of two lists.

    Returns the counts and how many links there were too few.
    """
    changed = np.array(counts, dtype=np.float64)
    pairs = _pairs(changed.size)
    there = float(sum(changed[a | b] for a, b in pairs))
    share = min(1.0, links / there) if there > 0 else 0.0
    for a, b in pairs:
        undone = share * float(changed[a | b])
        changed[a | b] -= undone
        changed[[a, b]] += undone
    return changed, links - share * there


def worsen(table: CaptureTable, missed: float = 0.0, false: float = 0.0) -> Effect:
    """The table as it would be expected with links missed at rate `missed` and false·n false links on top."""
    _check(missed, false)
    changed, short = with_false(with_missed(table.counts, missed), false * table.n)
    return _whole(table, changed, short)


def repair(table: CaptureTable, missed: float = 0.0, false: float = 0.0) -> Effect:
    """The table as it would be expected had no link been missed and none been false, if these were the rates."""
    _check(missed, false)
    changed, short = without_false(table.counts, false * table.n)
    return _whole(table, without_missed(changed, missed), short)


def rounded(counts: Reals) -> Whole:
    """Whole persons with the same sum, to the nearest: the largest remainders are rounded up, ties to lower masks."""
    down = np.floor(counts)
    lacking = round(float(counts.sum() - down.sum()))
    order = np.argsort(-(counts - down), kind="stable")
    down[order[:lacking]] += 1
    return down.astype(np.int64)


def _whole(table: CaptureTable, counts: Reals, short: float) -> Effect:
    below = np.flatnonzero(counts < -1e-9).tolist()
    short += float(-counts[below].sum())
    return Effect(table.with_counts(rounded(np.maximum(counts, 0.0))), tuple(below), short)


def _pairs(size: int) -> list[tuple[int, int]]:
    lists = size.bit_length() - 1
    return [(1 << a, 1 << b) for a in range(lists) for b in range(a + 1, lists)]


def _check(missed: float, false: float) -> None:
    if not 0 <= missed < 1:
        raise OptionError("the share of missed links lies from 0 to below 1")
    if not 0 <= false < 1:
        raise OptionError("the share of false links lies from 0 to below 1")
