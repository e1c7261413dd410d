"""A table in the shape of HTCDS or CTDC becomes class codes, row by row. Nothing else of it is kept, or told."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from fanal.engines.disclosure.contracts import MISSING, ClassSet
from fanal.research.records.mapping import Column, Shape, row_of
from fanal.web.api import digits, tables

_ORDER = ("no", "yes")


@dataclass(slots=True)
class Coded:
    """What a table came to: rows of code numbers for each year, one byte a variable, and counts of what is not kept."""

    rows: dict[int, bytearray] = field(default_factory=dict, repr=False)
    others: int = 0
    opted_out: int = 0

    @classmethod
    def opened(cls, kept: bytes) -> "Coded":
        """What waited to be taken in."""
        told = json.loads(kept)
        rows = {int(year): bytearray(b64decode(codes)) for year, codes in told["rows"].items()}
        return cls(rows, told["others"], told["opted_out"])

    def text(self) -> bytes:
        """To wait, sealed; empty where no row could be used."""
        if not self.rows:
            return b""
        rows = {str(year): b64encode(codes).decode() for year, codes in sorted(self.rows.items())}
        return json.dumps({"rows": rows, "others": self.others, "opted_out": self.opted_out}).encode()


def kind(shape: Shape, classes: ClassSet) -> tables.Kind:
    """What is taken of a table in this shape."""
    columns = [tables.Column(one.name, _parser(one, shape)) for one in shape.columns]
    known = {one.name for one in columns}
    columns.append(tables.Column(shape.cohort, tables.day, required=True))
    columns += [
        tables.Column(one.age_on, tables.day)
        for one in shape.columns
        if one.age_on and one.age_on not in known | {shape.cohort}
    ]
    if shape.consent:
        columns.append(tables.Column(shape.consent[0]))
    left_out = shape.left_out or {}
    return tables.Kind(
        name=f"research.{shape.name}",
        columns=tuple(columns),
        reading=partial(Coding, shape, classes),
        left_out=lambda heading: left_out.get(heading, ""),
    )


def _parser(column: Column, shape: Shape) -> Callable[[str], Any]:
    if column.several is not None:
        return partial(_several, column.several, shape.split)
    if column.age_on:
        return tables.day
    if column.bands:
        return lambda cell: _banded(column, tables.whole(cell))
    return partial(_one, column.values or {})


def _one(values: Mapping[str, str], cell: str) -> str:
    if cell not in values:
        raise tables.unknown(values)
    return values[cell]


def _several(several: Mapping[str, tuple[str, ...]], split: str, cell: str) -> list[tuple[str, str]]:
    told = [part.strip() for part in cell.split(split) if part.strip()]
    if not set(told) <= set(several):
        raise tables.unknown(several)
    yes = {name for one in told for name in several[one]}
    return [(name, "yes" if name in yes else "no") for name in sorted({n for names in several.values() for n in names})]


def _banded(column: Column, number: int) -> str:
    for band in column.bands:
        if band.holds(number):
            return band.code
    raise tables.Wrong(_("This column has a number that cannot be."), column.name)


class Coding:
    """The rows of one table as they become codes."""

    def __init__(self, shape: Shape, classes: ClassSet) -> None:
        self._shape, self._classes, self._coded = shape, classes, Coded()

    def take(self, rows: Sequence[tables.Row]) -> None:
        """Who refused to be counted is left out before anything else of the row is read."""
        (row,) = rows
        if self._shape.consent and self._refuses(row, *self._shape.consent):
            self._coded.opted_out += 1
            return
        values = row.values()
        codes = self._codes(values)
        if not any(codes.get(name, MISSING) in wanted for name, wanted in (self._shape.child or {}).items()):
            self._coded.others += 1
            return
        cohort = values[self._shape.cohort].year
        self._coded.rows.setdefault(cohort, bytearray()).extend(row_of(self._classes, codes))

    def _refuses(self, row: tables.Row, column: str, refused: frozenset[str]) -> bool:
        return (row.value(column) or "").lower() in refused

    def _codes(self, values: Mapping[str, Any]) -> dict[str, str]:
        """Where two columns speak of one yes/no variable, yes wins over no, and no over missing."""
        found: dict[str, str] = {}
        for column in self._shape.columns:
            for variable, one in _of_column(column, values):
                before = found.get(variable, MISSING)
                if before == MISSING or (before in _ORDER and one == "yes"):
                    found[variable] = one
        return found

    def facts(self) -> list[tuple[str, str]]:
        """Counts, and the rows of each year."""
        coded, width = self._coded, len(self._classes.variables)
        rows = {year: len(codes) // width for year, codes in sorted(coded.rows.items())}
        return [
            (_("Rows that can be read in"), digits(sum(rows.values()))),
            (_("Rows that are about no child"), digits(coded.others)),
            (_("Children left out at their wish"), digits(coded.opted_out)),
            *((_("Of %(year)s") % {"year": year}, digits(count)) for year, count in rows.items()),
        ]

    def kept(self) -> bytes:
        """The codes, to wait."""
        return self._coded.text()


def _of_column(column: Column, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    value = values.get(column.name)
    if value is None:
        return
    if column.several is not None:
        yield from value
    elif column.age_on:
        then = values.get(column.age_on)
        if then is None:
            raise tables.Wrong(_("This column should have a day or a year, such as 2024-05-31."), column.age_on)
        yield column.variable, _banded(column, _age(value, then))
    else:
        yield column.variable, value


def _age(born: date, then: date) -> int:
    return then.year - born.year - ((then.month, then.day) < (born.month, born.day))
