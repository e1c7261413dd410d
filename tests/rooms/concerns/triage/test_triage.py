"""Opening a concern: who may, what it does, what the journal says, and a pause."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from fanal.access.api import NotAllowed
from fanal.clocks import api as clocks
from fanal.concerns import duties
from fanal.concerns.models import Concern
from fanal.concerns.triage import triage
from fanal.journal import api as journal
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.concerns.told import HOUR, MINUTE, WORDS, tell

pytestmark = pytest.mark.django_db(databases="__all__")


def test_opening_shows_what_was_told(cast: Cast) -> None:
    """Everything comes out as it went in; the reporter's part too, until the decision."""
    file = triage.look(cast["amara"], tell(cast).id, NOW)
    assert file.content.words == WORDS
    assert file.content.received_at == NOW
    assert file.identity.child_words == "Called Lilo, red dress"
    assert file.offender.countries == ("XB",)
    assert file.personal.age == "from_10_to_14"
    assert file.reporter is not None
    assert file.reporter.pass_on == "through_member"


def test_opening_claims_for_ten_minutes_and_says_read(cast: Cast) -> None:
    """A colleague sees who holds it; opening beside them takes nothing away; afterwards it is free."""
    sent = tell(cast)
    triage.look(cast["amara"], sent.id, NOW)
    row = sent.row
    assert (row.status, row.claimed_by_id, row.claimed_until) == ("read", cast["amara"].person, NOW + 10 * MINUTE)
    triage.look(cast["femi"], sent.id, NOW + 5 * MINUTE)
    assert triage.holder(sent.row, NOW + 5 * MINUTE) == cast["amara"].person
    triage.look(cast["femi"], sent.id, NOW + 11 * MINUTE)
    assert triage.holder(sent.row, NOW + 11 * MINUTE) == cast["femi"].person
    triage.let_go(cast["amara"], sent.id)
    assert sent.row.claimed_by_id == cast["femi"].person
    triage.let_go(cast["femi"], sent.id)
    assert sent.row.claimed_by_id is None


def test_opening_stops_the_clock_of_seen_and_leaves_that_of_deciding(cast: Cast) -> None:
    sent = tell(cast, danger="yes")
    kinds = {one.kind for one in clocks.open_duties(org=cast.aurora)}
    assert kinds == {duties.ACKNOWLEDGE.code, duties.DECIDE_URGENT.code}
    triage.look(cast["femi"], sent.id, NOW + 3 * MINUTE)
    assert [one.kind for one in clocks.open_duties(org=cast.aurora)] == [duties.DECIDE_URGENT.code]


def test_every_opening_is_in_the_journal_with_its_purpose(cast: Cast) -> None:
    sent = tell(cast)
    for name in ("amara", "femi", "amara"):
        triage.look(cast[name], sent.id, NOW)
    lines = [line for line in journal.read(sent.id) if line.deed == triage.OPEN]
    assert [line.actor for line in lines] == [cast[name].person for name in ("amara", "femi", "amara")]
    assert {line.purpose for line in lines} == {"casework"}
    page = client_of(cast, "bao").get(reverse("concerns:opened_by", args=[sent.id]))
    assert text(page).count("Opened it") == 3
    assert "the person who told us" in text(page)


@pytest.mark.parametrize(("username", "why"), [("celia", "role"), ("edo", "role"), ("dalia", "role")])
def test_others_of_the_house_are_refused(cast: Cast, username: str, why: str) -> None:
    """The custodian, the administrator of people, the safeguarding lead: not this one, and no entry says they did."""
    sent = tell(cast)
    with pytest.raises(NotAllowed) as refused:
        triage.look(cast[username], sent.id, NOW)
    assert refused.value.refusal.reason_code == why
    assert triage.OPEN not in {line.deed for line in journal.read(sent.id)}


@pytest.mark.parametrize("username", ["nils", "oda", "pia", "sol", "tove"])
def test_for_other_organisations_it_does_not_exist(cast: Cast, username: str) -> None:
    """Nobody of Nordlys or of the secretariat opens, or learns of, what was told to Aurora."""
    sent = tell(cast)
    with pytest.raises(triage.NotHere):
        triage.look(cast[username], sent.id, NOW)
    response = client_of(cast, username).get(reverse("concerns:concern", args=[sent.id]))
    assert response.status_code in {403, 404}


def test_what_is_about_our_own_people_opens_for_the_safeguarding_lead_only(cast: Cast) -> None:
    sent = tell(cast, about_us="not_sure")
    for name in ("amara", "bao", "femi", "celia"):
        with pytest.raises(NotAllowed):
            triage.look(cast[name], sent.id, NOW)
    file = triage.look(cast["dalia"], sent.id, NOW)
    assert file.content.words == WORDS
    line = next(line for line in journal.read(sent.id) if line.deed == triage.OPEN)
    assert line.purpose == "safeguarding_alarm"


