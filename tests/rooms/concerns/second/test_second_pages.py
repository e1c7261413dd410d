"""The pages of a second yes that no journey walks: bad faith and early erasure, a partner's no, nobody to ask."""

import re
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from fanal.concerns.content import NoteContent
from fanal.concerns.keeping import keeping
from fanal.concerns.models import Concern, Decision, SecondOpinion
from fanal.concerns.triage import decisions
from fanal.concerns.triage.decisions import Choice
from fanal.network import api as network
from fanal.network.contracts import AgreementPurpose
from fanal.vocabulary.codes import Finding, Triage
from tests.desk import client_of, text
from tests.people import Cast
from tests.rooms.concerns.passing import agree
from tests.rooms.concerns.second.test_second import BAD, WHY, to_police
from tests.rooms.concerns.told import tell
from tests.small import EVERY, found, is_partner, turn_small

pytestmark = pytest.mark.django_db(databases="__all__")


def _told(cast: Cast, choice: Choice, now: datetime) -> UUID:
    """A concern on which Nils decided so."""
    turn_small(cast, now)
    is_partner(cast, now=now)
    concern = tell(cast, now, page="XB").id
    decisions.decide(cast["nils"], concern, choice, Concern.objects.get(pk=concern).version, now)
    return concern


def _asks(nils: Client, page: str) -> SecondOpinion:
    """By the link of a page to the preview, and from there to the partner."""
    found = re.search(r'href="(/desk/concerns/second/[^"]+)"', page)
    assert found
    shown = text(nils.get(found[1]))
    seen = re.search(r'name="seen" value="(\w{64})"', shown)
    partner = re.search(r'name="partner" value="([\w-]{36})"', shown)
    assert seen
    assert partner
    sent = nils.post(found[1], {"seen": seen[1], "partner": partner[1], "why": WHY})
    row = SecondOpinion.objects.get()
    assert sent["Location"] == nils.get(found[1])["Location"] == reverse("concerns:opinion", args=[row.pk])
    return row


def _posts(nils: Client, cast: Cast, subject: UUID) -> str:
    """The button of a page that was left open."""
    here = reverse("concerns:ask_partner", args=["bad_faith", subject])
    return text(nils.post(here, {"seen": "0" * 64, "partner": str(cast.aurora)}, follow=True))


def test_a_second_press_asks_nobody_anew_and_keeps_a_yes(cast: Cast) -> None:
    """Neither what the partner has open nor their yes is thrown away; the page says so and leads there."""
    concern = _told(cast, Choice(Triage.CLOSED_NO_CASE, BAD, finding=Finding.BAD_FAITH), datetime.now(UTC))
    nils = client_of(cast, "nils")
    row = _asks(nils, text(nils.get(reverse("concerns:concern", args=[concern]))))
    assert "Aurora was asked about this already" in _posts(nils, cast, row.subject)
    _answers(cast, row, "yes")
    page = _posts(nils, cast, row.subject)
    assert "Aurora has said yes to this already" in page
    assert "Do what they said yes to" in page
    assert SecondOpinion.objects.get().state == "yes"
    nils.post(reverse("concerns:opinion_use", args=[row.pk]))
    assert Concern.objects.get(pk=concern).finding == Finding.BAD_FAITH


def _answers(cast: Cast, row: SecondOpinion, agree: str) -> str:
    bao, here = client_of(cast, "bao"), reverse("concerns:opinion_answer", args=[row.pk])
    shown = text(bao.get(here))
    bao.post(here, {"agree": agree, "text": "As far as I see"})
    assert bao.get(here).status_code == 302  # answered once
    return shown


def test_bad_faith_is_asked_and_a_no_is_taken_over(cast: Cast) -> None:
    concern = _told(cast, Choice(Triage.CLOSED_NO_CASE, BAD, finding=Finding.BAD_FAITH), datetime.now(UTC))
    nils = client_of(cast, "nils")
    page = text(nils.get(reverse("concerns:concern", args=[concern])))
    assert "Ask your partner for the second yes" in page
    row = _asks(nils, page)
    assert BAD.evidence in _answers(cast, row, "no")
    assert "Take over their no" in text(nils.get(reverse("concerns:opinion", args=[row.pk])))
    done = text(nils.post(reverse("concerns:opinion_use", args=[row.pk]), follow=True))
    assert "The reason stands in the concern" in done
    assert "As far as I see" in text(nils.get(reverse("concerns:concern", args=[concern])))
    assert Concern.objects.get(pk=concern).triage == Triage.NEW


def test_early_erasure_is_asked_and_done(cast: Cast) -> None:
    now = datetime.now(UTC)
    concern = _told(cast, Choice(Triage.INFORMATION_ONLY, NoteContent(text="Hearsay")), now)
    keeping.ask_erase(cast["nils"], concern, "Told twice", now)
    nils = client_of(cast, "nils")
    row = _asks(nils, text(nils.get(reverse("concerns:keeping", args=[concern]))))
    assert "Told twice" in _answers(cast, row, "yes")
    assert nils.post(reverse("concerns:opinion_use", args=[row.pk])).status_code == 404
    erase = reverse("concerns:opinion_erase", args=[row.pk])
    assert erase in text(nils.get(reverse("concerns:opinion", args=[row.pk])))
    assert "Nobody can bring it back" in text(nils.get(erase))
    assert "Tick this, or go back." in text(nils.post(erase))
    assert Concern.objects.filter(pk=concern).exists()
    assert "It is erased." in text(nils.post(erase, {"sure": "on"}, follow=True))
    assert not Concern.objects.filter(pk=concern).exists()


