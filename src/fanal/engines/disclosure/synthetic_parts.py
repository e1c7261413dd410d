"""Synthetic rows of a release as everybody can read and check them, without a compiler.

Rows never stand without their error table, and hold nothing but reviewed codes: no origin, no place below a country in
public. What a row says is true of nobody.
"""

import csv
import io
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from fanal.engines.disclosure.bundle_parts import (
    SYNTHETIC,
    SYNTHETIC_ERROR,
    SYNTHETIC_PICTURE,
    SYNTHETIC_PREFIX,
    SYNTHETIC_SCHEMA,
    Bundle,
    Files,
)
from fanal.engines.disclosure.model import ClassSet, Variable
from fanal.engines.disclosure.tables import plain

METADATA = f"{SYNTHETIC}-metadata.json"
ALONE = "Synthetic rows come without their error table or description. They must not be used."
STRANGE = f"{SYNTHETIC} has other columns or codes than its class set. Do not pass it on; tell the publisher."
MEASURES = ("count", "difference", "noise", "at_most")


@dataclass(frozen=True, slots=True)
class FitLine:
    """How far counts of so many variables are off, in the mean of the cells (see `synthesis.FitError`)."""

    ways: int
    count: float
    difference: float
    noise: float
    at_most: float


@dataclass(frozen=True, slots=True)
class SyntheticPart:
    """Synthetic rows of a release: how many, of which variables, the first lines of the file, and the error table."""

    rows: int
    variables: tuple[Variable, ...]
    first: str
    errors: tuple[FitLine, ...]
    caution: str


def part(bundle: Bundle, first: int = 10) -> SyntheticPart | None:
    """The synthetic rows of a release that was read; None where it has none."""
    if bundle.synthetic is None or bundle.classes is None:
        return None
    error = json.loads(bundle.files[SYNTHETIC_ERROR])
    head, *rows = bundle.synthetic.decode().split("\n", first + 1)[: first + 1]
    names = next(_lines([head.encode()]))
    held = tuple(_variable(bundle.classes, name) for name in names)
    return SyntheticPart(error["rows"], held, "\n".join((head, *rows)), errors(error), error["caution"])


def errors(value: Mapping[str, Any]) -> tuple[FitLine, ...]:
    """The lines of an error table, fewest variables first."""
    return tuple(
        FitLine(line["ways"], *(float(line[name]) for name in MEASURES))
        for line in sorted(value["errors"], key=lambda line: int(line["ways"]))
    )


def wrong(document: Mapping[str, Any], files: Files, classes: ClassSet) -> str:
    """What is wrong with the synthetic rows of a release, and what to do; empty where nothing is."""
    names = {SYNTHETIC, SYNTHETIC_ERROR, SYNTHETIC_PICTURE, METADATA}
    there = names & set(files)
    if not there and not document.get("synthetic"):
        return ""
    if there != names or not document.get("synthetic"):
        return ALONE
    rows = _told(files[SYNTHETIC_ERROR])
    if rows is None:
        return ALONE
    public = (document.get("method") or {}).get("audience") == "public"
    return "" if _fits(files[SYNTHETIC], classes, rows, public=public) else STRANGE


def _told(data: bytes) -> int | None:
    """How many rows an error table is about; None where it is none."""
    try:
        value = json.loads(data)
        right = value["schema"] == SYNTHETIC_SCHEMA and bool(value["caution"]) and bool(errors(value))
        return int(value["rows"]) if right else None
    except (ValueError, KeyError, TypeError):
        return None


def _fits(data: bytes, classes: ClassSet, rows: int, *, public: bool) -> bool:
    """Whether columns and codes are those of the class set that may be in rows. Equal rows are looked at once."""
    try:
        head, *lines = data.decode().splitlines(keepends=True) or [""]
        names: list[str] = next(_lines([head.encode()]), [])
        held = [_variable(classes, name) for name in names]
        allowed = [_codes(one, public=public) for one in held]
        return len(lines) == rows and len(set(names)) == len(names) > 0 and _known(set(lines), allowed)
    except (ValueError, csv.Error):
        return False


def _variable(classes: ClassSet, column: str) -> Variable:
    if not column.startswith(SYNTHETIC_PREFIX):
        raise ValueError("a column of synthetic rows says that it is synthetic")
    return classes.variables[classes.place(column.removeprefix(SYNTHETIC_PREFIX))]


def _codes(one: Variable, *, public: bool) -> frozenset[str]:
    """The codes that rows may have; of a variable that rows never hold, none."""
    return frozenset() if one.kind == "origin" or (public and one.kind == "place") else frozenset(one.codes)


def _known(lines: Collection[str], allowed: list[frozenset[str]]) -> bool:
    found = _lines(line.encode() for line in sorted(lines))
    return all(allowed) and all(
        len(row) == len(allowed) and all(plain(cell) in codes for cell, codes in zip(row, allowed, strict=True))
        for row in found
    )


def _lines(data: Iterable[bytes]) -> Any:
    return csv.reader(io.StringIO(b"".join(data).decode(), newline=""))
