"""The text of a table as rows: cells pasted from a spreadsheet, CSV, TSV, or JSON as a list of objects.

It comes in pieces and is read as it comes; no more than one piece and one row lie in memory at a time. What is no text
is told before anything else is done with it.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from fanal.access.api import NotNow
from fanal.engines import sheets
from fanal.web import dates

type Flat = Callable[[Mapping[str, Any]], Mapping[str, str]]
"""The cells of an object of JSON, by heading."""
MOST_ROWS, MOST_COLUMNS, MOST_CHARACTERS = 500_000, 200, 64 * 2**20
_LONGEST = 2**20
"""Of one line, or one object: what is longer is no table."""
_WORKBOOKS = ("PK\x03\x04", "\ufffd\ufffd\x11", "\xd0\xcf\x11\xe0")
_SPACE = re.compile(r"[ \t\r\n]*")
STRANGE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""Signs of a cell that are no text: JSON can name them, and databases refuse some."""
_UTF_16 = ("\xff\xfe", "\xfe\xff", "\ufffd\ufffd")


type Other = Callable[[str, Iterator[str]], Sheet | None]
"""A text that is no table, such as a file of translations, as rows: its first piece, and all pieces with it. None where
it is not such a text."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The headings of a table, and its rows with their numbers: as a spreadsheet counts them, the heading is row 1.
    `by_line`: of a text that is no table, numbers are its lines, and its columns have none."""

    heading: tuple[str, ...]
    rows: Iterator[tuple[int, list[Any]]]
    by_line: bool = False


def decoded(piece: bytes) -> str:
    """A piece of a file that a browser sent as text. Raises `NotNow`."""
    try:
        return piece.decode()
    except UnicodeDecodeError:
        raise _not_utf8() from None


def is_text(piece: str, *, first: bool) -> None:
    """Says what a text is that is no table. Raises `NotNow`."""
    if first and piece.lstrip("\ufeff").startswith(_WORKBOOKS):
        words = _("This is a workbook, and not its text. Mark its cells and paste them, or save it as CSV.")
        raise NotNow(words, "text")
    if "\x00" in piece or (first and piece.startswith(_UTF_16)):
        raise _not_utf8()


def _not_utf8() -> NotNow:
    return NotNow(_("This text is not in UTF-8. Save the table as “CSV UTF-8”, or paste its cells."), "text")


def read(pieces: Iterable[str], flat: Flat | None = None, most: int = MOST_ROWS, other: Other | None = None) -> Sheet:
    """A table as far as its heading. `flat`, `most` and `other` as in `Kind`. Raises `NotNow`, also while its rows are
    read."""
    first, whole = _begun(pieces)
    is_text(first, first=True)
    if other is not None and (found := other(first, whole)) is not None:
        return Sheet(found.heading, _few(found.rows, most), found.by_line)
    if flat is not None and first.lstrip().startswith(("[", "{")):
        return _flattened(whole, flat, most)
    if first.lstrip().startswith("["):
        return _objects(whole, most)
    sheet = sheets.read(_lines(whole), _refused, separators="\t,;", by_row=True)
    _check(sheet.header)
    return Sheet(sheet.header, _few(sheet.rows, most))


def _begun(pieces: Iterable[str]) -> tuple[str, Iterator[str]]:
    """The first piece that is not blank, and all from there on."""
    rest = iter(pieces)
    first = next((piece for piece in rest if piece.strip()), "").removeprefix("\ufeff")

    def whole() -> Iterator[str]:
        yield first
        yield from rest

    return first, whole()


def _check(heading: tuple[str, ...]) -> None:
    if len(heading) > MOST_COLUMNS:
        raise NotNow(_("This table has too many columns. Leave out those that are not needed."), "text")
    if any(map(STRANGE.search, heading)):
        raise NotNow(_("A heading holds signs that are no text. Delete them."), "text")
    if len(set(heading)) < len(heading):
        raise NotNow(_("Two columns have the same heading. Give each its own."), "text")


