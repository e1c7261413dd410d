"""Exact numbers with holes, for a closed and named audience: what is hidden cannot be worked out from what is shown.

Cells below k are hidden (zero included), and further ones of least total count, until each cell of 1 to k - 1 children
could still lie anywhere in an interval at least k wide, given everything that is shown in all tables together
(Fischetti, Salazar 2001). Audited by two programs a cell, linear, in whole numbers where the linear one ends between
them. A cell that fails gets the cheapest move of other cells, all sums kept, by which it could be larger: those cells
are hidden too. At the end whatever is hidden in vain is shown again.

All hidden cells are in one state: one that told a small cell from one hidden for its sake would give bounds away.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from fanal.engines.arrays import Bools, Indices, Reals, Whole
from fanal.engines.disclosure.given import NOTHING, Given, declared
from fanal.engines.disclosure.layout import Layout, counted, layout
from fanal.engines.disclosure.linear import NEAR, Equation, Program
from fanal.engines.disclosure.model import Cell, Cube, ErrorTable, Policy, Protected, TableSpec
from fanal.engines.disclosure.relations import Relations, relations, unpublished
from fanal.engines.disclosure.threshold import NEVER, never

HELD_BACK = Cell("held_back")
_FREE = 1e-3
"""What it costs to move a cell that is hidden already: a little, so that no cell moves up and down at once."""
ERROR = ErrorTable("suppress", 0.0, 0, 1.0, (35, 35, 35))


def release(cube: Cube, specs: Sequence[TableSpec], policy: Policy, given: Given = NOTHING) -> tuple[Protected, ...]:
    """The tables with holes, protected together. Raises `DisclosureError`."""
    wheres = [layout(cube.classes, spec) for spec in specs]
    counts = [counted(cube, where)[0] for where in wheres]
    zeros = [_zeros(cube, spec, where, n, given) for spec, where, n in zip(specs, wheres, counts, strict=True)]
    hidden = _hidden(cube, wheres, counts, zeros, policy.k)
    return tuple(
        Protected(spec, policy, cube.classes, where.rows, where.columns, _cells(n, holes, zero), ERROR)
        for spec, where, n, holes, zero in zip(specs, wheres, counts, hidden, zeros, strict=True)
    )


def _hidden(
    cube: Cube,
    wheres: list[Layout],
    counts: list[Whole],
    zeros: list[Bools],
    k: int,
) -> list[Bools]:
    """For each table which of its cells are hidden: (cells,)."""
    behind = [where for where in unpublished(cube.classes, wheres) if len(where.variables) <= cube.ways]
    related = relations(cube.classes, wheres, behind)
    n = np.zeros(related.cells, dtype=np.int64)
    known, shown = np.zeros(related.cells, dtype=np.bool_), np.zeros(related.cells, dtype=np.bool_)
    inner = [counted(cube, where)[0] for where in behind]
    never_there = [never(cube.classes, where, tally) for where, tally in zip(behind, inner, strict=True)]
    for at, own, zero in zip(related.places, [*counts, *inner], [*zeros, *never_there], strict=True):
        n[at] = own
        known[at] |= zero
    for at in related.places[: len(wheres)]:
        shown[at] = True
    hidden = holes(n, known, shown, related, k)
    return [hidden[at] for at in related.places[: len(wheres)]]


def _zeros(cube: Cube, spec: TableSpec, where: Layout, n: Whole, given: Given) -> Bools:
    """Cells that everybody knows to be 0: impossible, or declared not to be recorded."""
    found = never(cube.classes, where, n)
    found[list(declared(spec, where, n, given))] = True
    return found


def _cells(n: Whole, hidden: Bools, known: Bools) -> tuple[Cell, ...]:
    return tuple(
        NEVER if zero else HELD_BACK if hole else Cell("shown", value, value, value)
        for value, hole, zero in zip(n.tolist(), hidden, known, strict=True)
    )


def holes(n: Whole, known: Bools, published: Bools, found: Relations, k: int) -> Bools:
    """Which of the distinct cells are hidden: (cells,).

    `known`: cells of which everybody knows that they are 0. `published`: cells of the tables; others are behind them.
    """
    search = _Search(n, known, published, found, k)
    for cell in search.shaken(np.flatnonzero(search.small)):
        if not search.audited(cell):
            search.close(cell)
    search.show_what_is_hidden_in_vain()
    return search.hidden


@dataclass
class _Search:
    """`worlds` (any, cells): what the cells could be for all that is shown, as far as it was worked out. Each serves
    all small cells; only those that no two of them prove wide enough are asked about."""

    n: Whole
    known: Bools
    published: Bools
    found: Relations
    k: int
    hidden: Bools = field(init=False)
    small: Bools = field(init=False)
    worlds: Whole = field(init=False)

    def __post_init__(self) -> None:
        self.hidden = ((self.n < self.k) | ~self.published) & ~self.known
        self.small = self.hidden & self.published & (self.n > 0)
        self.worlds = self.n[None, :]
        lower = np.where(self.hidden, 0.0, self.n)
        upper = np.where(self.hidden, np.inf, self.n)
        sums = [Equation([whole, *parts], [-1.0, *[1.0] * len(parts)], 0.0) for whole, parts in self.found.sums]
        self._program = Program(lower, upper, sums)

    def audited(self, cell: int) -> bool:
        """Whether a small cell could be anything in an interval k wide; asks for no more than this needs."""
        if self._wide(cell):
            return True
        if self._asked(cell, 1) + self.k > self._asked(cell, -1) + NEAR:
            return False
        return self._wide(cell) or self._asked(cell, 1, whole=True) + self.k <= self._asked(cell, -1, whole=True)

    def shaken(self, cells: Indices) -> list[int]:
        """The small cells that stay narrow, narrowest first, after worlds were sought where all are least, or most."""
        narrow = self._narrow(cells)
        while len(narrow) > 1:
            for sign in (1, -1):
                self._world(narrow, sign)
            left = self._narrow(narrow)
            if len(left) == len(narrow):
                break
            narrow = left
        return [int(cell) for cell in narrow]

    def _narrow(self, cells: Indices) -> Indices:
        widths = np.ptp(self.worlds[:, cells], axis=0)
        return cells[np.argsort(widths, kind="stable")][: int(np.sum(widths < self.k))]

    def close(self, cell: int) -> None:
        """Hides the cells of the cheapest move by which the cell reaches the width."""
        size, up = len(self.n), int(self.worlds[:, cell].min()) + self.k - int(self.n[cell])
        free = np.where(self.known, 0.0, np.inf)
        down = np.where(self.known, 0.0, self.n)
        program = Program(np.zeros(2 * size), np.concatenate([free, down]), self._kept_sums())
        program.bound(cell, up, up)
        program.bound(size + cell, 0, 0)
        price = np.where(self.hidden, _FREE, self.n + 1.0)
        moves = program.least(np.concatenate([price, price]), whole=True)
        move = (moves[:size] - moves[size:]).astype(np.int64)
        for other in np.flatnonzero((move != 0) & ~self.hidden).tolist():
            self._hide(other)
        self.worlds = np.vstack([self.worlds, self.n + move])

    def show_what_is_hidden_in_vain(self) -> None:
        """From the largest on, shows each cell without which every small cell still passes."""
        further = np.flatnonzero(self.hidden & self.published & (self.n >= self.k))
        small = np.flatnonzero(self.small)
        for cell in further[np.argsort(-self.n[further], kind="stable")].tolist():
            fits = self.worlds[:, cell] == self.n[cell]
            others, self.worlds = self.worlds[~fits], self.worlds[fits]
            self._show(cell)
            narrowest = self._narrow(small)[:1].tolist()
            passes = all(self.audited(other) for other in narrowest)
            if not (passes and all(self.audited(other) for other in self.shaken(small))):
                self._hide(cell)
                self.worlds = np.vstack([self.worlds, others])

    def _hide(self, cell: int) -> None:
        self.hidden[cell] = True
        self._program.bound(cell, 0, np.inf)

    def _show(self, cell: int) -> None:
        self.hidden[cell] = False
        self._program.bound(cell, float(self.n[cell]), float(self.n[cell]))

    def _wide(self, cell: int) -> bool:
        return bool(np.ptp(self.worlds[:, cell]) >= self.k)

    def _asked(self, cell: int, sign: int, *, whole: bool = False) -> float:
        """The least (sign 1) or most (-1) that a hidden cell could be; the most is cut at k above the truth."""
        ends = self.worlds[:, cell]
        if (sign == 1 and not ends.min()) or (sign == -1 and ends.max() == self.n[cell] + self.k):
            return float(ends.min() if sign == 1 else ends.max())
        return float(self._world(np.array([cell]), sign, whole=whole)[cell])

    def _world(self, cells: Indices, sign: int, *, whole: bool = False) -> Reals:
        """What all cells are where these together are least (sign 1) or most (-1), each cut at k above the truth."""
        cost = np.zeros(len(self.n))
        cost[cells] = sign
        for cell in cells.tolist():
            self._program.bound(cell, 0, float(self.n[cell] + self.k))
        world = self._program.least(cost, whole=whole)
        for cell in cells.tolist():
            self._program.bound(cell, 0, np.inf)
        near = np.round(world)
        if np.all(np.abs(world - near) < NEAR):
            self.worlds = np.vstack([self.worlds, near.astype(np.int64)])
        return world

    def _kept_sums(self) -> list[Equation]:
        """Every sum holds after a move; the unknowns are how far each cell goes up, then how far each goes down."""
        size = len(self.n)
        return [
            Equation(
                [whole, *parts, size + whole, *(size + part for part in parts)],
                [-1.0, *[1.0] * len(parts), 1.0, *[-1.0] * len(parts)],
                0.0,
            )
            for whole, parts in self.found.sums
        ]
