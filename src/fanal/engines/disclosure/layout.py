"""Which cells a table has, and what each of them is in the counts: shared by all three methods and by the attacks."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np

from fanal.engines.arrays import Bools, UInt64s, Whole
from fanal.engines.disclosure.model import MOST_WAYS, TOTAL, ClassSet, Cube, DisclosureError, TableSpec


@dataclass(frozen=True, slots=True)
class Layout:
    """Rows and columns of a table, and for each cell the codes that it counts.

    `variables`: positions of the variables in the class set, ascending. `members[cell]`: for each of `variables` the
    codes (by number) that the cell adds up; cells in the order of `Protected.cells`.
    """

    rows: tuple[tuple[str, ...], ...]
    columns: tuple[tuple[str, ...], ...]
    variables: tuple[int, ...]
    members: tuple[tuple[tuple[int, ...], ...], ...]


def layout(classes: ClassSet, spec: TableSpec) -> Layout:
    """The layout of a table. Raises `DisclosureError`: unknown or repeated variable or code, over three variables."""
    names = (*spec.rows, *spec.columns, *spec.where)
    if not spec.rows:
        raise DisclosureError("a table needs at least one variable in its rows")
    if len(set(names)) < len(names):
        raise DisclosureError("a variable is named twice in one table; name each once")
    if len(names) > MOST_WAYS:
        raise DisclosureError(f"{len(names)} variables in one table; at most {MOST_WAYS} are possible")
    variables = tuple(sorted(classes.place(name) for name in names))
    limits = {name: _numbers(classes, name, codes) for name, codes in spec.where.items()}
    rows = tuple(_lines(classes, spec.rows, totals=spec.totals))
    columns = tuple(_lines(classes, spec.columns, totals=spec.totals)) if spec.columns else ((),)
    members = []
    for row, column in product(rows, columns):
        codes = dict(zip((*spec.rows, *spec.columns), (*row, *column), strict=True))
        members.append(tuple(_members(classes, place, codes, limits) for place in variables))
    return Layout(rows, columns, variables, tuple(members))


def _lines(classes: ClassSet, names: tuple[str, ...], *, totals: bool) -> Iterator[tuple[str, ...]]:
    end = (TOTAL,) if totals else ()
    yield from product(*((*classes.variables[classes.place(name)].codes, *end) for name in names))


def _numbers(classes: ClassSet, name: str, codes: tuple[str, ...]) -> tuple[int, ...]:
    known = classes.variables[classes.place(name)].codes
    if not codes or any(code not in known for code in codes):
        raise DisclosureError(f"the table is limited to codes that {name} does not have; look at its list of codes")
    return tuple(sorted(known.index(code) for code in set(codes)))


def _members(
    classes: ClassSet, place: int, codes: dict[str, str], limits: dict[str, tuple[int, ...]]
) -> tuple[int, ...]:
    variable = classes.variables[place]
    if variable.name in limits:
        return limits[variable.name]
    code = codes[variable.name]
    return tuple(range(len(variable.codes))) if code == TOTAL else (variable.codes.index(code),)


def impossible(classes: ClassSet, where: Layout) -> Bools:
    """For each cell whether every combination that it counts is impossible by definition: (cells,)."""
    pairs = never_together(classes)
    if not pairs:
        return np.zeros(len(where.members), dtype=np.bool_)

    def never(codes: tuple[int, ...]) -> bool:
        held = set(zip(where.variables, codes, strict=True))
        return any(pair <= held for pair in pairs)

    return np.array([all(never(codes) for codes in product(*cell)) for cell in where.members], dtype=np.bool_)


def never_together(classes: ClassSet) -> frozenset[frozenset[tuple[int, int]]]:
    """Pairs of (position of a variable, number of a code) that cannot occur together by definition."""
    return frozenset(
        frozenset({(place, variable.codes.index(own)), _parsed(classes, other)})
        for place, variable in enumerate(classes.variables)
        for own, other in variable.impossible
    )


def _parsed(classes: ClassSet, other: str) -> tuple[int, int]:
    name, _, code = other.partition(".")
    place = classes.place(name)
    return place, classes.variables[place].codes.index(code)


def counted(cube: Cube, where: Layout) -> tuple[Whole, UInt64s]:
    """(n, key) of each cell of a table: (cells,) each; keys are added modulo 2**64.

    Raises `DisclosureError` where more variables were asked for than were counted together.
    """
    names = [cube.classes.variables[place].name for place in where.variables]
    margin = cube.margin(*names)
    at = [np.ix_(*cell) for cell in where.members]
    n = np.array([margin.n[one].sum() for one in at], dtype=np.int64)
    key = np.array([margin.key[one].sum(dtype=np.uint64) for one in at], dtype=np.uint64)
    return n, key
