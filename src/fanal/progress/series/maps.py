"""Which column of a table is what: a map is a text, and is read strictly. Pure.

schema: fanal.progress.map/1
indicator: V01
version: 1
territory: {column: country, codes: alpha2}
period: year
value: percent
unit: "%"
missing: ["", ".."]
cells: {sex: sex}
source: {title: …, publisher: …, address: …, licence: …, shared: true, read_on: 2026-11-30}
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final
from urllib.parse import urlsplit

from fanal.progress.catalogue.catalogue import Catalogue
from fanal.progress.catalogue.model import Collection, Formula, Indicator
from fanal.vocabulary.files import Checker, parse_yaml

SCHEMA: Final = "fanal.progress.map/1"
_MUST: Final = ("schema", "indicator", "version", "territory", "period", "value", "unit", "missing", "source")
_MAY: Final = ("lower", "upper", "n", "place", "cells", "all", "suppressed", "leave_out")
_SOURCE: Final = ("title", "publisher", "licence", "shared", "read_on")
_TAKEN: Final = frozenset(
    {
        Collection.IMPORT, Collection.SYSTEM_IMPORT, Collection.ANNUAL_REPORT, Collection.PROGRAMME,
        Collection.MEDIA_SAMPLE, Collection.LOG,
    }
)  # fmt: skip
"""What comes as a series. What members know comes as a release, the law and this installation are counted here."""
_CONTEXT_ONLY: Final = ("slavery index", "out of the shadows", "tip report", "trafficking in persons report")
"""Indices of others are linked to, and never stand beside estimates as if they were some."""


class Codes(StrEnum):
    """In which list of ISO 3166-1 territories are written."""

    ALPHA2 = "alpha2"
    ALPHA3 = "alpha3"
    NUMERIC = "numeric"


@dataclass(frozen=True, slots=True)
class Map:
    """How a table is read. `missing`, `suppressed`: what a cell without a value says; `every`: what a cell column says
    of all together; `leave_out`: territories whose rows are no country's."""

    indicator: Indicator
    formula: Formula
    territory: str
    codes: Codes
    period: str
    value: str
    unit: str
    missing: frozenset[str]
    lower: str
    upper: str
    n: str
    place: str
    cells: Mapping[str, str]
    every: frozenset[str]
    suppressed: frozenset[str]
    leave_out: frozenset[str]
    title: str
    publisher: str
    address: str
    licence: str
    shared: bool
    read_on: date

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that a table must have."""
        named = (self.territory, self.period, self.value, self.lower, self.upper, self.n, self.place)
        return tuple(dict.fromkeys(one for one in (*named, *self.cells.values()) if one))


def parse(text: str, known: Catalogue, today: date, file: str = "map") -> Map:
    """The map of a text. Raises `Defective` with all that is wrong."""
    check = Checker(file)
    values = check.keys(parse_yaml(text, file), "", _MUST, _MAY)
    if values.get("schema") != SCHEMA:
        check.wrong("schema", f"must be {SCHEMA}")
    code = check.one_of(values.get("indicator"), "indicator", known.indicators)
    version = check.number(values.get("version"), "version", 1, 999)
    territory = check.keys(values.get("territory"), "territory", ("column", "codes"))
    source = check.keys(values.get("source"), "source", _SOURCE, ("address",))
    formula = known.version(code, version) if code else None
    if code and formula is None:
        check.wrong("version", f"{code} has no such version")
    row = known.indicators.get(code)
    if row is not None:
        _may_come(row, values, check)
    made: dict[str, Any] = {
        "territory": check.text(territory.get("column"), "territory.column"),
        "codes": check.one_of(territory.get("codes"), "territory.codes", Codes),
        **{name: check.text(values.get(name), name) for name in ("period", "value", "unit")},
        **{name: check.text(values.get(name, ""), name, empty=True) for name in ("lower", "upper", "n", "place")},
        **{name: _words(values.get(name, []), name, check) for name in ("missing", "suppressed", "leave_out")},
        "every": _words(values.get("all", []), "all", check),
        "cells": _cells(values.get("cells", {}), check),
        **_origin(source, today, check),
    }
    check.done()
    assert row is not None
    assert formula is not None
    made["codes"] = Codes(made["codes"])
    return Map(indicator=row, formula=formula, **made)


def _may_come(row: Indicator, values: Mapping[str, Any], check: Checker) -> None:
    if row.collection is Collection.MEMBER_RELEASE:
        check.wrong("indicator", f"{row.id} comes as a signed release, and in no other way")
    elif row.collection not in _TAKEN:
        check.wrong("indicator", f"{row.id} is counted or assessed here; no series of it is read")
    if isinstance(values.get("unit"), str) and values["unit"] not in row.units:
        check.wrong("unit", f"the unit of {row.id} is {' or '.join(row.units)}")


def _origin(source: Mapping[str, Any], today: date, check: Checker) -> dict[str, Any]:
    found: dict[str, Any] = {name: check.text(source.get(name), f"source.{name}") for name in _SOURCE[:3]}
    found["address"] = check.text(source.get("address", ""), "source.address", empty=True)
    found["shared"] = check.truth_value(source.get("shared"), "source.shared")
    found["read_on"] = check.day(source.get("read_on"), "source.read_on")
    for name, most in (("title", 200), ("publisher", 200), ("licence", 200), ("address", 500)):
        if len(found[name]) > most:
            check.wrong(f"source.{name}", f"at most {most} characters")
    if found["address"] and urlsplit(found["address"]).scheme not in {"http", "https"}:
        check.wrong("source.address", "an address on the web is expected")
    if not found["address"] and not found["shared"]:
        check.wrong("source.address", "what may not be handed on is shown with a link to where it stands")
    if found["read_on"] and found["read_on"] > today:
        check.wrong("source.read_on", "nobody read it yet on that day")
    said = f"{found['title']} {found['publisher']}".casefold()
    if any(one in said for one in _CONTEXT_ONLY):
        check.wrong("source.title", "indices of others are context, and are linked to; no value of them stands here")
    return found


def _words(value: Any, key: str, check: Checker) -> frozenset[str]:
    return frozenset(check.text(one, f"{key}[{at}]", empty=True) for at, one in enumerate(check.items(value, key)))


def _cells(value: Any, check: Checker) -> Mapping[str, str]:
    if not isinstance(value, dict):
        check.wrong("cells", "a group of keys is expected")
        return {}
    for name in value:
        if not name.isidentifier():
            check.wrong(f"cells.{name}", "letters, digits and _ alone")
    return {name: check.text(column, f"cells.{name}") for name, column in value.items()}
