"""Counts made by hand for the tests of protection: no counting code of the product is used here."""

from collections.abc import Sequence
from datetime import date
from itertools import combinations

import numpy as np

from fanal.engines.disclosure.model import ClassSet, Cube, Margin, Policy, TableSpec, Variable

COHORT = 2024


def variable(name: str, *codes: str, **more: object) -> Variable:
    """A variable whose first code is `missing`."""
    return Variable(name, ("missing", *codes), **more)  # type: ignore[arg-type]


def class_set(*variables: Variable, reviewed: bool = True) -> ClassSet:
    return ClassSet("children of a fictional member", 1, variables, date(2024, 1, 1) if reviewed else None, "ab" * 32)


def cube(classes: ClassSet, rows: Sequence[Sequence[int]], keys: Sequence[int], ways: int = 3) -> Cube:
    """Counts of children one by one: `rows` are code numbers, `keys` their record keys of 64 bits."""
    margins = {}
    for size in range(ways + 1):
        for places in combinations(range(len(classes.variables)), size):
            shape = tuple(len(classes.variables[place].codes) for place in places)
            n, key = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.uint64)
            for row, one in zip(rows, keys, strict=True):
                at = tuple(row[place] for place in places)
                n[at] += 1
                key[at] = (int(key[at]) + int(one)) % 2**64
            margins[places] = Margin(places, n, key)
    return Cube(classes, (COHORT,), ways, len(rows), margins)


def keys(count: int, seed: int = 1) -> list[int]:
    """Record keys: whole numbers from 1 to 2**64 - 1."""
    made = np.random.default_rng(seed).integers(1, 2**64, size=count, dtype=np.uint64, endpoint=False)
    return [int(one) for one in made]


def filled(counts: Sequence[tuple[tuple[int, ...], int]]) -> list[tuple[int, ...]]:
    """One row for each child of each cell."""
    return [codes for codes, n in counts for _ in range(n)]


def spec(*rows: str, columns: tuple[str, ...] = (), **more: object) -> TableSpec:
    return TableSpec(rows, columns, cohorts=(COHORT,), **more)  # type: ignore[arg-type]


CELLKEY = Policy()
