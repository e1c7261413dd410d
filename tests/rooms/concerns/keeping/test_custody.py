"""Who told us, after the decision: a custodian, a reason, and a safeguarding lead who hears of it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from fanal.access.api import NotAllowed, NotNow
from fanal.clocks import api as clocks
from fanal.concerns.content import NoteContent
from fanal.concerns.keeping import custody, duties
from fanal.concerns.triage import decisions, triage
from fanal.concerns.triage.decisions import Choice
from fanal.journal import api as journal
from fanal.network.contracts import Role
from fanal.vocabulary.codes import Triage
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.concerns.told import Sent, tell

pytestmark = pytest.mark.django_db(databases="__all__")


def decided(cast: Cast) -> Sent:
    sent = tell(cast)
    choice = Choice(Triage.INFORMATION_ONLY, NoteContent(text="A family"))
    decisions.decide(cast["amara"], sent.id, choice, sent.row.version, NOW)
    return sent


def test_it_opens_with_a_reason_and_the_lead_gets_a_duty(cast: Cast) -> None:
    sent = decided(cast)
    told = custody.open_reporter(cast["celia"], sent.id, "proceeding", NOW)
    assert (told.reply_contact, told.pass_on, told.exposure) == ("the porter, evenings", "through_member", "yes")
    (line,) = [line for line in journal.read(sent.id) if line.deed == custody.OPEN]
    assert (line.actor, line.purpose) == (cast["celia"].person, "proceeding")
    (duty,) = clocks.open_duties(org=cast.aurora)
    assert (duty.kind, duty.owner.value) == (duties.REPORTER_OPENED.code, Role.SAFEGUARDING_LEAD)
    custody.seen(cast["dalia"], sent.id, NOW)
    assert clocks.open_duties(org=cast.aurora) == []


def test_nothing_opens_before_the_decision_or_without_a_reason(cast: Cast) -> None:
    sent = tell(cast)
    with pytest.raises(NotAllowed) as early:
        custody.open_reporter(cast["celia"], sent.id, "proceeding", NOW)
    assert early.value.refusal.reason_code == "not_closed"
    closed = decided(cast)
    for reason in ("", "because"):
        with pytest.raises(NotNow):
            custody.open_reporter(cast["celia"], closed.id, reason, NOW)
    assert custody.OPEN not in {line.deed for one in (sent, closed) for line in journal.read(one.id)}


@pytest.mark.parametrize("username", ["amara", "bao", "dalia", "edo"])
def test_nobody_but_a_custodian(cast: Cast, username: str) -> None:
    sent = decided(cast)
    with pytest.raises(NotAllowed):
        custody.open_reporter(cast[username], sent.id, "they_asked", NOW)
    with pytest.raises(triage.NotHere):
        custody.open_reporter(cast["quim"], sent.id, "they_asked", NOW)


def test_the_custodian_opens_nothing_else(cast: Cast) -> None:
    """Not what was told: neither by policy nor by keys."""
    from fanal.network import api as network

    sent = decided(cast)
    with pytest.raises(NotAllowed):
        triage.look(cast["celia"], sent.id, NOW)
    assert network.records.open_held(cast.aurora, sent.id, cast["celia"].keyring).keys.compartments == {"reporter"}


def test_it_is_kept_longer_only_where_they_asked_or_a_proceeding_needs_it(cast: Cast) -> None:
    sent = decided(cast)
    assert sent.row.reporter_erase_on == date(2027, 5, 25)
    until = date(2027, 9, 1)
    for wrong, day in (("law", until), ("they_asked", NOW.date()), ("they_asked", NOW.date() + timedelta(days=800))):
        with pytest.raises(NotNow):
            custody.keep_longer(cast["celia"], sent.id, day, wrong, NOW)
    with pytest.raises(NotAllowed):
        custody.keep_longer(cast["amara"], sent.id, until, "they_asked", NOW)
    custody.keep_longer(cast["celia"], sent.id, until, "they_asked", NOW)
    assert sent.row.reporter_erase_on == until


def test_the_pages_of_custodian_and_lead(cast: Cast) -> None:
    sent = decided(cast)
    celia, dalia = client_of(cast, "celia"), client_of(cast, "dalia")
    listed = celia.get(reverse("concerns:queue"), follow=True)
    assert listed.redirect_chain[-1][0] == reverse("concerns:reporters")
    url = reverse("concerns:reporter", args=[sent.id])
    assert url in text(listed)
    assert "the porter" not in text(listed)
    assert "the porter" not in text(celia.get(url))
    assert "the porter" not in text(celia.post(url, {}))
    assert "the porter, evenings" in text(celia.post(url, {"reason": "they_asked"}))
    seen = reverse("concerns:reporter_seen", args=[sent.id])
    assert seen in text(dalia.get(reverse("desk:day")))
    page = text(dalia.get(seen))
    assert "Celia" in page
    assert "They asked us to reach them" in page
    assert "the porter" not in page
    assert dalia.post(seen).status_code == 302
    assert seen not in text(dalia.get(reverse("desk:day")))
    assert celia.get(reverse("concerns:concern", args=[sent.id])).status_code == 403


def test_keeping_longer_has_a_page(cast: Cast) -> None:
    sent = decided(cast)
    celia = client_of(cast, "celia")
    url = reverse("concerns:keep_reporter", args=[sent.id])
    assert celia.get(url).status_code == 200
    assert "within a year" in text(celia.post(url, {"until": "2020-01-01", "reason": "proceeding"}))
    assert celia.post(url, {"until": "2027-06-30", "reason": "proceeding"}).status_code == 302
    assert sent.row.reporter_erase_on == date(2027, 6, 30)
