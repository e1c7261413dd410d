"""*My day* has what somebody can do now, on the day of those who can: what it shows is tried as a deed, and so is what
it does not show."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.clocks import api as clocks
from fanal.network import api as network
from fanal.network.contracts import Role
from fanal.progress.asks import asks, starting
from fanal.progress.assessing import assessing, duties, replying
from fanal.progress.composing import documents
from fanal.progress.models import Notice, ReplyNumber
from fanal.progress.policy import ADVOCATE, SECOND_READER
from tests.desk import client_of, text
from tests.people import FOUNDED, NOW, Cast, gains
from tests.rooms.justice.small import with_grant
from tests.rooms.progress import places
from tests.rooms.progress.asks import made as asked
from tests.rooms.progress.composing import made as composed
from tests.rooms.progress.places import DAY, where

pytestmark = pytest.mark.django_db(databases="__all__")
READ, ANEW, TELL = "Read an assessment of a country", "Write an assessment anew", "Tell an office of a state"
PUBLISH, COMPARE = "Publish an assessment of a country", "Compare a typed reply"
ALL = ("amara", "bao", "dalia", "lena", "marek", "noor", "nils", "oda", "tove")


@pytest.fixture(autouse=True)
def _that_day(that_day: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """*My day* asks the clock of the machine whose turn it is."""
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(hours=10))


def _has(cast: Cast, words: str) -> set[str]:
    """On whose day it stands."""
    return {who for who in ALL if words in text(client_of(cast, who).get(reverse("desk:day")))}


def _can(cast: Cast, deed: Callable[[str], Any]) -> set[str]:
    """Who of them can do it now; each try is taken back."""
    found = set()
    for who in ALL:
        try:
            with transaction.atomic():
                deed(who)
                transaction.set_rollback(True)
            found.add(who)
        except (NotAllowed, NotHere, NotNow):
            continue
    return found


@pytest.fixture
def house(cast: Cast) -> Cast:
    """Besides those of `places`, Marek of the house that assesses is a second reader, too."""
    places.ready(cast)
    network.grants.hold(cast["marek"].person, SECOND_READER, FOUNDED.date(), date(2036, 1, 1))
    return cast


def test_an_assessment_is_read_by_those_who_may(house: Cast) -> None:
    """By readers of another house; where none has one any more, by a colleague of the same."""
    places.assessed(house)
    assert _has(house, READ) == _can(house, lambda who: places.read(house, by=who)) == {"oda"}
    network.grants.end(house["oda"].person, SECOND_READER)
    assert _can(house, lambda who: places.read(house, by=who)) == {"marek"}
    for owed in duties._owes(NOW):  # the sweep of the clocks
        clocks.start(owed.kinds[0], owed.org, owed.subject, now=NOW)
    assert _has(house, READ) == {"marek"}


def test_each_step_stands_with_those_who_can_do_it(house: Cast) -> None:
    places.assessed(house)
    places.read(house, agrees=False, words="Six of 25.")
    assert _has(house, ANEW) == {"noor", "lena"}, "after a no the house that assessed writes it anew"
    places.assessed(house, rationale="Six of 25 provinces.")
    places.read(house)
    told = {"seen": "", "reached": True, "office": "Ministry of Justice", "how": "Letter", "told_on": NOW.date()}
    can = _can(house, lambda who: assessing.tell(house[who], where(), told, NOW))
    assert _has(house, TELL) == can == {"noor", "lena", "marek", "oda", "tove"}
    assert not _has(house, PUBLISH)
    places.tell(house)
    assert not _has(house, TELL) | _has(house, PUBLISH), "its time runs, and nobody can do anything"
    assert not _can(house, lambda who: places.publish(house, by=who))


def test_it_is_published_by_those_who_may(house: Cast) -> None:
    """Once the time of the notice is over, which this test sets back."""
    places.assessed(house)
    places.read(house)
    places.tell(house)
    for table in (Notice, ReplyNumber):
        table.objects.update(at=NOW - 40 * DAY)  # type: ignore[attr-defined]
    assert _has(house, PUBLISH) == {"marek", "oda", "tove"}


def test_a_typed_letter_is_compared_by_somebody_else(house: Cast) -> None:
    places.assessed(house)
    places.read(house)
    places.tell(house)
    letter = {
        "seen": "", "words": "We disagree.", "office": "Ministry of Justice", "name": "", "consent": False,
        "language": "eng", "on": NOW.date(), "corrects": "",
    }  # fmt: skip
    replying.type_letter(house["marek"], where(), letter, NOW)
    can = _can(house, lambda who: replying.confirm(house[who], where(), {"seen": ""}, NOW))
    assert _has(house, COMPARE) == can == {"noor", "lena", "oda", "tove"}


def test_an_ask_is_read_by_whoever_did_not_write_it(cast: Cast) -> None:
    """Amara is the only one who holds the duty: Bao, who leads the organisation, reads it."""
    asked.advocates(cast)
    network.grants.end(cast["bao"].person, ADVOCATE)
    held = asked.written(cast)
    seen = str(held.wording.pk)
    can = _can(cast, lambda who: asks.review(cast[who], held.row.pk, seen, NOW))
    assert _has(cast, "Read an ask that somebody wrote") == can == {"bao"}


def test_whoever_reads_an_ask_before_it_is_sent_has_it_on_their_day(cast: Cast) -> None:
    """The survivor adviser, of law a lawyer; then whoever sends it, or writes it anew after a no."""
    send, title = "Send an ask to the office", asked.TEXT["title"]
    asked.advocates(cast)
    held = asked.reviewed(cast)
    assert _has(cast, "To review") == {"dalia"}
    assert title in text(client_of(cast, "dalia").get(reverse("desk:day")))
    assert not _has(cast, send), "it cannot be sent yet"
    asked.advised(cast, held, yes=False)
    assert not _has(cast, "To review")
    assert _has(cast, "Correct an ask: one of those who must read it said no") == {"amara", "bao"}
    held = asks.correct(cast["bao"], held.row.pk, {**asked.SAID, "seen": str(held.wording.pk)}, NOW + DAY)
    gains(cast["lena"].person, Role.MANAGER)
    held = asked.reviewed(cast, held, NOW + DAY, "lena")
    asked.advised(cast, held, NOW + DAY)
    assert _has(cast, send) == {"amara", "bao"}


def test_a_lawyer_has_an_ask_on_law(cast: Cast) -> None:
    asked.advocates(cast)
    with_grant(cast, "noor")
    with_grant(cast, "lena")
    start = starting.of_reform("XA", asked.reform(cast))
    held = asks.begin(cast["amara"], start, asked.SAID | {"kind": "law"}, NOW)
    asked.reviewed(cast, held)
    assert _has(cast, "To review") == {"dalia", "lena"}


def test_nobody_advises_on_what_they_wrote(cast: Cast) -> None:
    asked.advocates(cast)
    gains(cast["amara"].person, Role.SURVIVOR_ADVISER)
    held = asked.reviewed(cast)
    assert _has(cast, "To review") == {"dalia"}
    with pytest.raises(NotAllowed):
        asked.advised(cast, held, who="amara")


def test_a_document_waits_for_those_who_can_let_it_leave(cast: Cast) -> None:
    words = "Read a document, and let it leave or give it back"
    composed.advocates(cast)
    network.grants.end(cast["lena"].person, ADVOCATE)
    row = composed.lines(cast)
    documents.propose(cast["noor"], row.pk, NOW)
    assert _has(cast, "To review") == {"dalia"}
    assert not _has(cast, words), "the adviser reads it first"
    composed.read(cast, row)
    can = _can(cast, lambda who: documents.export(cast[who], row.pk, NOW))
    assert _has(cast, words) == can == {"bao"}
