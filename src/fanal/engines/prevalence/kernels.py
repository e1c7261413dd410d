"""Compiled: what is left of a model on a table, the verdict on it, and its fit.

The same mathematics as in `verdict` and `fit`, with which the tests compare it. A table is int64[2^k], a model
uint8[2^k] with 1 where a mask is a term; all writing is on a `Work` that is made once for many tables.
"""

from math import exp, inf, log, nan, sqrt
from typing import Any, NamedTuple

import numpy as np

from fanal.engines.arrays import Reals, UInt8s, Whole
from fanal.engines.compiled import compiled
from fanal.engines.prevalence.simplex import rank_of, recedes

SMALL, EXACT, AGREED, GOOD = 1e-9, 1e-12, 1e-9, 0.1
STEPS, HALVINGS = 60, 40

type Flags = UInt8s


class Work(NamedTuple):
    """What a thread writes on, for models of at most p terms: made once, used for every table."""

    terms: Whole  # [p] masks of the terms that are left, ascending
    cells: Flags  # [2^k] 1: not fitted 0
    margins: Reals  # [2^k] superset sums of the counts
    alpha: Reals  # [2^k] coefficients, 0 where there is no term
    tried: Reals  # [2^k]
    mu: Reals  # [2^k]
    sums: Reals  # [2^k] superset sums of mu
    info: Reals  # [p, p]
    step: Reals  # [p]
    row: Reals  # [p]
    basis: Reals  # [p, p]
    pivots: Whole  # [p]
    space: Reals  # [p + 1, 2^k + 1]
    spare: Reals  # [p + 1, 2^k + 1]


@compiled
def workspace(lists: int, most: int) -> Work:
    size = 1 << lists
    return Work(
        np.zeros(most, np.int64), np.zeros(size, np.uint8), np.zeros(size), np.zeros(size), np.zeros(size),
        np.zeros(size), np.zeros(size), np.zeros((most, most)), np.zeros(most), np.zeros(most),
        np.zeros((most, most)), np.zeros(most, np.int64), np.zeros((most + 1, size + 1)),
        np.zeros((most + 1, size + 1)),
    )  # fmt: skip


@compiled
def superset_sums(values: Any, lists: int) -> None:
    """In place, on the first 2^k."""
    for bit in range(lists):
        half = 1 << bit
        for base in range(0, 1 << lists, 2 * half):
            for place in range(base, base + half):
                values[place] += values[place + half]


@compiled
def subset_sums(values: Any, lists: int) -> None:
    """In place, on the first 2^k."""
    for bit in range(lists):
        half = 1 << bit
        for base in range(0, 1 << lists, 2 * half):
            for place in range(base, base + half):
                values[place + half] += values[place]


@compiled
def persons(counts: Whole, lists: int, work: Work) -> float:
    """Fills in the margins; returns n."""
    for mask in range(counts.size):
        work.margins[mask] = counts[mask]
    superset_sums(work.margins, lists)
    return float(work.margins[0])


@compiled
def overlapping(counts: Whole) -> bool:
    """Whether anybody is on two lists."""
    for mask in range(3, counts.size):  # noqa: SIM110 (Numba has no any() of a generator)
        if counts[mask] > 0 and mask & (mask - 1):
            return True
    return False


@compiled
def reduced(model: Flags, lists: int, work: Work) -> int:
    """Fills in the terms and cells that are left (needs the margins); returns how many terms."""
    left, lost = 0, False
    for mask in range(model.size):
        work.cells[mask] = 0
        if model[mask] and work.margins[mask] > 0:
            work.terms[left] = mask
            left += 1
        elif model[mask]:
            work.cells[mask] = 1
            lost = True
    if lost:
        for bit in range(lists):
            for mask in range(model.size):
                if mask >> bit & 1:
                    work.cells[mask] |= work.cells[mask ^ (1 << bit)]
    for mask in range(model.size):
        work.cells[mask] ^= 1
    work.cells[0] = 0
    return left


