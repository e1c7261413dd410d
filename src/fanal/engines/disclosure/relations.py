"""What anybody can add up: the distinct cells of all tables of a release, and the sums among them.

Cells of several tables that count the same children are one cell. A sum holds where the codes of a cell in one variable
are those of other cells together, and it is the same in every other variable: totals, margins of tables with more
variables, and tables limited to some codes.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np

from fanal.engines.arrays import Indices
from fanal.engines.disclosure.layout import Layout
from fanal.engines.disclosure.model import ClassSet

type _Codes = frozenset[int]
type _Key = frozenset[tuple[int, _Codes]]
type _Family = dict[_Codes, int]


@dataclass(frozen=True, slots=True)
class Relations:
    """`places[table]`: for each cell of a table its number among the distinct cells. `sums`: (whole, parts)."""

    cells: int
    places: tuple[Indices, ...]
    sums: tuple[tuple[int, tuple[int, ...]], ...]


def relations(classes: ClassSet, tables: Sequence[Layout], behind: Sequence[Layout] = ()) -> Relations:
    """The distinct cells of tables, of what lies `behind` them (`unpublished`), and all sums among them, each once."""
    known: dict[_Key, int] = {}
    places = [_numbered(known, _keys(classes, table)) for table in tables]
    sums: dict[tuple[int, tuple[int, ...]], None] = {}
    for place in sorted({place for table in tables for place in table.variables}):
        every = frozenset(range(len(classes.variables[place].codes)))
        for family in _families(known, place, every):
            sums |= dict.fromkeys(_sums(family))
    published = dict(known)
    for table in behind:
        keys = list(_keys(classes, table))
        places.append(_numbered(known, keys))
        sums |= dict.fromkeys(_inner_sums(published, table, [known[key] for key in keys]))
    return Relations(len(known), tuple(places), tuple(sums))


def _numbered(known: dict[_Key, int], keys: Iterable[_Key]) -> Indices:
    return np.array([known.setdefault(key, len(known)) for key in keys], dtype=np.intp)


def _inner_sums(published: dict[_Key, int], behind: Layout, cells: list[int]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Each published cell of these variables only is the sum of those behind it."""
    for key, whole in published.items():
        wanted = dict(key)
        if wanted.keys() <= set(behind.variables):
            limits = [wanted.get(place) for place in behind.variables]
            parts = (
                cell
                for cell, codes in zip(cells, behind.members, strict=True)
                if all(limit is None or own[0] in limit for own, limit in zip(codes, limits, strict=True))
            )
            yield whole, tuple(parts)


def unpublished(classes: ClassSet, tables: Sequence[Layout]) -> tuple[Layout, ...]:
    """What lies behind tables of two variables that meet in a triangle: the cells of all three, in no table.

    Tables of A by B, B by C and A by C bound each other through it, without any sum among their own cells.
    """
    held = [set(table.variables) for table in tables]
    pairs = {pair for one in held for pair in combinations(sorted(one), 2)}
    used = sorted(set().union(*held)) if held else []
    return tuple(
        _behind(classes, three)
        for three in combinations(used, 3)
        if pairs.issuperset(combinations(three, 2)) and not any(one.issuperset(three) for one in held)
    )


def _behind(classes: ClassSet, places: tuple[int, ...]) -> Layout:
    codes = product(*(range(len(classes.variables[place].codes)) for place in places))
    members = tuple(tuple((code,) for code in one) for one in codes)
    return Layout(((),) * len(members), ((),), places, members)


def _keys(classes: ClassSet, table: Layout) -> Iterator[_Key]:
    """For each cell what it counts; a variable of which it has all codes says nothing and is left out."""
    sizes = [len(classes.variables[place].codes) for place in table.variables]
    for codes in table.members:
        yield frozenset(
            (place, frozenset(own))
            for place, own, size in zip(table.variables, codes, sizes, strict=True)
            if len(own) < size
        )


def _families(known: dict[_Key, int], place: int, every: _Codes) -> list[_Family]:
    """Cells that differ in one variable only: for each group its codes there and the number of the cell."""
    found: defaultdict[_Key, _Family] = defaultdict(dict)
    for key, cell in known.items():
        own = next((codes for variable, codes in key if variable == place), every)
        others = frozenset(part for part in key if part[0] != place)
        found[others][own] = cell
    return list(found.values())


def _sums(family: _Family) -> Iterator[tuple[int, tuple[int, ...]]]:
    singles = {next(iter(codes)): cell for codes, cell in family.items() if len(codes) == 1}
    for whole, cell in family.items():
        if len(whole) < 2:
            continue
        if whole <= singles.keys():
            yield cell, tuple(singles[code] for code in sorted(whole))
            continue
        for part, other in family.items():
            rest = whole - part
            if not (part < whole) or len(part) < 2:
                continue
            if rest <= singles.keys():
                yield cell, (other, *(singles[code] for code in sorted(rest)))
            elif rest in family and min(part) < min(rest):
                yield cell, (other, family[rest])
