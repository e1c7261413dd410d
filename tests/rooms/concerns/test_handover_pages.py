"""The pages of handing over, as people meet them: preview, sending, the inbox, answers, the referral desk."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from tests.desk import client_of, text
from tests.people import Cast
from tests.rooms.concerns.passing import BASE, SECRETS, Scene, agree, police, scene

from fanal.clocks import api as clocks
from fanal.concerns.models import Handover
from fanal.network import api as network
from fanal.network.contracts import AgreementPurpose
from fanal.vocabulary.codes import DataCategory as Cat

pytestmark = pytest.mark.django_db(databases="__all__")


def hidden(html: str) -> dict[str, str]:
    """The hidden fields of the form that sends."""
    return dict(re.findall(r'<input type="hidden" name="(request_key|seen)" value="([^"]*)"', html))


def preview(client: Client, made: Scene, recipient: UUID, query: str = "") -> tuple[str, str]:
    url = reverse("concerns:handover_new", args=[made.concern, recipient]) + query
    return url, text(client.get(url))


@pytest.fixture
def made(cast: Cast) -> Scene:
    return scene(cast, now=datetime.now(UTC))


def test_a_member_gets_exactly_what_was_previewed(cast: Cast, made: Scene) -> None:
    """Preview → send → the partner's inbox → accept → outcome → signed purge; the sender sees each step."""
    amara, nils = client_of(cast, "amara"), client_of(cast, "nils")
    url, page = preview(amara, made, cast.nordlys)
    assert "Preview: what leaves for Nordlys, XB" in page
    assert "lives in XB (Papers or booking)" in page
    assert "always stays here" in page
    assert not any(secret in page for secret in SECRETS.values())
    sent = amara.post(url, {**hidden(page), "act": "send"})
    assert sent.status_code == 302, text(sent)
    mine = text(amara.get(sent["Location"]))
    assert "Handover to Nordlys, XB" in mine
    assert "Sent, waiting for an answer" in mine
    assert "Today (seen from that day)" in mine  # read tomorrow, "today" would be wrong

    inbox = text(nils.get(reverse("concerns:handovers_received")))
    assert "Aurora, XA" in inbox
    assert "Waits for your answer" in inbox
    assert "Playa Norte" not in inbox
    theirs = text(nils.get(sent["Location"]))
    assert "Playa Norte" in theirs
    assert not any(secret in theirs for secret in SECRETS.values())
    row = Handover.objects.get()
    for name, data, words in (
        ("accept", {}, "Accepted"),
        ("outcome", {"reason": "helped"}, "A child was helped"),
        ("purge", {"sure": "on"}, "The copy is erased"),
    ):
        act = reverse("concerns:handover_act", args=[row.pk, name])
        assert text(nils.get(act)).count("<h1") == 1
        assert nils.post(act, data).status_code == 302
        assert words in text(nils.get(sent["Location"]))
    after = text(amara.get(sent["Location"]))
    assert "A child was helped" in after
    assert "Nordlys" in after
    assert "Nils" not in after  # of the partner one sees the organisation, not the person


def test_an_addition_needs_a_reason_and_shows_in_the_preview(cast: Cast) -> None:
    """Added with a reason: shown as added; sent only after acceptance, by the sender's own act."""
    made = scene(cast, (*BASE, Cat.IDENTITY), now=datetime.now(UTC))
    amara, nils = client_of(cast, "amara"), client_of(cast, "nils")
    url, page = preview(amara, made, cast.nordlys)
    assert "why_child_words" in page
    assert "why_adult_words" not in page  # the agreement does not name it
    reasons = {"why_child_words": "The school bag helps to find her"}
    shown = text(amara.post(url, {**hidden(page), **reasons, "act": "preview"}))
    assert "Added: The school bag helps to find her" in shown
    assert SECRETS["child_words"] in shown
    unseen = text(amara.post(url, {**hidden(page), **reasons, "act": "send"}))
    assert "What would leave has changed" in unseen
    assert not Handover.objects.exists()
    sent = amara.post(url, {**hidden(shown), **reasons, "act": "send"})
    assert sent.status_code == 302, text(sent)
    row = Handover.objects.get()
    nils.post(reverse("concerns:handover_act", args=[row.pk, "accept"]))
    waiting = text(nils.get(sent["Location"]))
    assert SECRETS["child_words"] not in waiting
    assert "The sender has more for you" in waiting
    assert "Send what was added" in text(amara.get(sent["Location"]))
    amara.post(reverse("concerns:handover_act", args=[row.pk, "release"]))
    assert SECRETS["child_words"] in text(nils.get(sent["Location"]))


