"""A writer of the database who wants a certificate for somebody who did not pass: in the row of an attempt, in its
events, in the place of whoever says that it was them, or as an attempt that nobody made."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import models
from django.urls import reverse
from django.utils import timezone

from fanal.learning import tasks
from fanal.learning.attempts import proved, waiting
from fanal.learning.certificates import earning, keys
from fanal.learning.courses import library
from fanal.learning.models import Attempt, Certificate, Event, Learner
from tests.desk import text
from tests.people import Cast
from tests.rooms.learning import reviewed
from tests.rooms.learning.device import best, harmful, part, played, send
from tests.rooms.learning.seated import Seated, card, play, seated, url

pytestmark = pytest.mark.django_db(databases="__all__")
CODE, NEXT = "tourism-core", "front-desk"
COURSE = library.shipped()[CODE]
WORDS = "It cannot be shown any more that you passed this."


@pytest.fixture
def one(cast: Cast, keyfile_kept: None) -> Seated:
    keys.add()
    reviewed.all_say(cast, CODE)
    reviewed.all_say(cast, NEXT)
    return seated(cast)


def _asked(one: Seated, row: Attempt) -> str:
    """What somebody reads who asks for the certificate of an attempt."""
    return text(one.client.post(url("certificate", row.pk), {"name": "Ana Sok"}))


def _is_refused(one: Seated, row: Attempt) -> bool:
    return WORDS in _asked(one, row) and not Certificate.objects.exists()


def _planted(learner: Learner, **columns: Any) -> Attempt:
    now = timezone.now()
    said = {"language": "en", "use": "final", "form": "B", "seed": "0" * 32, "passed": True, "started_at": now}
    said |= {"learner": learner, "course": CODE, "version": COURSE.version, "finished_at": now}
    return Attempt.objects.create(**(said | columns))


def test_whoever_passed_has_the_certificate(one: Seated) -> None:
    """The control."""
    assert "Ana Sok" in _asked(one, play(one.client, "final", best))
    assert Certificate.objects.count() == 1


def test_an_attempt_that_failed_is_not_passed_by_its_row(one: Seated) -> None:
    row = play(one.client, "final", harmful)
    Attempt.objects.update(passed=True, right=row.situations, harmful=0)
    assert _is_refused(one, row)


@pytest.mark.parametrize(
    "columns",
    [
        {"version": COURSE.version + 1, "course": CODE},
        {"course": NEXT},
        {"language": "fr"},
        {"seed": "1" * 32},
        {"form": "C"},
        {"started_at": timezone.now() + timedelta(hours=1)},
        {"finished_at": timezone.now() + timedelta(days=300)},
        {"right": 1},
        {"kept_until": timezone.now()},
        {"code": b""},
        {"code": bytes(48)},
    ],
    ids=lambda columns: next(iter(columns)),
)
def test_each_column_is_held(one: Seated, columns: dict[str, Any]) -> None:
    row = play(one.client, "final", best)
    assert proved.is_proved(row), "the control"
    Attempt.objects.update(**columns)
    assert not proved.is_proved(Attempt.objects.get())


def test_no_column_is_forgotten() -> None:
    """All but its own name, which the code goes over beside them, and the code."""
    held = set(Attempt.whole)
    assert {field.name for field in Attempt._meta.concrete_fields} - held == {"id", "code"}


def test_the_attempt_of_somebody_else_is_nobody_s(one: Seated, cast: Cast) -> None:
    row = play(one.client, "final", best)
    other, _code, _of = card(cast, "Ben", one.cohort)
    Attempt.objects.update(learner=other)
    row.refresh_from_db()
    assert WORDS in earning.why_not(other, COURSE, row, timezone.now().date())


def test_a_code_is_of_one_attempt(one: Seated) -> None:
    """Also with all that it said, and all of its events."""
    good = play(one.client, "final", best)
    made = _planted(one.learner)
    columns = {name: getattr(good, name) for name in (*Attempt.whole, "code")}
    Attempt.objects.filter(pk=made.pk).update(**columns)
    for event in good.events.all():
        event.pk, event.client, event.attempt = None, made.pk, made
        event.save(force_insert=True)
    assert _is_refused(one, Attempt.objects.get(pk=made.pk))


def test_an_attempt_that_nobody_made_earns_nothing(one: Seated) -> None:
    """Neither its own certificate, nor that of the course which asks for it first; the control: once it is passed."""
    _planted(one.learner)
    assert _is_refused(one, Attempt.objects.get())
    row = play(one.client, "final", best, NEXT)
    assert "Pass this course first" in _asked(one, row)
    play(one.client, "final", best)
    assert "Ana Sok" in _asked(one, row)


def test_who_was_given_a_certificate_before_attempts_had_a_code_passed(one: Seated) -> None:
    first = play(one.client, "final", best)
    assert "Ana Sok" in _asked(one, first)
    Attempt.objects.filter(pk=first.pk).update(code=b"")
    assert COURSE.texts["title"] in text(one.client.get(url("certificate", first.pk)))
    row = play(one.client, "final", best, NEXT)
    assert "Ana Sok" in _asked(one, row), "the certificate shows it"
    Certificate.objects.filter(attempt=first.pk).update(attempt=uuid4())
    again = play(one.client, "final", best, NEXT)
    assert "Pass this course first" in earning.why_not(
        one.learner, library.shipped()[NEXT], again, timezone.now().date()
    ), "not one that somebody changed"


EVENTS: dict[str, Callable[[models.QuerySet[Event]], object]] = {
    "another answer": lambda rows: rows.filter(kind="answer").update(choice="zz"),
    "one taken out": lambda rows: rows.filter(kind="answer")[:1].get().delete(),
    "another time": lambda rows: rows.update(at=timezone.now() - timedelta(days=9)),
    "one more": lambda rows: Event.objects.create(
        attempt=rows.get(seq=1).attempt, client=uuid4(), seq=99, kind="answer", item="x", choice="a", at=timezone.now()
    ),
}


@pytest.mark.parametrize("change", EVENTS.values(), ids=EVENTS.keys())
@pytest.mark.parametrize("open_then", [True, False], ids=["going on", "finished"])
def test_events_that_somebody_wrote_are_vouched_for_by_no_deed(
    one: Seated, change: Callable[[Any], object], *, open_then: bool
) -> None:
    """While somebody answers, and after the end: what follows does not make it good. The learner begins anew."""
    if open_then:
        address = one.client.post(url("begin", CODE, "final")).url
        row = Attempt.objects.get()
        _answer_one(one, address)
    else:
        row = play(one.client, "final", best)
    change(row.events.all())
    if open_then:
        _answer_one(one, address)
        one.client.post(address, {"sure": "4", "finish": "yes"})
    row.refresh_from_db()
    assert not proved.is_proved(row)
    good = play(one.client, "final", best)
    assert good.pk != row.pk
    assert "Ana Sok" in _asked(one, good)


def _answer_one(one: Seated, address: str) -> None:

    found = re.search(r'name="item" value="([^"]+)"', text(one.client.get(address)))
    assert found
    scenario = COURSE.scenario(found[1])
    one.client.post(address, {"item": found[1], "choice": best(scenario)})


# ---- without a network ----


def _confirm(one: Seated) -> None:
    one.client.post(reverse("learner:confirm", args=["en"]), {"mine": "yes"})


def test_what_a_device_sent_counts_for_whoever_says_so_and_by_no_column(one: Seated) -> None:
    """Whoever reads the database can send something for a card: its hash lies there. The control: the learner says that
    it was them."""
    send(timezone.now(), played(one.code, CODE, timezone.now()))
    row = Attempt.objects.get()
    Attempt.objects.update(confirmed=True)
    assert _is_refused(one, row)
    Attempt.objects.update(confirmed=False)
    _confirm(one)
    assert "Ana Sok" in _asked(one, row)


@pytest.mark.parametrize("when", ["before the rest", "before the word", "after it"])
def test_events_of_a_device_that_somebody_changed_earn_nothing(one: Seated, when: str) -> None:
    made = played(one.code, CODE, timezone.now(), harmful)
    good = {each["item"]: best(scenario) for each in made["events"] if (scenario := COURSE.scenario(each["item"]))}

    def change() -> None:
        for event in Event.objects.filter(kind="answer"):
            Event.objects.filter(pk=event.pk).update(choice=good[event.item])

    send(timezone.now(), part(made, made["events"][:-3]))
    if when == "before the rest":
        change()
    send(timezone.now(), part(made, made["events"][-3:]))
    if when == "before the word":
        change()
    _confirm(one)
    if when == "after it":
        change()
    row = Attempt.objects.get()
    Attempt.objects.update(passed=True)
    assert _is_refused(one, row)
    send(timezone.now(), made)
    assert _is_refused(one, row), "what comes again makes nothing good"


def test_a_device_s_attempt_in_pieces_is_proved(one: Seated) -> None:
    """The control: in three pieces, backwards, one of them twice, and confirmed in between."""
    made = played(one.code, CODE, timezone.now())
    send(timezone.now(), part(made, made["events"][8:]))
    _confirm(one)
    send(timezone.now(), part(made, made["events"][4:8]))
    send(timezone.now(), part(made, made["events"][4:8]))
    send(timezone.now(), part(made, made["events"][:4]))
    assert "Ana Sok" in _asked(one, Attempt.objects.get())


def test_one_that_is_made_up_and_ended_by_the_job_earns_nothing(one: Seated) -> None:
    """The control is in the tests of what devices send."""
    row = _planted(one.learner, finished_at=None, passed=None, kept_until=timezone.now() - timedelta(minutes=1))
    _events(row, timezone.now())
    tasks.clear_waiting.func()
    row.refresh_from_db()
    assert row.passed
    assert _is_refused(one, row)


def _events(row: Attempt, at: datetime) -> None:
    said = [("answer", each.id, best(each)) for each in COURSE.of_form(row.form)]
    said.append(("attempt.finished", "", ""))
    client = uuid4()
    Event.objects.bulk_create(
        Event(attempt=row, client=client, seq=seq, kind=kind, item=item, choice=choice, at=at)
        for seq, (kind, item, choice) in enumerate(said, 1)
    )


def test_one_that_waits_and_is_made_up_is_confirmed_and_earns_nothing(one: Seated) -> None:
    row = _planted(one.learner, confirmed=False, kept_until=timezone.now() + timedelta(days=9))
    assert waiting.confirm(one.learner, timezone.now()) == 1
    row.refresh_from_db()
    assert _is_refused(one, row)
