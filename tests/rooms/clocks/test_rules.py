"""Times of an organisation's own: shorter freely, longer with a reason of its manager, and nobody writes one past the
program."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from fanal.access.api import NotAllowed, NotNow
from fanal.clocks import api as clocks
from fanal.clocks import rules
from fanal.clocks.models import ClockRule
from fanal.concerns import duties
from fanal.concerns.public.place import forget
from fanal.journal import api as journal
from fanal.network import unbelieved
from fanal.vocabulary.ids import new_id
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.concerns.reporter import publish
from tests.rooms.concerns.told import tell

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("that_day")]
HOUR = timedelta(hours=1)


def test_what_is_set_holds_for_what_comes_there_and_not_before(cast: Cast) -> None:
    before = clocks.start(duties.DECIDE, cast.aurora, new_id(), now=NOW)
    rules.set_limit(cast["bao"], duties.DECIDE.code, 6 * HOUR, "", NOW)
    after = clocks.start(duties.DECIDE, cast.aurora, new_id(), now=NOW)
    theirs = clocks.start(duties.DECIDE, cast.nordlys, new_id(), now=NOW)
    assert (before.due_at, after.due_at, theirs.due_at) == (NOW + 24 * HOUR, NOW + 6 * HOUR, NOW + 24 * HOUR)
    assert clocks.next_of([before.subject])[before.subject].due_at == before.due_at


def test_longer_needs_a_reason_and_danger_is_never_longer(cast: Cast) -> None:
    for reason in ("", "because"):
        with pytest.raises(NotNow):
            rules.set_limit(cast["bao"], duties.DECIDE.code, 48 * HOUR, reason, NOW)
    rules.set_limit(cast["bao"], duties.DECIDE.code, 48 * HOUR, "few_people", NOW)
    assert ClockRule.objects.get().reason == "few_people"
    for kind in (duties.DECIDE_URGENT, duties.ACKNOWLEDGE):
        with pytest.raises(NotNow):
            rules.set_limit(cast["bao"], kind.code, 2 * HOUR, "few_people", NOW)
        rules.set_limit(cast["bao"], kind.code, timedelta(minutes=5), "", NOW)
    for odd in (timedelta(0), timedelta(minutes=4), timedelta(days=31), timedelta(seconds=400)):
        with pytest.raises(NotNow):
            rules.set_limit(cast["bao"], duties.DECIDE.code, odd, "law", NOW)


def test_a_manager_sets_it_and_every_time_is_in_the_journal(cast: Cast) -> None:
    for who in ("amara", "dalia", "lena", "sol"):
        with pytest.raises(NotAllowed):
            rules.set_limit(cast[who], duties.DECIDE.code, HOUR, "", NOW)
    rules.set_limit(cast["bao"], duties.DECIDE.code, HOUR, "", NOW)
    rules.set_limit(cast["bao"], duties.DECIDE.code, 30 * HOUR, "law", NOW)
    said = [line.purpose for line in journal.read(ClockRule.objects.get().pk)]
    assert said == ["concern_decide 1800 law", "concern_decide 60"]


def test_a_time_that_somebody_wrote_is_none(cast: Cast) -> None:
    """A writer of the database lengthens a clock, writes one, takes one out."""
    rules.set_limit(cast["bao"], duties.DECIDE.code, HOUR, "", NOW)
    ClockRule.objects.update(minutes=40_000)
    assert rules.limit(cast.aurora, duties.DECIDE) == duties.DECIDE.limit
    assert rules.of(cast.aurora) == {}
    ClockRule.objects.create(
        org_id=cast.nordlys, kind=duties.DECIDE.code, minutes=9, since=NOW.date(), by_id=cast["oda"].person
    )
    assert rules.limit(cast.nordlys, duties.DECIDE) == duties.DECIDE.limit
    told = list(unbelieved.unbelieved())
    assert len([words for words in told if "Decide on a concern" in words]) == 2
    ClockRule.objects.all().delete()
    assert rules.limit(cast.aurora, duties.DECIDE) == duties.DECIDE.limit


def test_the_public_page_promises_what_holds(cast: Cast) -> None:
    """By the clock of a form that is open day and night: a day, then three."""
    publish(cast, "XA")
    before = text(Client().get("/en/xa/"))
    rules.set_limit(cast["bao"], duties.DECIDE.code, 72 * HOUR, "few_hours", NOW)
    forget()
    after = text(Client().get("/en/xa/"))
    assert "24 hours" in before
    assert "24 hours" not in after
    assert "72 hours" in after or "3 days" in after
    concern = tell(cast, NOW).id
    assert clocks.next_of([concern])[concern].due_at == NOW + 72 * HOUR


def test_the_page_shows_and_sets_them(cast: Cast) -> None:
    bao, amara = client_of(cast, "bao"), client_of(cast, "amara")
    url = reverse("desk:clock-set", args=[duties.DECIDE.code])
    assert amara.get(reverse("desk:clocks")).status_code == 403
    assert amara.post(url, {"number": "2", "unit": "60"}).status_code == 403
    assert bao.get(reverse("desk:clock-set", args=["handover_answer"])).status_code == 404
    refused = bao.post(url, {"number": "2000", "unit": "60"})
    assert refused.status_code in {200, 400}
    assert "2000" in text(refused)
    assert text(refused).count("Between five minutes and thirty days, please.") == 2, "above, and at its field"
    assert "“How long?” needs an answer." in (page := text(bao.post(url, {"number": "", "unit": "60"})))
    assert "This needs an answer." in page
    assert "Write a whole number." in text(bao.post(url, {"number": "two", "unit": "60"}))
    assert "Write a number of at most 43200." in text(bao.post(url, {"number": "99999", "unit": "1"}))
    asked = text(bao.post(url, {"number": "30", "unit": "60"}))
    assert "It is longer than that of the house. Say why." in asked
    assert 'value="30"' in asked
    assert bao.post(url, {"number": "2", "unit": "60"}).status_code == 302
    page = text(bao.get(reverse("desk:clocks")))
    assert "2 hours" in page
    assert "Bao" in page
    assert "Set the time of a task" in page
    dalia = text(client_of(cast, "dalia").get(reverse("desk:clocks")))
    assert "2 hours" in dalia
    assert "/set/" not in dalia
