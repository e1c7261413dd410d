"""A value as it lies in a table, and how values are put in order, in periods, beside one another. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final

WORLD: Final = "001"
"""What is of no one country: UN M49 has it so."""
_PERIOD: Final = re.compile(r"(?:19|20)[0-9]{2}(?:-(?:0[1-9]|1[0-2])|/(?:19|20)[0-9]{2})?")
_PARTING: Final = frozenset(";=|")
"""They part what a group is made of, and what is hashed of a row."""
_STEP: Final = Decimal("0.0001")
MOST: Final = Decimal(10) ** 11
"""Values are below this, with four digits behind the point: fifteen digits are exact in any database."""


class Kind(StrEnum):
    """What a row says."""

    VALUE = "value"
    SUPPRESSED = "suppressed"
    """It is known, and not told: too few."""
    NO_DATA = "no_data"
    """Somebody looked, and no source answers."""
    NOT_ASSESSED = "not_assessed"
    """Nobody looked."""


class Origin(StrEnum):
    IMPORTED = "imported"
    COUNTED = "counted"
    RELEASE = "release"


class State(StrEnum):
    DESCRIBED = "described"
    """Its map is here, its table not yet."""
    READ = "read"
    """It was read in by a command: nobody said yet that they looked at it."""
    PROPOSED = "proposed"
    KNOWN = "known"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Line:
    """One value, each number as text with four digits behind the point."""

    territory: str
    period: str
    kind: str = Kind.VALUE
    value: str | None = None
    lower: str | None = None
    upper: str | None = None
    n: int | None = None
    cell: str = ""
    place: str = ""

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What it is of."""
        return self.territory, self.place, self.period, self.cell

    @property
    def said(self) -> tuple[str, str | None, str | None, str | None, int | None]:
        """What it says of it."""
        return self.kind, self.value, self.lower, self.upper, self.n


def number(value: float | Decimal | None) -> str | None:
    """A number as it is kept; nothing stays nothing. Raises ValueError where it is none that can be kept."""
    if value is None:
        return None
    found = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    if not found.is_finite() or abs(found) >= MOST:
        raise ValueError("no number that can be kept")
    rounded = found.quantize(_STEP, ROUND_HALF_EVEN)
    return str(rounded if rounded else abs(rounded))


def is_period(text: str) -> bool:
    """A year, a month, or two years that follow one another: 2024, 2024-05, 2023/2024."""
    if not _PERIOD.fullmatch(text):
        return False
    return "/" not in text or int(text[5:]) > int(text[:4])


def ends(period: str) -> str:
    """The year or month in which a period ends, to be compared with another of the kind."""
    return period[-4:] if "/" in period else period


def is_code(text: str) -> bool:
    """Whether a text can be a part of a group: nothing in it parts groups, fields or lines."""
    return len(text.splitlines()) <= 1 and _PARTING.isdisjoint(text)


def cell_of(fields: Mapping[str, str]) -> str:
    """A group by the fields that divide it, in one order."""
    return ";".join(f"{name}={fields[name]}" for name in sorted(fields))


class Digests:
    """The hash of each territory's rows as they are written, and of all."""

    def __init__(self) -> None:
        self._parts: dict[str, Any] = {}

    def take(self, line: Line) -> None:
        """The next row of its territory."""
        part = self._parts.get(line.territory)
        if part is None:
            part = self._parts[line.territory] = sha256()
        said = "|".join("" if one is None else str(one) for one in (line.place, line.period, line.cell, *line.said))
        part.update(said.encode() + b"\n")

    def parts(self) -> dict[str, str]:
        """By territory, in order."""
        return {one: self._parts[one].hexdigest() for one in sorted(self._parts)}

    def whole(self) -> str:
        """Of everything."""
        return sha256("\n".join(f"{one}={mark}" for one, mark in self.parts().items()).encode()).hexdigest()


def digests(lines: Iterable[Line]) -> Digests:
    """Those of rows in the order in which they lie."""
    found = Digests()
    for line in lines:
        found.take(line)
    return found


@dataclass(frozen=True, slots=True)
class Point:
    """One place on a chart. `value` None is a gap: no line goes through it. `breaks`: another version begins here, and
    no line leads to it."""

    period: str
    version: int
    value: float | None
    lower: float | None
    upper: float | None
    breaks: bool


def points(rows: Sequence[tuple[str, int, float | None, float | None, float | None]]) -> Iterator[Point]:
    """Rows of period, version, value and limits as a chart has them: in order, with a gap for each year or month that
    is missing between two, and a break where another version begins."""
    before: tuple[str, int] | None = None
    for period, version, value, lower, upper in sorted(rows, key=lambda row: (ends(row[0]), row[1])):
        if before is not None:
            for missing in _between(ends(before[0]), ends(period)):
                yield Point(missing, before[1], None, None, None, breaks=False)
        yield Point(period, version, value, lower, upper, breaks=before is not None and before[1] != version)
        before = period, version


def _between(first: str, last: str) -> Iterator[str]:
    """The periods between two: months between months, else years."""
    if "-" not in first or "-" not in last:
        yield from map(str, range(int(first[:4]) + 1, int(last[:4])))
        return
    for month in range(_month(first) + 1, _month(last)):
        yield f"{month // 12}-{month % 12 + 1:02}"


def _month(period: str) -> int:
    return int(period[:4]) * 12 + int(period[5:]) - 1


def runs(found: Iterable[Point]) -> list[list[Point]]:
    """The lines of a chart: points that follow one another without gap and break."""
    lines: list[list[Point]] = []
    now: list[Point] = []
    for one in found:
        if one.value is None or one.breaks:
            lines += [now] if now else []
            now = []
        if one.value is not None:
            now.append(one)
    return lines + ([now] if now else [])
