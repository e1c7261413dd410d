"""CM-35, CM-36: each purpose has its own yes and no; rows are added; who may not give it gives nothing."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from fanal.access.api import NotAllowed, NotHere, NotNow, open_record
from fanal.cases import ground
from fanal.cases.access_terms import child_ref
from fanal.cases.codes import ConsentAct, ConsentPurpose
from fanal.cases.files import files, ledger, record
from fanal.cases.ground import Recipient, Row, Use
from fanal.cases.grounds import asked, grounds, texts
from fanal.cases.model.declared import model
from fanal.cases.models import Caregiver, CareLink, Case, Consent
from fanal.cases.policy import LOOK, WRITE
from fanal.vocabulary.codes import DataCategory, RecipientCategory
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.cases.care import opened
from tests.rooms.cases.grounds.care import BOTH, CLINIC

pytestmark = pytest.mark.django_db(databases="__all__")
REFER = ConsentPurpose.REFERRAL
TO_HELP = Recipient(RecipientCategory.SERVICE_PROVIDER)
LATER = NOW + timedelta(hours=1)


def rows_of(cast: Cast, case: Case, who: str = "marek") -> tuple[Row, ...]:
    """The ledger as the worker reads it."""
    with open_record(cast[who], child_ref(case.child), LOOK, purpose="casework", now=NOW, thing=case) as opened_:
        return ledger.read(opened_, case.child)


def may_refer(cast: Cast, case: Case, now: Any = LATER, *more: DataCategory, to: Recipient = TO_HELP) -> bool:
    return bool(ground.allows(rows_of(cast, case), Use.REFER, to, more, now))


def newest() -> Consent:
    return Consent.objects.latest("made_at", "pk")


def test_a_yes_is_for_what_was_named_and_for_nothing_else(cast: Cast, case: Case) -> None:
    assert not may_refer(cast, case)
    assert grounds.give(cast["marek"], case.pk, REFER, CLINIC, NOW)
    assert may_refer(cast, case)
    assert not may_refer(cast, case, LATER, DataCategory.STORY)
    assert not may_refer(cast, case, to=Recipient(RecipientCategory.MEMBER_ORG))
    assert not may_refer(cast, case, NOW + timedelta(days=366)), "twelve months at most"
    row = newest()
    assert (row.act, row.purpose, row.explained) == ("give", "referral", ["how_to_withdraw", "purpose"])
    read = files.look(cast["marek"], case.pk, LATER).of(Consent)[0]
    assert read.said["text_read"] == "1:es"
    assert read.said["given_by"] == "legal_guardian"


def test_less_then_no_then_yes_again_and_every_row_stays(cast: Cast, case: Case) -> None:
    marek = cast["marek"]
    grounds.give(marek, case.pk, REFER, CLINIC | {"categories": ("contact", "services", "health")}, NOW)
    first = newest()
    less = {"recipients": ("service_provider",), "categories": ("contact", "services"), "given_by": "child"}
    grounds.narrow(marek, case.pk, first.pk, less, NOW + timedelta(minutes=1))
    assert may_refer(cast, case)
    assert not may_refer(cast, case, LATER, DataCategory.HEALTH)
    with pytest.raises(NotNow, match="more than before"):
        grounds.narrow(marek, case.pk, first.pk, less | {"categories": ("story",)}, LATER)
    with pytest.raises(NotNow, match="Take it back"):
        grounds.narrow(marek, case.pk, first.pk, less | {"categories": ()}, LATER)
    grounds.withdraw(marek, case.pk, first.pk, {"given_by": "child"}, NOW + timedelta(minutes=2))
    assert not may_refer(cast, case)
    grounds.renew(marek, case.pk, first.pk, CLINIC, NOW + timedelta(minutes=3))
    assert may_refer(cast, case)
    grounds.refuse(marek, case.pk, REFER, {"given_by": "child"}, NOW + timedelta(minutes=4))
    assert not may_refer(cast, case)
    acts = Consent.objects.filter(purpose="referral").order_by("made_at").values_list("act", flat=True)
    assert list(acts) == ["give", "narrow", "withdraw", "renew", "refuse"]
    assert files.look(marek, case.pk, LATER).grounded, "no help hangs on a yes to share (CM-38)"


@pytest.mark.parametrize("purpose", list(ConsentPurpose))
def test_every_purpose_has_a_yes_and_a_no(cast: Cast, case: Case, purpose: ConsentPurpose) -> None:
    said = BOTH | {"recipients": tuple(sorted(asked.everybody(purpose)))}
    said |= {"categories": tuple(sorted(asked.always(purpose)))}
    assert grounds.give(cast["marek"], case.pk, purpose, said, NOW)
    use = next(use for use, need in ground.NEEDS.items() if need.purpose is purpose)
    for category in asked.TO[purpose]:
        assert ground.allows(rows_of(cast, case), use, Recipient(category), (), LATER), category
    grounds.refuse(cast["marek"], case.pk, purpose, {"given_by": "child"}, LATER)
    after = LATER + timedelta(minutes=1)
    for category in asked.TO[purpose]:
        assert not ground.allows(rows_of(cast, case), use, Recipient(category), (), after)


def test_counting_goes_on_until_the_child_says_no(cast: Cast, case: Case) -> None:
    assert not ground.opted_out(rows_of(cast, case), LATER)
    grounds.refuse(cast["marek"], case.pk, ConsentPurpose.STATISTICS, {"given_by": "child"}, NOW)
    assert ground.opted_out(rows_of(cast, case), LATER)


def test_without_the_texts_or_alone_there_is_no_consent(cast: Cast, case: Case) -> None:
    with pytest.raises(NotNow, match="Read the texts"):
        grounds.give(cast["marek"], case.pk, REFER, CLINIC | {"explained": ()}, NOW)
    with pytest.raises(NotNow, match="so must the child"):  # no country says from which age a child decides alone
        grounds.give(cast["marek"], case.pk, REFER, CLINIC | {"given_by": "child"}, NOW)
    with pytest.raises(NotNow, match="so must the child"):
        grounds.give(cast["marek"], case.pk, REFER, CLINIC | {"child_assented": "disagreed"}, NOW)
    with pytest.raises(NotNow, match="who may get it"):
        grounds.give(cast["marek"], case.pk, REFER, CLINIC | {"recipients": ()}, NOW)
    assert Consent.objects.count() == 1


def test_who_must_not_get_it_does_not_whatever_else_is_said(cast: Cast, case: Case) -> None:
    clinic = Recipient(RecipientCategory.SERVICE_PROVIDER, str(uuid4()))
    grounds.give(cast["marek"], case.pk, REFER, CLINIC | {"not_to": (clinic.org,)}, NOW)
    assert may_refer(cast, case)
    assert not may_refer(cast, case, to=clinic)


def related(cast: Cast, case: Case, *, barred: bool) -> CareLink:
    """One of the family."""
    with record.writing(cast["marek"], case.pk, WRITE, NOW, child=True) as (held, opened_):
        by = record.by(cast["marek"], NOW)
        adult = record.add(opened_, Caregiver(child=held.child, **by), {})
        link = CareLink(child=held.child, caregiver=adult, consent_barred=barred, **by)
        return record.add(opened_, link, {"relationship": "uncle_aunt"})


def test_whoever_is_barred_gives_nothing_and_cannot_hide_who_it_was(cast: Cast, case: Case) -> None:
    aunt, uncle = related(cast, case, barred=False), related(cast, case, barred=True)
    with pytest.raises(NotNow, match="may not consent"):
        grounds.give(cast["marek"], case.pk, REFER, CLINIC | {"given_by_link": str(uncle.pk)}, NOW)
    with pytest.raises(NotNow, match="Say which person it was"):
        grounds.give(cast["marek"], case.pk, REFER, CLINIC, NOW)
    CareLink.objects.filter(pk=uncle.pk).update(consent_barred=False)  # by hand, in the database
    with pytest.raises(NotNow):
        grounds.give(cast["marek"], case.pk, REFER, CLINIC | {"given_by_link": str(uncle.pk), "given_by": ""}, NOW)
    assert grounds.give(cast["marek"], case.pk, REFER, CLINIC | {"given_by_link": str(aunt.pk)}, NOW)


def test_a_row_that_somebody_wrote_by_hand_gives_nothing(cast: Cast, case: Case) -> None:
    grounds.give(cast["marek"], case.pk, REFER, CLINIC, NOW)
    Consent.objects.filter(pk=newest().pk).update(categories=sorted(DataCategory))
    assert not may_refer(cast, case)
    with pytest.raises(NotNow, match="no such ground"):
        grounds.renew(cast["marek"], case.pk, newest().pk, CLINIC, LATER)


def test_rows_of_another_child_are_none_here(cast: Cast, case: Case) -> None:
    other = opened(cast)
    theirs = Consent.objects.get(child=other.child)
    with pytest.raises(NotNow, match="no such ground"):
        grounds.withdraw(cast["marek"], case.pk, theirs.pk, {"given_by": "child"}, NOW)
    for who in ("nils", "oda"):
        with pytest.raises((NotHere, NotAllowed)):
            grounds.refuse(cast[who], case.pk, REFER, {"given_by": "child"}, NOW)
    for who in ("dalia", "amara", "lena"):
        with pytest.raises((NotHere, NotAllowed)):
            grounds.give(cast[who], case.pk, REFER, CLINIC, NOW)


def test_there_is_a_text_for_each_code_and_each_version_stays() -> None:
    codes = set(model().lists["consent_explained"].codes)
    assert set(texts.TEXTS[texts.NEWEST]) == codes
    for version, all_of_it in texts.TEXTS.items():
        assert set(all_of_it) <= codes, version
        for said in (*all_of_it.values(), *texts.LINKED.values()):
            sentences = [one.split() for one in said.replace("?", ".").split(".") if one.strip()]
            assert max(map(len, sentences)) <= 18, "a child of eleven follows it"


# ---- the page ----

POSTED = {
    "consent_recipients": "service_provider",
    "consent_categories": ["contact", "services"],
    "consent_given_by": "legal_guardian",
    "consent_child_assented": "agreed",
    "consent_explained": ["purpose"],
    "consent_basis": "consent",
    "read_in": "es",
}


@pytest.fixture
def marek(cast: Cast) -> Client:
    return client_of(cast, "marek")


def test_from_the_file_to_a_yes_that_is_taken_back(case: Case, marek: Client) -> None:
    address = reverse("cases:ledger", args=[case.pk])
    assert address in text(marek.get(reverse("cases:file", args=[case.pk])))
    page = text(marek.get(address))
    assert page.count("Nobody asked yet") == len(ConsentPurpose) - 2
    assert "Counted until the child says no" in page
    give = reverse("cases:ground_give", args=[case.pk, "referral"])
    form = text(marek.get(give))
    assert "You can change your mind later." in form
    assert "To compare" not in form
    assert "also your answers to our questions" in form
    linked = text(marek.get(reverse("cases:ground_give", args=[case.pk, "research_linkage"])))
    assert "your name is turned into signs" in linked
    assert "also your answers to our questions" not in linked
    done = text(marek.post(give, POSTED, follow=True))
    assert "The ground is recorded." in done
    assert "Whoever gives the help" in done
    assert "Help and plan" in done
    assert "Spanish" in done
    row = newest()
    less = reverse("cases:ground_narrow", args=[case.pk, row.pk])
    page = text(marek.post(less, {**POSTED, "consent_categories": "contact", "consent_given_by": "child"}, follow=True))
    assert "It counts from now on." in page
    back = reverse("cases:ground_withdraw", args=[case.pk, row.pk])
    asked = text(marek.get(back)).partition("<main")[2].partition("<form")[0]
    assert "Whoever gives the help" in asked
    assert "How to reach the child" in asked
    assert "Taken back." in text(marek.post(back, {"consent_given_by": "child"}, follow=True))
    assert newest().act == ConsentAct.WITHDRAW
    no = reverse("cases:ground_refuse", args=[case.pk, "statistics"])
    assert "is counted nowhere" in text(marek.post(no, {"consent_given_by": "child"}, follow=True))


def test_addresses_of_no_purpose_and_of_others_lead_nowhere(cast: Cast, case: Case, marek: Client) -> None:
    assert marek.get(reverse("cases:ground_give", args=[case.pk, "gossip"])).status_code == 404
    for who in ("oda", "edo", "amara"):
        client = client_of(cast, who)
        assert client.get(reverse("cases:ledger", args=[case.pk])).status_code in {403, 404}
        assert client.post(reverse("cases:ground_give", args=[case.pk, "referral"]), POSTED).status_code in {403, 404}
    page = text(client_of(cast, "dalia").get(reverse("cases:ledger", args=[case.pk])))
    assert "Say on the page of the file first why you read it." in page
    assert "Whoever gives" not in page


@pytest.mark.parametrize("how", ["changed", "taken out"])
@pytest.mark.parametrize("deed", ["withdraw", "refuse"])
def test_a_no_of_which_somebody_took_the_row_away_stays_a_no_until_the_child_is_asked_anew(
    cast: Cast, case: Case, deed: str, how: str
) -> None:
    """What it was about nobody knows then, so that it is one to everything."""
    grounds.give(cast["marek"], case.pk, REFER, CLINIC, NOW)
    given, said = newest(), {"given_by": "child"}
    if deed == "withdraw":
        grounds.withdraw(cast["marek"], case.pk, given.pk, said, LATER)
    else:
        grounds.refuse(cast["marek"], case.pk, REFER, said, LATER)
    at = LATER + timedelta(hours=1)
    row = Consent.objects.filter(pk=newest().pk)
    if how == "changed":
        row.update(categories=[])
    else:
        row.delete()
    assert not may_refer(cast, case, at)
    assert not ground.allows(ledger.unread(case.child), Use.REFER, TO_HELP, (), at), "nor without any key"
    assert not ledger.works(rows_of(cast, case), at)
    grounds.give(cast["marek"], case.pk, REFER, CLINIC, at)
    assert may_refer(cast, case, at + timedelta(hours=1))
