"""Coarser classes for a table that would mostly be hidden: which neighbouring codes to join, or what to leave out."""

from itertools import pairwise

import numpy as np

from fanal.engines.arrays import Whole
from fanal.engines.disclosure.model import MISSING, TOTAL, Protected

_ENOUGH = 0.6
_BESIDE = {MISSING, TOTAL}

type _Codes = list[list[str]]


def advice(table: Protected, n: Whole) -> str:
    """What would help, in words. `n`: the number of each cell of the table (cells,).

    The pair of neighbouring codes of which joining shows most is joined, until at most 60 % are hidden. Where joining
    does not do it, the variable is named without which most is shown.
    """
    names = (*table.spec.rows, *table.spec.columns)
    counts, codes = _inner(table, n)
    k, joins = table.policy.k, []
    while _hidden(counts, k, totals=table.spec.totals) > _ENOUGH:
        better = _best_join(counts, codes, k, totals=table.spec.totals)
        if better is None:
            return _leave_out(names, _inner(table, n)[0], k, totals=table.spec.totals)
        axis, at = better
        joins.append(f"{' with '.join((codes[axis][at], codes[axis][at + 1]))} ({names[axis]})")
        counts = np.add.reduceat(counts, [i for i in range(counts.shape[axis]) if i != at + 1], axis=axis)
        codes[axis][at : at + 2] = [" and ".join(codes[axis][at : at + 2])]
    if not joins:
        return "Tell of several cohorts together."
    return f"Join {', then '.join(joins)}, or tell of several cohorts together."


def _inner(table: Protected, n: Whole) -> tuple[Whole, _Codes]:
    """Counts without totals and without `missing`, one axis a variable, and the codes of each axis."""
    lines = [(*row, *column) for row in table.rows for column in table.columns]
    axes = [[code for code in dict.fromkeys(column) if code not in _BESIDE] for column in zip(*lines, strict=True)]
    inside = [place for place, line in enumerate(lines) if not _BESIDE & set(line)]
    return n[inside].reshape([len(axis) for axis in axes]), axes


def _hidden(counts: Whole, k: int, *, totals: bool) -> float:
    """Which part of the cells is below k."""
    for axis in range(counts.ndim if totals else 0):
        counts = np.concatenate([counts, counts.sum(axis=axis, keepdims=True)], axis=axis)
    return float(np.mean(counts < k))


def _best_join(counts: Whole, codes: _Codes, k: int, *, totals: bool) -> tuple[int, int] | None:
    """(axis, the first of the two codes): the least stays hidden, and among equals the fewest children are joined."""
    found = []
    for axis, names in enumerate(codes):
        for at, _ in pairwise(range(len(names))):
            kept = [place for place in range(len(names)) if place != at + 1]
            joined = np.add.reduceat(counts, kept, axis=axis)
            size = int(counts.take([at, at + 1], axis=axis).sum())
            found.append((_hidden(joined, k, totals=totals), size, axis, at))
    return min(found)[2:] if found else None


def _leave_out(names: tuple[str, ...], counts: Whole, k: int, *, totals: bool) -> str:
    if counts.ndim < 2:
        return "Tell of several cohorts together."
    _, axis = min((_hidden(counts.sum(axis=axis), k, totals=totals), axis) for axis in range(counts.ndim))
    return f"Leave out {names[axis]}, or tell of several cohorts together."
