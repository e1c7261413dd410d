"""Every row of a series put to its map: what can be kept, and why the rest cannot. Pure.

Rows come one after another and none is kept here. A row that is wrong is named by its number and column; what stands in
it is not repeated.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from math import sqrt
from typing import Final

from fanal.progress.observations.values import Kind, Line, cell_of, ends, is_code, is_period, number
from fanal.progress.series.maps import Codes, Map
from fanal.progress.series.reports import MOST_TOLD, Report
from fanal.vocabulary import context
from fanal.vocabulary.countries import countries
from fanal.vocabulary.words import gettext_noop as _

_LONGEST_CELL, _LONGEST_PLACE = 160, 40
_MOST_N: Final = 2**31 - 1
_LONGEST_N: Final = len(str(_MOST_N))
_GONE: Final = frozenset({
    "SU", "YU", "CS", "DD", "AN", "TP", "ZR", "BU", "FX", "NT", "SUN",
    "YUG", "SCG", "CSK", "DDR", "ANT", "TMP", "ZAR", "BUR", "FXX", "NTZ",
    "200", "810", "890", "891", "278", "530", "536",
})  # fmt: skip
"""States that are no more: what was measured of them is of none of today's."""
_KOSOVO: Final = frozenset(["XK", "XKX", "XKS", "KOS", "KV", "RKS", "KSV"])
_FAR, _HALF, _HISTORY = 3, Decimal("0.5"), 3
_SLACK: Final = Decimal("0.05")
"""So far beside its groups a whole may lie: published percentages are rounded."""

# ruff: disable[E501]
GONE = _(
    "This is the code of a state that is no more: its values are of none of today's. Leave the row out, or list the code under leave_out."
)
KOSOVO = _(
    "Kosovo has no code of ISO 3166-1, and sources write it in many ways. List the code that stands here under leave_out."
)
LOWER = _(
    "Codes of territories are written in capitals. Small letters are those of other lists: bg is Bangladesh in one and Bulgaria in another."
)
FIPS = _(
    "This code is of a list that is no ISO list (FIPS, as in the World Factbook), where CH is China. Change the codes of the whole table."
)
TERRITORY = _("This is no code of the list that the map names. A region or a total is listed under leave_out.")
PERIOD = _("A year, a month or two years is expected: 2024, 2024-05, 2023/2024.")
FUTURE = _("This period has not begun.")
BLANK = _("This cell is empty, and the map does not say that an empty cell is missing.")
NO_NUMBER = _("This is no number, and no sign for a missing value that the map names. Numbers have a point: 12.5.")
ZERO = _(
    "This series has no zeros: tables of others write 0 where a value is missing. Write what is missing as the map says."
)
PERCENT = _("A percentage is expected, from 0 to 100.")
SHARE = _("A share is expected, from 0 to 1.")
NEGATIVE = _("A number below 0 cannot be.")
LARGE = _("This number is too large to be kept.")
BOUNDS = _("The value lies outside of its own interval.")
WHOLE = _("A whole number is expected.")
TWICE = _("A row above says something of the same territory, period and group.")
SUBGROUPS = _(
    "The whole of this territory and period lies outside of what its groups allow: they cannot average to it."
)
LONG = _("This text is too long to be a code.")
NO_CODE = _("This is no code: it has one line, and none of these signs: ; = |")
EMPTY_CELL = _("This group has no name. What is of all together has a word that the map names under all.")
# ruff: enable[E501]


class Wrong(ValueError):
    """A row that cannot be kept. `column`: of the table; `words` in English, to be translated by whoever shows them."""

    def __init__(self, words: str, column: str = "") -> None:
        super().__init__(words)
        self.words, self.column = words, column


type Key = tuple[str, str, str, str]


@dataclass(slots=True)
class _Past:
    """What was known of one territory and group over its periods."""

    count: int = 0
    mean: float = 0.0
    spread: float = 0.0

    def take(self, value: float) -> None:
        self.count += 1
        step = value - self.mean
        self.mean += step / self.count
        self.spread += step * (value - self.mean)

    def is_far(self, value: float) -> bool:
        if self.count < _HISTORY:
            return False
        deviation = sqrt(self.spread / (self.count - 1))
        return abs(value - self.mean) > _FAR * deviation and abs(value - self.mean) > float(_SLACK)


class History:
    """What is known of a series before a new reading of it."""

    def __init__(self, lines: Iterable[Line] = ()) -> None:
        self.values: dict[Key, Decimal] = {}
        self._past: dict[tuple[str, str, str], _Past] = {}
        self.territories: set[str] = set()
        for one in lines:
            self.territories.add(one.territory)
            if one.value is not None:
                self.values[one.key] = Decimal(one.value)
                past = self._past.setdefault((one.territory, one.place, one.cell), _Past())
                past.take(float(one.value))

    def is_odd(self, one: Line) -> bool:
        """Whether a value is more than half away from what was known of the same, or far from all of its past."""
        if one.value is None or not self.values:
            return False
        value, before = Decimal(one.value), self.values.get(one.key)
        if before is not None:
            return abs(value - before) > _HALF * abs(before)
        past = self._past.get((one.territory, one.place, one.cell))
        return past is not None and past.is_far(float(value))


