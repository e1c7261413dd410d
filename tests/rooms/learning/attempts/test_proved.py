"""What the code of an attempt goes over. It is stored: what is changed here leaves every attempt of before without
proof, so a new form comes beside the old one and is read with it (docs/changing.md)."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest

from fanal.learning.attempts import proved
from fanal.learning.models import Attempt, Event
from fanal.vault import KeyFile, Pepper, Seed

pytestmark = pytest.mark.once
KEYS = KeyFile((Pepper(1, Seed(bytes(32))),), Seed(bytes(range(32))))
FIRST = "cc9efebc75085b49001062d4c72f1dfecd7b933511cde8844e41743f8e299220d8df1913f09f02e2c6b44c59df863652"
"""Of the row and the events below, under these keys."""
DEVICE, PAGE = UUID(int=2), UUID(int=1)
AT = datetime(2026, 12, 1, 9, 30, 0, 250, tzinfo=UTC)
THERE = AT.astimezone(timezone(timedelta(hours=3)))
EVENTS = [
    Event(client=DEVICE, seq=2, kind="answer", item="s-1", choice="b", at=AT),
    Event(client=PAGE, seq=2, kind="block.seen", item="one.two", choice="", at=AT),
    Event(client=DEVICE, seq=1, kind="attempt.started", item="", choice="", at=THERE),
]  # fmt: skip


def _row() -> Attempt:
    return Attempt(
        id=UUID(int=7), learner_id=UUID(int=8), course="tea", version=1, language="en", use="final", form="B",
        seed="0" * 32, started_at=AT, finished_at=AT, passed=True, situations=10, right=9,
    )  # fmt: skip


def test_events_stand_in_one_order_with_all_that_they_say() -> None:
    """By number, then by device; times in UTC, as either database gives them."""
    at = "2026-12-01T09:30:00.000250+00:00"
    assert proved._told(EVENTS) == [
        [str(DEVICE), 1, "attempt.started", "", "", at],
        [str(PAGE), 2, "block.seen", "one.two", "", at],
        [str(DEVICE), 2, "answer", "s-1", "b", at],
    ]


@pytest.fixture
def fixed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key file that is the same each time."""
    monkeypatch.setattr("fanal.access.stated.keyfile.keyfile", lambda: KEYS)


def test_what_the_first_version_coded_is_believed_for_ever(fixed: None) -> None:
    row = _row()
    row.code = bytes.fromhex(FIRST)
    assert proved.code(row, EVENTS).hex() == FIRST
    assert proved.holds(row, reversed(EVENTS))
    assert not proved.holds(row, EVENTS[:2])
    row.right = 10
    assert not proved.holds(row, EVENTS)