def test_what_the_agreement_does_not_cover_is_said(cast: Cast, made: Scene) -> None:
    """A forged field comes back as an error, and nothing is stored."""
    amara = client_of(cast, "amara")
    url, page = preview(amara, made, cast.nordlys)
    answer = amara.post(url, {**hidden(page), "why_adult_words": "They should know", "act": "send"})
    assert answer.status_code == 200
    assert not Handover.objects.exists()


def test_no_agreement_and_nobody_proposed_are_said_in_words(cast: Cast) -> None:
    """Blocked, with what to do in an emergency; an organisation that no fact points to cannot be sent anything."""
    now = datetime.now(UTC)
    made = scene(cast, now=now)
    amara = client_of(cast, "amara")
    network.agreements.end(cast["amara"], made.agreement, now)
    _url, page = preview(amara, made, cast.nordlys)
    assert "This cannot be sent." in page
    assert "ended" in page
    assert 'value="send"' not in page
    url = reverse("concerns:handover_new", args=[made.concern, cast.secretariat])
    nobody = amara.get(url)
    assert nobody.status_code == 409
    assert "This cannot be handed over" in text(nobody)


def test_an_authority_needs_the_note_and_two_people(cast: Cast, made: Scene) -> None:
    """Draft → note → first person → second person reads the note too → sent; the page says what is missing."""
    unit = police(cast, made.now)
    amara, femi = client_of(cast, "amara"), client_of(cast, "femi")
    url, page = preview(amara, made, unit)
    assert "Read this first" in page
    assert SECRETS["adult_words"] in page  # to an authority the words on the adult belong to it
    kept = amara.post(url, {**hidden(page), "act": "keep"})
    here = kept["Location"]
    page = text(amara.get(here))
    assert 'value="send"' not in page
    amara.post(here, {**hidden(page), "act": "note"})
    page = text(amara.get(here))
    assert "Confirm; a second person follows" in page
    amara.post(here, {**hidden(page), "act": "send"})
    page = text(amara.get(here))
    assert "waits for a second person" in page
    page = text(femi.get(here))
    assert "Confirmed by Amara" in page
    refused = text(femi.post(here, {**hidden(page), "act": "send"}))
    assert "Read the note on the authorities" in refused
    femi.post(here, {**hidden(page), "act": "note"})
    page = text(femi.get(here))
    femi.post(here, {**hidden(page), "act": "send"})
    assert Handover.objects.get().state == "offered"
    leo = client_of(cast, "leo")
    assert "Playa Norte" in text(leo.get(here))
    assert reverse("concerns:handovers_received") in text(leo.get(reverse("desk:day")))


def test_a_concern_about_our_own_lead_goes_to_a_partners_lead(cast: Cast, made: Scene) -> None:
    """Only where an agreement names it, and only Pia, the partner's safeguarding lead, opens it."""
    amara = client_of(cast, "amara")
    chooser = reverse("concerns:handover_conflict", args=[made.concern])
    assert "No partner has an agreement for this" in text(amara.get(chooser))
    agree(cast, purpose=AgreementPurpose.CONFLICT_OF_INTEREST, now=made.now)
    link = re.search(r'href="([^"]+\?for=conflict)"', text(amara.get(chooser)))
    assert link is not None
    page = text(amara.get(link[1]))
    assert "sealed for their safeguarding lead" in page
    sent = amara.post(link[1], {**hidden(page), "act": "send"})
    assert client_of(cast, "nils").get(sent["Location"]).status_code == 404
    assert "Playa Norte" in text(client_of(cast, "pia").get(sent["Location"]))
    assert client_of(cast, "dalia").get(sent["Location"]).status_code == 404


