"""Cubes that are not counted from rows: from counted cells, and from several cohorts together."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from fanal.engines.disclosure.classes import differences
from fanal.engines.disclosure.counting import weighed
from fanal.engines.disclosure.model import MOST_WAYS, ClassSet, Cube, DisclosureError, Margin

MOST_CHILDREN = 2**53
"""Of all cells together; more is a mistake."""


def from_cells(
    classes: ClassSet,
    cohort: int,
    codes: NDArray[np.uint8],
    n: NDArray[np.int64],
    keys: NDArray[np.uint64],
    ways: int = MOST_WAYS,
) -> Cube:
    """The cube of cells that were counted elsewhere, such as those of concerns (`concerns.md` section 13).

    `codes` (cells, d): the code of each variable; `n` (cells,): children; `keys` (cells,): sum of their record keys
    modulo 2**64, zeros where there are none. A combination may occur in several cells; they are added. Raises
    `DisclosureError`: shapes that do not fit, an unknown code, a count that is negative or beyond 2**53 together.
    """
    codes, counts, sums = np.asarray(codes), np.asarray(n), np.asarray(keys)
    if counts.shape != (len(codes),) or sums.shape != (len(codes),):
        raise DisclosureError(f"{len(codes)} cells need as many counts and sums of record keys")
    if not np.issubdtype(counts.dtype, np.integer) or sums.dtype != np.uint64:
        raise DisclosureError("counts must be whole numbers, sums of record keys unsigned numbers of 64 bits")
    if counts.size and int(counts.min()) < 0:
        raise DisclosureError(f"cell {int(np.argmax(counts < 0)) + 1}: the count is negative")
    total = sum(counts.tolist())
    if total > MOST_CHILDREN:
        raise DisclosureError(f"the cells hold more than {MOST_CHILDREN:,} children together")
    margins = weighed(classes, codes, counts.astype(np.uint64), sums, ways)
    return Cube(classes, (cohort,), ways, total, margins)


def combine(cubes: Sequence[Cube]) -> Cube:
    """One cube of several cohorts; a child belongs to exactly one, so counts and keys add.

    Raises `DisclosureError`: none given, a cohort given twice, class sets or ways that differ.
    """
    if not cubes:
        raise DisclosureError("no cubes were given")
    first = cubes[0]
    for other in cubes[1:]:
        if other.classes.sha256 != first.classes.sha256:
            why = "; ".join(differences(first.classes, other.classes)) or "versions or reviews of them differ"
            raise DisclosureError(f"cohorts with different class sets cannot be added: {why}")
        if other.ways != first.ways:
            raise DisclosureError("cohorts that were counted in tables of different size cannot be added")
    cohorts = sorted(cohort for cube in cubes for cohort in cube.cohorts)
    if len(set(cohorts)) < len(cohorts):
        raise DisclosureError("a cohort is given twice: its children would count twice")
    margins = {places: _added([cube.margins[places] for cube in cubes]) for places in first.margins}
    return Cube(first.classes, tuple(cohorts), first.ways, sum(cube.rows for cube in cubes), margins)


def _added(margins: Sequence[Margin]) -> Margin:
    n = np.sum([margin.n for margin in margins], axis=0, dtype=np.int64)
    key = np.sum([margin.key for margin in margins], axis=0, dtype=np.uint64)
    return Margin(margins[0].variables, n, key)


def keyed(cube: Cube) -> bool:
    """Whether the counts came with record keys; without them the same children do not get the same noise."""
    return cube.rows == 0 or any(margin.key.any() for margin in cube.margins.values())
