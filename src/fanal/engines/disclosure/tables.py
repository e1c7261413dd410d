"""One protected table as CSV and as JSON, and back. A hidden number is spelled out: never blank, never 0.

CSV is for people and for R: one line a cell, the codes of its variables, then `state`, `value`, `lower`, `upper` and
the cell in words. Where there is no number the state stands in its place. JSON has everything but the class set, which
it names by its hash.
"""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from fractions import Fraction
from math import isfinite
from typing import Any, get_args

from fanal.engines.disclosure.layout import layout
from fanal.engines.disclosure.model import (
    Cell,
    ClassSet,
    DisclosureError,
    ErrorTable,
    Policy,
    Protected,
    Spend,
    State,
    TableSpec,
)
from fanal.engines.disclosure.words import said

SCHEMA = "fanal.table/1"
NUMBERS = ("value", "lower", "upper")
COLUMNS_EVER: tuple[tuple[str, ...], ...] = (("state", *NUMBERS, "words"),)
"""The last columns of a CSV file, as each version wrote them, newest last; those before are variables. Whoever adds a
column adds an entry: what is published is read for ever."""
COLUMNS = COLUMNS_EVER[-1]
STATES: frozenset[str] = frozenset(get_args(State.__value__))
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MOST_DIGITS = 400


@dataclass(frozen=True, slots=True)
class Line:
    """A cell with the code of each variable of its row and column."""

    codes: Mapping[str, str]
    cell: Cell


def lines(table: Protected) -> tuple[Line, ...]:
    """The cells of a table in their order."""
    names = (*table.spec.rows, *table.spec.columns)
    places = ((*row, *column) for row in table.rows for column in table.columns)
    return tuple(
        Line(dict(zip(names, place, strict=True)), cell) for place, cell in zip(places, table.cells, strict=True)
    )


def to_csv(table: Protected) -> bytes:
    """UTF-8 with a header, LF at the end of lines. Text that a spreadsheet would calculate gets a `'` in front."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow([quoted(name) for name in (*table.spec.rows, *table.spec.columns)] + list(COLUMNS))
    for line in lines(table):
        codes = (quoted(code) for code in line.codes.values())
        writer.writerow([*codes, *written(line.cell, table.policy.k)])
    return made.getvalue().encode()


def written(cell: Cell, k: int) -> tuple[str, ...]:
    """A cell as it stands under `COLUMNS`."""
    numbers = {"value": cell.value, "lower": cell.lower, "upper": cell.upper}
    told = {name: cell.state if number is None else str(number) for name, number in numbers.items()}
    told |= {"state": cell.state, "words": quoted(said(cell, k))}
    return tuple(told[name] for name in COLUMNS)


class UnknownColumns(DisclosureError):
    """A CSV file whose columns no version up to this one wrote."""


def read_csv(data: bytes) -> tuple[Line, ...]:
    """The lines of a CSV file of a table. Raises `DisclosureError`, which names lines by number."""
    try:
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error):
        raise DisclosureError("the file is no CSV in UTF-8") from None
    columns = _columns(rows[0] if rows else [])
    names = [plain(name) for name in rows[0][: -len(columns)]]
    return tuple(_line(names, columns, row, number) for number, row in enumerate(rows[1:], start=2))


def _columns(head: list[str]) -> tuple[str, ...]:
    """The last columns of a file, of whichever version."""
    for columns in sorted(COLUMNS_EVER, key=len, reverse=True):
        if len(head) > len(columns) and tuple(head[-len(columns) :]) == columns:
            return columns
    raise UnknownColumns(f"the last columns of a table are {', '.join(COLUMNS)}; is this the CSV of a release?")


def _line(names: list[str], columns: tuple[str, ...], row: list[str], number: int) -> Line:
    if len(row) != len(names) + len(columns):
        raise DisclosureError(f"line {number} has not as many columns as the header")
    told = dict(zip(columns, row[len(names) :], strict=True))
    state, numbers = told["state"], [told[name] for name in NUMBERS]
    if state not in STATES:
        raise DisclosureError(f"line {number}: an unknown state")
    if any(not (text == state or (text.isascii() and text.isdecimal() and len(text) < 19)) for text in numbers):
        raise DisclosureError(f"line {number}: a number is neither whole nor replaced by the state")
    codes = {name: plain(code) for name, code in zip(names, row, strict=False)}
    cell = _checked(state, [None if text == state else int(text) for text in numbers], f"line {number}")
    return Line(codes, cell)


def _checked(state: Any, numbers: list[Any], where: str) -> Cell:
    """A cell whose numbers fit its state and each other."""
    if state not in STATES or any(one is not None and (type(one) is not int or one < 0) for one in numbers):
        raise DisclosureError(f"{where}: an unknown state, or a number that is none")
    value, lower, upper = numbers
    if (state == "shown") != (value is not None):
        raise DisclosureError(f"{where}: a shown cell has a value, and no other has one")
    ordered = [one for one in (lower, value, upper) if one is not None]
    if ordered != sorted(ordered):
        raise DisclosureError(f"{where}: the limits do not hold the value")
    return Cell(state, value, lower, upper)


def quoted(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip("'").startswith(_FORMULA) else text


def plain(text: str) -> str:
    """What `quoted` was given."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(_FORMULA) else text


