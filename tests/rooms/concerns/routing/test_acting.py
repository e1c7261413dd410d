"""Who can act, on the screen: confirmed countries only, agreements in words, and nobody in place of nobody."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from fanal.access.api import NotAllowed, NotNow
from fanal.concerns.content import PersonCountry
from fanal.concerns.contracts import Proposal
from fanal.concerns.routing import acting
from fanal.concerns.triage import adults, triage
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.contracts import AgreementPurpose
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.concerns.told import Sent, tell

pytestmark = pytest.mark.django_db(databases="__all__")

LIVES = PersonCountry("XB", "lives_in", "papers_or_booking")


def proposals(cast: Cast, sent: Sent) -> list[Proposal]:
    file = triage.look(cast["amara"], sent.id, NOW)
    return acting.proposals(cast["amara"], file.concern, file.content, file.offender, NOW, "en")


def agree(cast: Cast, *categories: str, days: int = 200) -> None:
    today = timezone.now().date()
    purposes = [AgreementPurpose.CONCERN_HANDOVER]
    ends = today + timedelta(days=days)
    one = network.agreements.propose(cast["amara"], cast.nordlys, purposes, categories, today, ends, NOW)
    network.agreements.sign(cast["nils"], one, NOW)


def test_a_country_that_was_only_named_makes_no_proposal(cast: Cast) -> None:
    """The reporter named XB: until a person confirms it, nobody there is proposed."""
    sent = tell(cast)
    assert [(one.role, one.country) for one in proposals(cast, sent)] == [("keep", "XA")]
    adults.confirm(cast["amara"], sent.id, LIVES, NOW)
    assert [(one.role, one.country) for one in proposals(cast, sent)] == [("keep", "XA"), ("sending", "XB")]
    adults.take_back(cast["amara"], sent.id, "XB", "lives_in", NOW)
    assert [(one.role, one.country) for one in proposals(cast, sent)] == [("keep", "XA")]


def test_without_an_agreement_the_card_says_so_and_leads_nowhere(cast: Cast) -> None:
    sent = tell(cast)
    adults.confirm(cast["amara"], sent.id, LIVES, NOW)
    client = client_of(cast, "amara")
    url = reverse("concerns:concern", args=[sent.id])
    preview = reverse("concerns:handover_new", args=[sent.id, cast.nordlys])
    page = text(client.get(url))
    assert "There is no agreement with this organisation for this purpose" in page
    assert preview not in page
    agree(cast, "existence", "location", "story")
    page = text(client.get(url))
    assert preview in page
    assert "Sent by default: place, time, coded facts. Never: the reporter" in page
    assert "The law of this country is not in the library" in page


def test_the_words_on_the_adult_go_only_where_the_agreement_names_them(cast: Cast) -> None:
    sent = tell(cast)
    adults.confirm(cast["amara"], sent.id, LIVES, NOW)
    agree(cast, "existence", "location", "story", "offender")
    page = text(client_of(cast, "amara").get(reverse("concerns:concern", args=[sent.id])))
    assert "coded facts, words on the adult" in page


def test_where_no_member_is_it_says_so(cast: Cast) -> None:
    sent = tell(cast)
    adults.confirm(cast["amara"], sent.id, PersonCountry("XE", "comes_from", "they_said"), NOW)
    page = text(client_of(cast, "amara").get(reverse("concerns:concern", args=[sent.id])))
    assert "There is no member for this country. Nobody else takes the place of one." in page


def test_where_the_country_is_not_known_one_asks_first(cast: Cast) -> None:
    sent = tell(cast, country="unknown")
    page = text(client_of(cast, "amara").get(reverse("concerns:concern", args=[sent.id])))
    assert "Ask the person who told us" in page


def test_images_point_to_the_hotline(cast: Cast) -> None:
    sent = tell(cast, what=("came_upon_images",))
    roles = [one.role for one in proposals(cast, sent)]
    assert roles == ["keep", "hotline_signpost"]


@pytest.mark.parametrize(
    "link",
    [
        PersonCountry("ZZ", "lives_in", "they_said"),
        PersonCountry("XB", "looks_like", "they_said"),
        PersonCountry("XB", "lives_in", "looks"),
        PersonCountry("XB", "lives_in", "language"),
        PersonCountry("XB", "lives_in", ""),
    ],
)
def test_only_known_relations_on_a_known_basis(cast: Cast, link: PersonCountry) -> None:
    sent = tell(cast)
    with pytest.raises(NotNow):
        adults.confirm(cast["amara"], sent.id, link, NOW)


def test_confirming_is_for_the_team_and_stands_in_the_journal(cast: Cast) -> None:
    sent = tell(cast)
    with pytest.raises(NotAllowed):
        adults.confirm(cast["celia"], sent.id, LIVES, NOW)
    with pytest.raises(triage.NotHere):
        adults.confirm(cast["nils"], sent.id, LIVES, NOW)
    before = sent.row.version
    adults.confirm(cast["femi"], sent.id, LIVES, NOW)
    assert sent.row.version == before + 1
    assert any(line.deed == adults.CONFIRM and line.actor == cast["femi"].person for line in journal.read(sent.id))


def test_the_page_offers_what_was_named_first(cast: Cast) -> None:
    sent = tell(cast)
    client = client_of(cast, "amara")
    url = reverse("concerns:countries", args=[sent.id])
    page = text(client.get(url))
    assert "told, not confirmed" in page
    assert "Looks and language are no reason" in page
    assert client.post(url, {"country": "XB"}).status_code == 200
    good = {"country": "XB", "relation": "lives_in", "basis": "papers_or_booking"}
    assert client.post(url, good).status_code == 302
    assert triage.look(cast["amara"], sent.id, NOW).offender.confirmed == (LIVES,)
    assert client.post(url, {"take_back": "XB:lives_in"}).status_code == 302
    assert triage.look(cast["amara"], sent.id, NOW).offender.confirmed == ()