@compiled
def verdict(counts: Whole, left: int, lists: int, work: Work) -> int:
    """The code of `verdict.verdict` for what `reduced` left."""
    if left == 0:
        return 3
    rank = _rank_of_occupied(counts, left, work)
    if rank == left:
        return 0
    wide = _kernel_on_zeros(counts, left, rank, lists, work)
    spread = left - rank
    for row in range(spread):
        for place in range(wide):
            work.spare[row, place] = work.space[row, place]
    code = 2 if rank_of(work.spare, spread, wide) < spread else 0
    return code + (1 if recedes(work.space, spread, wide, work.pivots) else 0)


@compiled
def _rank_of_occupied(counts: Whole, left: int, work: Work) -> int:
    """Rank of the rows of the occupied cells, their echelon form in `basis`, with the pivots at 1."""
    rank = 0
    for mask in range(1, counts.size):
        if counts[mask] == 0:
            continue
        _row(mask, left, rank, work)
        best = 0
        for place in range(left):
            if abs(work.row[place]) > abs(work.row[best]):
                best = place
        if abs(work.row[best]) > SMALL:
            for place in range(left):
                work.basis[rank, place] = work.row[place] / work.row[best]
            work.pivots[rank] = best
            rank += 1
            if rank == left:
                break
    return rank


@compiled
def _row(mask: int, left: int, rank: int, work: Work) -> None:
    """The row of a cell, less what the echelon form explains of it, in `row`."""
    for place in range(left):
        work.row[place] = 1.0 if work.terms[place] & mask == work.terms[place] else 0.0
    for done in range(rank):
        share = work.row[work.pivots[done]]
        if share != 0.0:
            for place in range(left):
                work.row[place] -= share * work.basis[done, place]


@compiled
def _kernel_on_zeros(counts: Whole, left: int, rank: int, lists: int, work: Work) -> int:
    """Z transposed, in `space`: a row for each direction of the kernel, a column for each zero cell (returned)."""
    for last in range(rank - 1, 0, -1):
        for done in range(last):
            share = work.basis[done, work.pivots[last]]
            for place in range(left):
                work.basis[done, place] -= share * work.basis[last, place]
    row = 0
    for free in range(left):
        if _among(work.pivots, rank, free):
            continue
        work.space[row, :] = 0.0
        work.space[row, work.terms[free]] = 1.0
        for done in range(rank):
            work.space[row, work.terms[work.pivots[done]]] = -work.basis[done, free]
        subset_sums(work.space[row], lists)
        row += 1
    wide = 0
    for mask in range(1, counts.size):
        if work.cells[mask] and counts[mask] == 0:
            for direction in range(row):
                value = work.space[direction, mask]
                work.space[direction, wide] = value if abs(value) > SMALL else 0.0
            wide += 1
    return wide


@compiled
def _among(values: Whole, count: int, wanted: int) -> bool:
    for place in range(count):  # noqa: SIM110 (as above)
        if values[place] == wanted:
            return True
    return False


@compiled
def _means(alpha: Reals, lists: int, work: Work) -> float:
    """μ in `mu`; returns its sum."""
    total = 0.0
    for mask in range(alpha.size):
        work.mu[mask] = alpha[mask]
    subset_sums(work.mu, lists)
    for mask in range(alpha.size):
        work.mu[mask] = exp(work.mu[mask]) if work.cells[mask] else 0.0
        total += work.mu[mask]
    return total


@compiled
def _solve(left: int, work: Work) -> float:
    """Solves H·x = step into `step` by Cholesky, whose diagonal is kept as its inverse.

    Returns the Newton decrement stepᵀH⁻¹step, or NaN where H is not positive.
    """
    decrement = 0.0
    for row in range(left):
        for column in range(row):
            rest = work.sums[work.terms[row] | work.terms[column]]
            for place in range(column):
                rest -= work.info[row, place] * work.info[column, place]
            work.info[row, column] = rest * work.info[column, column]
        rest = work.sums[work.terms[row]]
        least = 1e-14 * rest
        for place in range(row):
            rest -= work.info[row, place] * work.info[row, place]
        if not rest > least:
            return nan
        work.info[row, row] = 1 / sqrt(rest)
        rest = work.step[row]
        for place in range(row):
            rest -= work.info[row, place] * work.step[place]
        work.step[row] = rest * work.info[row, row]
        decrement += work.step[row] * work.step[row]
    for row in range(left - 1, -1, -1):
        work.step[row] *= work.info[row, row]
        for place in range(row):
            work.step[place] -= work.info[row, place] * work.step[row]
    return decrement


