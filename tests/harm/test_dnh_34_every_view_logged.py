"""DNH-34: every view of what was told is logged, and looking up what is not one's own raises an alert.

What it means in concerns: every page that shows content writes an entry of the person, with the purpose; a colleague
who opens a closed concern in which they had no part, and a custodian who opens who told us, are shown to the
safeguarding lead.
"""

import pytest
from django.urls import reverse

from fanal.clocks import api as clocks
from fanal.concerns.content import NoteContent
from fanal.concerns.keeping import custody
from fanal.concerns.keeping.duties import REPORTER_OPENED
from fanal.concerns.triage import decisions, triage
from fanal.concerns.triage.decisions import Choice
from fanal.concerns.triage.duties import LOOKED_AT
from fanal.journal import api as journal
from fanal.vocabulary.codes import Triage
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.concerns.told import DAY, WORDS, Sent, tell

pytestmark = pytest.mark.django_db(databases="__all__")

SHOWS = {"concern": WORDS, "same": "Hotel Playa Norte", "countries": "XB"}
SHOWS_NOTHING = ("opened_by", "write", "sort", "conflict", "keeping")


def closed(cast: Cast) -> Sent:
    sent = tell(cast)
    choice = Choice(Triage.INFORMATION_ONLY, NoteContent(text="A family"))
    decisions.decide(cast["amara"], sent.id, choice, sent.row.version, NOW)
    return sent


def alerts(cast: Cast) -> list[str]:
    return [one.kind for one in clocks.open_duties(org=cast.aurora) if one.owner.value == "safeguarding_lead"]


@pytest.mark.parametrize("name", SHOWS)
def test_a_page_that_shows_content_leaves_an_entry(cast: Cast, name: str) -> None:
    sent, other = tell(cast), tell(cast, NOW - DAY)
    client = client_of(cast, "femi")
    before = {one.id: len(journal.read(one.id)) for one in (sent, other)}
    page = text(client.get(reverse(f"concerns:{name}", args=[sent.id])))
    assert SHOWS[name] in page
    shown = [sent, other] if name == "same" else [sent]
    for one in shown:
        lines = journal.read(one.id)
        assert len(lines) > before[one.id]
        assert (lines[0].actor, bool(lines[0].purpose)) == (cast["femi"].person, True)


@pytest.mark.parametrize("name", SHOWS_NOTHING)
def test_a_page_without_an_entry_shows_nothing_that_was_told(cast: Cast, name: str) -> None:
    sent = tell(cast)
    before = len(journal.read(sent.id))
    page = text(client_of(cast, "femi").get(reverse(f"concerns:{name}", args=[sent.id])))
    assert len(journal.read(sent.id)) == before
    for words in (WORDS, "Playa Norte", "Lilo", "Grey van", "the porter"):
        assert words not in page


def test_a_refused_look_opens_nothing_and_a_failed_one_leaves_nothing(cast: Cast) -> None:
    sent = tell(cast)
    client = client_of(cast, "celia")
    assert client.get(reverse("concerns:concern", args=[sent.id])).status_code == 403
    assert triage.OPEN not in {line.deed for line in journal.read(sent.id)}


def test_looking_up_a_closed_concern_of_others_raises_an_alert(cast: Cast) -> None:
    """Bao had no part in it: the lead gets a duty, and sees who and when, not what."""
    sent = closed(cast)
    assert alerts(cast) == []
    triage.look(cast["bao"], sent.id, NOW + DAY)
    assert alerts(cast) == [LOOKED_AT.code]
    page = text(client_of(cast, "dalia").get(reverse("concerns:reporter_seen", args=[sent.id])))
    assert "Bao" in page
    assert WORDS not in page
    custody.seen(cast["dalia"], sent.id, NOW + DAY)
    assert alerts(cast) == []


def test_whoever_worked_on_it_may_look_again(cast: Cast) -> None:
    """No alert for the person who decided, for an open concern, or where a new message calls for it."""
    sent, waiting = closed(cast), tell(cast)
    triage.look(cast["amara"], sent.id, NOW + DAY)
    triage.look(cast["bao"], waiting.id, NOW)
    assert alerts(cast) == []
    from fanal.concerns.models import Concern

    Concern.objects.filter(pk=sent.id).update(new_message=True)
    triage.look(cast["femi"], sent.id, NOW + DAY)
    assert alerts(cast) == []


def test_the_custodian_is_seen_too(cast: Cast) -> None:
    sent = closed(cast)
    custody.open_reporter(cast["celia"], sent.id, "proceeding", NOW)
    assert alerts(cast) == [REPORTER_OPENED.code]
