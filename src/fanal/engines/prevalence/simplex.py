"""Compiled: what a verdict asks of a small matrix: its rank, and whether the likelihood rises for ever somewhere."""

from math import inf

from fanal.engines.arrays import Reals, Whole
from fanal.engines.compiled import compiled

SMALL, TURNS = 1e-9, 10_000


@compiled
def rank_of(matrix: Reals, rows: int, wide: int) -> int:
    """Rank of a small matrix, which is used up."""
    rank = 0
    for row in range(rows):
        best = 0
        for place in range(wide):
            if abs(matrix[row, place]) > abs(matrix[row, best]):
                best = place
        if wide == 0 or abs(matrix[row, best]) <= SMALL:
            continue
        rank += 1
        for other in range(row + 1, rows):
            share = matrix[other, best] / matrix[row, best]
            for place in range(wide):
                matrix[other, place] -= share * matrix[row, place]
    return rank


@compiled
def recedes(space: Reals, rows: int, wide: int, basis: Whole) -> bool:
    """Whether some λ has Zλ ≥ 0, Zλ ≠ 0: by Stiemke's lemma, whether no w ≥ 0 has Zᵀ(1 + w) = 0 (simplex, phase 1).

    `space` holds Zᵀ and is used up; its last row becomes the objective, column `wide` the right side.
    """
    space[rows, : wide + 1] = 0.0
    for row in range(rows):
        space[row, wide] = -space[row, :wide].sum()
        if space[row, wide] < 0:
            for place in range(wide + 1):
                space[row, place] = -space[row, place]
        basis[row] = wide + row
        for place in range(wide + 1):
            space[rows, place] -= space[row, place]
    for _ in range(TURNS):
        enter = 0
        while enter < wide and space[rows, enter] > -SMALL:
            enter += 1
        if enter == wide:
            break
        leave = _leaving(space, rows, wide, enter, basis)
        if leave < 0:
            break
        basis[leave] = enter
        _pivot(space, rows, wide, leave, enter)
    return bool(-space[rows, wide] > 1e-7)


@compiled
def _leaving(space: Reals, rows: int, wide: int, enter: int, basis: Whole) -> int:
    """The row of the smallest ratio; of equal ones that of the smallest number in the basis (Bland), so it ends."""
    leave, least = -1, inf
    for row in range(rows):
        if space[row, enter] > SMALL:
            ratio = space[row, wide] / space[row, enter]
            if ratio < least - 1e-12 or (ratio <= least + 1e-12 and leave >= 0 and basis[row] < basis[leave]):
                leave, least = row, ratio
    return leave


@compiled
def _pivot(space: Reals, rows: int, wide: int, leave: int, enter: int) -> None:
    scale = space[leave, enter]
    for place in range(wide + 1):
        space[leave, place] /= scale
    for row in range(rows + 1):
        share = space[row, enter]
        if row != leave and share != 0.0:
            for place in range(wide + 1):
                space[row, place] -= share * space[leave, place]
