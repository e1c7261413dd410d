"""A CSV file in the shape of HTCDS or CTDC becomes class codes, row by row. Nothing else of it is kept, or told.

Messages name rows and columns by number, never what stands there. A heading is named only where the format knows it,
because a heading may itself be the value of a file without headings.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from fanal.access.api import NotNow
from fanal.engines import sheets
from fanal.engines.disclosure.contracts import MISSING, ClassSet
from fanal.research.contracts import LeftOut, Problem
from fanal.research.records.mapping import Column, Shape, row_of
from fanal.vocabulary.dates import PartialDate

MOST_ROWS, MOST_CHARACTERS, MOST_PROBLEMS = 200_000, 64 * 2**20, 100
_ORDER = ("no", "yes")


class _Unknown(Exception):
    """A value that the format does not have; `column` is its number, from 1."""

    def __init__(self, column: int, words: str) -> None:
        super().__init__(words)
        self.column, self.words = column, words


@dataclass(slots=True)
class Coded:
    """What a file came to: rows of code numbers for each year, and counts of what was not kept."""

    rows: dict[int, list[list[int]]] = field(default_factory=dict, repr=False)
    refused: int = 0
    others: int = 0
    opted_out: int = 0
    left_out: tuple[LeftOut, ...] = ()
    problems: list[Problem] = field(default_factory=list)

    @property
    def read(self) -> int:
        return sum(map(len, self.rows.values()))


def code(text: str, shape: Shape, classes: ClassSet) -> Coded:
    """The rows of a CSV text as codes. Raises `NotNow`: no CSV, too large, no column of the format, no year."""
    if len(text) > MOST_CHARACTERS:
        raise NotNow(_("The file is too large. Read it in by years."), "text")
    sheet = sheets.read(text, _refused, separators=",;")
    heading = sheet.header
    at = {name: place for place, name in enumerate(heading)}
    if len(at) < len(heading):
        raise NotNow(_("Two columns have the same heading. Give each its own."), "text")
    columns = [column for column in shape.columns if column.name in at]
    if not columns or shape.cohort not in at:
        raise NotNow(_("This file does not have the columns of this format, or none with the year."), "text")
    made = Coded(left_out=_left_out(heading, shape))
    for number, row in sheet.rows:
        if number > MOST_ROWS + 1:
            raise NotNow(_("The file has too many rows. Read it in by years."), "text")
        if any(value.strip() for value in row):
            _take(made, number, row, len(heading), at, shape, columns, classes)
    return made


def _refused(*_fault: object) -> NotNow:
    return NotNow(_("This is no CSV file. Save it as CSV and try again."), "text")


def _left_out(heading: Sequence[str], shape: Shape) -> tuple[LeftOut, ...]:
    """Columns that are not kept, those with names and of persons suspected among them."""
    used = {one.name for one in shape.columns} | {shape.cohort} | ({shape.consent[0]} if shape.consent else set())
    known = shape.left_out or {}
    unknown = _("not a column of this format")
    return tuple(
        LeftOut(place, name if name in known else "", known.get(name, unknown))
        for place, name in enumerate(heading, start=1)
        if name not in used
    )


def _take(
    made: Coded,
    number: int,
    row: list[str],
    width: int,
    at: Mapping[str, int],
    shape: Shape,
    columns: list[Column],
    classes: ClassSet,
) -> None:
    try:
        if len(row) != width:
            raise _Unknown(min(len(row), width), _("This row has more or fewer columns than the heading."))
        value = {name: row[place].strip() for name, place in at.items()}
        if shape.consent and value.get(shape.consent[0], "").lower() in shape.consent[1]:
            made.opted_out += 1
            return
        codes = _codes(value, at, shape, columns)
        if not _is_child(codes, shape):
            made.others += 1
            return
        cohort = _day(value[shape.cohort], at[shape.cohort] + 1).year
        made.rows.setdefault(cohort, []).append(row_of(classes, codes))
    except _Unknown as unknown:
        made.refused += 1
        if len(made.problems) < MOST_PROBLEMS:
            made.problems.append(Problem(number, unknown.column, unknown.words))


def _is_child(codes: Mapping[str, str], shape: Shape) -> bool:
    return any(codes.get(name, MISSING) in wanted for name, wanted in (shape.child or {}).items())


def _codes(value: Mapping[str, str], at: Mapping[str, int], shape: Shape, columns: list[Column]) -> dict[str, str]:
    """The codes of a row. Where two columns speak of one yes/no variable, yes wins over no, and no over missing."""
    found: dict[str, str] = {}
    for column in columns:
        for variable, one in _of_column(column, value, at[column.name] + 1, shape.split, at):
            before = found.get(variable, MISSING)
            if before == MISSING or (before in _ORDER and one == "yes"):
                found[variable] = one
    return found


def _of_column(
    column: Column, value: Mapping[str, str], place: int, split: str, at: Mapping[str, int]
) -> Iterator[tuple[str, str]]:
    text = value[column.name]
    if not text:
        return
    if column.several is not None:
        yield from _several(column.several, [part.strip() for part in text.split(split) if part.strip()], place)
    elif column.bands:
        yield column.variable, _banded(column, _number(column, value, place, at), place)
    elif column.values is None or text not in column.values:
        raise _Unknown(place, _("This column has a value that the format does not know."))
    else:
        yield column.variable, column.values[text]


def _several(several: Mapping[str, tuple[str, ...]], told: list[str], place: int) -> Iterator[tuple[str, str]]:
    if not set(told) <= set(several):
        raise _Unknown(place, _("This column has a value that the format does not know."))
    yes = {name for one in told for name in several[one]}
    for name in sorted({name for names in several.values() for name in names}):
        yield name, "yes" if name in yes else "no"


def _number(column: Column, value: Mapping[str, str], place: int, at: Mapping[str, int]) -> int:
    if not column.age_on:
        try:
            return int(value[column.name])
        except ValueError:
            raise _Unknown(place, _("This column should have a whole number.")) from None
    born = _day(value[column.name], place)
    then = _day(value.get(column.age_on, ""), at.get(column.age_on, 0) + 1)
    before_birthday = (then.month, then.day) < (born.month, born.day)
    return then.year - born.year - before_birthday


def _banded(column: Column, number: int, place: int) -> str:
    for band in column.bands:
        if band.low <= number and (band.high is None or number <= band.high):
            return band.code
    raise _Unknown(place, _("This column has a number that cannot be."))


def _day(text: str, place: int) -> date:
    """The day, or the first day of the month or year that is told."""
    try:
        return PartialDate.parse(text[:10]).earliest
    except ValueError:
        raise _Unknown(place, _("This column should have a day or a year, such as 2024-05-31.")) from None
