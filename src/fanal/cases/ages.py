"""What a date of birth says of an age, however much of it is known: "2012", "2012-05" or "2012-05-03". Pure."""

from datetime import date, datetime

from fanal.cases.ground import ADULT
from fanal.vocabulary.dates import PartialDate


def born(birth: str | None) -> PartialDate | None:
    """None where nothing is known, and of what is no day."""
    try:
        return PartialDate.parse(birth or "")
    except ValueError:
        return None


def ages(birth: str | None, on: date) -> tuple[int, int] | None:
    """The least and the greatest age on a day; None where nothing is known."""
    day = born(birth)
    return (_years(day.latest, on), _years(day.earliest, on)) if day else None


def is_child(birth: str | None, now: datetime) -> bool:
    """Whether somebody is surely under 18 today; nothing says nothing."""
    can_be = ages(birth, now.date())
    return can_be is not None and can_be[1] < ADULT


def _years(birth: date, on: date) -> int:
    return max(0, on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day)))
