"""Coded rows as a CSV file: a column for each variable, its codes as they stand in the class set, a row for each child.

Only what the class set names enters. Errors say row (of children, from 1) and column, never what stood there.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import islice
from pathlib import Path

import numpy as np

from fanal.engines import sheets
from fanal.engines.arrays import UInt8s, UInt16s, UInt64s
from fanal.engines.disclosure.classes import halves, hashed, refuse_repeated
from fanal.engines.disclosure.model import ClassSet, CodedTable, DisclosureError

ID = "id"
"""The column that tells children apart. It becomes a record key at once and goes no further."""
ROWS = 20_000
"""Rows that are held as text at a time."""
TOLD = 10
"""Defects that are told one by one."""
LONGEST = 200
"""Characters of one value; codes have at most 64."""
FEWEST, FIRST_YEAR, LAST_YEAR = 30, 1900, 2200
DELAY_MONTHS = 6
NO_COHORT = 0
"""The cohort of rows that are only counted, never released."""
_UNKNOWN = 256


class RowsError(DisclosureError):
    """A file of coded rows that cannot be used; `defects`: what is wrong, each with row and column."""

    def __init__(self, defects: Sequence[str], more: int = 0) -> None:
        rest = [f"and {more:,} more"] if more else []
        super().__init__("the rows cannot be used:\n" + "\n".join(f"  {one}" for one in (*defects, *rest)))
        self.defects = tuple(defects)


def read_coded(
    path: Path,
    classes: ClassSet,
    cohort: int,
    secret: bytes | None = None,
    *,
    today: date | None = None,
    id_column: str = ID,
) -> CodedTable:
    """The children of one cohort in a CSV file (UTF-8, comma, header); blank means `missing`.

    `secret`: the 32 bytes of the population; the column `id` is then needed. Without it record keys are zeros, which
    `cellkey` refuses. `today`: refuses a cohort within the last six full months. A variable that has no column is
    missing for all (`notices` says so). Raises `RowsError`, `DisclosureError`, `OSError`.
    """
    refuse_recent(cohort, today)
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        sheet = sheets.read(file, _refused)
        reader = _Reader(classes, sheet.header, secret, id_column)
        while chunk := [cells for _, cells in islice(sheet.rows, ROWS)]:
            reader.take(chunk)
    return reader.table(cohort)


def _refused(_: sheets.Fault, words: str, line: int | None) -> RowsError:
    return RowsError([words if line is None else f"line {line}: {words}"])


def refuse_recent(cohort: int, today: date | None, delay_months: int = DELAY_MONTHS) -> None:
    """Raises `DisclosureError` where part of a cohort (a year) lies within the last full months before `today`."""
    if cohort == NO_COHORT:
        return
    if not FIRST_YEAR <= cohort <= LAST_YEAR:
        raise DisclosureError(f"a cohort is a year from {FIRST_YEAR} to {LAST_YEAR}")
    if today is not None and (today.year - cohort - 1) * 12 + today.month - 1 < delay_months:
        raise DisclosureError(
            f"the cohort {cohort} reaches into the last {delay_months} full months, of which nothing is counted for "
            f"release; wait until {_enters(cohort, delay_months)}"
        )


def _enters(cohort: int, delay_months: int) -> date:
    """The first day on which a whole year lies `delay_months` full months back."""
    years, months = divmod(delay_months, 12)
    return date(cohort + 1 + years, 1 + months, 1)


def notices(table: CodedTable) -> tuple[str, ...]:
    """What a reader of the counts must know of the rows, in words; nothing here is an error."""
    found = []
    if table.rows == 0:
        found.append("There are no rows.")
    elif table.rows < FEWEST:
        found.append(f"There are fewer than {FEWEST} children: no table of them can be released.")
    if table.rows:
        for place, variable in enumerate(table.classes.variables):
            if not table.codes[:, place].any():
                found.append(f"{variable.name} is missing for every child: it was not asked, or has no column.")
    return tuple(found)


class _Reader:
    """Turns chunks of text rows into columns of codes."""

    def __init__(self, classes: ClassSet, header: Sequence[str], secret: bytes | None, id_column: str) -> None:
        self._classes, self._secret, self._id = classes, secret, id_column
        self._columns = header
        self._refuse_header()
        self._numbers = [{code: at for at, code in enumerate(one.codes)} | {"": 0} for one in classes.variables]
        self._codes: list[UInt8s] = []
        self._digests: list[UInt64s] = []
        self._taken = 0

    def _refuse_header(self) -> None:
        known = {one.name for one in self._classes.variables}
        if not known & set(self._columns):  # then the first line may be a child, and is not repeated
            raise RowsError(["no column is a variable of the class set; the first line must name the columns"])
        defects = [f"column {name!r} is there twice" for name in sorted(_repeated(self._columns))]
        strangers = [name for name in self._columns if name not in known and name != self._id]
        defects += [f"column {name!r} is not in the class set and cannot be counted; take it out" for name in strangers]
        if self._secret is not None and self._id not in self._columns:
            defects.append(f"column {self._id!r} is missing: it tells children apart, so that each counts once")
        if defects:
            raise RowsError(defects[:TOLD], max(len(defects) - TOLD, 0))

    def take(self, rows: list[list[str]]) -> None:
        """Adds rows; raises `RowsError`."""
        width = len(self._columns)
        wrong = [at for at, row in enumerate(rows, self._taken + 1) if len(row) != width]
        if wrong:
            said = [f"row {at} has {len(rows[at - self._taken - 1])} values, the header {width}" for at in wrong[:TOLD]]
            raise RowsError(said, max(len(wrong) - TOLD, 0))
        columns = dict(zip(self._columns, zip(*rows, strict=True), strict=True))
        codes = np.zeros((len(rows), len(self._classes.variables)), dtype=np.uint8)
        defects: list[tuple[int, str]] = []
        for place, variable in enumerate(self._classes.variables):
            if variable.name in columns:
                codes[:, place] = self._coded(place, columns[variable.name], defects)
        if defects:
            told = [f"row {row}, column {name}: no code of this variable" for row, name in sorted(defects)[:TOLD]]
            raise RowsError(told, max(len(defects) - TOLD, 0))
        self._codes.append(codes)
        if self._id in columns:
            ids = [value.strip().encode() for value in columns[self._id]]
            self._digests.append(hashed(self._secret or bytes(32), ids, self._taken + 1))
        self._taken += len(rows)

    def _coded(self, place: int, values: Sequence[str], defects: list[tuple[int, str]]) -> UInt16s:
        numbers = self._numbers[place]
        found = np.fromiter((numbers.get(value, _UNKNOWN) for value in values), dtype=np.uint16, count=len(values))
        for at in np.flatnonzero(found == _UNKNOWN).tolist():
            known = numbers.get(values[at].strip()) if len(values[at]) <= LONGEST else None
            if known is None:
                defects.append((self._taken + at + 1, self._classes.variables[place].name))
            else:
                found[at] = known
        return found

    def table(self, cohort: int) -> CodedTable:
        """What was taken; raises `DisclosureError` where a child is there twice."""
        empty = np.zeros((0, len(self._classes.variables)), dtype=np.uint8)
        codes = np.concatenate([empty, *self._codes])
        keys = np.zeros((len(codes), 2), dtype=np.uint32)
        if self._digests:
            digests = np.concatenate(self._digests)
            refuse_repeated(digests)
            if self._secret is not None:
                keys = halves(digests)
        return CodedTable(self._classes, cohort, codes, keys)


def _repeated(names: Sequence[str]) -> set[str]:
    return {name for name, times in Counter(names).items() if times > 1}
