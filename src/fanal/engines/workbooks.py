"""The first sheet of a workbook (XLSX) as rows of texts; nothing else of it is read, and nothing of it is computed.

A workbook is a ZIP file of XML (ECMA-376, part 1): texts stand in cells or in a list that cells point to. A cell that
is a formula comes as the formula, with its equals sign, and never as what somebody's program made of it.
"""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from xml.etree import ElementTree as ET

MOST_BYTES = 128 * 2**20
"""Of one part of it, unpacked."""
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_COLUMN = re.compile("[A-Z]{1,3}")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
MOST_COLUMNS = 200


class NoWorkbook(ValueError):
    """The file is no workbook, is cut, or was made to be too large."""


def rows(content: bytes) -> list[list[str]]:
    """The rows of the first sheet, from the first one on; those that are blank are empty lists."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as book:
            shared = list(_shared(book))
            return list(_rows(book, _first_sheet(book), shared))
    except (zipfile.BadZipFile, ET.ParseError, KeyError, IndexError, ValueError, EOFError, NotImplementedError) as why:
        raise NoWorkbook(str(why)) from why
    except (RuntimeError, OSError, zipfile.zlib.error) as why:  # type: ignore[attr-defined]  # encrypted, or damaged inside
        raise NoWorkbook(str(why)) from why


def _part(book: zipfile.ZipFile, name: str) -> ET.Element:
    if book.getinfo(name).file_size > MOST_BYTES:
        raise NoWorkbook("too large")
    with book.open(name) as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES or b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise NoWorkbook("too large, or not of a spreadsheet")
    return ET.fromstring(content)  # noqa: S314  # no entities: see above


def _first_sheet(book: zipfile.ZipFile) -> str:
    sheet = _part(book, "xl/workbook.xml").find(f"{_MAIN}sheets/{_MAIN}sheet")
    if sheet is None:
        raise NoWorkbook("no sheet")
    links = _part(book, "xl/_rels/workbook.xml.rels")
    target = next(link.get("Target", "") for link in links if link.get("Id") == sheet.get(_REL))
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _shared(book: zipfile.ZipFile) -> Iterator[str]:
    if "xl/sharedStrings.xml" in book.namelist():
        yield from (_text(item) for item in _part(book, "xl/sharedStrings.xml").iterfind(f"{_MAIN}si"))


def _text(item: ET.Element) -> str:
    """A text and its runs, without how it is read aloud (phonetic runs)."""
    runs = [item, *item.iterfind(f"{_MAIN}r")]
    plain = "".join(part.text or "" for run in runs for part in run.iterfind(f"{_MAIN}t"))
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), plain).replace("\r\n", "\n")


def _rows(book: zipfile.ZipFile, name: str, shared: list[str]) -> Iterator[list[str]]:
    number = 0
    for row in _part(book, name).iterfind(f"{_MAIN}sheetData/{_MAIN}row"):
        at = int(row.get("r") or number + 1)
        if not number < at <= number + 10_000:
            raise NoWorkbook("rows out of order")
        yield from ([] for _ in range(at - number - 1))
        number = at
        cells: list[str] = []
        for cell in row.iterfind(f"{_MAIN}c"):
            place = _place(cell.get("r", ""), len(cells))
            cells += [""] * (place - len(cells))
            cells.append(_value(cell, shared))
        yield cells


def _place(reference: str, following: int) -> int:
    letters = _COLUMN.match(reference)
    if letters is None:
        return following
    place = 0
    for letter in letters[0]:
        place = place * 26 + ord(letter) - 64
    if not following < place <= MOST_COLUMNS:
        raise NoWorkbook("cells out of order")
    return place - 1


def _value(cell: ET.Element, shared: list[str]) -> str:
    formula = cell.find(f"{_MAIN}f")
    if formula is not None:
        return f"={formula.text or ''}"
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inside = cell.find(f"{_MAIN}is")
        return _text(inside) if inside is not None else ""
    value = cell.findtext(f"{_MAIN}v") or ""
    return shared[int(value)] if kind == "s" else value
