"""All published numbers as one system of linear inequalities over the cells that nobody sees.

Unknown are the full margins ("blocks") of the largest sets of variables that were published together, for each group of
cohorts that no table separates. Every published cell is a sum of unknowns within a range; two blocks that share
variables agree on their common margin. Every true population solves the system, so that what follows from the system is
certain to whoever knows the method.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from fanal.engines.arrays import Whole
from fanal.engines.disclosure.attacks.published import UNBOUNDED, Seen
from fanal.engines.disclosure.model import ClassSet, DisclosureError

if TYPE_CHECKING:
    from scipy.sparse import csr_array

MOST_UNKNOWN = 400_000

type Places = Whole


@dataclass(frozen=True, slots=True)
class System:
    """`least <= rows @ x <= most` with `x >= 0`, `x[zero] = 0` and `links @ x = 0`. Row `row_of[t][c]` is cell c of
    table t; cells of the same children share a row, whose range is what they have in common. `block_of`: the block of
    each unknown."""

    rows: csr_array
    least: Whole
    most: Whole
    links: csr_array
    zero: Places
    row_of: tuple[Places, ...]
    block_of: Places

    @property
    def unknown(self) -> int:
        return int(self.rows.shape[1])


@dataclass(frozen=True, slots=True)
class _Block:
    atom: int
    variables: tuple[int, ...]
    first: int
    shape: tuple[int, ...]

    @property
    def grid(self) -> Places:
        size = int(np.prod(self.shape, dtype=np.int64))
        return np.arange(self.first, self.first + size, dtype=np.int64).reshape(self.shape)


def system(classes: ClassSet, tables: Sequence[Seen]) -> System:
    """The system of all tables that have certain ranges. Raises `DisclosureError`: more than 400,000 unknown cells."""
    atoms = _atoms(tables)
    blocks = _blocks(classes, tables, atoms)
    unknown = blocks[-1].first + blocks[-1].grid.size
    places: dict[bytes, int] = {}
    rows: list[Places] = []
    row_of, zero = [], []
    for table in tables:
        numbers = np.empty(len(table.shown), dtype=np.int64)
        for cell, columns in enumerate(_cells(table, blocks, atoms)):
            key = columns.tobytes()
            if key not in places:
                places[key] = len(rows)
                rows.append(columns)
            numbers[cell] = places[key]
            if table.never[cell]:
                zero.append(columns)
        row_of.append(numbers)
    least, most = np.zeros(len(rows), dtype=np.int64), np.full(len(rows), UNBOUNDED, dtype=np.int64)
    for table, numbers in zip(tables, row_of, strict=True):
        np.maximum.at(least, numbers, table.least)
        np.minimum.at(most, numbers, table.most)
    links = list(_links(blocks))
    return System(
        rows=_sparse(rows, unknown),
        least=least,
        most=most,
        links=_signed(links, unknown),
        zero=np.unique(np.concatenate(zero)) if zero else np.empty(0, dtype=np.int64),
        row_of=tuple(row_of),
        block_of=np.repeat(np.arange(len(blocks)), [block.grid.size for block in blocks]),
    )


def part(made: System, row: int) -> tuple[System, int]:
    """What the blocks of one row say by themselves, without the others; and the row in it.

    It has fewer inequalities, so whatever follows from it follows from the whole.
    """
    from scipy.sparse import csr_array

    held = np.isin(made.block_of, made.block_of[csr_array(made.rows[[row]]).indices])
    inside = np.asarray((made.rows @ (~held).astype(np.float64)) == 0)
    columns = np.flatnonzero(held)
    now = np.cumsum(held) - 1
    small = System(
        rows=csr_array(made.rows[np.flatnonzero(inside)][:, columns]),
        least=made.least[inside],
        most=made.most[inside],
        links=csr_array((0, len(columns))),
        zero=now[made.zero[held[made.zero]]],
        row_of=(),
        block_of=made.block_of[columns],
    )
    return small, int(np.cumsum(inside)[row]) - 1


def _atoms(tables: Sequence[Seen]) -> dict[int, int]:
    """For each cohort its group: cohorts of one group are in the same tables."""
    sets = sorted({table.cohorts for table in tables})
    groups: dict[tuple[bool, ...], int] = {}
    made = {}
    for cohort in sorted({cohort for one in sets for cohort in one}):
        made[cohort] = groups.setdefault(tuple(cohort in one for one in sets), len(groups))
    return made


def _blocks(classes: ClassSet, tables: Sequence[Seen], atoms: dict[int, int]) -> list[_Block]:
    """For each group of cohorts the largest sets of variables."""
    made: list[_Block] = []
    first = 0
    for atom in range(max(atoms.values()) + 1):
        there = {table.where.variables for table in tables if any(atoms[cohort] == atom for cohort in table.cohorts)}
        largest = sorted(inner for inner in there if not any(set(inner) < set(outer) for outer in there))
        for variables in largest:
            shape = tuple(len(classes.variables[place].codes) for place in variables)
            made.append(_Block(atom, variables, first, shape))
            first += int(np.prod(shape, dtype=np.int64))
            if first > MOST_UNKNOWN:
                words = "are too many to be attacked together; publish fewer or coarser tables, or use dp"
                raise DisclosureError(f"the tables of all releases have more than {MOST_UNKNOWN:,} cells: they {words}")
    return made


def _cells(table: Seen, blocks: Sequence[_Block], atoms: dict[int, int]) -> Iterator[Places]:
    """For each cell the unknowns that it adds up, ascending."""
    held = {atoms[cohort] for cohort in table.cohorts}
    chosen = [_holding(blocks, atom, table.where.variables) for atom in sorted(held)]
    grids = [(block.grid, [table.where.variables.index(v) if v in table.where.variables else -1
                           for v in block.variables]) for block in chosen]  # fmt: skip
    for members in table.where.members:
        parts = []
        for grid, axes in grids:
            index = [members[axis] if axis >= 0 else range(grid.shape[at]) for at, axis in enumerate(axes)]
            parts.append(grid[np.ix_(*index)].ravel())
        yield np.concatenate(parts)


def _holding(blocks: Sequence[_Block], atom: int, variables: tuple[int, ...]) -> _Block:
    return next(block for block in blocks if block.atom == atom and set(variables) <= set(block.variables))


def _links(blocks: Sequence[_Block]) -> Iterator[tuple[Places, Places]]:
    """Pairs of sums that are the same margin cell of two blocks of the same cohorts."""
    done = set()
    for first, second in combinations(blocks, 2):
        shared = tuple(sorted(set(first.variables) & set(second.variables)))
        if first.atom != second.atom:
            continue
        base = next(
            block for block in blocks if block.atom == first.atom and set(shared) <= set(block.variables)
        )  # all agree with the first that holds these variables, and so with each other
        for block in (first, second):
            if block is base or (base.first, block.first, shared) in done:
                continue
            done.add((base.first, block.first, shared))
            yield from zip(_margin(base, shared), _margin(block, shared), strict=True)


def _margin(block: _Block, shared: tuple[int, ...]) -> list[Places]:
    """The unknowns of each cell of a margin."""
    axes = [block.variables.index(variable) for variable in shared]
    others = [axis for axis in range(len(block.shape)) if axis not in axes]
    turned = block.grid.transpose(*axes, *others)
    size = int(np.prod([block.shape[axis] for axis in axes], dtype=np.int64))
    return list(turned.reshape(size, -1))


def _sparse(rows: Sequence[Places], columns: int) -> csr_array:
    from scipy.sparse import csr_array

    starts = np.concatenate([[0], np.cumsum([len(row) for row in rows], dtype=np.int64)])
    index = np.concatenate(rows) if rows else np.empty(0, dtype=np.int64)
    return csr_array((np.ones(len(index)), index, starts), shape=(len(rows), columns))


def _signed(pairs: Sequence[tuple[Places, Places]], columns: int) -> csr_array:
    from scipy.sparse import csr_array

    plus = _sparse([one for one, _ in pairs], columns)
    minus = _sparse([other for _, other in pairs], columns)
    return csr_array(plus - minus)
