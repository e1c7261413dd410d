"""The first sheet of a workbook (XLSX) as rows of texts; nothing of it is computed: a cell that is a formula comes as
the formula, with its equals sign, and never as what somebody's program made of it."""

import re
import zipfile
import zlib
from collections.abc import Iterable
from io import BytesIO
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

MOST_BYTES = 128 * 2**20
"""Of all parts of it together, unpacked."""
MOST_ROWS, MOST_COLUMNS = 100_000, 200
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


class NoWorkbook(ValueError):
    """The file is no workbook, is cut, or was made to be too large."""


def rows(content: bytes) -> list[list[str]]:
    """The rows of the first sheet, from the first one on, all as wide as the widest; those that are blank are empty
    lists."""
    try:
        return _rows(content)
    except (zipfile.BadZipFile, zlib.error, InvalidFileException, ParseError, EOFError, OSError) as why:
        raise NoWorkbook(str(why)) from why
    # encrypted, or not what the standard (ECMA-376) says: the library has no errors of its own for that
    except (LookupError, ValueError, TypeError, AttributeError, RuntimeError) as why:
        raise NoWorkbook(str(why)) from why


def _rows(content: bytes) -> list[list[str]]:
    with zipfile.ZipFile(BytesIO(content)) as parts:
        if sum(part.file_size for part in parts.infolist()) > MOST_BYTES:
            raise NoWorkbook("too large")
    sheet = load_workbook(BytesIO(content), read_only=True).worksheets[0]
    sheet.reset_dimensions()  # what some programs say of their size is wrong
    found: list[list[str]] = []
    for row in sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True):
        if len(found) == MOST_ROWS:
            raise NoWorkbook("too many rows")
        found.append(_texts(row))
    width = max(map(len, found), default=0)
    return [row and [*row, *[""] * (width - len(row))] for row in found]


def _texts(row: Iterable[object]) -> list[str]:
    """The cells of a row up to the last that is not empty."""
    cells = ["" if value is None else _text(str(value)) for value in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _text(cell: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), cell).replace("\r\n", "\n")
