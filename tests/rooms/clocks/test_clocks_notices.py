"""Notices: one text for everything, few of them, none lost, nothing told by their rows."""

import itertools
import logging
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.utils import translation

from fanal.clocks import api as clocks
from fanal.clocks import notices
from fanal.clocks.contracts import Target, Way
from fanal.clocks.models import Notice
from fanal.network import api as network
from fanal.network.contracts import Role
from fanal.network.models import Person
from tests.people import Cast
from tests.rooms.clocks.scene import ANSWER, DANGER, DAY, DECIDE, HOUR, MANAGER, MINUTE, NOW, keyless_org, together

SUBJECT, BODY = "A task is waiting", "A task is waiting. Please sign in."


@pytest.fixture
def reachable(cast: Cast) -> Cast:
    """The cast, each with an address."""
    Person.objects.update(email=Concat(F("username"), Value("@mail.test")))
    return cast


def _sent(now: Any) -> list[str]:
    """Whom a round of sending reached, in order."""
    mail.outbox.clear()
    count = clocks.send_notices(now)
    assert count == len(mail.outbox)
    return [address.partition("@")[0] for message in mail.outbox for address in message.to]


def _after(cast: Cast, span: Any) -> None:
    clocks.start(ANSWER, cast.aurora, uuid4(), now=NOW)
    Notice.objects.all().delete()
    clocks.sweep(NOW + span)


def _left(cast: Cast) -> None:
    femi = cast["femi"].person
    clocks.start(DECIDE, cast.aurora, uuid4(), now=NOW, owner=Target.person(femi))
    Notice.objects.all().delete()
    network.people.end_membership(cast["bao"], femi, NOW)


EVENTS: dict[str, Callable[[Cast], object]] = {
    "start": lambda cast: clocks.start(DECIDE, cast.aurora, uuid4(), now=NOW),
    "alert": lambda cast: clocks.start(DANGER, cast.aurora, uuid4(), now=NOW),
    "urgent": lambda cast: clocks.start(DECIDE, cast.aurora, uuid4(), now=NOW, urgent=True),
    "reminder": lambda cast: _after(cast, 37 * HOUR),
    "late": lambda cast: _after(cast, 3 * DAY + HOUR),
    "step": lambda cast: _after(cast, 5 * DAY),
    "moved": lambda cast: [
        clocks.move(clocks.start(DECIDE, cast.aurora, uuid4(), now=NOW).subject, DECIDE, MANAGER, now=NOW)
    ],
    "left": _left,
    "asked for": lambda cast: clocks.want_notice([cast["amara"].person], now=NOW),
}


@pytest.mark.django_db
@pytest.mark.parametrize("event", EVENTS)
def test_every_event_sends_the_same_words_and_nothing_else(reachable: Cast, event: str) -> None:
    EVENTS[event](reachable)
    assert _sent(NOW + 10 * DAY)
    for message in mail.outbox:
        assert (message.subject, message.body) == (SUBJECT, BODY)
        assert message.attachments == []
        assert not getattr(message, "alternatives", [])
        assert (message.cc, message.bcc, message.extra_headers) == ([], [], {})
        assert len(message.to) == 1  # nobody learns who else was told


@pytest.mark.django_db
def test_the_words_come_in_the_persons_language_if_it_was_reviewed(reachable: Cast) -> None:
    people = {"amara": "fr", "bao": "ar", "femi": "xx"}
    for username, language in people.items():
        Person.objects.filter(username=username).update(language=language)
    clocks.want_notice([reachable[name].person for name in people], now=NOW)
    clocks.send_notices(NOW)
    got = {message.to[0].partition("@")[0]: (message.subject, message.body) for message in mail.outbox}
    assert got == {"amara": notices.words("fr"), "bao": (SUBJECT, BODY), "femi": (SUBJECT, BODY)}


@pytest.mark.parametrize(("language", "used"), [("fr", "fr"), ("es", "es"), ("ar", "en"), ("km", "en"), ("", "en")])
def test_only_reviewed_languages_are_written_in(language: str, used: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notices, "gettext", lambda words: f"{translation.get_language()} {words}")
    assert notices.words(language) == (f"{used} {SUBJECT}", f"{used} {BODY}")


def test_the_words_carry_no_name_number_or_address() -> None:
    for language in django_settings.LANGUAGES_REVIEWED:
        for text in notices.words(language):
            assert not any(sign in text for sign in "0123456789@/#%{")
            assert "fanal" not in text.lower()


@pytest.mark.django_db
def test_one_mail_in_two_hours_but_alerts_go_at_once(reachable: Cast) -> None:
    amara = [reachable["amara"].person]
    for _ in range(5):
        clocks.want_notice(amara, now=NOW)
    assert _sent(NOW) == ["amara"]
    clocks.want_notice(amara, now=NOW + MINUTE)
    assert _sent(NOW + MINUTE) == []
    assert _sent(NOW + 119 * MINUTE) == []
    assert _sent(NOW + 121 * MINUTE) == ["amara"]
    assert _sent(NOW + 122 * MINUTE) == []
    clocks.want_notice(amara, now=NOW + 130 * MINUTE)
    clocks.want_notice(amara, now=NOW + 130 * MINUTE, alert=True)
    assert _sent(NOW + 130 * MINUTE) == ["amara"]  # one mail says both
    clocks.want_notice(amara, now=NOW + 131 * MINUTE, alert=True)
    assert _sent(NOW + 131 * MINUTE) == ["amara"]
    assert _sent(NOW + DAY) == []