@dataclass(slots=True)
class _Groups:
    """Of one territory and period the whole, and by dividing field how far its groups reach."""

    row: int = 0
    whole: Decimal | None = None
    reach: dict[str, tuple[Decimal, Decimal]] = field(default_factory=dict)

    def take(self, names: tuple[str, ...], value: Decimal, row: int) -> None:
        if not names:
            self.whole, self.row = value, row
        elif len(names) == 1:
            low, high = self.reach.get(names[0], (value, value))
            self.reach[names[0]] = min(low, value), max(high, value)

    @property
    def fits(self) -> bool:
        if self.whole is None:
            return True
        return all(low - _SLACK <= self.whole <= high + _SLACK for low, high in self.reach.values())


class Reader:
    """Reads the rows of one table, one after another. `report` grows with them."""

    def __init__(self, found: Map, today: date, history: History | None = None, *, demonstration: bool = False) -> None:
        self.map, self.today = found, today
        self.history = history or History()
        self.report = Report()
        self._seen: set[int] = set()
        self._groups: dict[tuple[str, str, str], _Groups] = {}
        self._territories: set[str] = set()
        self._codes = _codes(found.codes, demonstration)
        self._known: dict[str, str] = {}

    def lines(self, rows: Iterable[tuple[int, Mapping[str, str]]]) -> Iterator[Line]:
        """The values of rows that can be kept, until one cannot: from then on rows are looked at alone."""
        for row, cells in rows:
            made = self.row(row, cells)
            if made is not None and not self.report.refused:
                yield made
        self.end()

    def row(self, row: int, cells: Mapping[str, str]) -> Line | None:
        """One row; None where it is left out or refused, of which the report tells."""
        try:
            return self.accept(row, cells)
        except Wrong as wrong:
            self.report.refuse(row, wrong.column, wrong.words)
            return None

    def accept(self, row: int, cells: Mapping[str, str]) -> Line | None:
        """One row beside those before it; None where it is left out. Raises `Wrong`."""
        self.report.rows += 1
        made = self.line(cells)
        if made is None:
            self.report.left_out += 1
        else:
            self._take(row, made)
        return made

    def line(self, cells: Mapping[str, str]) -> Line | None:
        """The value of a row by itself; None of a territory that is left out. Raises `Wrong`."""
        of = self.map
        territory = self._territory(cells[of.territory])
        if not territory:
            return None
        period, place = self._period(cells[of.period]), cells[of.place] if of.place else ""
        if len(place) > _LONGEST_PLACE:
            raise Wrong(LONG, of.place)
        _need_code(place, of.place)
        cell = self._cell(cells)
        kind, value = self._value(cells[of.value])
        if kind is not Kind.VALUE:
            return Line(territory, period, kind, cell=cell, place=place)
        assert value is not None
        lower, upper = (self._limit(cells, name) for name in (of.lower, of.upper))
        if (lower is not None and lower > value) or (upper is not None and upper < value):
            raise Wrong(BOUNDS, of.value)
        return Line(
            territory, period, kind, number(value), number(lower), number(upper), self._n(cells), cell, place
        )  # fmt: skip

    def end(self) -> None:
        """What is told of all rows together."""
        report = self.report
        report.territories = len(self._territories)
        report.absent = sorted(self.history.territories - self._territories)
        for one in self._groups.values():
            if not one.fits:
                report.refuse(one.row, self.map.value, SUBGROUPS)

    def _take(self, row: int, made: Line) -> None:
        mark = hash(made.key)
        if mark in self._seen:
            raise Wrong(TWICE)
        self._seen.add(mark)
        self._territories.add(made.territory)
        report = self.report
        report.taken += 1
        report.missing += made.kind == Kind.NO_DATA
        report.suppressed += made.kind == Kind.SUPPRESSED
        self._tell(made)
        if self.map.cells and self.map.unit == "%" and made.value is not None:
            names = tuple(one.partition("=")[0] for one in made.cell.split(";")) if made.cell else ()
            groups = self._groups.setdefault((made.territory, made.place, made.period), _Groups())
            groups.take(names, Decimal(made.value), row)

    def _tell(self, made: Line) -> None:
        """What whoever decides is told of a value: that it is odd, what was known before, that it is 0."""
        report, where = self.report, " ".join(filter(None, (made.territory, made.period, made.cell)))
        before, is_open = self.history.values.get(made.key), self.map.indicator.is_open and not made.place
        if self.history.is_odd(made):
            report.changed_count += 1
            if len(report.changed) < MOST_TOLD and where not in report.changed:
                report.changed.append(where)
        if made.value is not None and not Decimal(made.value):
            report.zeros_count += 1
            if is_open and len(report.zeros) < MOST_TOLD:
                report.zeros.append(where)
        if before is not None and (made.value is None or Decimal(made.value) != before):
            report.revised_count += 1
            if is_open and len(report.revised) < MOST_TOLD:
                report.revised.append((where, str(before), made.value or made.kind))

    # ---- cell by cell ----

    def _territory(self, text: str) -> str:
        """The code of a country, empty where it is left out."""
        found = self._known.get(text)
        if found is None:
            found = self._known[text] = "" if text in self.map.leave_out else self._country(text)
        return found

    def _country(self, text: str) -> str:
        column = self.map.territory
        if text in _KOSOVO:
            raise Wrong(KOSOVO, column)
        if text in _GONE:
            raise Wrong(GONE, column)
        if found := self._codes.get(text):
            return found
        if text.upper() in self._codes:
            raise Wrong(LOWER, column)
        raise Wrong(FIPS if self.map.codes is Codes.ALPHA2 and text.upper() in fips_alone() else TERRITORY, column)

    def _period(self, text: str) -> str:
        if not is_period(text):
            raise Wrong(PERIOD, self.map.period)
        first = text[:4] if "/" in text else text
        if first > f"{self.today:%Y-%m}"[: len(first)] or ends(text)[:4] > str(self.today.year):
            raise Wrong(FUTURE, self.map.period)
        return text

    def _cell(self, cells: Mapping[str, str]) -> str:
        fields: dict[str, str] = {}
        for name, column in self.map.cells.items():
            text = cells[column]
            if text in self.map.every:
                continue
            if not text:
                raise Wrong(EMPTY_CELL, column)
            _need_code(text, column)
            fields[name] = text
        made = cell_of(fields)
        if len(made) > _LONGEST_CELL:
            raise Wrong(LONG, next(iter(self.map.cells.values())))
        return made

    def _value(self, text: str) -> tuple[Kind, Decimal | None]:
        if text in self.map.suppressed:
            return Kind.SUPPRESSED, None
        if text in self.map.missing:
            return Kind.NO_DATA, None
        if not text:
            raise Wrong(BLANK, self.map.value)
        return Kind.VALUE, self._number(text, self.map.value, strict=True)

    def _number(self, text: str, column: str, *, strict: bool = False) -> Decimal:
        try:
            value = Decimal(text)
        except InvalidOperation:
            raise Wrong(NO_NUMBER, column) from None
        if not value.is_finite() or not text.isascii() or "_" in text:
            raise Wrong(NO_NUMBER, column)
        try:
            number(value)
        except (ValueError, ArithmeticError):
            raise Wrong(LARGE, column) from None
        if strict and value == 0 and self.map.formula.positive:
            raise Wrong(ZERO, column)
        self._in_range(value, column)
        return value

    def _in_range(self, value: Decimal, column: str) -> None:
        unit = self.map.unit
        if unit == "%" and not 0 <= value <= 100:
            raise Wrong(PERCENT, column)
        if unit == "0-1" and not 0 <= value <= 1:
            raise Wrong(SHARE, column)
        if unit in {"n", "days"} and value < 0:
            raise Wrong(NEGATIVE, column)

    def _limit(self, cells: Mapping[str, str], column: str) -> Decimal | None:
        text = cells[column] if column else ""
        return self._number(text, column) if text and text not in self.map.missing else None

    def _n(self, cells: Mapping[str, str]) -> int | None:
        text = cells[self.map.n] if self.map.n else ""
        if not text or text in self.map.missing:
            return None
        if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST_N and int(text) <= _MOST_N):
            raise Wrong(WHOLE, self.map.n)
        return int(text)


def _need_code(text: str, column: str) -> None:
    if not is_code(text):
        raise Wrong(NO_CODE, column)


@cache
def _codes(codes: Codes, demonstration: bool) -> Mapping[str, str]:
    """By its code in a list, each country; the fictional ones only where there is a demonstration."""
    every = countries(demonstration=demonstration)
    match codes:
        case Codes.ALPHA2:
            return {one.alpha2: one.alpha2 for one in every}
        case Codes.ALPHA3:
            return {one.alpha3: one.alpha2 for one in every}
    return {one.numeric: one.alpha2 for one in every if one.numeric}


@cache
def fips_alone() -> frozenset[str]:
    """Codes of the World Factbook that are none of ISO 3166-1: one of them gives a whole table away."""
    ours = _codes(Codes.ALPHA2, False)
    return frozenset(one.key.upper() for one in context.territories()) - ours.keys()
