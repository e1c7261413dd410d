"""A member's own list as CSV: six columns and no other, one row a child. It is read, encoded and forgotten.

`names` (all names of the child, separated by spaces), `guardian` (first name of mother or guardian), `birth_year`,
`birth_month`, `sex` (f, m, x), `place` (of origin, administrative level 1). An empty cell is what is not known. A
column that says anything of another person is refused, and so is every other one: what is not read cannot leak.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from fanal.engines import sheets
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
    sheet = sheets.read(sheets.content(source), _refused, notes=True)
    _check_subject(sheet.notes)
    _check_header(sheet.header)
    return tuple(_row(given, line) for line, given in sheet.records())


def _refused(_: sheets.Fault, words: str, line: int | None) -> LinkageError:
    return LinkageError(words if line is None else f"row {line}: {words}")


def _check_subject(lines: Sequence[str]) -> None:
    for row, line in enumerate(lines, 1):
        key, found, value = line.lstrip("# ").partition(":")
        if found and key.strip().lower() == "subject" and value.strip().lower() != "children":
            raise LinkageError(f"row {row}: only lists of children are linked, never of any other persons")


def _check_header(header: Sequence[str]) -> None:
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


def _row(given: Mapping[str, str], row: int) -> ChildRow:
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


def _number(given: Mapping[str, str], column: str) -> int | None:
    text = given.get(column, "")
    if not text:
        return None
    if not text.isdecimal() or len(text) > 4:
        raise LinkageError(f"column {column!r}: this is no whole number")
    return int(text)
