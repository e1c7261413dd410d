"""A concern turned out to be about our own people: whoever of the intake team held it, maybe the very person, learns
nothing any more of what became of it. They know its address: it was open in their browser."""

from datetime import timedelta

import pytest
from django.urls import reverse

from fanal.concerns.conflict import conflict
from fanal.concerns.content import NoteContent
from fanal.concerns.triage import decisions
from fanal.concerns.triage.decisions import Choice
from fanal.vocabulary.codes import Finding, Triage
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.concerns.told import HOUR, tell

pytestmark = pytest.mark.django_db(databases="__all__")

CLOSED = Choice(Triage.CLOSED_NO_CASE, NoteContent(text="She did it."), Finding.CONFIRMED)


@pytest.mark.parametrize("restricted", [False, True], ids=["the control: a colleague is told", "own people"])
def test_who_comes_a_moment_too_late_is_not_told_what_was_decided_about_our_own_people(
    cast: Cast, *, restricted: bool
) -> None:
    sent = tell(cast)
    late = {"text": "Nothing for us.", "version": sent.row.version}
    if restricted:
        conflict.mark(cast["bao"], sent.id, NOW + timedelta(minutes=1))
    decisions.decide(cast["dalia" if restricted else "amara"], sent.id, CLOSED, sent.row.version, NOW + HOUR)
    answer = client_of(cast, "femi").post(reverse("concerns:decide", args=[sent.id, "information_only"]), late)
    if not restricted:
        assert answer.status_code == 409
        assert "Amara" in text(answer)
        return
    assert "Dalia" not in text(answer)
    assert answer.status_code in {403, 404}


@pytest.mark.parametrize("page", ["concerns:decide", "concerns:handover_conflict"])
def test_a_page_of_a_concern_about_our_own_people_is_not_there_for_the_intake_team(cast: Cast, page: str) -> None:
    """As `concerns:concern`, `concerns:sort` and all others refuse it."""
    sent = tell(cast)
    conflict.mark(cast["bao"], sent.id, NOW)
    address = reverse(page, args=[sent.id, *(["information_only"] if page == "concerns:decide" else [])])
    assert client_of(cast, "femi").get(reverse("concerns:sort", args=[sent.id])).status_code == 403
    assert client_of(cast, "femi").get(address).status_code in {403, 404}
