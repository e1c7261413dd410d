"""A4 for numbers that were published and stand together somewhere: whether they give away what was kept back.

A document takes single cells out of several tables. Each was safe where it stood; two of them side by side may show a
third, as a total and one of its two parts do. Cells are vectors over the smallest groups that any of them tells apart;
one that was kept back is shown where it is a combination of those that stand there. Pure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from fanal.engines.arrays import Reals


@dataclass(frozen=True, slots=True)
class Part:
    """One cell. `of`: by dimension the codes that it counts; a dimension that it does not name, it counts whole."""

    of: Mapping[str, frozenset[str]]


def shown(
    stands: Sequence[Part], hidden: Sequence[Part], beside: Sequence[Part] = ()
) -> list[tuple[int, tuple[int, ...]]]:
    """The hidden cells that can be worked out of what stands there: which one, and the cells of which it is made.
    `beside`: other cells of the same tables, which say what else there is. A cell that stands there itself is not
    hidden."""
    rows = _rows([*stands, *hidden, *beside])
    above, below = rows[: len(stands)], rows[len(stands) : len(stands) + len(hidden)]
    found = []
    for number, cell in enumerate(below):
        if any(np.array_equal(cell, one) for one in above) or not _spans(above, cell):
            continue
        needed = list(range(len(above)))
        for one in range(len(above)):
            fewer = [other for other in needed if other != one]
            needed = fewer if _spans(above[fewer], cell) else needed
        found.append((number, tuple(needed)))
    return found


def _spans(rows: Reals, cell: Reals) -> bool:
    """Whether a cell is a combination of rows."""
    both = np.vstack([rows, cell])
    return bool(cell.any() and len(rows) and np.linalg.matrix_rank(both) == np.linalg.matrix_rank(rows))


def _rows(parts: Sequence[Part]) -> Reals:
    """(cells, groups): 1 where a cell counts a group; groups that all cells treat alike stand once."""
    names = sorted({name for part in parts for name in part.of})
    groups = list(product(*(_codes(name, parts) for name in names)))
    made = [
        [all(code in part.of.get(name, {code}) for name, code in zip(names, group, strict=True)) for group in groups]
        for part in parts
    ]
    return np.unique(np.array(made, dtype=np.float64).reshape(len(parts), len(groups)), axis=1)


def _codes(name: str, parts: Sequence[Part]) -> list[str]:
    """The codes of a dimension. Where one alone is known there is something else besides; several are all there is."""
    known = sorted(frozenset().union(*(part.of.get(name, frozenset()) for part in parts)))
    return [*known, ""] if len(known) == 1 else known
