"""The order of the queue and its reasons, the neutral statuses, the pause (DNH-15, DNH-23, DNH-50)."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta
from itertools import product
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanal.concerns.form import texts
from fanal.concerns.statuses import Status, status_of
from fanal.concerns.triage.order import REASONS, Rank, Waiting, needs_pause, rank, reasons
from fanal.vocabulary.codes import Danger, Triage

NOW = datetime(2026, 11, 25, 14, 5, tzinfo=UTC)


def row(number: int, minutes: int, danger: Danger = Danger.NO, critical: str = "", **more: bool) -> Waiting:
    return Waiting(UUID(int=number), NOW + timedelta(minutes=minutes), danger, critical, **more)


def at_now(found: Waiting) -> Rank:
    return rank(found, NOW)


def test_late_then_danger_by_due_time_then_what_cannot_wait_then_not_sure_then_the_due_time() -> None:
    expected = [
        row(1, -20, Danger.YES, "leaving"),
        row(2, -30, Danger.NO),
        row(3, 8, Danger.YES),
        row(4, 41, Danger.YES, "with_adult"),
        row(5, 60, Danger.NOT_SURE, child_door=True),
        row(15, 5, Danger.YES, "leaving", unverified=True),
        row(6, 900, Danger.NO, "leaving"),
        row(7, 180, Danger.NOT_SURE),
        row(17, 50, Danger.YES, acted=True),
        row(8, 60, Danger.NO),
        row(9, 70, Danger.NO, new_message=True),
    ]
    assert sorted(expected, key=at_now) == expected


@pytest.mark.parametrize(
    ("waiting", "words"),
    [
        (row(1, -1), ["late"]),
        (row(1, 0), ["late"]),
        (row(1, 5), ["due time"]),
        (row(1, 5, Danger.YES, "leaving"), ["danger: yes", "leaves today or tomorrow"]),
        (row(1, 5, Danger.YES, "with_adult"), ["danger: yes", "child is with that adult now"]),
        (row(1, 5, Danger.NO, "both"), ["leaves today or tomorrow", "child is with that adult now"]),
        (row(1, 5, Danger.NOT_SURE, new_message=True), ["danger: not sure", "new message"]),
        (row(1, 5, child_door=True), ["a child tells it"]),
    ],
)
def test_the_reason_stands_in_words(waiting: Waiting, words: list[str]) -> None:
    assert [REASONS[code] for code in reasons(waiting, NOW)] == words


ROWS = st.builds(
    row,
    st.integers(1, 10**6),
    st.integers(-300, 3000),
    st.sampled_from(Danger),
    st.sampled_from(["", "leaving", "with_adult", "both"]),
    child_door=st.booleans(),
    new_message=st.booleans(),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(ROWS, max_size=12, unique_by=lambda found: found.id), st.randoms(use_true_random=False))
def test_the_order_is_one_whatever_the_order_of_the_input(rows: list[Waiting], random) -> None:  # type: ignore[no-untyped-def]
    first = sorted(rows, key=at_now)
    random.shuffle(rows)
    assert sorted(rows, key=at_now) == first
    assert len({rank(found, NOW) for found in rows}) == len(rows)


@settings(max_examples=300, deadline=None)
@given(ROWS, ROWS)
def test_who_stands_first_has_a_reason_that_the_other_lacks_or_an_earlier_due_time(
    one: Waiting, other: Waiting
) -> None:
    if one.id == other.id:
        return
    first, second = sorted([one, other], key=at_now)
    has, lacks = set(reasons(first, NOW)), set(reasons(second, NOW))
    assert has - lacks - {"due", "new_message"} or first.due <= second.due


def test_nothing_about_a_person_takes_part() -> None:
    assert {part.name for part in fields(Waiting)} == {
        "id",
        "due",
        "danger",
        "critical_reason",
        "child_door",
        "new_message",
        "acted",
        "unverified",  # how fast it came: nobody's person
    }
    assert not any(part.type in {int, float} for part in fields(Waiting))


@pytest.mark.parametrize(
    ("concerns", "minutes", "pause"), [(0, 0, False), (11, 89, False), (12, 0, True), (0, 90, True), (13, 91, True)]
)
def test_a_pause_is_asked_for_in_time(concerns: int, minutes: int, pause: bool) -> None:
    assert needs_pause(concerns, NOW - timedelta(minutes=minutes), NOW) is pause


@pytest.mark.parametrize(
    ("triage", "opened", "question", "closed", "status"),
    [
        (Triage.NEW, False, False, False, Status.RECEIVED),
        (Triage.NEW, True, False, False, Status.READ),
        (Triage.NEW, True, True, False, Status.QUESTION),
        (Triage.OPEN_CASE, True, True, False, Status.QUESTION),
        (Triage.OPEN_CASE, True, False, False, Status.WORKING),
        (Triage.CLOSED_NO_CASE, True, False, True, Status.CLOSED),
        (Triage.CLOSED_NO_CASE, True, True, True, Status.CLOSED),
    ],
)
def test_a_reporter_learns_one_of_five_words(
    triage: Triage, opened: bool, question: bool, closed: bool, status: Status
) -> None:
    assert status_of(triage, opened=opened, question_open=question, closed=closed) is status


def test_no_status_tells_which_decision_was_taken() -> None:
    decided = set(Triage) - {Triage.NEW}
    for question, closed in product((False, True), repeat=2):
        assert len({status_of(code, opened=True, question_open=question, closed=closed) for code in decided}) == 1


def test_every_status_has_its_text_and_no_text_is_left_over() -> None:
    assert list(texts.STATUS) == [str(status) for status in Status]