def test_a_no_to_a_handover_is_taken_over_on_its_page(cast: Cast) -> None:
    """Until then the page to ask says so; then the draft is gone, and the reason stands in the concern."""
    now = datetime.now(UTC)
    draft, _seen = to_police(cast, now)
    nils, asks = client_of(cast, "nils"), reverse("concerns:ask_partner", args=["to_authority", draft.pk])
    row = _asks(nils, f'href="{asks}"')
    shown = _answers(cast, row, "no")
    assert WHY in shown
    assert "<dt>Danger now</dt><dd>not sure" in " ".join(shown.split()).replace("> <", "><")
    blocked = nils.get(asks)
    assert blocked.status_code == 409
    assert "First take over their no" in text(blocked)
    assert "The draft of the handover is taken back" in text(nils.get(reverse("concerns:opinion", args=[row.pk])))
    done = text(nils.post(reverse("concerns:opinion_use", args=[row.pk]), follow=True))
    assert "The reason stands in the concern" in done
    assert "As far as I see" in text(nils.get(reverse("concerns:concern", args=[draft.concern_id])))
    draft.refresh_from_db()
    assert draft.state == "withdrawn"


def test_nobody_to_ask_is_said(cast: Cast) -> None:
    """The agreement ended: the page says what to do, and a colleague is still no second person."""
    concern = _told(cast, Choice(Triage.CLOSED_NO_CASE, BAD, finding=Finding.BAD_FAITH), datetime.now(UTC))
    waits = Decision.objects.get(concern=concern)
    (agreement,) = [one for one in network.agreements.of(cast.nordlys) if "second_person" in one.purposes]
    network.agreements.end(cast["amara"], agreement.id, datetime.now(UTC))
    page = client_of(cast, "nils").get(reverse("concerns:ask_partner", args=["bad_faith", waits.pk]))
    assert page.status_code == 409
    assert "No partner is second person for you" in text(page)
    second = client_of(cast, "oda").post(reverse("concerns:second", args=[waits.pk]), {"agree": "yes", "text": ""})
    assert "a partner is the second person" in text(second)


def test_what_is_about_the_partners_people_is_not_asked_of_them(cast: Cast) -> None:
    """The page says it before anything is sent: it leads to another partner, or says what else can be done."""
    now = datetime.now(UTC)
    concern = _told(cast, Choice(Triage.CLOSED_NO_CASE, BAD, finding=Finding.BAD_FAITH), now)
    nils, decision = client_of(cast, "nils"), Decision.objects.get(concern=concern, needs_second=True)
    here = reverse("concerns:ask_partner", args=["bad_faith", decision.pk])
    page = text(nils.get(here))
    assert "Is it about people of Aurora? Then do not ask them" in page
    assert "You have no other partner. Decide otherwise" in page
    cirrus = found(cast, now=now)
    agree(cast, EVERY, purpose=AgreementPurpose.SECOND_PERSON, by="nils", signer="ana", partner=cirrus, now=now)
    page = text(nils.get(f"{here}?partner={cast.aurora}"))
    assert "You have no other partner" not in page
    assert f'Choose another partner: <a href="?partner={cirrus}">Cirrus</a>' in page
    assert "Is it about people of Cirrus?" in text(nils.get(f"{here}?partner={cirrus}"))


def _task(who: Client) -> list[tuple[str, str]]:
    """Where the tasks of a day lead that are about concerns, and their words."""
    found = re.findall(r'<a href="([^"]+)"><strong>([^<]+)</strong>', text(who.get(reverse("desk:day"))))
    return [(url, words) for url, words in found if url.startswith("/desk/concerns/")]


def test_one_task_says_what_is_true_now(cast: Cast) -> None:
    """To ask, asked, answered: each leads to where that is done; whoever records it lands at asking."""
    turn_small(cast, now := datetime.now(UTC))
    is_partner(cast, now=now)
    concern = tell(cast, now, page="XB").id
    nils, oda = client_of(cast, "nils"), client_of(cast, "oda")
    said = {"finding": "bad_faith", "text": BAD.text, "evidence": BAD.evidence}
    form = {"version": Concern.objects.get().version} | said
    sent = nils.post(reverse("concerns:decide", args=[concern, "closed_no_case"]), form)
    asks = reverse("concerns:ask_partner", args=["bad_faith", Decision.objects.get().pk])
    assert sent["Location"] == asks
    assert _task(oda) == [(asks, "Ask your partner for the second yes")]
    row = _asks(nils, f'href="{asks}"')
    there = reverse("concerns:opinion", args=[row.pk])
    assert _task(oda) == _task(nils) == [(there, "Aurora was asked for the second yes")]
    _answers(cast, row, "no")
    assert _task(oda) == [(there, "Aurora said no: read why, and take it over")]
    taken = oda.post(reverse("concerns:opinion_use", args=[row.pk]))
    assert taken["Location"] == reverse("concerns:concern", args=[concern])
    assert _task(oda) == [(reverse("concerns:concern", args=[concern]), "Decide on a concern")]
