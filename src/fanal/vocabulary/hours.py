"""Published weekly opening hours in a time zone, and the working time that passes within them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)", re.ASCII)
_FULL_DAY = 24 * 60


class NeverOpen(ValueError):
    """A working time was asked of hours that have no opening at all."""


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours: for each day from Monday the spans (from, to) in minutes of local time, `to` ≤ 1440, excluded.

    Where clocks change: a span that begins or ends inside the skipped hour does so at the change; one that begins or
    ends inside the repeated hour takes the longer way. All instants must know their zone; results are in UTC.
    """

    zone: str
    week: tuple[tuple[tuple[int, int], ...], ...]

    def __post_init__(self) -> None:
        _zone(self.zone)
        if len(self.week) != len(DAYS):
            raise ValueError("a week has seven days")
        for spans in self.week:
            edges = [edge for span in spans for edge in span]
            if edges != sorted(set(edges)) or (edges and not 0 <= edges[0] < edges[-1] <= _FULL_DAY):
                raise ValueError("the spans of a day must be in order, apart from each other and within the day")

    @classmethod
    def always(cls, zone: str) -> "Hours":
        return cls(zone, (((0, _FULL_DAY),),) * len(DAYS))

    @classmethod
    def parse(cls, zone: str, week: Mapping[str, list[str]]) -> "Hours":
        """`{"mon": ["08:00-12:00", "13:00-20:00"], …}`; a day that is missing is closed. Raises ValueError."""
        if unknown := set(week) - set(DAYS):
            raise ValueError(f"not a day of the week: {', '.join(sorted(unknown))}")
        return cls(zone, tuple(tuple(_span(text) for text in week.get(day, ())) for day in DAYS))

    @property
    def is_always(self) -> bool:
        return all(spans == ((0, _FULL_DAY),) for spans in self.week)

    def local(self, at: datetime) -> datetime:
        """The same instant on the clock of the place."""
        return _aware(at).astimezone(_zone(self.zone))

    def is_open(self, at: datetime) -> bool:
        start, _ = next(self._periods(at), (None, None))
        return start == _aware(at)

    def next_open(self, at: datetime) -> datetime:
        """`at` itself while open, else the next opening; raises `NeverOpen`."""
        for start, _ in self._periods(at):
            return start
        raise NeverOpen("there are no opening hours")

    def add_working(self, start: datetime, span: timedelta) -> datetime:
        """The instant at which `span` of open time has passed since `start`; raises `NeverOpen`.

        Nothing to pass: the next opening. A span that is used up at closing time ends at closing time.
        """
        if span < timedelta(0):
            raise ValueError("a working time is never negative")
        left = span
        for opens, closes in self._periods(start):
            if opens + left <= closes:
                return opens + left
            left -= closes - opens
        raise NeverOpen("there are no opening hours")

    def working_between(self, start: datetime, end: datetime) -> timedelta:
        """How much open time lies between two instants; zero if `end` is not after `start`."""
        passed, end = timedelta(0), _aware(end)
        for opens, closes in self._periods(start):
            if opens >= end:
                break
            passed += min(closes, end) - opens
        return passed

    def _periods(self, since: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Open periods in order and apart, the first cut at `since`; endless unless never open."""
        if not any(self.week):
            return
        reached, zone = _aware(since), _zone(self.zone)
        day = self.local(since).date() - timedelta(days=1)
        while True:
            for first, last in self.week[day.weekday()]:
                opens, closes = _instant(day, first, zone, fold=0), _instant(day, last, zone, fold=1)
                opens = max(opens, reached)
                if closes > opens:
                    yield opens, closes
                    reached = closes
            day += timedelta(days=1)


def _aware(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("an instant must know its zone")
    return at.astimezone(UTC)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("no such time zone") from None


def _span(text: str) -> tuple[int, int]:
    found = _SPAN.fullmatch(text)
    if not found:
        raise ValueError("a span is written HH:MM-HH:MM")
    hours_from, minutes_from, hours_to, minutes_to = map(int, found.groups())
    return hours_from * 60 + minutes_from, hours_to * 60 + minutes_to


def _instant(day: date, minutes: int, zone: ZoneInfo, *, fold: int) -> datetime:
    """A local time as an instant; one that the clocks skip is the moment of the change."""
    naive = datetime.combine(day, time()) + timedelta(minutes=minutes)
    before, after = (naive.replace(fold=side, tzinfo=zone).astimezone(UTC) for side in (0, 1))
    if before <= after:  # an ordinary time, or one that comes twice
        return (before, after)[fold]
    low, high = after, before  # skipped: the offset changes somewhere between the two readings
    offset_before = low.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        middle = middle.replace(microsecond=0)
        low, high = (middle, high) if middle.astimezone(zone).utcoffset() == offset_before else (low, middle)
    return high
