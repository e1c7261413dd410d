"""The threshold that every method keeps, cells that cannot exist, and the smallest denominator of a percentage."""

from dataclasses import dataclass

import numpy as np

from fanal.engines.arrays import Bools, Whole
from fanal.engines.disclosure.layout import Layout, impossible
from fanal.engines.disclosure.model import MISSING, Cell, ClassSet, DisclosureError, Protected

DENOMINATOR = 30
"""Percentages need at least so many children below the line."""
NEVER = Cell("shown", 0, 0, 0)
"""A combination that cannot occur by definition: the only 0 that is ever shown."""


@dataclass(frozen=True, slots=True)
class Share:
    """A percentage with the range that the truth lies in, all rounded to whole per cent, the range outwards."""

    percent: int
    lower: int
    upper: int


def never(classes: ClassSet, where: Layout, n: Whole) -> Bools:
    """Which cells are impossible by definition: (cells,). `n`: their counts.

    Raises `DisclosureError` where children are counted all the same.
    """
    found = impossible(classes, where)
    wrong = np.flatnonzero(found & (n > 0))
    if wrong.size:
        row, column = divmod(int(wrong[0]), len(where.columns))
        raise DisclosureError(
            f"row {row + 1}, column {column + 1} of the table is impossible by definition, and yet children are"
            " counted there; correct the files or the class set"
        )
    return found


def share(part: Cell, whole: Cell) -> Share | None:
    """What part of a whole, both shown; None where it must not be said.

    That is where either is hidden, or where the whole may be fewer than 30 children.
    """
    if part.value is None or whole.value is None or not whole.value:
        return None
    low, high = (whole.value if bound is None else bound for bound in (whole.lower, whole.upper))
    if low < DENOMINATOR:
        return None
    least, most = (part.value if bound is None else bound for bound in (part.lower, part.upper))
    percent = min((200 * part.value + whole.value) // (2 * whole.value), 100)
    return Share(percent, 100 * least // high, min(-(-100 * most // low), 100))


def hidden_share(table: Protected) -> float:
    """Which part of the cells that could show a number are hidden, 0 to 1.

    Neither impossible cells count nor those of `missing`: where every child was asked they are hidden, and well so.
    """
    lines = [(*row, *column) for row in table.rows for column in table.columns]
    known = [cell for line, cell in zip(lines, table.cells, strict=True) if MISSING not in line and cell != NEVER]
    states = [cell.state for cell in known if cell.state not in {"no_data", "not_assessed"}]
    return sum(state != "shown" for state in states) / len(states) if states else 0.0
