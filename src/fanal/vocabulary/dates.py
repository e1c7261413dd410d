"""Days that are known in part, and spans of days with open ends."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime

_FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A year, a month or a day: `2012`, `2012-05`, `2012-05-03`. Raises ValueError where no such day exists."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError("a day needs its month")
        date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        found = _FORM.fullmatch(text)
        if not found:
            raise ValueError("not YYYY, YYYY-MM or YYYY-MM-DD")
        year, month, day = (int(part) if part else None for part in found.groups())
        assert year is not None
        return cls(year, month, day)

    @property
    def earliest(self) -> date:
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    @property
    def interval(self) -> "Interval":
        return Interval(self.earliest, self.latest)

    def __str__(self) -> str:
        parts = (f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part is not None))
        return "-".join(parts)


@dataclass(frozen=True, slots=True)
class Interval:
    """Days from `first` to `last`, both included; None is open. Raises ValueError if it ends before it begins."""

    first: date | None = None
    last: date | None = None

    def __post_init__(self) -> None:
        if self.first and self.last and self.last < self.first:
            raise ValueError("it ends before it begins")

    def __contains__(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def common(self, other: "Interval") -> "Interval | None":
        """The days that lie in both, None if there are none."""
        first = max((day for day in (self.first, other.first) if day), default=None)
        last = min((day for day in (self.last, other.last) if day), default=None)
        return None if first and last and last < first else Interval(first, last)

    def overlaps(self, other: "Interval") -> bool:
        return self.common(other) is not None


def checked_day(value: object, name: str) -> None:
    """Refuse what is no `date`, a text or an instant among them, in words. Raises `TypeError`."""
    if not isinstance(value, date) or isinstance(value, datetime):
        raise TypeError(f"{name} takes a day, such as date(2026, 11, 25); it was given {value!r}")


def months_later(day: date, months: int) -> date:
    """The same day so many calendar months later; the last day of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
