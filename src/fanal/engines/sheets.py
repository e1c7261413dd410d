"""CSV files that people made, such as lists of children or tables of counts: one reader, one set of faults.

A row is named by the line of the file on which it begins. What stands in it is never repeated here.
"""

import csv
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO, StringIO, TextIOWrapper
from itertools import chain
from pathlib import Path
from typing import Any

OTHER_MARKS = {";": "semicolons", "\t": "tabs", "|": "bars"}


class Fault(StrEnum):
    """Why a file cannot be read at all; which columns and values it must have is for the engines to say."""

    EMPTY = "empty"
    ENCODING = "encoding"
    SEPARATOR = "separator"
    NO_CSV = "no csv"
    CELLS = "cells"


WORDS = {
    Fault.EMPTY: "the file is empty: not even its header is there",
    Fault.ENCODING: "the file is not UTF-8; save it in that encoding",
    Fault.SEPARATOR: "columns are parted by {mark}; save the table as CSV with commas",
    Fault.NO_CSV: "this is no CSV: a quotation mark too many, or a cell that is too long",
    Fault.CELLS: "{cells} cells where the header has {columns}",
}

type Refuse = Callable[[Fault, str, int | None], Exception]
"""Makes the error of an engine from a fault, its words, and the line."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file whose header was read. `notes`: the lines before it; `rows`: what follows, each with its line, read once
    and as it comes."""

    notes: tuple[str, ...]
    header: tuple[str, ...]
    rows: Iterator[tuple[int, list[str]]]
    refuse: Refuse

    def records(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Rows by the names of their columns, without those that are blank. Refuses a row of another width."""
        for line, cells in self.rows:
            if not any(map(str.strip, cells)):
                continue
            if len(cells) != len(self.header):
                raise _refusal(self.refuse, Fault.CELLS, line, cells=len(cells), columns=len(self.header))
            yield line, dict(zip(self.header, map(str.strip, cells), strict=True))


def content(source: Path | str | bytes) -> str | bytes:
    """For functions that take a path also as a text: one without a line end is a path. Raises `OSError`."""
    if isinstance(source, bytes) or (isinstance(source, str) and "\n" in source):
        return source
    return Path(source).read_bytes()


type Source = str | bytes | TextIOWrapper | Iterator[str]


def read(source: Source, refuse: Refuse, *, notes: bool = False, separators: str = ",", by_row: bool = False) -> Sheet:
    """Reads a text, the content of a file, an open one (in UTF-8) or its lines as they come, as far as the header.

    `notes`: lines before the header that begin with # are taken. `separators`: of several, the one that the header has
    most. `by_row`: rows have the number that a spreadsheet gives them, which is no line where a cell has several.
    Raises what `refuse` makes, also while rows are read.
    """
    lines, above = _lines(source, refuse), list[str]()
    for line in lines:
        if line.strip() and not (notes and line.startswith("#")):
            break
        above.append(line)
    else:
        raise _refusal(refuse, Fault.EMPTY)
    separator = max(separators, key=line.count)
    rows = _rows(csv.reader(chain([line], lines), delimiter=separator, strict=True), len(above), refuse, by_row)
    _, header = next(rows)
    if len(header) == 1 and (other := next((mark for mark in OTHER_MARKS if mark in header[0]), None)):
        raise _refusal(refuse, Fault.SEPARATOR, len(above) + 1, mark=OTHER_MARKS[other])
    return Sheet(tuple(above), tuple(name.strip() for name in header), rows, refuse)


def _refusal(refuse: Refuse, fault: Fault, line: int | None = None, **values: object) -> Exception:
    return refuse(fault, WORDS[fault].format(**values), line)


def _lines(source: Source, refuse: Refuse) -> Iterator[str]:
    """Lines with their ends, of which an old one (\\r) is one too."""
    try:
        text = source.decode("utf-8-sig") if isinstance(source, bytes) else source
        yield from StringIO(text.removeprefix("\ufeff"), newline="") if isinstance(text, str) else text
    except UnicodeDecodeError:
        file = BytesIO(source) if isinstance(source, bytes) else source.buffer  # type: ignore[union-attr]
        raise _refusal(refuse, Fault.ENCODING, _undecoded(file)) from None


def _undecoded(file: Any) -> int:
    """The first line that is not UTF-8; text is decoded many lines at a time."""
    file.seek(0)
    line = 1
    with suppress(UnicodeDecodeError):
        for given in file:
            given.decode()
            line += 1
    return line


def _rows(reader: Any, before: int, refuse: Refuse, by_row: bool) -> Iterator[tuple[int, list[str]]]:
    """Rows with the line on which each begins, or their number; `before`: the lines that were read earlier. Empty lines
    are none."""
    line = before + 1
    try:
        for cells in reader:
            if cells:
                yield line, cells
            line = line + 1 if by_row else before + reader.line_num + 1
    except csv.Error:
        raise _refusal(refuse, Fault.NO_CSV, line) from None
