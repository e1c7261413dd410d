"""DNH-09: no address, agent, referrer, e-mail or time of an anonymous reporter is kept anywhere."""

import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models

from fanal.clocks.models import Duty
from fanal.concerns.models import Concern, Message
from fanal.journal.models import Entry
from tests.harm.scene import open_form
from tests.people import Cast
from tests.rooms.concerns.reporter import Reporter, tell
from tests.sizes import sized

__all__ = ["open_form"]
TRACES = {
    "REMOTE_ADDR": "198.51.100.231",
    "HTTP_USER_AGENT": "CANARYagent/7.7",
    "HTTP_REFERER": "https://canaryreferrer.example/",
    "HTTP_X_FORWARDED_FOR": "203.0.113.177",
    "HTTP_ACCEPT_LANGUAGE": "en,xx-canarylang",
    "HTTP_COOKIE": "canarycookie=1",
}
MARKS = (
    "198.51.100",
    "CANARYagent",
    "canaryreferrer",
    "203.0.113",
    "canarylang",
    "canarycookie",
    "CANARYmail@example.org",
)


def _rows() -> str:
    """Every value of every column of every table, as text."""
    found = []
    with connection.cursor() as cursor:
        for model in apps.get_models():
            if model._meta.db_table in connection.introspection.table_names():
                cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
                found += [
                    repr([bytes(v) if isinstance(v, memoryview) else v for v in row]) for row in cursor.fetchall()
                ]
    return "\n".join(found)


@pytest.mark.long
def test_after_a_thousand_reports_no_trace_is_found(open_form: Cast, caplog: Any, capfd: Any) -> None:
    """After forty reports, and a thousand in `make test-long`, no trace is found."""
    reports = sized(40, 1000)
    caplog.set_level(logging.DEBUG)
    for number in range(reports):
        page = Reporter(**TRACES).get("/en/xa/").press("Continue", danger="no")
        page.press("Send now", words=f"number {number}: write to CANARYmail@example.org")
    back = Reporter(**TRACES).post("/en/code", {"code": page.code})
    back.press("Send", text="more from CANARYmail@example.org")
    assert Concern.objects.count() == reports
    everything = _rows() + caplog.text + "".join(capfd.readouterr())
    for path in Path(settings.DATA).rglob("*"):
        if path.is_file() and "postgresql" not in path.parts:
            everything += path.read_bytes().decode("latin-1")
    for mark in MARKS:
        assert mark not in everything
    assert "web_form" in everything  # the search does find what is stored in clear


def test_the_time_is_kept_as_a_day(open_form: Cast) -> None:
    """No clear column that a reporter causes tells more than the day; the due time of an open clock is rounded up."""
    page = tell()
    Reporter().post("/en/code", {"code": page.code}).press("Send", text="more")
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    for row in (Concern.objects.get(), Message.objects.get(), *Duty.objects.all()):
        assert int.from_bytes(row.pk.bytes[:6]) == int(midnight.timestamp() * 1000)
    moments = [
        field.name
        for field in (*Concern._meta.fields, *Message._meta.fields)
        if isinstance(field, models.DateTimeField)
    ]
    assert moments == ["claimed_until"]
    entries = Entry.objects.filter(actor_kind="reporter").values_list("at", flat=True)
    assert len(entries) == 3  # told, came back, wrote
    assert set(entries) == {midnight}
    for duty in Duty.objects.all():
        assert (duty.due_at.minute, duty.due_at.second, duty.due_at.microsecond) == (0, 0, 0)


@pytest.mark.parametrize("address", ["/en/", "/en/xa/", "/en/xa/2", "/en/xa/you", "/en/code", "/en/leave"])
def test_no_page_sets_a_cookie_or_asks_for_one(open_form: Cast, address: str) -> None:
    response = Reporter(HTTP_COOKIE="desk=abc").get(address).response
    assert "Set-Cookie" not in response.headers
    assert "Cookie" not in response.get("Vary", "")
