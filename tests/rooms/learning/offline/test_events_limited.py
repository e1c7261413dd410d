"""How much one source may send of what was learned without a network."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

import fanal.learning.offline
from fanal.learning.attempts import receiving
from fanal.learning.offline import events
from tests.openapi import Described
from tests.rooms.learning.device import ADDRESS

pytestmark = pytest.mark.django_db(databases="__all__")
SAID = Described(Path(fanal.learning.offline.__file__).with_name("openapi.json"))
BODY = {"sent_at": "2026-12-01T10:00:00Z", "attempts": []}


def _send(address: str = "192.0.2.7") -> int:
    answer = Client(REMOTE_ADDR=address).post(ADDRESS, BODY, content_type="application/json")
    SAID.check(ADDRESS, "post", answer)
    if answer.status_code == 429:
        assert answer.json() == {"code": "too_often"}
        assert answer["Retry-After"] == "60"
    return answer.status_code


def test_a_whole_shift_sends_at_once_and_nobody_sends_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """240 requests of one network at once; then two a second. Others are held up by none of it."""
    events.TRIES.forget()
    now = timezone.now()
    monkeypatch.setattr("fanal.web.api.deeds.at", lambda _request: now)
    monkeypatch.setattr(receiving, "receive", lambda _said, _now: [])  # what is counted is requests
    assert [_send() for _ in range(242)] == [200] * 240 + [429] * 2
    assert _send("192.0.2.99") == 429, "the same network"
    assert _send("198.51.100.7") == 200
    now += timedelta(seconds=60)
    assert [_send() for _ in range(122)].count(200) == 120
    events.TRIES.forget()


def test_what_cannot_be_read_is_refused_before_it_counts() -> None:
    events.TRIES.forget()
    for _ in range(250):
        assert Client().post(ADDRESS, BODY, content_type="text/plain").status_code == 415
    assert _send("127.0.0.1") == 200
