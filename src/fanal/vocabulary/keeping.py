"""How long a record is kept: periods and their ends. Pure; which period holds is asked of `access.keeping`."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from fanal.vocabulary.dates import months_later

type Start = Literal["arrival", "closing", "acceptance", "case"]

COUNTDOWN = timedelta(days=30)
"""From how many days before the end the staff see the countdown."""


@dataclass(frozen=True, slots=True)
class Period:
    """So many calendar months and days from a start; from `case` it is kept as the case is."""

    start: Start
    months: int = 0
    days: int = 0

    def end(self, started: date) -> date:
        """The first day on which it is erased."""
        return months_later(started, self.months) + timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class Keep:
    """The class of a record, and its period."""

    retention_class: str
    period: Period


def days_left(erase_on: date, today: date) -> int | None:
    """Days until the end, where the staff see it: within thirty days. Zero once the day has come."""
    left = erase_on - today
    return max(left.days, 0) if left <= COUNTDOWN else None
