"""What each column of the CSV files of a release means, for people: name, meaning, codes in words, unit.

`sheets` for a page, in whichever language; `text` for the ZIP, as `codebook.txt`.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from fanal.engines.disclosure import csvw, estimates, tables, words
from fanal.engines.disclosure.bundle_parts import SYNTHETIC_PREFIX, About, Files
from fanal.engines.disclosure.model import TOTAL, ClassSet, Variable

CODEBOOK = "codebook.txt"
COUNTED, SHARE = "children", "share"
"""Units of an estimate."""
_STATES: dict[str, str] = {str(state): meaning for state, meaning in words.STATES.items()}


@dataclass(frozen=True, slots=True)
class Column:
    """`variable`: whose codes stand in it, where there is one, and `total` whether also their sum; else `meaning`, with
    the `codes` that have words."""

    name: str
    meaning: str = ""
    unit: str = ""
    variable: Variable | None = None
    total: bool = False
    codes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A CSV file and its columns."""

    file: str
    title: str
    columns: tuple[Column, ...]


def sheets(files: Files, classes: ClassSet | None) -> tuple[Sheet, ...]:
    """The described CSV files of a release, as their own first lines name the columns."""
    return tuple(_sheet(name, files, classes) for name in sorted(files) if f"{name}-metadata.json" in files)


def text(about: About, files: Files, classes: ClassSet | None) -> bytes:
    """The codebook as a text file, in the order of the files."""
    lines = [f"Codebook of {about.id}, version {about.version}: {about.title}", f"Who is counted: {about.definition}"]
    for sheet in sheets(files, classes):
        lines += ["", f"{sheet.file}: {sheet.title}"]
        for column in sheet.columns:
            lines += ["", f"  {column.name}", *(f"    {line}" for line in _said(column))]
    return ("\n".join(lines) + "\n").encode()


def _sheet(name: str, files: Files, classes: ClassSet | None) -> Sheet:
    heads = next(csv.reader(io.StringIO(files[name].decode())))
    title = str(json.loads(files[f"{name}-metadata.json"])["dc:title"])
    if classes is None:
        return Sheet(name, title, tuple(map(_of_estimate, heads)))
    return Sheet(name, title, tuple(_of_table(tables.plain(head), classes) for head in heads))


def _of_estimate(head: str) -> Column:
    unit = "" if head not in estimates.NUMBERS else SHARE if head == "level" else COUNTED
    return Column(head, estimates.MEANINGS.get(head, head), unit)


def _of_table(head: str, classes: ClassSet) -> Column:
    known = {one.name: one for one in classes.variables}
    plain = head.removeprefix(SYNTHETIC_PREFIX)
    if head in known or plain in known:
        return Column(head, variable=known.get(head) or known[plain], total=head in known)
    unit = classes.unit if head in csvw.NUMBERS else ""
    return Column(head, csvw.MEANINGS.get(head, head), unit, codes=_STATES if head == "state" else {})


def _said(column: Column) -> Iterator[str]:
    variable = column.variable
    if variable is None:
        yield column.meaning.format(unit=column.unit)
        yield from (f"{code}: {meaning}" for code, meaning in column.codes.items())
    else:
        yield f"{variable.label or variable.name}"
        yield from (
            f"{code}: {label}" for code, label in zip(variable.codes, variable.labels or variable.codes, strict=True)
        )
        if column.total:
            yield f"{TOTAL}: all together"
    if column.unit:
        yield f"Unit: {column.unit}"
