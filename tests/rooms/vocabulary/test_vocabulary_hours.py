"""Published hours: when somebody is there, and how working time passes. Also where clocks change."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanal.vocabulary.hours import DAYS, Hours, NeverOpen

WEEKDAYS = {day: ["08:00-12:00", "13:00-18:00"] for day in DAYS[:5]}
ZONES = ["UTC", "Asia/Phnom_Penh", "Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Kathmandu"]


def at(zone: str, *parts: int, fold: int = 0) -> datetime:
    return datetime(*parts, tzinfo=ZoneInfo(zone), fold=fold)


@st.composite
def weeks(draw: st.DrawFn) -> Hours:
    def spans() -> tuple[tuple[int, int], ...]:
        edges = sorted(draw(st.lists(st.integers(0, 96).map(lambda q: q * 15), max_size=4, unique=True)))
        return tuple(zip(edges[::2], edges[1::2], strict=False))

    week = tuple(spans() for _ in DAYS)
    return Hours(draw(st.sampled_from(ZONES)), week)


ANY_TIME = st.timedeltas(timedelta(0), timedelta(days=364))
INSTANTS = ANY_TIME.map(lambda passed: datetime(2026, 1, 1, tzinfo=UTC) + passed)
SPANS = st.integers(0, 5 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))


def test_hours_are_read_as_they_are_written() -> None:
    hours = Hours.parse("Europe/Berlin", {"mon": ["08:00-12:00"], "sun": ["00:00-24:00"]})
    assert hours.week[0] == ((480, 720),)
    assert hours.week[6] == ((0, 1440),)
    assert not hours.is_always
    assert Hours.always("UTC").is_always


@pytest.mark.parametrize(
    "week",
    [
        {"mon": ["8-12"]},
        {"mon": ["12:00-08:00"]},
        {"mon": ["08:00-08:00"]},
        {"mon": ["20:00-24:30"]},
        {"mon": ["08:00-12:00", "11:00-13:00"]},
        {"mon": ["13:00-14:00", "08:00-12:00"]},
        {"mon": ["٠٨:٠٠-١٢:٠٠"]},
        {"monday": ["08:00-12:00"]},
    ],
)
def test_hours_that_cannot_be_are_refused(week: dict[str, list[str]]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - several words, one class
        Hours.parse("UTC", week)


@pytest.mark.parametrize("zone", ["Mars/Base", "", "../../etc/passwd"])
def test_a_zone_that_does_not_exist_is_refused(zone: str) -> None:
    with pytest.raises(ValueError, match="time zone"):
        Hours.always(zone)


def test_an_instant_without_a_zone_is_refused() -> None:
    hours = Hours.always("UTC")
    for call in (hours.is_open, hours.next_open, hours.local, lambda when: hours.add_working(when, timedelta())):
        with pytest.raises(ValueError, match="zone"):
            call(datetime(2026, 11, 25))  # noqa: DTZ001 - that is the point


def test_the_opening_minute_is_open_and_the_closing_minute_is_not() -> None:
    hours = Hours.parse("Asia/Phnom_Penh", WEEKDAYS)
    assert hours.is_open(at("Asia/Phnom_Penh", 2026, 11, 25, 8, 0))
    assert not hours.is_open(at("Asia/Phnom_Penh", 2026, 11, 25, 12, 0))
    assert not hours.is_open(at("Asia/Phnom_Penh", 2026, 11, 25, 7, 59, 59))
    assert hours.is_open(at("UTC", 2026, 11, 25, 1, 0))


def test_a_clock_of_one_hour_that_starts_before_lunch_ends_after_it() -> None:
    hours = Hours.parse("Asia/Phnom_Penh", WEEKDAYS)
    due = hours.add_working(at("Asia/Phnom_Penh", 2026, 11, 25, 11, 30), timedelta(hours=1))
    assert due == at("Asia/Phnom_Penh", 2026, 11, 25, 13, 30)


def test_a_clock_that_starts_on_friday_night_runs_from_monday() -> None:
    hours = Hours.parse("Europe/Berlin", WEEKDAYS)
    friday = at("Europe/Berlin", 2026, 11, 27, 18, 0)
    assert hours.next_open(friday) == at("Europe/Berlin", 2026, 11, 30, 8, 0)
    assert hours.add_working(friday, timedelta(minutes=10)) == at("Europe/Berlin", 2026, 11, 30, 8, 10)
    assert hours.working_between(friday, at("Europe/Berlin", 2026, 11, 30, 9, 0)) == timedelta(hours=1)


def test_what_is_used_up_at_closing_time_is_due_at_closing_time() -> None:
    hours = Hours.parse("UTC", WEEKDAYS)
    assert hours.add_working(at("UTC", 2026, 11, 27, 17, 0), timedelta(hours=1)) == at("UTC", 2026, 11, 27, 18, 0)


def test_hours_without_an_opening_never_open() -> None:
    hours = Hours.parse("UTC", {})
    now = at("UTC", 2026, 11, 25, 9)
    assert not hours.is_open(now)
    assert hours.working_between(now, now + timedelta(days=9)) == timedelta(0)
    with pytest.raises(NeverOpen):
        hours.next_open(now)
    with pytest.raises(NeverOpen):
        hours.add_working(now, timedelta(minutes=1))


def test_a_negative_span_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        Hours.always("UTC").add_working(at("UTC", 2026, 1, 1), timedelta(minutes=-1))


def test_in_spring_the_skipped_hour_is_not_worked() -> None:
    """Berlin, 29 March 2026: 02:00 becomes 03:00."""
    hours = Hours.parse("Europe/Berlin", {"sun": ["01:00-05:00"]})
    opened, closed = at("Europe/Berlin", 2026, 3, 29, 1, 0), at("Europe/Berlin", 2026, 3, 29, 5, 0)
    assert hours.working_between(opened, closed) == timedelta(hours=3)
    assert hours.add_working(opened, timedelta(hours=1)) == at("Europe/Berlin", 2026, 3, 29, 3, 0)


@pytest.mark.parametrize(("spans", "hours_open"), [(["02:30-05:00"], 2), (["01:00-02:30"], 1), (["02:10-02:50"], 0)])
def test_an_edge_inside_the_skipped_hour_moves_to_the_change(spans: list[str], hours_open: int) -> None:
    hours = Hours.parse("Europe/Berlin", {"sun": spans})
    midnight = at("Europe/Berlin", 2026, 3, 29)
    worked = hours.working_between(midnight, midnight.replace(hour=12))
    assert worked == timedelta(hours=hours_open)
    if spans == ["02:30-05:00"]:
        assert hours.next_open(midnight) == at("Europe/Berlin", 2026, 3, 29, 3, 0)


def test_in_autumn_the_repeated_hour_is_worked_twice() -> None:
    """Berlin, 25 October 2026: 03:00 becomes 02:00."""
    hours = Hours.parse("Europe/Berlin", {"sun": ["01:00-02:30", "02:31-05:00"]})
    midnight = at("Europe/Berlin", 2026, 10, 25)
    assert hours.working_between(midnight, at("Europe/Berlin", 2026, 10, 25, 12)) == timedelta(hours=5)
    for fold in (0, 1):
        assert hours.is_open(at("Europe/Berlin", 2026, 10, 25, 2, 45, fold=fold))


def test_a_day_that_a_country_skipped_has_no_hours() -> None:
    """Samoa went from 29 to 31 December 2011; the 30th was a Friday."""
    hours = Hours.parse("Pacific/Apia", {"fri": ["08:00-16:00"]})
    assert hours.next_open(at("Pacific/Apia", 2011, 12, 29, 12)) == at("Pacific/Apia", 2012, 1, 6, 8)


@settings(max_examples=200, deadline=None)
@given(weeks(), INSTANTS, SPANS)
def test_working_time_adds_up(hours: Hours, start: datetime, span: timedelta) -> None:
    """What was added lies between, no more; and the result never precedes the start."""
    if not any(hours.week):
        return
    try:
        due = hours.add_working(start, span)
    except NeverOpen:
        return
    assert due >= start
    assert hours.working_between(start, due) == span


@settings(max_examples=200, deadline=None)
@given(weeks(), INSTANTS)
def test_the_next_opening_is_open_and_nothing_before_it_is(hours: Hours, start: datetime) -> None:
    if not any(hours.week):
        return
    opening = hours.next_open(start)
    assert hours.is_open(opening)
    assert hours.working_between(start, opening) == timedelta(0)
    assert (opening == start) == hours.is_open(start)


@settings(max_examples=100, deadline=None)
@given(weeks(), INSTANTS, SPANS, SPANS)
def test_two_spans_in_a_row_are_one(hours: Hours, start: datetime, one: timedelta, two: timedelta) -> None:
    if not any(hours.week):
        return
    assert hours.add_working(hours.add_working(start, one), two) >= hours.add_working(start, one + two)
    if two:
        assert hours.add_working(hours.add_working(start, one), two) == hours.add_working(start, one + two)


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(ZONES), INSTANTS, SPANS)
def test_where_somebody_is_always_there_working_time_is_time(zone: str, start: datetime, span: timedelta) -> None:
    assert Hours.always(zone).add_working(start, span) == start + span
    assert Hours.always(zone).is_open(start)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(ZONES), st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(0, 23))
def test_openness_follows_the_clock_on_the_wall(zone: str, day: date, hour: int) -> None:
    """Outside the hours that a change skips or repeats, a place is open when its own clock says so."""
    hours = Hours.parse(zone, {name: ["06:00-21:30"] for name in DAYS})
    local = datetime(day.year, day.month, day.day, hour, 15, tzinfo=ZoneInfo(zone))
    assert hours.is_open(local) == (6 <= hour < 22 and (hour, 15) < (21, 30))
