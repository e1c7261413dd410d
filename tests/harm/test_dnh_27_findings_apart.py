"""DNH-27: confirmed, not confirmed, not enough information, unfounded and bad faith are kept apart; the last needs
evidence and two people."""

import pytest
from django.urls import reverse

from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.concerns.content import NoteContent
from fanal.concerns.triage import decisions, texts
from fanal.concerns.triage.decisions import Choice
from fanal.vocabulary.codes import Finding, Triage
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.concerns.told import Sent, tell

pytestmark = pytest.mark.django_db(databases="__all__")


def close(cast: Cast, sent: Sent, finding: Finding, **note: str) -> decisions.Decision:
    choice = Choice(Triage.CLOSED_NO_CASE, NoteContent(text="Looked at", **note), finding)
    return decisions.decide(cast["amara"], sent.id, choice, sent.row.version, NOW)


def test_there_are_five_each_with_words_of_its_own() -> None:
    assert [one.value for one in Finding] == [
        "confirmed",
        "not_confirmed",
        "not_enough_information",
        "unfounded",
        "bad_faith",
    ]
    assert len(set(texts.FINDING.values())) == 5


@pytest.mark.parametrize("finding", [one for one in Finding if one is not Finding.BAD_FAITH])
def test_four_of_them_hold_at_once(cast: Cast, finding: Finding) -> None:
    """What is not confirmed never becomes unfounded, nor the other way."""
    sent = tell(cast)
    assert not close(cast, sent, finding).needs_second
    assert sent.row.finding == finding


def test_bad_faith_needs_evidence_and_a_second_person(cast: Cast) -> None:
    sent = tell(cast)
    with pytest.raises(NotNow):
        close(cast, sent, Finding.BAD_FAITH)
    first = close(cast, sent, Finding.BAD_FAITH, evidence="They wrote that they made it up")
    assert sent.row.finding == ""
    with pytest.raises(NotAllowed):
        decisions.confirm(cast["amara"], first.pk, agree=True, note=NoteContent(), now=NOW)
    for name in ("celia", "edo", "dalia"):
        with pytest.raises((NotAllowed, NotHere, NotHere)):
            decisions.confirm(cast[name], first.pk, agree=True, note=NoteContent(), now=NOW)
    assert sent.row.finding == ""
    decisions.confirm(cast["bao"], first.pk, agree=True, note=NoteContent(), now=NOW)
    assert sent.row.finding == "bad_faith"


def test_the_page_says_that_a_mistake_is_no_bad_faith(cast: Cast) -> None:
    sent = tell(cast)
    page = text(client_of(cast, "amara").get(reverse("concerns:decide", args=[sent.id, "closed_no_case"])))
    assert "A mistake is not bad faith" in page
    for words in texts.FINDING.values():
        assert words in page
