"""DNH-07: not monitored at all times; real hours, and the time there."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from fanal.concerns.models import ReportingPage
from fanal.concerns.public import words
from fanal.network.models import Organisation
from fanal.vocabulary.hours import Hours
from tests.harm.scene import open_form
from tests.people import Cast, now_are
from tests.rooms.concerns.reporter import Reporter

__all__ = ["open_form"]
WEEK = {day: ["08:00-20:00"] for day in ("mon", "tue", "wed", "thu", "fri")} | {"sat": ["10:00-14:00"]}


def _close_at_night() -> None:
    now_are(Organisation.objects.filter(name="Aurora"), time_zone="Asia/Phnom_Penh")
    now_are(ReportingPage.objects.filter(country="XA"), hours=WEEK)


def test_the_entry_says_hours_and_the_time_there(open_form: Cast) -> None:
    _close_at_night()
    page = Reporter().get("/en/xa/")
    assert "Monday to Friday 08:00–20:00; Saturday 10:00–14:00" in page.words
    assert "We are not an emergency service." in page.words
    shown = re.search(r"it is (\d\d:\d\d) there now", page.words)
    there = datetime.now(ZoneInfo("Asia/Phnom_Penh"))
    assert shown is not None
    assert shown[1] in {there.strftime("%H:%M"), (there - timedelta(minutes=1)).strftime("%H:%M")}


def test_the_promise_counts_open_hours_only() -> None:
    """Friday evening: the 24 hours of work end on Tuesday, and the text says so, rounded up."""
    hours = Hours.parse("UTC", {day: ["09:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")})
    friday = datetime(2026, 11, 27, 16, 0, tzinfo=UTC)
    assert hours.add_working(friday, timedelta(hours=24)) == datetime(2026, 12, 2, 16, 0, tzinfo=UTC)
    assert words.reading_limit(hours, timedelta(hours=24), friday) == "5 days"
    assert words.reading_limit(Hours.always("UTC"), timedelta(hours=24), friday) == "24 hours"


def test_without_hours_there_is_no_form(open_form: Cast) -> None:
    now_are(ReportingPage.objects.filter(country="XA"), hours={})
    shown = Reporter().get("/en/xa/")
    assert 'name="page"' not in shown.html
    assert 'href="tel:0000"' in shown.html
