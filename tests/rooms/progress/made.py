"""A series as somebody brings it: its map, its rows."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from fanal.progress.catalogue import catalogue
from fanal.progress.series import maps
from fanal.progress.series.checking import Reader
from fanal.progress.series.maps import Map
from fanal.progress.series.reports import Report
from tests.people import NOW

TODAY = NOW.date()
MAP = """schema: fanal.progress.map/1
indicator: V01
version: 1
territory: {column: country, codes: alpha2}
period: year
value: percent
unit: "%"
missing: [".."]
cells: {sex: sex}
all: [both]
suppressed: ["*"]
leave_out: [World]
source: {title: School survey, publisher: Bureau of numbers, address: "https://numbers.example/school", licence: CC BY 4.0, shared: true, read_on: 2026-11-20}
"""  # noqa: E501 - one line of a text
HEADING = ("country", "year", "percent", "sex")


def mapped(text: str = MAP, today: date = TODAY) -> Map:
    return maps.parse(text, catalogue.shipped(), today)


def rows(*lines: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Rows as `KH 2024 12.5 both`."""
    for number, line in enumerate(lines, start=2):
        yield number, dict(zip(HEADING, ("" if one == "-" else one for one in line.split()), strict=True))


def report(lines: Iterable[str], text: str = MAP, today: date = TODAY) -> Report:
    """What rows come to."""
    reading = Reader(mapped(text), today, demonstration=True)
    for _line in reading.lines(rows(*lines)):
        pass
    return reading.report


def table(*lines: str) -> str:
    return (
        "\n".join([",".join(HEADING), *(",".join("" if one == "-" else one for one in line.split()) for line in lines)])
        + "\n"
    )
