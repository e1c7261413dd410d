"""What a date of birth says of an age, however much of it is known. Pure."""

from datetime import date, datetime

from fanal.cases.ground import ADULT


def is_child(birth: str | None, now: datetime) -> bool:
    """Whether somebody is surely under 18 today. `birth`: "2012", "2012-05" or "2012-05-03"; nothing says nothing."""
    parts = [int(part) for part in (birth or "").split("-") if part.isdecimal()]
    if not parts:
        return False
    year, month, day = (*parts, *(1, 1)[len(parts) - 1 :])
    today: date = now.date()
    return today.year - year - ((today.month, today.day) < (month, day)) < ADULT