@pytest.mark.django_db
def test_a_person_without_address_and_one_who_left_get_nothing_and_stop_nobody(reachable: Cast) -> None:
    Person.objects.filter(username="amara").update(email="")
    everybody = [reachable[name].person for name in ("amara", "bao", "femi")]
    clocks.want_notice(everybody, now=NOW)
    Person.objects.filter(username="bao").update(state="left")
    assert _sent(NOW) == ["femi"]
    assert not Notice.objects.filter(sent_on=None).exists()


@pytest.mark.django_db
def test_rows_tell_days_and_rounded_times_only(reachable: Cast) -> None:
    clocks.want_notice([reachable["amara"].person], now=NOW, alert=True)
    row = Notice.objects.get()
    assert row.next_at == NOW.replace(minute=0, second=0)
    assert row.pk.int >> 80 == int(NOW.replace(hour=0, minute=0, second=0).timestamp() * 1000)
    clocks.send_notices(NOW)
    clocks.send_notices(NOW + 3 * HOUR)
    row.refresh_from_db()
    assert (row.sent_on, row.wanted_on, row.next_at) == (NOW.date(), NOW.date(), None)
    assert notices.prune(NOW + 30 * DAY) == 0
    assert notices.prune(NOW + 32 * DAY) == 1


@pytest.mark.django_db
def test_a_mail_that_fails_is_tried_again_shown_and_logged_without_its_address(
    reachable: Cast, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    amara = [reachable["amara"].person]
    clocks.want_notice(amara, now=NOW, alert=True)
    works = settings.MAILERS
    settings.MAILERS = {"default": {"BACKEND": "tests.rooms.clocks.failing_mail.Refuses"}}
    at = NOW
    with caplog.at_level(logging.DEBUG):
        for tries in range(1, 5):
            assert _sent(at) == []
            row = Notice.objects.get()
            assert row.tries == tries
            assert row.next_at is not None
            assert row.next_at > at
            assert _sent(row.next_at - MINUTE / 60) == []
            assert Notice.objects.get().tries == tries  # not before its time
            at = row.next_at
    assert "SMTPRecipientsRefused" in caplog.text
    assert "amara" not in caplog.text
    (problem,) = [one for one in clocks.problems(at) if one.code == "mail_failing"]
    assert problem.count == 1
    assert _sent(at) == []
    settings.MAILERS = works
    clocks.want_notice(amara, now=at)
    assert _sent(at) == ["amara"]  # the batched one; the alert still waits for its next try
    clocks.want_notice(amara, now=at, alert=True)  # another alert is a reason to try at once
    assert _sent(at) == ["amara"]
    assert "mail_failing" not in {one.code for one in clocks.problems(at)}


@pytest.mark.django_db
def test_a_mail_server_that_is_down_is_waited_for(reachable: Cast, settings: Any) -> None:
    works = settings.MAILERS
    smtp = "django.core.mail.backends.smtp.EmailBackend"
    settings.MAILERS = {"default": {"BACKEND": smtp, "OPTIONS": {"host": "127.0.0.1", "port": 9, "timeout": 2}}}
    clocks.want_notice([reachable["amara"].person], now=NOW)
    assert _sent(NOW) == []
    settings.MAILERS = works
    assert _sent(NOW + MINUTE) == ["amara"]


@pytest.mark.django_db
def test_a_mail_server_that_hangs_does_not_hold_up_the_sweep(reachable: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The round ends after its time; who was not reached is reached by the next."""
    clocks.want_notice([reachable[name].person for name in ("amara", "bao", "femi")], now=NOW)
    hours = itertools.count(step=3600.0)
    monkeypatch.setattr(notices, "monotonic", lambda: next(hours))
    assert _sent(NOW) == []
    monkeypatch.undo()
    assert sorted(_sent(NOW)) == ["amara", "bao", "femi"]


@pytest.mark.django_db
def test_a_notice_whose_sender_died_is_sent_by_the_next(reachable: Cast) -> None:
    clocks.want_notice([reachable["amara"].person], now=NOW)
    assert (
        notices._take(reachable["amara"].person, Way.MAIL, NOW) is not None
    )  # claimed, and then nothing more is heard
    assert _sent(NOW + MINUTE) == []
    assert _sent(NOW + 6 * MINUTE) == ["amara"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_mail_once() -> None:
    _, people = keyless_org(*[(f"kim{n}", Role.INTAKE_OFFICER) for n in range(12)])
    clocks.want_notice(people.values(), now=NOW)
    sent = together(2, lambda: clocks.send_notices(NOW))
    assert sum(count for count in sent if isinstance(count, int)) == len(people), sent
    assert sorted(message.to[0] for message in mail.outbox) == sorted(f"{name}@mail.test" for name in people)


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_make_one_notice() -> None:
    _, people = keyless_org(("kim", Role.INTAKE_OFFICER))
    assert together(4, lambda: clocks.want_notice(people.values(), now=NOW)) == [None] * 4
    assert Notice.objects.count() == 1
