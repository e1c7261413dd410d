"""What a date of birth says of an age, however much of it is known."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanal.cases import ages

DAYS = st.dates(date(1990, 1, 1), date(2028, 2, 29))


@given(DAYS, st.sampled_from([4, 7, 10]), DAYS)
def test_the_true_age_lies_between_the_least_and_the_greatest_and_nobody_grown_up_is_surely_a_child(
    born: date, known: int, on: date
) -> None:
    said, age = born.isoformat()[:known], on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    can_be = ages.ages(said, on)
    assert can_be is not None
    least, most = can_be
    assert least <= max(age, 0) <= most <= least + 1
    assert known < 10 or least == most
    assert ages.is_child(said, datetime.combine(on, time(12), UTC)) == (most < 18)


@pytest.mark.parametrize("said", [None, "", "05/2012", "2012-13", "2012-02-30", "12", "nobody knows"])
def test_what_is_no_day_says_nothing(said: str | None) -> None:
    today = date(2026, 11, 30)
    assert ages.born(said) is None
    assert ages.ages(said, today) is None
    assert not ages.is_child(said, datetime.combine(today, time(12), UTC))
