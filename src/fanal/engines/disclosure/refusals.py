"""Why no table is released: stable codes, why, and what would help. Words never hold a count.

`before` looks at what was asked for, `after` at what would be shown, `of_coverage` at what stands beside it. X3 comes
from the ledger, X4 from the attacks, X8 from a member; their texts are here too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fanal.engines.disclosure.coarser import advice
from fanal.engines.disclosure.given import NOTHING, Given
from fanal.engines.disclosure.layout import counted, layout
from fanal.engines.disclosure.model import (
    MISSING,
    TOTAL,
    ClassSet,
    Coverage,
    Cube,
    Policy,
    Protected,
    Refusal,
    TableSpec,
)
from fanal.engines.disclosure.threshold import hidden_share

FEWEST_CHILDREN = 30
MOST_HIDDEN = 0.6
NEARLY_ALL = 95
"""Per cent of a group that share a code, from which on it is said of the whole group."""
BOTH_ASSENT = frozenset({"ethics_reviewer", "survivor_adviser"})
NOT_SENSITIVE = frozenset({MISSING, TOTAL, "no"})
"""Codes that tell nothing of a child: that something was not asked, or that a yes/no variable does not hold."""

type _Groups = tuple[str, list[str], NDArray[np.int64]]
"""A variable, for each cell its code, and how many of the group of the cell have a known code."""
type _Group = frozenset[tuple[int, tuple[int, ...]]]
"""Children by (place of a variable, its codes)."""
type _Said = dict[_Group, int]

TEXTS = {
    "X1": ("{words}", "One reviewed class set for the population; other edges with differential privacy only."),
    "X2": (
        "Fewer than 30 children are recorded in this population and cohort.",
        "Wait, or make one table of several cohorts together.",
    ),
    "X3": ("{words}", "Fewer tables, or larger noise; what was spent does not come back."),
    "X4": ("{words}", "Join classes, leave out a total, or publish fewer tables."),
    "X5": ("In table {table} more than 60 % of the cells would be hidden.", "{advice}"),
    "X6": (
        "Table {table}, row {row}, column {column} would say of (nearly) all children of a group that they share"
        " a code of {variable}.",
        "Join the group with another, leave out the variable, or get the written assent of the ethics reviewer and"
        " of the survivor adviser.",
    ),
    "X7": ("Table {table}: {words}", "{advice}"),
    "X8": ("A member objected.", "Ask no reason; leave out what the member contributed, or the table."),
    "X9": (
        "{variable} comes from no field that is marked for statistics.",
        "Leave it out; what may be counted is decided in the case model, not here.",
    ),
    "X10": (
        "It is not said who is counted.",
        "Give the members that could contribute and that did, the children that opted out, and the share missing of"
        " each variable.",
    ),
}


def refusal(code: str, **values: Any) -> Refusal:
    """The refusal of this code, its texts filled in."""
    words, help_words = TEXTS[code]
    return Refusal(code, words.format(**values), help_words.format(**values))


def before(cube: Cube, specs: Sequence[TableSpec], policy: Policy, given: Given = NOTHING) -> tuple[Refusal, ...]:
    """X1, X2, X7, X9: what forbids these tables whatever they would show."""
    return (*_of_classes(cube.classes, policy, given), *_of_size(cube), *_of_specs(cube.classes, specs, policy, given))


def after(cube: Cube, tables: Sequence[Protected], given: Given = NOTHING) -> tuple[Refusal, ...]:
    """X5 and X6: what the finished tables would hide or say of a whole group.

    With differential privacy only their noised numbers are looked at, and `cube` may be empty but for its class set: a
    refusal must not tell of the counts.
    """
    found: list[Refusal] = []
    said = _said(cube.classes, tables)
    for place, table in enumerate(tables, start=1):
        n = _numbers(cube, table)
        if hidden_share(table) > MOST_HIDDEN:
            found.append(refusal("X5", table=place, advice=advice(table, n)))
        if not given.assents >= BOTH_ASSENT:
            groups = (*_known(cube.classes, table, n), *_known_of_limits(cube, table, said))
            found += _of_groups(table, n, place, groups)
    return tuple(found)


def of_coverage(coverage: Coverage | None) -> tuple[Refusal, ...]:
    """X10."""
    return () if coverage else (refusal("X10"),)


def _of_classes(classes: ClassSet, policy: Policy, given: Given) -> Iterator[Refusal]:
    if classes.reviewed_on is None:
        yield refusal("X1", words="The class set was not reviewed.")
    if policy.method != "dp" and given.other_classes - {classes.sha256}:
        yield refusal("X1", words="Other edges were used for this population: subtracting would give small groups.")


def _of_size(cube: Cube) -> Iterator[Refusal]:
    if cube.rows < FEWEST_CHILDREN:
        yield refusal("X2")


def _of_specs(classes: ClassSet, specs: Sequence[TableSpec], policy: Policy, given: Given) -> Iterator[Refusal]:
    for place, spec in enumerate(specs, start=1):
        names = (*spec.rows, *spec.columns, *spec.where)
        kinds = [classes.variables[classes.place(name)].kind for name in names]
        if policy.audience == "public" and "place" in kinds:
            yield refusal(
                "X7",
                table=place,
                words="Nothing below a country is public.",
                advice="Leave out the place, or make the table for members only.",
            )
        if "origin" in kinds and len(names) > 1:
            yield refusal(
                "X7",
                table=place,
                words="Nationality, ethnicity and religion are crossed with nothing.",
                advice="Leave out the variable of origin, or show it alone.",
            )
        yield from (refusal("X9", variable=name) for name in names if name in given.unmarked)


def _numbers(cube: Cube, table: Protected) -> NDArray[np.int64]:
    """The number of each cell that refusals look at: (cells,)."""
    if table.policy.method == "dp":
        return np.array([cell.value or 0 for cell in table.cells], dtype=np.int64)
    return counted(cube, layout(cube.classes, table.spec))[0]


def _of_groups(table: Protected, n: NDArray[np.int64], place: int, groups: Sequence[_Groups]) -> Iterator[Refusal]:
    for variable, codes, known in groups:
        for cell, (code, group) in enumerate(zip(codes, known.tolist(), strict=True)):
            if code in NOT_SENSITIVE or table.cells[cell].state != "shown" or group < table.policy.k:
                continue
            if 100 * int(n[cell]) >= NEARLY_ALL * group:
                row, column = divmod(cell, len(table.columns))
                yield refusal("X6", table=place, row=row + 1, column=column + 1, variable=variable)


def _known(classes: ClassSet, table: Protected, n: NDArray[np.int64]) -> Iterator[_Groups]:
    """For each sensitive variable of rows and columns: how many of the group of a cell have any code but `missing`."""
    names = (*table.spec.rows, *table.spec.columns)
    lines = [(*row, *column) for row in table.rows for column in table.columns]
    for axis, name in enumerate(names):
        if not classes.variables[classes.place(name)].sensitive:
            continue
        sums: Counter[tuple[str, ...]] = Counter()
        for line, one in zip(lines, n.tolist(), strict=True):
            if line[axis] not in {MISSING, TOTAL}:
                sums[*line[:axis], *line[axis + 1 :]] += one
        known = [sums[*line[:axis], *line[axis + 1 :]] for line in lines]
        yield name, [line[axis] for line in lines], np.array(known, dtype=np.int64)


def _known_of_limits(cube: Cube, table: Protected, said: _Said) -> Iterator[_Groups]:
    """The same of a variable to one code of which the table is limited: its group stands in another table."""
    for name, limit in table.spec.where.items():
        variable = cube.classes.variables[cube.classes.place(name)]
        if not variable.sensitive or len(limit) != 1:
            continue
        if table.policy.method == "dp":
            known = _known_by_noise(cube.classes, table, name, said)
        else:
            wider = replace(table.spec, where={**table.spec.where, name: variable.codes[1:]})
            known = counted(cube, layout(cube.classes, wider))[0]
        yield name, [limit[0]] * len(known), known


def _said(classes: ClassSet, tables: Sequence[Protected]) -> _Said:
    """What the tables with noise say of each group of children; of several numbers the smallest, 0 if all are hidden.

    The smallest: a group that one of the tables shows to be (nearly) as small as its part is known to be.
    """
    found: _Said = {}
    for table in tables:
        if table.policy.method != "dp":
            continue
        for group, cell in zip(_groups(classes, table.spec), table.cells, strict=True):
            known = [value for value in (found.get(group, 0), cell.value or 0) if value]
            found[group] = min(known, default=0)
    return found


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


def _known_by_noise(classes: ClassSet, table: Protected, name: str, said: _Said) -> NDArray[np.int64]:
    """How large the group of each cell is by what all tables say: with any known code of a variable, with any code,
    or code by code. 0 where none of them says it."""
    at = classes.place(name)
    known = tuple(range(1, len(classes.variables[at].codes)))
    sizes = []
    for own in _groups(classes, table.spec):
        others = {place: codes for place, codes in own if place != at}
        parts = [said.get(_group(classes, {**others, at: (code,)})) for code in known]
        ways = (
            said.get(_group(classes, {**others, at: known}), 0),
            said.get(_group(classes, others), 0),
            0 if None in parts else sum(part or 0 for part in parts),
        )
        sizes.append(min((size for size in ways if size >= table.policy.k), default=0))
    return np.array(sizes, dtype=np.int64)