def _few(rows: Iterable[tuple[int, list[Any]]], most: int) -> Iterator[tuple[int, list[Any]]]:
    """No more rows than can be taken; blank ones are none."""
    count = 0
    for number, cells in rows:
        if any(str(cell).strip() for cell in cells):
            count += 1
            if count > most:
                raise _too_many(most)
            yield number, cells


def _too_many(most: int) -> NotNow:
    words = _("The table has too many rows: at most %(count)s at a time. Take it in parts.")
    return NotNow(words % {"count": dates.digits(most)}, "text")


def _refused(*_fault: object) -> NotNow:
    return NotNow(_("This is no CSV file. Save it as CSV and try again."), "text")


def _lines(pieces: Iterable[str]) -> Iterator[str]:
    """Lines with their ends, whichever these are; one may begin in a piece and end in the next."""
    rest = ""
    for piece in pieces:
        if len(rest) > _LONGEST:
            raise _refused()
        lines = list(StringIO(rest + piece, newline=""))
        rest = lines.pop() if lines else ""
        yield from lines
    if rest:
        yield rest


# ---- JSON ----


def _objects(pieces: Iterator[str], most: int) -> Sheet:
    """A list of objects: the names of the first one are the heading."""
    found = _each(pieces)
    first = next(found, None)
    if first is None:
        raise _no_objects()
    heading = tuple(first)
    _check(heading)

    def rows() -> Iterator[tuple[int, list[Any]]]:
        yield 1, _cells(first, heading)
        for number, one in enumerate(found, start=2):
            yield number, _cells(one, heading)

    return Sheet(heading, _few(rows(), most))


def _flattened(pieces: Iterator[str], flat: Flat, most: int) -> Sheet:
    """A list of objects, also one inside an object: all their names are the heading."""
    found = [flat(one) for one in islice(_each(pieces), most + 1)]
    if not found:
        raise _no_objects()
    if len(found) > most:
        raise _too_many(most)
    heading = tuple(dict.fromkeys(name for one in found for name in one))
    _check(heading)
    rows = ((number, [one.get(name, "") for name in heading]) for number, one in enumerate(found, start=1))
    return Sheet(heading, _few(rows, most))


def _cells(one: Mapping[str, Any], heading: tuple[str, ...]) -> list[Any]:
    """The cells as texts. One of another name, or with a list in it, makes the row too wide, and it is told."""
    cells = [_cell(one.get(name)) for name in heading]
    strange = one.keys() - set(heading) or None in cells
    return [cell or "" for cell in cells] + [""] * bool(strange)


def _cell(value: Any) -> str | None:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str() | int() | float():
            return str(value)
        case _:
            return None


def _each(pieces: Iterator[str]) -> Iterator[dict[str, Any]]:
    decoder, text = json.JSONDecoder(object_pairs_hook=_once), next(pieces)
    at = text.find("[") + 1
    if not at:
        raise _no_objects()
    while True:
        start = _next(text, at)
        if text[start : start + 1] == "]":
            return
        try:
            one, end = decoder.raw_decode(text, start)
            end = _next(text, end)
        except (ValueError, RecursionError):
            end = len(text)
        if end == len(text):  # it ends in the next piece, or never
            piece, text, at = next(pieces, None), text[at:], 0
            if piece is None or len(text) > _LONGEST + len(piece):
                raise _no_objects()
            text += piece
            continue
        if not isinstance(one, dict) or text[end] not in ",]":
            raise _no_objects()
        yield one
        at = end + (text[end] == ",")


def _next(text: str, at: int) -> int:
    """Where the next sign stands that is no space."""
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        raise NotNow(_("Two columns have the same heading. Give each its own."), "text")
    return dict(pairs)


def _no_objects() -> NotNow:
    return NotNow(_("This is no list of objects, all with the same names. Write it as CSV, or mend the JSON."), "text")