@compiled
def newton(n: float, left: int, lists: int, enough: float, work: Work) -> float:
    """Improves `alpha` until margins agree; leaves `mu` and `sums`. Returns log L without Σ log n_c!, or NaN.

    Gives up, −inf, once log L can be seen not to reach `enough`: what is missing is half the decrement where that is
    small, and twice as much is allowed.
    """
    value = -_means(work.alpha, lists, work)
    for place in range(left):
        value += work.alpha[work.terms[place]] * work.margins[work.terms[place]]
    before = inf
    for _ in range(STEPS):
        worst = _apart(left, lists, work)
        if worst < EXACT * n or before <= worst < AGREED * n:  # as exact as float64 allows
            return value
        before = worst
        decrement = _solve(left, work)
        if not decrement < inf:
            return nan
        if decrement < GOOD and value + decrement < enough:
            return -inf
        value = _moved(value, left, lists, work)
    return nan


@compiled
def _apart(left: int, lists: int, work: Work) -> float:
    """Superset sums of `mu` in `sums`, margins less them in `step`; returns the largest difference."""
    worst = 0.0
    for mask in range(work.mu.size):
        work.sums[mask] = work.mu[mask]
    superset_sums(work.sums, lists)
    for place in range(left):
        work.step[place] = work.margins[work.terms[place]] - work.sums[work.terms[place]]
        worst = max(worst, abs(work.step[place]))
    return worst


@compiled
def _moved(value: float, left: int, lists: int, work: Work) -> float:
    """`alpha` moved along `step`, halved until the likelihood does not fall; returns the likelihood."""
    share, reached = 1.0, value
    for _ in range(HALVINGS):
        for place in range(left):
            term = work.terms[place]
            work.tried[term] = work.alpha[term] + share * work.step[place]
        reached = -_means(work.tried, lists, work)
        for place in range(left):
            reached += work.tried[work.terms[place]] * work.margins[work.terms[place]]
        if reached >= value - 1e-12 * abs(value):
            break
        share /= 2
    for place in range(left):
        work.alpha[work.terms[place]] = work.tried[work.terms[place]]
    return reached


@compiled
def started(counts: Whole, start: Reals, warm: bool, left: int, lists: int, work: Work) -> bool:
    """Fills in `alpha`: from `start`, or by one weighted least-squares step from the counts. `tried` is cleared."""
    for mask in range(counts.size):
        work.alpha[mask] = work.tried[mask] = 0.0
    if warm:
        for place in range(left):
            work.alpha[work.terms[place]] = start[work.terms[place]]
        return True
    for mask in range(counts.size):
        mean = counts[mask] + 0.5
        work.sums[mask] = mean if work.cells[mask] else 0.0
        work.mu[mask] = mean * log(mean) - 0.5 if work.cells[mask] else 0.0
    superset_sums(work.sums, lists)
    superset_sums(work.mu, lists)
    for place in range(left):
        work.step[place] = work.mu[work.terms[place]]
    if np.isnan(_solve(left, work)):
        return False
    for place in range(left):
        work.alpha[work.terms[place]] = work.step[place]
    return True


@compiled
def fitted(
    counts: Whole, n: float, start: Reals, warm: bool, enough: float, left: int, lists: int, work: Work
) -> float:
    """Newton from a warm start, and from a cold one if that fails. Returns as `newton` does."""
    if warm and started(counts, start, True, left, lists, work):
        value = newton(n, left, lists, enough, work)
        if not np.isnan(value):
            return value
    return newton(n, left, lists, enough, work) if started(counts, start, False, left, lists, work) else nan
