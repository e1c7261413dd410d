"""Cubes of several cohorts together, and whether they have record keys."""

from collections.abc import Sequence

import numpy as np

from fanal.engines.disclosure.classes import differences
from fanal.engines.disclosure.model import Cube, DisclosureError, Margin


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
    if len(cubes) == 1:
        return first
    margins = {places: _added([cube.margins[places] for cube in cubes]) for places in first.margins}
    return Cube(first.classes, tuple(cohorts), first.ways, sum(cube.rows for cube in cubes), margins)


def _added(margins: Sequence[Margin]) -> Margin:
    n = np.sum([margin.n for margin in margins], axis=0, dtype=np.int64)
    key = np.sum([margin.key for margin in margins], axis=0, dtype=np.uint64)
    return Margin(margins[0].variables, n, key)


def keyed(cube: Cube) -> bool:
    """Whether the counts came with record keys; without them the same children do not get the same noise."""
    return cube.rows == 0 or any(margin.key.any() for margin in cube.margins.values())