def to_json(table: Protected) -> bytes:
    """Canonical JSON: sorted keys, no spaces, UTF-8."""
    value = {
        "schema": SCHEMA,
        "classes": {
            "population": table.classes.population,
            "version": table.classes.version,
            "sha256": table.classes.sha256,
        },
        "spec": asdict(table.spec),
        "policy": asdict(table.policy) | {"rho": _text(table.policy.rho)},
        "rows": table.rows,
        "columns": table.columns,
        "cells": [{name: part for name, part in asdict(cell).items() if part is not None} for cell in table.cells],
        "error": asdict(table.error),
        "spent": [asdict(spend) | {"rho": _text(spend.rho), "sigma2": _text(spend.sigma2)} for spend in table.spent],
    }
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def from_json(data: bytes, classes: ClassSet) -> Protected:
    """The table that `to_json` wrote, of the same class set. Raises `DisclosureError`."""
    try:
        value = json.loads(data)
        if value["schema"] != SCHEMA:
            raise DisclosureError(f"the table is not {SCHEMA}; a newer version of Fanal may read it")
        if value["classes"]["sha256"] != classes.sha256:
            raise DisclosureError("the table was made with another class set")
        return _table(value, classes)
    except (ValueError, KeyError, TypeError, AttributeError, ZeroDivisionError, OverflowError, RecursionError) as error:
        if isinstance(error, DisclosureError):
            raise
        raise DisclosureError("the table is not whole: something is missing, or not what it should be") from None


def _table(value: Mapping[str, Any], classes: ClassSet) -> Protected:
    spec = _spec(value["spec"])
    where = layout(classes, spec)
    rows, columns = ([tuple(line) for line in value[name]] for name in ("rows", "columns"))
    if tuple(rows) != where.rows or tuple(columns) != where.columns or len(value["cells"]) != len(where.members):
        raise DisclosureError("the rows and columns of the table are not those that it says it has")
    cells = tuple(
        _checked(cell["state"], [cell.get(name) for name in NUMBERS], f"cell {at}")
        for at, cell in enumerate(value["cells"], start=1)
    )
    policy = Policy(**value["policy"] | {"rho": _fraction(value["policy"]["rho"])})
    error = ErrorTable(**value["error"] | {"example": _example(value["error"]["example"])})
    spent = tuple(
        Spend(**row | {"rho": _fraction(row["rho"]), "sigma2": _fraction(row["sigma2"])}) for row in value["spent"]
    )
    for name, number in (("k", policy.k), ("D", policy.D), ("base", policy.base), ("bound", spec.bound)):
        if type(number) is not int:
            raise DisclosureError(f"{name} is no whole number")
    measures: dict[str, Any] = {"V": policy.V, "standard error": error.standard_error, "level": error.level}
    for name, measure in measures.items():
        if not isinstance(measure, int | float) or not isfinite(measure):
            raise DisclosureError(f"{name} is no number")
    return Protected(spec, policy, classes, where.rows, where.columns, cells, error, spent)


def _spec(value: Mapping[str, Any]) -> TableSpec:
    limits = {name: tuple(codes) for name, codes in value["where"].items()}
    if not isinstance(value["title"], str) or any(type(cohort) is not int for cohort in value["cohorts"]):
        raise DisclosureError("a title is words, and cohorts are years")
    if type(value["totals"]) is not bool:
        raise DisclosureError("a table has totals or not")
    more = {"rows": tuple(value["rows"]), "columns": tuple(value["columns"]), "cohorts": tuple(value["cohorts"])}
    return TableSpec(**value | more | {"where": limits})  # type: ignore[operator]


def _example(value: list[int]) -> tuple[int, int, int]:
    shown, lower, upper = (int(one) for one in value)
    return shown, lower, upper


def _text(number: Fraction | None) -> str | None:
    return None if number is None else str(number)


def _fraction(text: str | None) -> Fraction | None:
    if text is None:
        return None
    above, _, below = text.partition("/")
    if len(text) > _MOST_DIGITS or not all(part.isascii() and part.isdecimal() for part in (above, below or "1")):
        raise DisclosureError("a fraction is not written as a/b")
    return Fraction(int(above), int(below or "1"))
