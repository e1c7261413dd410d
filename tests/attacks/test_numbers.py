"""Who writes to the database puts a number of their own, a colleague's, or an older one in the place of where somebody
hears that a task is waiting: no message goes there, it is named, and the person reads it."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from fanal.clocks import api as clocks
from fanal.clocks import numbers
from fanal.clocks.models import Notice, NoticeNumber
from fanal.site.commands.journal import defects
from tests.attacks.writer import put_back
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.clocks.gateway import Gateway, running

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("data")]
MAREK, BAO, THIEF = "+15550144", "+15550122", "+15550666"


@pytest.fixture
def gateway(cast: Cast, tmp_path: Path, settings: Any) -> Iterator[Gateway]:
    """A gateway, and two people with numbers."""
    numbers.choose(cast["marek"], "en", "", MAREK, NOW)
    numbers.choose(cast["bao"], "en", "", BAO, NOW)
    with running() as made:
        settings.NOTICE_HOOK = made.file(tmp_path)
        yield made


def _copied(cast: Cast) -> None:
    row = NoticeNumber.objects.get(pk=cast["bao"].person)
    NoticeNumber.objects.filter(pk=cast["marek"].person).update(phone=row.phone, code=row.code, number=row.number)


def _planted(cast: Cast) -> None:
    NoticeNumber.objects.filter(pk=cast["marek"].person).delete()
    NoticeNumber.objects.create(pk=cast["marek"].person, phone=THIEF)


CHANGES: dict[str, Callable[[Cast], object]] = {
    "another number": lambda cast: NoticeNumber.objects.filter(phone=MAREK).update(phone=THIEF),
    "without a code": lambda cast: NoticeNumber.objects.filter(phone=MAREK).update(phone=THIEF, code=b"", number=0),
    "that of a colleague, with its code": _copied,
    "a row of their own": _planted,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_no_message_goes_to_a_number_that_somebody_wrote(
    cast: Cast, gateway: Gateway, change: Callable[[Cast], object]
) -> None:
    """It waits, and goes once the person has typed the number anew."""
    marek, words = cast["marek"].person, "what is stored about a number for notices is not as it was left"
    assert words not in " ".join(defects(lambda _done, _of: None))
    change(cast)
    assert words in " ".join(defects(lambda _done, _of: None))
    clocks.want_notice([marek], now=NOW, alert=True)
    for hours in range(3):
        clocks.send_notices(NOW + timedelta(hours=hours))
    assert gateway.asked == []
    assert Notice.objects.get(person=marek).tries == 3
    assert "message_failing" in {one.code for one in clocks.problems(NOW)}
    client = client_of(cast, "marek")
    page = text(client.get(reverse("desk:account")))
    assert "a number that somebody changed past Fanal" in page
    assert THIEF not in page
    assert THIEF not in text(client.get(reverse("desk:notices")))
    client.post(reverse("desk:notices"), {"language": "en", "email": "", "phone": MAREK, "again": MAREK})
    clocks.send_notices(NOW + timedelta(hours=4))
    assert [MAREK.encode() in body for *_, body in gateway.asked] == [True]
    assert words not in " ".join(defects(lambda _done, _of: None))


def test_an_older_number_that_is_put_back_is_not_used(
    cast: Cast, gateway: Gateway, django_capture_on_commit_callbacks: Any
) -> None:
    """It may be somebody else's by now."""
    marek = cast["marek"].person
    before = list(NoticeNumber.objects.filter(pk=marek))
    for phone in ("+15550155", ""):
        with django_capture_on_commit_callbacks(execute=True):
            numbers.choose(cast["marek"], "en", "marek@mail.test", phone, NOW)
        put_back(before)
        clocks.want_notice([marek], now=NOW, alert=True)
        clocks.send_notices(NOW)
        assert gateway.asked == []
        Notice.objects.all().delete()


def test_a_number_that_is_taken_out_of_the_database_is_named(
    cast: Cast, gateway: Gateway, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        numbers.choose(cast["marek"], "en", "", "+15550155", NOW)
    words = "what was known as number for notices"
    assert words not in " ".join(defects(lambda _done, _of: None))
    NoticeNumber.objects.filter(pk=cast["marek"].person).delete()
    assert words in " ".join(defects(lambda _done, _of: None))
    numbers.choose(cast["marek"], "en", "", MAREK, NOW)
    assert words not in " ".join(defects(lambda _done, _of: None))
    assert numbers.held(cast["marek"].person) == (MAREK, True)


def test_whoever_typed_a_number_is_reached_at_it(cast: Cast, gateway: Gateway) -> None:
    """The control: nobody changed anything, so the messages go."""
    clocks.want_notice([cast["marek"].person, cast["bao"].person, cast["femi"].person], now=NOW)
    assert clocks.send_notices(NOW) == 2
    assert len(gateway.asked) == 2
