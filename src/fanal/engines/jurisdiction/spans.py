"""Days that are known between two ends, with the reasons why the ends differ; and years counted by the calendar.

A walk through the law of limitation is run for the earliest and for the latest end at once: every day in it is a
`Span`, and what makes its ends differ goes with it, so that a "not known" can name what would settle it.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import inf

EVER, NEVER = date.min, date.max
"""No day is known before which, and no day is known on which: the open ends of a span."""


@dataclass(frozen=True, slots=True)
class Span:
    """From `first` to `last`, both possible. `why` holds reasons of `values`; a single day needs and has none."""

    first: date
    last: date
    why: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("it ends before it begins")
        if self.first == self.last and self.why:
            object.__setattr__(self, "why", frozenset())

    @property
    def exact(self) -> bool:
        return self.first == self.last


def on(day: date) -> Span:
    return Span(day, day)


UNENDING = on(NEVER)


def hull(spans: Iterable[Span], *reasons: str) -> Span:
    """One of these, it is not known which for `reasons`. Where all are the same, these add nothing."""
    held = tuple(spans)
    if len(held) == 1:
        return held[0]
    why = frozenset[str]().union(*(span.why for span in held))
    if len({(span.first, span.last) for span in held}) > 1:
        why |= frozenset(reasons)
    return Span(min(span.first for span in held), max(span.last for span in held), why)


def latest(spans: Iterable[Span]) -> Span:
    """The latest of several days: what is surely before it adds no reason."""
    held = tuple(spans)
    if len(held) == 1:
        return held[0]
    first, last = max(span.first for span in held), max(span.last for span in held)
    return Span(first, last, frozenset[str]().union(*(span.why for span in held if span.last > first)))


def earliest(spans: Iterable[Span]) -> Span:
    held = tuple(spans)
    first, last = min(span.first for span in held), min(span.last for span in held)
    return Span(first, last, frozenset[str]().union(*(span.why for span in held if span.first < last)))


def shifted(day: date, days: int) -> date:
    """So many days later; the open ends stay open."""
    if day in {EVER, NEVER}:
        return day
    try:
        return day + timedelta(days)
    except OverflowError:
        return NEVER if days > 0 else EVER


def birthday(born: date, age: int, *, feb28: bool = False) -> date:
    """The day on which a person completes `age` years.

    Born on 29 February: 1 March of a year without that day, or 28 February where the state says so.
    """
    if born in {EVER, NEVER} or born.year + age > NEVER.year:
        return born if born == EVER else NEVER
    if (born.month, born.day) == (2, 29) and monthrange(born.year + age, 2)[1] == 28:
        return date(born.year + age, 2, 28) if feb28 else date(born.year + age, 3, 1)
    return born.replace(year=born.year + age)


def completed(born: date, day: date, *, feb28: bool = False) -> int:
    """Years completed on a day; below 0 where it lies before the birth."""
    years = day.year - born.year
    return years - (birthday(born, years, feb28=feb28) > day)


def born_by_age(low: int, high: int, day: Span, *, feb28: bool = False) -> tuple[date, date]:
    """Between which days a person was born who had completed `low` to `high` years on `day`."""
    youngest = _years_back(day.last, low)
    if feb28 and birthday(shifted(youngest, 1), low, feb28=True) == day.last:  # born on 29 February
        youngest = shifted(youngest, 1)
    return shifted(_years_back(day.first, high + 1), 1), youngest


def _years_back(day: date, years: int) -> date:
    if day in {EVER, NEVER} or day.year <= years:
        return NEVER if day == NEVER else EVER
    if (day.month, day.day) == (2, 29) and monthrange(day.year - years, 2)[1] == 28:
        return date(day.year - years, 2, 28)
    return day.replace(year=day.year - years)


def last_day(start: date, months: float) -> date:
    """The last day of a period of so many months that begins with `start`: the day before the one that corresponds.

    Where the month has no such day, its last day (as in German law, BGB section 188(2) and (3)): ten years from
    29 February 2004 end with 28 February 2014. Infinitely many months never end.
    """
    if months == inf or start == NEVER:
        return NEVER
    if start == EVER:
        return start
    year, month = divmod(start.year * 12 + start.month - 1 + int(months), 12)
    if year > NEVER.year:
        return NEVER
    if start.day > 28 and start.day > (days := monthrange(year, month + 1)[1]):
        return date(year, month + 1, days)
    return shifted(date(year, month + 1, start.day), -1)


def turns(first: date, last: date, months: float) -> Iterator[date]:
    """The days between two on which periods of so many months may end together that begin one after the other.

    In whole years only 29 February and 1 March do; in others the days at the ends of all months may.
    """
    for year in range(first.year, last.year + 1):
        for month in (2,) if months % 12 == 0 else range(1, 13):
            days = monthrange(year, month)[1]
            late = [date(year, month, day) for day in range(29, days + 1)]
            if late:
                yield from (day for day in (*late, shifted(late[-1], 1)) if first <= day <= last)
