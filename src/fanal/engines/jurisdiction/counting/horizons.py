"""Days before which an act would be time-barred by now, or may be."""

from collections.abc import Callable
from datetime import date

from fanal.engines.jurisdiction.answer import Limit
from fanal.engines.jurisdiction.values import Truth
from fanal.vocabulary.dates import Interval


def horizons(days: Interval, as_of: date, limit: Callable[[Interval], Limit]) -> set[date]:
    """The first day that is not surely barred, and the first that is surely in time, if they lie inside.

    `limit`: of an act on some day of these. No law of limitation changes on them.
    """
    assert days.first is not None
    assert days.last is not None
    if not limit(days).value.is_unknown:
        return set()

    def on(day: date) -> Limit:
        return limit(Interval(day, day))

    first, last = on(days.first), on(days.last).value.truth
    found = set()
    for least, end in ((Truth.U, first.latest), (Truth.T, first.earliest)):
        if first.value.truth < least <= last:
            # An act as much later as the first is too early: where periods are whole years, to a day.
            near = days.first.toordinal() + (0 if end is None else (as_of - end).days)
            found.add(_first_day(days.first, days.last, near, least, lambda day: on(day).value.truth))
    return found


def _first_day(no: date, yes: date, near: int, least: Truth, truth: Callable[[date], Truth]) -> date:
    """The first day that is `least`: it is not so on `no`, is on `yes`, and ever since.

    The ordinal `near` and the days beside it are tried first, then halving.
    """
    first, last, tries = no.toordinal(), yes.toordinal(), [near + days for days in (2, 1, -2, -1, 0)]
    while last - first > 1:
        day = tries.pop() if tries else (first + last) // 2
        if not first < day < last:
            continue
        first, last = (first, day) if truth(date.fromordinal(day)) >= least else (day, last)
    return date.fromordinal(last)