def test_practice_is_no_concern_of_the_queue(cast: Cast) -> None:
    sent = tell(cast, practice=True)
    for name in ("amara", "dalia"):
        with pytest.raises(triage.NotHere):
            triage.look(cast[name], sent.id, NOW)


def test_a_page_for_what_is_not_there(cast: Cast) -> None:
    client = client_of(cast, "amara")
    assert client.get(reverse("concerns:concern", args=[uuid4()])).status_code == 404
    assert client.get("/desk/concerns/nothing/").status_code == 404


def test_the_words_are_folded_and_the_facts_stand_in_their_order(cast: Cast) -> None:
    """Danger, child, place and time, what, adult, how known; every text sits inside a fold that is shut."""
    sent = tell(cast, danger="yes", child_now="with_adult", leaving="today_or_tomorrow")
    page = text(client_of(cast, "amara").get(reverse("concerns:concern", args=[sent.id])))
    facts = (">Danger now<", ">Child<", ">Where<", ">When<", ">What<", ">Adult<", ">How known<")
    order = [*facts, "Before you decide", "Who can act", "What do we do?"]
    places = [page.index(one) for one in order]
    assert places == sorted(places)
    for words in (WORDS, "Called Lilo, red dress", "Grey van, speaks loudly"):
        fold = page.rindex("<details", 0, page.index(words))
        assert " open" not in page[fold : page.index(">", fold)]
        assert page.count(words) == 1
    assert "only through Aurora" in page


# ---- a pause ----


def test_after_twelve_concerns_a_pause_is_due(cast: Cast) -> None:
    """The thirteenth waits a quarter of an hour; what was opened before may be finished; a colleague is free."""
    rows = [tell(cast).id for _ in range(13)]
    for at, one in enumerate(rows[:12]):
        triage.look(cast["amara"], one, NOW + at * MINUTE)
    with pytest.raises(triage.PauseFirst) as pause:
        triage.look(cast["amara"], rows[12], NOW + 12 * MINUTE)
    assert (pause.value.count, pause.value.until) == (12, NOW + 26 * MINUTE)
    assert not pause.value.reason_will_do
    assert Concern.objects.get(pk=rows[12]).claimed_by_id is None
    triage.look(cast["amara"], rows[3], NOW + 12 * MINUTE)
    triage.look(cast["femi"], rows[12], NOW + 12 * MINUTE)
    triage.look(cast["amara"], rows[12], NOW + 27 * MINUTE)


def test_after_ninety_minutes_a_pause_is_due(cast: Cast) -> None:
    rows = [tell(cast).id for _ in range(11)]
    for at, one in enumerate(rows[:9]):
        triage.look(cast["amara"], one, NOW + at * 10 * MINUTE)
    with pytest.raises(triage.PauseFirst):
        triage.look(cast["amara"], rows[10], NOW + 91 * MINUTE)


def test_danger_may_be_opened_with_a_reason_which_the_journal_keeps(cast: Cast) -> None:
    """A made-up reason, or one for a concern without danger, does not open."""
    for at in range(12):
        triage.look(cast["amara"], tell(cast).id, NOW + at * MINUTE)
    calm, urgent, later = tell(cast, danger="no"), tell(cast, danger="yes"), NOW + 12 * MINUTE
    for sent, reason in ((calm, "nobody_else"), (urgent, ""), (urgent, "I want to")):
        with pytest.raises(triage.PauseFirst):
            triage.look(cast["amara"], sent.id, later, reason=reason)
    triage.look(cast["amara"], urgent.id, later, reason="nobody_else")
    line = next(line for line in journal.read(urgent.id) if line.deed == triage.OPEN)
    assert line.purpose == "casework:nobody_else"


def test_the_pause_page_is_kind_and_says_when_one_can_go_on(cast: Cast) -> None:
    from django.utils import timezone

    now = timezone.now()
    for at in range(12):
        triage.look(cast["amara"], tell(cast, now).id, now - (13 - at) * timedelta(seconds=20))
    urgent = tell(cast, now, danger="yes")
    client = client_of(cast, "amara")
    url = reverse("concerns:concern", args=[urgent.id])
    page = client.get(url)
    assert page.status_code == 429
    assert "Take a pause first" in text(page)
    assert "You opened 12 concerns" in text(page)
    assert WORDS not in text(page)
    opened = client.post(url, {"pause": "go", "reason": "nobody_else"})
    assert opened.status_code == 200
    assert WORDS in text(opened)
    assert client.get(reverse("concerns:concern", args=[tell(cast, now, danger="no").id])).status_code == 429


def test_the_time_of_a_pause_is_counted_from_the_last_opening(cast: Cast) -> None:
    """Twelve on one day, and twelve on the next morning: the night was the pause."""
    rows = [tell(cast).id for _ in range(12)]
    for one in rows[:6]:
        triage.look(cast["amara"], one, NOW)
    for one in rows[6:]:
        triage.look(cast["amara"], one, NOW + 20 * HOUR)
