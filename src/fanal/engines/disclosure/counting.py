"""All margins of up to three variables of coded rows, exact, with sums of record keys
(docs/disclosure.md, "Three methods", `cellkey`)."""

from collections.abc import Callable, Sequence
from math import cbrt

import numpy as np

from fanal.engines.arrays import UInt8s, UInt64s
from fanal.engines.compiled import spread
from fanal.engines.disclosure import loops
from fanal.engines.disclosure.grouping import BINS, Plan, completed, joint, margins_of, plan
from fanal.engines.disclosure.model import MOST_WAYS, ClassSet, CodedTable, Cube, DisclosureError, Margin

_FEWEST_BINS = 24


def count(
    table: CodedTable,
    ways: int = MOST_WAYS,
    *,
    threads: int | None = None,
    bins: int | None = None,
    tell: Callable[[int, int], None] | None = None,
) -> Cube:
    """All margins of up to `ways` variables of the children of one cohort.

    `threads` (default: as many as there are cores) and `bins` (joint codes of one group of variables; default: as
    suits the number of rows) change no number. `tell` hears (done, total) histograms. Raises `DisclosureError`: codes
    or keys of the wrong shape, a code beyond those of its variable (by row and column), over 64 variables, over three
    ways, too many cells.
    """
    rows = table.codes.shape[0]
    if table.keys.shape != (rows, 2):
        raise DisclosureError(f"there are {rows} rows and record keys of shape {table.keys.shape}; (rows, 2) is needed")
    key = table.keys[:, 0].astype(np.uint64) << np.uint64(32) | table.keys[:, 1]
    weight = np.broadcast_to(np.uint64(1), (rows,))
    margins = weighed(table.classes, table.codes, weight, key, ways, threads=threads, bins=bins, tell=tell)
    return Cube(table.classes, (table.cohort,), ways, rows, margins)


def weighed(
    classes: ClassSet,
    codes: UInt8s,
    weight: UInt64s,
    key: UInt64s,
    ways: int,
    *,
    threads: int | None = None,
    bins: int | None = None,
    tell: Callable[[int, int], None] | None = None,
) -> dict[tuple[int, ...], Margin]:
    """As `count`, of rows `codes` (n, d) that stand for `weight` (n,) children with sums of record keys `key` (n,)."""
    made = plan(classes, ways, bins or _suiting(codes.shape[0]))
    refuse_unknown(classes, codes)
    groups = _grouped(made, codes)
    blank = np.zeros(codes.shape[0], dtype=np.uint8)
    counted: list[Sequence[Margin]] = [()] * len(made.passes)

    def work(first: int, last: int) -> None:
        for number in range(first, last):
            chosen, wanted = made.passes[number]
            histogram = np.zeros((*made.shape(chosen), 2), dtype=np.uint64)
            x, y, z = (*(groups[group] for group in chosen), blank, blank, blank)[:3]
            loops.tally(x, y, z, weight, key, histogram)
            counted[number] = list(margins_of(made, chosen, wanted, histogram))

    spread(work, len(made.passes), 1, threads, tell)
    return completed(made, {margin.variables: margin for margins in counted for margin in margins})


def _suiting(rows: int) -> int:
    """Joint codes of a group, so that a histogram of three groups has about as many places as there are rows: all are
    set to zero and added up in each pass. Below 24 there are more passes than that saves."""
    return min(max(round(cbrt(rows)), _FEWEST_BINS), BINS)


def refuse_unknown(classes: ClassSet, codes: UInt8s) -> None:
    """Raises `DisclosureError` for codes of the wrong shape, or one that its variable does not have (rows from 1)."""
    if codes.ndim != 2 or codes.shape[1] != len(classes.variables) or codes.dtype != np.uint8:
        shape = f"{codes.dtype} of shape {codes.shape}"
        raise DisclosureError(f"codes must be bytes, a column for each of {len(classes.variables)} variables; {shape}")
    for place, variable in enumerate(classes.variables):
        column = codes[:, place]
        if column.size and int(column.max()) >= len(variable.codes):
            row = int(np.argmax(column >= len(variable.codes))) + 1
            raise DisclosureError(f"row {row}, column {variable.name}: the code is none of {len(variable.codes)}")


def _grouped(made: Plan, codes: UInt8s) -> list[UInt8s]:
    return [joint([codes[:, p] for p in group], [made.sizes[p] for p in group]) for group in made.groups]
