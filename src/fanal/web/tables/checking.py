"""A table put to what a room declares of it: which column is which, and row by row what can be taken and what cannot.

Rows and columns are named by number, and a column by the name that the room has for it. What stands in a cell is never
repeated: neither in a report nor in a message, but for a column that the room says is no secret (`Kind.beside`).
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from django.utils.translation import gettext as _

from fanal.access.api import NotNow
from fanal.web.tables import columns, sheet
from fanal.web.tables.columns import Kind, LeftOut, Reading, Wrong

MOST_PROBLEMS = 100_000
_BESIDE = 200
"""So many characters of the text beside a row are told."""
_MEMORY = 5_000
"""So many texts of a column are remembered with their value: most columns have a few."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that cannot be taken: row (the heading is row 1) and column by number, and what to do; never what stands
    there. `column` 0: the row as a whole, or columns have no numbers; `name` is what the room calls the column;
    `beside`: what its `Kind.beside` has."""

    row: int
    column: int
    words: str
    name: str = ""
    beside: str = ""


@dataclass(slots=True)
class Checked:
    """What a table came to. `refused` counts rows that cannot be taken; `reading` has the others; `by_line` as in
    `Sheet`."""

    reading: Reading
    by_line: bool = False
    rows: int = 0
    refused: int = 0
    problems: list[Problem] = field(default_factory=list)

    def tell(self, problems: Iterable[Problem], rows: int = 1) -> None:
        self.refused += rows
        self.problems += list(problems)[: MOST_PROBLEMS - len(self.problems)]


# ---- which column is which ----


def suggested(kind: Kind, heading: Sequence[str], before: Mapping[str, int] | None = None) -> dict[str, int]:
    """For declared columns the place of theirs in a table: of the same name, as it was last time (`before`), or of
    nearly the same name."""
    found: dict[str, int] = {}
    same = {name: place for place, name in enumerate(heading)}
    near = {folded(name): place for place, name in reversed(list(enumerate(heading)))}
    for one in kind.columns:
        names = (one.name, *one.also)
        places = (
            *(same.get(name) for name in names),
            (before or {}).get(one.name),
            *(near.get(folded(name)) for name in (*names, str(one.label))),
        )
        place = next((place for place in places if place is not None and place not in found.values()), None)
        if place is not None:
            found[one.name] = place
    return found


def exact(kind: Kind, heading: Sequence[str]) -> dict[str, int]:
    """The columns that have the very name of a declared one."""
    return {one.name: heading.index(one.name) for one in kind.columns if one.name in heading}


def folded(name: str) -> str:
    """A text without what people write differently: capitals, accents, spaces and strokes."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return re.sub(r"[\W_]+", "", "".join(sign for sign in plain if not unicodedata.combining(sign)))


def left_out(kind: Kind, heading: Sequence[str], places: Mapping[str, int]) -> list[LeftOut]:
    """The columns that are not kept, those among them that the format knows with the reason."""
    used = set(places.values())
    reasons = ((place, name, kind.left_out(name)) for place, name in enumerate(heading) if place not in used)
    other = _("not a column of this format")
    return [LeftOut(place + 1, name if why else "", why or other) for place, name, why in reasons]


def may_come(kind: Kind, heading: Sequence[str]) -> None:
    """Raises `NotNow` where a column of the table must not come here at all."""
    if why := next(filter(None, map(kind.refuses, heading)), ""):
        raise NotNow(why, "text")


# ---- row by row ----


