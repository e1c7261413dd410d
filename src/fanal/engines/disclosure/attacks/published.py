"""What somebody sees who has a release and all earlier ones: every published cell, and what it may stand for.

Nothing here looks at the bounds that a release prints: ranges follow from the published method alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from fanal.engines.arrays import Bools, UInt64s, Whole
from fanal.engines.disclosure.bundle_parts import Bundle
from fanal.engines.disclosure.counting import count
from fanal.engines.disclosure.layout import Layout, counted, impossible, layout
from fanal.engines.disclosure.model import Cell, ClassSet, CodedTable, Cube, DisclosureError, Policy, Protected

UNBOUNDED = 2**52
"""Stands for "no upper limit": above every count."""
CERTAIN = frozenset({"no_data", "not_assessed"})
"""States in which nobody is counted, and everybody knows it."""

type Counts = Mapping[int, Cube]
"""The truth: for each cohort its counts."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One published table. `release` 0 is the candidate. Arrays have one entry a cell: `shown`; `least` and `most`
    (what it may stand for); `hidden`: a number was kept back; `never`: nobody can be counted, and everybody knows."""

    release: int
    name: str
    table: Protected
    where: Layout
    cohorts: tuple[int, ...]
    shown: Bools
    hidden: Bools
    never: Bools
    values: Whole
    least: Whole
    most: Whole

    def place(self, cell: int) -> str:
        """A cell by table, row and column, each by number."""
        row, column = divmod(cell, len(self.table.columns))
        return f"{self.name}, row {row + 1}, column {column + 1}"


def seen(candidate: Bundle, earlier: Sequence[Bundle]) -> tuple[Seen, ...]:
    """All published tables, those of the candidate first. Left out are earlier releases of other populations, and
    tables that no chain of shared cohorts joins to the candidate: they were attacked in their time, and nothing new is
    known of them.

    Raises `DisclosureError` where an earlier release of the population has other classes: they cannot be compared, and
    other classes are allowed under differential privacy only.
    """
    made = list(_tables(candidate, 0))
    for number, bundle in enumerate(earlier, start=1):
        if bundle.population != candidate.population or bundle.classes is None or candidate.classes is None:
            continue
        if bundle.classes.sha256 != candidate.classes.sha256:
            if any(table.policy.method != "dp" for table in (*bundle.tables, *candidate.tables)):
                words = "has other classes, and one of the two is not protected by differential privacy"
                raise DisclosureError(f"release {bundle.id} of the same population {words}; one class set for ever")
            continue
        made += _tables(bundle, number)
    return tuple(_joined(made))


def _joined(tables: Sequence[Seen]) -> Iterable[Seen]:
    cohorts = {cohort for table in tables if not table.release for cohort in table.cohorts}
    while True:
        joined = [table for table in tables if cohorts & set(table.cohorts)]
        more = {cohort for table in joined for cohort in table.cohorts}
        if more <= cohorts:
            return joined
        cohorts |= more


def counts(truth: Iterable[CodedTable | Cube]) -> dict[int, Cube]:
    """The counts of each cohort. Raises `DisclosureError` where a cohort is given twice or several are in one cube."""
    made: dict[int, Cube] = {}
    for one in truth:
        cube = one if isinstance(one, Cube) else count(one)
        if len(cube.cohorts) != 1:
            raise DisclosureError("the truth is given cohort by cohort, not added up")
        if cube.cohorts[0] in made:
            raise DisclosureError(f"cohort {cube.cohorts[0]} is given twice")
        made[cube.cohorts[0]] = cube
    return made


def exact(table: Seen, truth: Counts) -> tuple[Whole, UInt64s]:
    """(n, key) of each cell of a table. Raises `DisclosureError` where a cohort is missing."""
    n, key = np.zeros(len(table.shown), dtype=np.int64), np.zeros(len(table.shown), dtype=np.uint64)
    for cohort in table.cohorts:
        if cohort not in truth:
            raise DisclosureError(f"the counts of cohort {cohort} are missing; every published cohort is needed")
        if truth[cohort].classes.sha256 != table.table.classes.sha256:
            raise DisclosureError(f"the counts of cohort {cohort} have other classes than the release")
        some, keys = counted(truth[cohort], table.where)
        n, key = n + some, key + keys
    return n, key


def noisy(policy: Policy) -> bool:
    """Whether no range is certain: differential privacy, covered by its own account."""
    return policy.method == "dp"


def possible(cell: Cell, policy: Policy) -> tuple[int, int]:
    """What a cell may stand for, from its state and the published method (not `dp`)."""
    if cell.state in CERTAIN:
        return 0, 0
    if cell.state != "shown" or cell.value is None:
        return _hidden(cell, policy)
    if policy.method == "suppress" or cell.value == 0:
        return cell.value, cell.value
    low = cell.value - policy.base // 2
    high = low + policy.base - 1
    return max(policy.k, max(policy.k, low) - policy.D), high + policy.D


def _hidden(cell: Cell, policy: Policy) -> tuple[int, int]:
    if policy.method == "suppress":
        return (0, policy.k - 1) if cell.state == "fewer_than_k" else (0, UNBOUNDED)
    highest = -(-policy.k // policy.base) * policy.base - policy.base // 2  # the least noised value that is shown
    return 0, max(policy.k, highest) - 1 + policy.D


def _tables(bundle: Bundle, release: int) -> Iterable[Seen]:
    for number, table in enumerate(bundle.tables, start=1):
        where = layout(table.classes, table.spec)
        name = f"table {number}" if not release else f"release {bundle.id}, table {number}"
        cohorts = tuple(sorted(table.spec.cohorts)) or bundle.cohorts
        never = impossible(table.classes, where) | np.array([cell.state in CERTAIN for cell in table.cells])
        shown = np.array([cell.state == "shown" for cell in table.cells])
        ranges = np.array([possible(cell, table.policy) for cell in table.cells], dtype=np.int64)
        ranges[never] = 0
        values = np.array([cell.value or 0 for cell in table.cells], dtype=np.int64)
        hidden = ~shown & ~never
        yield Seen(release, name, table, where, cohorts, shown, hidden, never, values, ranges[:, 0], ranges[:, 1])


class Masks:
    """Cells as sets of codes and cohorts, bit by bit, so that "A lies in B" is one operation on whole numbers.

    A variable that a cell does not mention has all its bits.
    """

    def __init__(self, classes: ClassSet, tables: Sequence[Seen]) -> None:
        self.cohorts = sorted({cohort for table in tables for cohort in table.cohorts})
        sizes = [len(self.cohorts), *(len(variable.codes) for variable in classes.variables)]
        self.starts = np.concatenate([[0], np.cumsum(sizes)])
        self.words = -(-int(self.starts[-1]) // 64)

    def of(self, table: Seen) -> UInt64s:
        """(cells, words) of a table."""
        bits = np.ones((len(table.shown), self.words * 64), dtype=np.bool_)
        bits[:, : len(self.cohorts)] = [cohort in table.cohorts for cohort in self.cohorts]
        for axis, variable in enumerate(table.where.variables):
            first, last = self.starts[variable + 1], self.starts[variable + 2]
            bits[:, first:last] = False
            for cell, members in enumerate(table.where.members):
                bits[cell, first + np.array(members[axis])] = True
        return np.packbits(bits, axis=1, bitorder="little").view(np.uint64)

    def dimension(self, bit: int) -> int:
        """0 for a cohort, else 1 + the place of the variable that a bit belongs to."""
        return int(np.searchsorted(self.starts, bit, side="right")) - 1
