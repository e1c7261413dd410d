"""X6, group disclosure: which shown numbers say of (nearly) all children of a group that they share a sensitive code.

A table that is limited to one sensitive code shows a part of a group whose size may stand in another table: of the same
release, or of an earlier one. With differential privacy only shown numbers are looked at, for a refusal must not tell
of the counts; so also where a number of an earlier release, or the candidate's, has such noise. Tables of exact methods
alone are judged by the counts of their day, each by itself, whatever was published before: nothing can be split there.

A group is known by any of its published numbers, of which the smallest counts; code by code; as the sum of a table
without sums; and over several cohorts as the sum of releases on some of them. That a group follows by subtraction (two
cohorts less one) is not seen here: it has the noise of both numbers.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import ceil

import numpy as np

from fanal.engines.arrays import Whole
from fanal.engines.disclosure.bundle_parts import Bundle
from fanal.engines.disclosure.layout import counted, layout
from fanal.engines.disclosure.model import MISSING, TOTAL, ClassSet, Cube, Protected, TableSpec

NEARLY_ALL = 95
"""Per cent of a group that share a code, from which on it is said of the whole group."""
NOT_SENSITIVE = frozenset({MISSING, TOTAL, "no"})
"""Codes that tell nothing of a child: that something was not asked, or that a yes/no variable does not hold."""

type Earlier = Sequence[tuple[str, Protected]]
"""Tables of earlier releases of the population, each with the id of its release."""
type _Group = frozenset[tuple[int, tuple[int, ...]]]
"""Children by (place of a variable, its codes)."""
type _Cohorts = frozenset[int]
type _Known = dict[_Group, dict[_Cohorts, list[_Number]]]


@dataclass(frozen=True, slots=True, order=True)
class Said:
    """Which cell (from 0) of which table (from 0) says it, of a code of which variable, and together with which earlier
    releases."""

    table: int
    cell: int
    variable: str
    releases: tuple[str, ...] = ()


def said(cube: Cube, tables: Sequence[Protected], earlier: Earlier = ()) -> list[Said]:
    """All that the tables would say of whole groups, by themselves and together with earlier releases.

    Only what takes a number of these tables: what earlier releases say was decided in their time. `cube` may be empty
    but for its class set where the tables have noise.
    """
    found: set[Said] = set()
    for place, table in enumerate(tables):
        found |= set(_within(cube, place, table))
    found |= set(_together(cube.classes, tables, earlier))
    first: dict[tuple[int, int, str], Said] = {}
    for one in sorted(found, key=lambda said: (said.table, said.cell, said.variable, len(said.releases), said)):
        first.setdefault((one.table, one.cell, one.variable), one)
    return list(first.values())


def published(bundles: Iterable[Bundle]) -> Earlier:
    """The tables of releases, for `said`."""
    return tuple(
        (one.id, replace(table, spec=replace(table.spec, cohorts=table.spec.cohorts or one.cohorts)))
        for one in bundles
        for table in one.tables
    )


def numbers(cube: Cube, table: Protected) -> Whole:
    """The number of each cell that refusals look at: the count, or with noise what is shown, else 0. (cells,)"""
    if table.policy.method == "dp":
        return np.array([cell.value or 0 for cell in table.cells], dtype=np.int64)
    return counted(cube, layout(cube.classes, table.spec))[0]


# ---- one table by itself ----


def _within(cube: Cube, place: int, table: Protected) -> Iterator[Said]:
    n = numbers(cube, table)
    groups = [*_crossed(cube.classes, table, n)]
    if table.policy.method != "dp":
        groups += _limited(cube, table)
    for name, codes, known in groups:
        for cell, (code, group) in enumerate(zip(codes, known.tolist(), strict=True)):
            if code in NOT_SENSITIVE or table.cells[cell].state != "shown" or group < table.policy.k:
                continue
            if 100 * int(n[cell]) >= NEARLY_ALL * group:
                yield Said(place, cell, name)


def _crossed(classes: ClassSet, table: Protected, n: Whole) -> Iterator[tuple[str, list[str], Whole]]:
    """For each sensitive variable of rows and columns: for each cell its code, and how many of its group have any code
    but `missing`."""
    names = (*table.spec.rows, *table.spec.columns)
    lines = [(*row, *column) for row in table.rows for column in table.columns]
    for axis, name in enumerate(names):
        if not classes.variables[classes.place(name)].sensitive:
            continue
        sums: Counter[tuple[str, ...]] = Counter()
        for line, children in zip(lines, n.tolist(), strict=True):
            if line[axis] not in {MISSING, TOTAL}:
                sums[*line[:axis], *line[axis + 1 :]] += children
        known = [sums[*line[:axis], *line[axis + 1 :]] for line in lines]
        yield name, [line[axis] for line in lines], np.array(known, dtype=np.int64)


def _limited(cube: Cube, table: Protected) -> Iterator[tuple[str, list[str], Whole]]:
    """The same of a variable to one code of which the table is limited, from the counts: whether its group is published
    or not."""
    for name, code in _one_code(cube.classes, table.spec):
        codes = cube.classes.variables[cube.classes.place(name)].codes
        wider = replace(table.spec, where={**table.spec.where, name: codes[1:]})
        known = counted(cube, layout(cube.classes, wider))[0]
        yield name, [code] * len(known), known


def _one_code(classes: ClassSet, spec: TableSpec) -> Iterator[tuple[str, str]]:
    """The sensitive variables to one code of which a table is limited, and the code."""
    for name, limit in spec.where.items():
        if classes.variables[classes.place(name)].sensitive and len(set(limit)) == 1:
            yield name, limit[0]


# ---- all tables together ----


@dataclass(frozen=True, slots=True)
class _Number:
    """A published number or a sum of such. `value` 0: hidden. `noisy`: with noise of differential privacy; `own`:
    (table, cell) of the candidate in it; `releases`: earlier ones in it."""

    value: int
    noisy: bool
    own: tuple[tuple[int, int], ...] = ()
    releases: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Published:
    """One table among all, candidate or earlier. `place`: in the candidate; `release`: the id of an earlier one."""

    table: Protected
    place: int | None
    release: str

    @property
    def cohorts(self) -> _Cohorts:
        return frozenset(self.table.spec.cohorts)

    def number(self, cell: int) -> _Number:
        noisy, value = self.table.policy.method == "dp", self.table.cells[cell].value or 0
        own = () if self.place is None else ((self.place, cell),)
        return _Number(value, noisy, own, frozenset({self.release} if self.release else ()))


def _together(classes: ClassSet, tables: Sequence[Protected], earlier: Earlier) -> Iterator[Said]:
    every = [_Published(table, None, release) for release, table in earlier if table.classes.sha256 == classes.sha256]
    every += [_Published(table, place, "") for place, table in enumerate(tables)]
    if not any(seen.table.policy.method == "dp" for seen in every):
        return
    k = min(seen.table.policy.k for seen in every)
    known = _known(classes, every)
    cohorts = sorted({seen.cohorts for seen in every}, key=sorted)
    for name, group, when, part in _parts(classes, every, cohorts):
        for whole in _sizes(classes, known, name, group, when):
            own = (*part.own, *whole.own)
            if not (own and (part.noisy or whole.noisy)) or whole.value < k:
                continue
            if 100 * part.value >= NEARLY_ALL * whole.value:
                table, cell = own[0]
                yield Said(table, cell, name, tuple(sorted(part.releases | whole.releases)))


def _known(classes: ClassSet, every: Sequence[_Published]) -> _Known:
    """All published numbers of each group and cohorts."""
    known: _Known = defaultdict(lambda: defaultdict(list))
    for one in every:
        for cell, group in enumerate(_groups(classes, one.table.spec)):
            known[group][one.cohorts].append(one.number(cell))
        for group, number in _added_up(classes, one, _most_hidden(one.table)):
            known[group][one.cohorts].append(number)
    return known


def _groups(classes: ClassSet, spec: TableSpec) -> Iterator[_Group]:
    """Whom each cell of a table counts."""
    where = layout(classes, spec)
    for members in where.members:
        yield _group(classes, dict(zip(where.variables, members, strict=True)))


def _group(classes: ClassSet, limits: Mapping[int, tuple[int, ...]]) -> _Group:
    """The children with these codes: a variable that may have any code is no limit."""
    return frozenset(
        (place, codes) for place, codes in limits.items() if len(codes) < len(classes.variables[place].codes)
    )


def _added_up(classes: ClassSet, seen: _Published, hides: int) -> Iterator[tuple[_Group, _Number]]:
    """The sums of a table with noise that shows none. `hides`: what is taken for a hidden number."""
    if seen.table.spec.totals or seen.table.policy.method != "dp":
        return
    names = (*seen.table.spec.rows, *seen.table.spec.columns)
    cells = list(_groups(classes, seen.table.spec))
    for size in range(1, len(names) + 1):
        for left_out in combinations([classes.place(name) for name in names], size):
            sums: dict[_Group, list[int]] = defaultdict(list)
            for cell, group in enumerate(cells):
                sums[frozenset(limit for limit in group if limit[0] not in left_out)].append(cell)
            for group, added in sums.items():
                hidden = sum(seen.table.cells[cell].state != "shown" for cell in added)
                whole = _sum([seen.number(cell) for cell in added])
                yield group, replace(whole, value=whole.value + hides * hidden)


def _most_hidden(table: Protected) -> int:
    """What a number with noise is at most that is not shown."""
    return ceil(max(table.policy.k, 2 * table.error.standard_error)) - 1


def _sum(parts: Sequence[_Number]) -> _Number:
    return _Number(
        sum(one.value for one in parts),
        any(one.noisy for one in parts),
        tuple(own for one in parts for own in one.own),
        frozenset().union(*(one.releases for one in parts)),
    )


def _parts(
    classes: ClassSet, every: Sequence[_Published], cohorts: Sequence[_Cohorts]
) -> Iterator[tuple[str, _Group, _Cohorts, _Number]]:
    """(variable, group with its one code, cohorts, number) of what tables show that are limited to a sensitive code,
    also added up over cohorts."""
    parts: dict[str, _Known] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for seen in every:
        for name, code in _one_code(classes, seen.table.spec):
            if code in NOT_SENSITIVE:
                continue
            shown = ((group, seen.number(cell)) for cell, group in enumerate(_groups(classes, seen.table.spec)))
            for group, number in (*shown, *_added_up(classes, seen, 0)):
                if number.value:
                    parts[name][group][seen.cohorts].append(number)
    for name, group in ((name, group) for name, groups in parts.items() for group in groups):
        by = parts[name][group]
        for when in cohorts:
            for number in (*by.get(when, ()), *_covers(by, when, largest=True)):
                yield name, group, when, number


def _covers(by: Mapping[_Cohorts, Sequence[_Number]], when: _Cohorts, *, largest: bool = False) -> Iterator[_Number]:
    """The sums over cohorts that two or more releases make up: of each the smallest shown number, or the largest."""
    smaller = [one for one in by if one < when]
    for some in _made_up_of(smaller, when):
        chosen = [_chosen(by[one], largest=largest) for one in some]
        if all(one.value for one in chosen):
            yield _sum(chosen)


def _made_up_of(smaller: Sequence[_Cohorts], when: _Cohorts) -> Iterator[tuple[_Cohorts, ...]]:
    if not when:
        yield ()
        return
    for one in smaller:
        if min(when) in one and one <= when:
            yield from ((one, *rest) for rest in _made_up_of(smaller, when - one))


def _chosen(among: Iterable[_Number], *, largest: bool = False) -> _Number:
    """The smallest shown number, or the largest; among equals one of an earlier release. Hidden where all are."""
    among = list(among)
    shown = [one for one in among if one.value] or among
    sign = -1 if largest else 1
    return min(shown, key=lambda one: (sign * one.value, len(one.own), one.own, sorted(one.releases)))


def _sizes(classes: ClassSet, known: _Known, name: str, part: _Group, when: _Cohorts) -> Iterator[_Number]:
    """How large the group of a part is by what all tables say: with any known code of the variable, with any code, or
    code by code."""
    at = classes.place(name)
    codes = tuple(range(1, len(classes.variables[at].codes)))
    others = {place: limit for place, limit in part if place != at}
    for limits in ({**others, at: codes}, others):
        if whole := _number_of(known, _group(classes, limits), when):
            yield whole
    by_code = [_number_of(known, _group(classes, {**others, at: (code,)}), when) for code in codes]
    found = [one for one in by_code if one is not None]
    if found and len(found) == len(codes):
        yield _sum(found)


def _number_of(known: _Known, group: _Group, when: _Cohorts) -> _Number | None:
    """What is published of a group: the smallest of several numbers; None where nothing is."""
    if group not in known:
        return None
    by = known[group]
    found = [*by.get(when, ()), *_covers(by, when)]
    return _chosen(found) if found else None
