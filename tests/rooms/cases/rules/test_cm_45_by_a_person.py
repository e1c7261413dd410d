"""CM-45: nothing is sent without a person: looking at what would leave changes nothing, and no job makes or offers."""

import ast
from pathlib import Path

import pytest
from django.core import mail
from django.urls import reverse

import fanal.cases
from fanal.cases.models import Case
from tests.desk import client_of
from tests.people import Cast
from tests.rooms.cases.rules.scenes import everything

pytestmark = pytest.mark.django_db(databases="__all__")
ROOM = Path(fanal.cases.__file__).parent
SENDS = {"make", "offer", "offer_all", "one", "many", "accept", "send", "open_", "give", "sign"}
BY_LOOKING = ("journal_", "network_session", "sessions_", "django_session", "network_personseen")


def test_looking_at_what_would_leave_writes_the_journal_and_nothing_else(cast: Cast, case: Case) -> None:
    client = client_of(cast, "marek")
    before = everything()
    for _twice in range(2):
        assert client.get(reverse("cases:what_leaves", args=[case.pk])).status_code == 200
    after = everything()
    changed = {name for name in before if sorted(map(repr, before[name])) != sorted(map(repr, after[name]))}
    assert {name for name in changed if ".cases_" in name or ".passing_" in name or ".clocks_" in name} == set()
    assert mail.outbox == []


def test_no_job_and_no_listener_of_the_room_calls_what_sends() -> None:
    jobs = list(ROOM.rglob("tasks.py"))
    assert len(jobs) >= 5
    for path in jobs:
        called = {
            node.func.attr
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        }
        assert called, path
        assert not called & SENDS, path
