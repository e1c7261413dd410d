"""A member's own list as CSV: six columns and no other, one row a child. It is read, encoded and forgotten.

`names` (all names of the child, separated by spaces), `guardian` (first name of mother or guardian), `birth_year`,
`birth_month`, `sex` (f, m, x), `place` (of origin, administrative level 1). An empty cell is what is not known. A
column that says anything of another person is refused, and so is every other one: what is not read cannot leak.
"""

import csv
import io
from pathlib import Path

from fanal.engines.linkage.model import ChildRow, LinkageError

COLUMNS = ("names", "guardian", "birth_year", "birth_month", "sex", "place")
REQUIRED = "names"
OTHERS = (
    "suspect", "accused", "alleged", "offend", "perpetrat", "abuser", "defendant", "convict", "charged", "arrest",
    "trafficker", "buyer", "report", "complain", "informant", "witness", "staff", "worker", "officer", "caregiver",
    "carer", "sospech", "acusad", "imputad", "agresor", "denunci", "soupçonn", "auteur", "mis_en_cause", "prévenu",
)  # fmt: skip
"""Parts of names of columns that are about other persons. Only the words of the refusal depend on them."""
NEVER = (
    "national", "citizen", "ethnic", "tribe", "caste", "religio", "phone", "mobile", "email", "passport", "document",
    "id_number", "photo", "face", "finger", "voice", "biometric", "police", "school", "migra", "visa",
)  # fmt: skip
"""The same for what is never compared of a child."""


def read_rows(source: Path | str) -> tuple[ChildRow, ...]:
    """The rows of a file, or of CSV text with a line break in it. Raises LinkageError with row and column, OSError.

    A line `# subject: …` before the header that names anybody but children is refused.
    """
    try:
        text = source if isinstance(source, str) and "\n" in source else Path(source).read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise LinkageError("the list is not UTF-8; save it in that encoding") from None
    lines = text.splitlines(keepends=True)
    head = next((place for place, line in enumerate(lines) if line.strip() and not line.startswith("#")), None)
    if head is None:
        raise LinkageError("the list is empty")
    _check_subject(lines[:head])
    reader = csv.reader(io.StringIO("".join(lines[head:])), strict=True)
    try:
        header = [cell.strip() for cell in next(reader)]
        _check_header(header)
        return tuple(_row(header, cells, head + reader.line_num) for cells in reader if any(map(str.strip, cells)))
    except csv.Error:
        raise LinkageError(f"row {head + reader.line_num}: this is no CSV") from None


def _check_subject(lines: list[str]) -> None:
    for row, line in enumerate(lines, 1):
        key, found, value = line.lstrip("# ").partition(":")
        if found and key.strip().lower() == "subject" and value.strip().lower() != "children":
            raise LinkageError(f"row {row}: only lists of children are linked, never of any other persons")


def _check_header(header: list[str]) -> None:
    """Columns are named by their place: where a file has no header, its first line is a child."""
    for place, column in enumerate(header, 1):
        if column in COLUMNS:
            continue
        name = column.casefold().replace(" ", "_")
        if word := next((word for word in OTHERS if word in name), ""):
            raise LinkageError(
                f"column {place} ({word}…): persons suspected, reporters, caregivers and staff have no place in linkage"
            )
        if word := next((word for word in NEVER if word in name), ""):
            raise LinkageError(f"column {place} ({word}…): this is never compared of a child")
        raise LinkageError(
            f"column {place}: the columns are {', '.join(COLUMNS)} and no other; the first line says them"
        )
    if twice := sorted({column for column in header if header.count(column) > 1}):
        raise LinkageError(f"column {twice[0]!r}: it is there twice")
    if REQUIRED not in header:
        raise LinkageError(f"there is no column {REQUIRED!r}")


def _row(header: list[str], cells: list[str], row: int) -> ChildRow:
    if len(cells) != len(header):
        raise LinkageError(f"row {row}: {len(cells)} cells where the header has {len(header)}")
    given = dict(zip(header, (cell.strip() for cell in cells), strict=True))
    try:
        return ChildRow(
            names=(given["names"],) if given["names"] else (),
            guardian=given.get("guardian", ""),
            birth_year=_number(given, "birth_year"),
            birth_month=_number(given, "birth_month"),
            sex=given.get("sex", "").lower(),
            place=given.get("place", ""),
        )
    except LinkageError as error:
        raise LinkageError(f"row {row}: {error}") from None


def _number(given: dict[str, str], column: str) -> int | None:
    text = given.get(column, "")
    if not text:
        return None
    if not text.isdecimal() or len(text) > 4:
        raise LinkageError(f"column {column!r}: this is no whole number")
    return int(text)