def test_declining_brings_it_back(cast: Cast, made: Scene) -> None:
    """A reason is needed; the copy is gone; the sender has a duty."""
    nils, amara = client_of(cast, "nils"), client_of(cast, "amara")
    row = made.offered()
    url = reverse("concerns:handover_act", args=[row.pk, "decline"])
    assert "Choose one" in text(nils.post(url, {}))
    nils.post(url, {"reason": "no_capacity"})
    page = text(amara.get(reverse("concerns:handover", args=[row.pk])))
    assert "We cannot take it on now" in page
    assert "The copy is erased" in page
    assert "Choose another way" in text(amara.get(reverse("desk:day")))
    amara.post(reverse("concerns:handover_act", args=[row.pk, "settle"]))
    assert "Choose another way" not in text(amara.get(reverse("desk:day")))


def test_the_referral_desk_sees_two_countries_and_a_day(cast: Cast) -> None:
    """Nothing before the time is out; then D → S and the day; no record opens; a call is noted."""
    now = datetime.now(UTC)
    made = scene(cast, now=now - timedelta(days=9))
    row = made.offered()
    sol = client_of(cast, "sol")
    url = reverse("concerns:unanswered")
    assert "Every handover was answered in time" in text(sol.get(url))
    clocks.sweep(now - timedelta(days=4))
    assert "Every handover was answered in time" in text(sol.get(url))
    clocks.sweep(now)
    page = text(sol.get(url))
    assert "Handover unanswered" in page
    assert "→" in page
    assert not any(name in page for name in ("Aurora", "Nordlys", "Playa Norte", "danger"))
    assert "Handover unanswered" in text(sol.get(reverse("desk:day")))
    assert sol.get(reverse("concerns:handover", args=[row.pk])).status_code == 403
    sol.post(url, {"which": str(row.pk)})
    assert "You telephoned on" in text(sol.get(url))
    assert "The referral desk telephoned" in text(
        client_of(cast, "amara").get(reverse("concerns:handover", args=[row.pk]))
    )
    client_of(cast, "amara").post(reverse("concerns:handover_act", args=[row.pk, "settle"]))
    assert "Every handover was answered in time" in text(sol.get(url))


@pytest.mark.parametrize("who", ["edo", "celia", "sol", "tove"])
def test_who_has_no_part_in_it_sees_nothing(cast: Cast, made: Scene, who: str) -> None:
    """An administrator, a custodian, the secretariat: no list, no page."""
    row, client = made.offered(), client_of(cast, who)
    for name, args in (("handovers_sent", []), ("handovers_received", []), ("handover", [row.pk])):
        assert client.get(reverse(f"concerns:{name}", args=args)).status_code == 403


def test_lists_page_by_key_and_take_no_more_statements_when_longer(
    cast: Cast, made: Scene, django_assert_max_num_queries: Any
) -> None:
    """Sixty handovers make two pages without loss; the statements do not grow with the rows."""
    client = client_of(cast, "nils")
    url = reverse("concerns:handovers_received")
    first = made.offered()
    client.get(url)
    with django_assert_max_num_queries(40) as few:
        client.get(url)
    one = Handover.objects.get(pk=first.pk)
    for _number in range(60):
        one.pk, one.request_key = uuid4(), uuid4()
        one.save(force_insert=True)
    with django_assert_max_num_queries(len(few)):
        page = text(client.get(url))
    following = re.search(r'href="([^"]+after=[^"]+)"', page)
    assert following is not None
    rest = text(client.get(following[1].replace("&amp;", "&")))
    pattern = r'href="/desk/concerns/handovers/([0-9a-f-]{36})/"'
    seen = set(re.findall(pattern, page)) | set(re.findall(pattern, rest))
    assert len(seen) == 61
