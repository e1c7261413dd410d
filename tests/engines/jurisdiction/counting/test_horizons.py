"""Days before which an act would be time-barred are found as if each day were asked, and few are."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanal.engines.jurisdiction.answer import Limit, Node
from fanal.engines.jurisdiction.counting.horizons import horizons
from fanal.engines.jurisdiction.values import Truth, Value
from fanal.vocabulary.dates import Interval

pytestmark = pytest.mark.once

FIRST, AS_OF = date(1990, 1, 1), date(2026, 11, 25)
SPAN = 2_000


def limit_of(perhaps: int, surely: int, period: int, asked: list[Interval]) -> object:
    """An act is not surely barred from one day on, surely in time from another; `period`: days that it says it has."""

    def truth(day: date) -> Truth:
        number = (day - FIRST).days
        return Truth.T if number >= surely else Truth.U if number >= perhaps else Truth.F

    def limit(days: Interval) -> Limit:
        asked.append(days)
        assert days.first is not None
        assert days.last is not None
        ends = {truth(days.first), truth(days.last)}
        found = ends.pop() if len(ends) == 1 else Truth.U
        value = Value(found, frozenset({"fact:act.from"}) if found is Truth.U else frozenset())
        end = days.first + timedelta(period)
        return Limit(value, end, end, False, (), Node("L", "law.limitation", value))

    return limit


@given(st.integers(-5, SPAN + 5), st.integers(0, SPAN + 5), st.integers(0, 20_000))
def test_the_days_are_those_that_asking_each_day_finds(perhaps: int, wait: int, period: int) -> None:
    surely, days = perhaps + wait, Interval(FIRST, FIRST + timedelta(SPAN))
    found = horizons(days, AS_OF, limit_of(perhaps, surely, period, []))  # type: ignore[arg-type]
    assert found == {FIRST + timedelta(day) for day in (perhaps, surely) if 0 < day <= SPAN}


@pytest.mark.parametrize("off", [-1, 0, 1])
def test_where_the_period_says_the_day_few_are_asked(off: int) -> None:
    asked: list[Interval] = []
    day = 1_234
    period = (AS_OF - FIRST).days - day + off
    days = Interval(FIRST, FIRST + timedelta(SPAN))
    assert horizons(days, AS_OF, limit_of(day, day, period, asked)) == {FIRST + timedelta(day)}  # type: ignore[arg-type]
    assert len(asked) <= 3 + 2 * 3  # halving alone takes three and two times eleven