class _Wrongs(Exception):
    """Several cells of one row that cannot be taken."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__()
        self.problems = problems


class _Cells:
    """One declared column of a table: the value of each text, remembered where texts come again."""

    __slots__ = ("column", "known", "place")

    def __init__(self, column: columns.Column, place: int) -> None:
        self.column, self.place = column, place
        self.known: dict[str, Any] = {}

    def value(self, text: str) -> Any:
        known = self.known.get(text, self)
        if known is self:
            known = self._parsed(text)
            if len(self.known) < _MEMORY:
                self.known[text] = known
        if isinstance(known, Wrong):
            raise known.with_traceback(None)
        return known

    def _parsed(self, text: str) -> Any:
        if sheet.STRANGE.search(text):
            return Wrong(_("This cell holds signs that are no text. Delete them."))
        try:
            if text:
                return self.column.parse(text)
            return Wrong(_("This column needs a value in every row.")) if self.column.required else None
        except Wrong as wrong:
            return wrong


class _Row:
    __slots__ = ("_cells", "_columns", "_width", "number")

    def __init__(self, number: int, cells: list[str], columns: Mapping[str, _Cells], width: int) -> None:
        self.number, self._cells, self._columns, self._width = number, cells, columns, width

    def value(self, name: str) -> Any:
        one = self._columns.get(name)
        if one is None:
            return None
        try:
            return one.value(self._cells[one.place].strip())
        except Wrong as wrong:
            raise (wrong if wrong.column else Wrong(wrong.words, name)) from None

    def values(self) -> Mapping[str, Any]:
        found, problems = {}, []
        for name in self._columns:
            try:
                found[name] = self.value(name)
            except Wrong as wrong:
                problems.append(self.problem(wrong))
        if problems:
            raise _Wrongs(problems)
        return found

    def problem(self, wrong: Wrong) -> Problem:
        one = self._columns.get(wrong.column)
        if one is None:
            return Problem(self.number, 0, wrong.words)
        return Problem(self.number, one.place + 1, wrong.words, str(one.column.label))

    def width(self) -> list[Problem]:
        if len(self._cells) == self._width:
            return []
        words = _("This row has more or fewer columns than the heading.")
        return [Problem(self.number, min(len(self._cells), self._width), words)]

    def beside(self, name: str) -> str:
        """The text of a column that is told; of a row with other columns than the heading nobody knows where it is."""
        one = self._columns.get(name)
        return (
            sheet.STRANGE.sub("\ufffd", self._cells[one.place].strip()[:_BESIDE])
            if one and len(self._cells) == self._width
            else ""
        )

    def problems(self) -> list[Problem]:
        """All that is wrong with it by itself."""
        if width := self.width():
            return width
        try:
            self.values()
        except _Wrongs as wrongs:
            return wrongs.problems
        return []

    def unit(self, name: str) -> str:
        """What it belongs to; a row that is too short for that stands for itself."""
        place = self._columns[name].place
        return self._cells[place].strip() if place < len(self._cells) else f"\n{self.number}"


def check(pieces: Iterable[str], kind: Kind, places: Mapping[str, int]) -> Checked:
    """Every row of a table put to the room. Raises `NotNow` where it is no table, or a column that is needed is not
    there."""
    read = sheet.read(pieces, kind.flat, kind.most, kind.other)
    may_come(kind, read.heading)
    needed(kind, places, len(read.heading))
    each = {one.name: _Cells(one, places[one.name]) for one in kind.columns if one.name in places}
    made = Checked(kind.reading(), read.by_line)
    units: dict[str, list[_Row]] = {}
    for number, cells in read.rows:
        made.rows += 1
        row = _Row(number, cells, each, len(read.heading))
        if kind.unit:
            units.setdefault(row.unit(kind.unit), []).append(row)
        else:
            _take(made, [row], row.width(), kind.beside)
    for rows in units.values():
        _take(made, rows, [problem for row in rows for problem in row.problems()], kind.beside)
    return made


def needed(kind: Kind, places: Mapping[str, int], width: int) -> None:
    """Raises `NotNow` where a table of so many columns has none of these, or not one that it must have."""
    must = {one.name for one in kind.columns if one.required} | ({kind.unit} if kind.unit else set())
    if not places or not must <= set(places) or max(places.values()) >= width:
        words = _("This table does not have the columns that are needed. Look at the headings in its first row.")
        raise NotNow(words, "text")


def _take(made: Checked, rows: list[_Row], problems: list[Problem], beside: str) -> None:
    """A unit is taken whole or not at all: where one row of it is wrong, the others are told so."""
    if not problems:
        try:
            made.reading.take(rows)
            return
        except _Wrongs as wrongs:
            problems = wrongs.problems
        except Wrong as wrong:
            problems = [rows[0].problem(wrong)]
    told = {one.row for one in problems}
    words = _("Another row of the same cannot be taken, so this one is left out with it.")
    others = (Problem(row.number, 0, words) for row in rows if row.number not in told)
    texts = {row.number: row.beside(beside) for row in reversed(rows)}
    every = (replace(one, beside=texts[one.row]) for one in chain(problems, others))
    made.tell((replace(one, column=0) for one in every) if made.by_line else every, len(rows))
