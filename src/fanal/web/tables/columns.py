"""What a room says of a table that it takes: its columns, how the text of a cell becomes a value, what is left out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from django.utils.translation import gettext as _

from fanal.vocabulary.dates import PartialDate
from fanal.web.forms import Words
from fanal.web.tables.sheet import MOST_ROWS, Flat, Other

MOST_CHOICES = 20
"""So many values of a column are named where a cell has another."""


class Wrong(Exception):
    """A cell, or a row, that cannot be taken. The message says what to do and never what stands there. `column`: the
    name of a declared one, where it is not the one that was read."""

    def __init__(self, words: str, column: str = "") -> None:
        super().__init__(words)
        self.words, self.column = words, column


type Parser = Callable[[str], Any]
"""The value of the text of a cell that is not empty. Raises `Wrong`."""


def text(cell: str) -> str:
    """The text as it stands: a formula, too, is a text."""
    return cell


def whole(cell: str) -> int:
    """A whole number."""
    try:
        return int(cell)
    except ValueError:
        raise Wrong(_("This column should have a whole number.")) from None


def day(cell: str) -> date:
    """The day, or the first day of the month or year that is told."""
    try:
        return PartialDate.parse(cell[:10]).earliest
    except ValueError:
        raise Wrong(_("This column should have a day or a year, such as 2024-05-31.")) from None


def whole_day(cell: str) -> date:
    """The day; one that is told in part is none."""
    try:
        return date.fromisoformat(cell)
    except ValueError:
        raise Wrong(_("This column should have a day such as 2024-05-31.")) from None


def one_of(choices: Iterable[str]) -> Parser:
    """One of these values."""
    known = dict.fromkeys(choices)

    def parse(cell: str) -> str:
        if cell not in known:
            raise unknown(known)
        return cell

    return parse


def unknown(known: Iterable[str]) -> Wrong:
    """A value that is none of these: they are named where they are few."""
    few = list(known)
    if len(few) > MOST_CHOICES:
        return Wrong(_("This column has a value that the format does not know."))
    return Wrong(_("This column should have one of these: %(values)s.") % {"values": " · ".join(few)})


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a room takes. `name` is its heading in the format; `title` how people call it, where that differs.
    One that is `required` has a value in every row. `also`: other headings under which it is known."""

    name: str
    parse: Parser = text
    title: Words = ""
    required: bool = False
    also: tuple[str, ...] = ()

    @property
    def label(self) -> Words:
        return self.title or self.name


class Row(Protocol):
    """A row of a table, by the names of its declared columns."""

    def value(self, name: str) -> Any:
        """The value of one cell, None where it is empty. Raises `Wrong`."""

    def values(self) -> Mapping[str, Any]:
        """All of them. Raises `Wrong` for each cell that cannot be taken, at once."""


class Reading(Protocol):
    """What a room makes of the rows of one table, in memory; what it has `kept` waits, sealed, to be taken in."""

    def take(self, rows: Sequence[Row]) -> None:
        """The rows of one unit. Raises `Wrong` before it has kept anything of them."""

    def facts(self) -> list[tuple[str, str]]:
        """What the rows came to, for the person who decides."""

    def kept(self) -> bytes:
        """What is taken in, if it is; empty where there is nothing."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A column that is not kept. `name` only where the format knows it: a heading may itself be a value."""

    column: int
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What is taken in: what `Reading.kept` made, and how many rows are left out."""

    made: bytes = field(repr=False)
    refused: int


@dataclass(slots=True)
class Came:
    """What taking rows in did, each row by what its room knows it by: what is new, what was changed and in which
    columns, and how many are as they were."""

    new: list[str] = field(default_factory=list)
    changed: dict[str, list[str]] = field(default_factory=dict)
    same: int = 0

    def __bool__(self) -> bool:
        return bool(self.new or self.changed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of table; `name` as nothing else is called. `unit`: the column whose rows with one value are taken in
    together or not at all; without it each row is for itself. `left_out`: why a heading that is known is never kept,
    empty for one that is not known. `fixed`: columns have the names of a format, and nobody is asked which is which.
    `flat`: how an object of JSON with lists in it becomes cells; the objects then need not all have the same names.
    `other`: reads a text that is no table but has its rows. `most`: so many rows at a time. `beside`: the column, no
    secret, whose text is told beside each row that cannot be taken. `refuses`: why a table with this heading is not
    looked at at all, empty for one that may be there."""

    name: str
    columns: tuple[Column, ...]
    reading: Callable[[], Reading] = field(repr=False)
    unit: str = ""
    left_out: Callable[[str], str] = field(default=lambda _heading: "", repr=False)
    fixed: bool = False
    flat: Flat | None = None
    other: Other | None = None
    most: int = MOST_ROWS
    beside: str = ""
    refuses: Callable[[str], str] = field(default=lambda _heading: "", repr=False)
