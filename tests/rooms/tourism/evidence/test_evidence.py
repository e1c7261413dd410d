"""Documents of a company: named by their hash, seen by a reviewer, counted while they stand."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from fanal.access.api import NotAllowed, NotHere, NotNow, visible
from fanal.clocks import api as clocks
from fanal.tourism import backing, known
from fanal.tourism.evidence import evidence
from fanal.tourism.evidence.duties import LOOK
from fanal.tourism.models import Evidence, Site
from fanal.tourism.plans import plans
from fanal.tourism.scoring.model import Basis
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.tourism import firms
from tests.rooms.tourism.firms import DAY, Firm

pytestmark = pytest.mark.django_db(databases="__all__")
TODAY = NOW.date()
HASH = hashlib.sha256(b"Our policy.").hexdigest()


def _told(**more: Any) -> dict[str, Any]:
    return {
        "sha256": HASH, "title": "Policy", "kept_at": "Office of the director", "requirements": ["C1.1"], "sites": [],
        "starts": TODAY - 300 * DAY, "ends": TODAY,
    } | more  # fmt: skip


@pytest.fixture
def firm(cast: Cast, placed: Firm) -> Firm:
    return firms.again(placed, cast)


def _basis(firm: Firm, name: str, days: int = 0) -> dict[str, Basis]:
    """By code of the place, as the score has it on a day."""
    codes = {str(one.pk): one.code for one in Site.objects.filter(org_id=firm.org)}
    found = plans.score(firm.row, TODAY + timedelta(days=days))
    [one] = [r for c in found.criteria for r in c.requirements if r.id == name]
    return {codes.get(place.site, ""): place.basis for place in one.places}


def _accept(cast: Cast, one: Evidence, **more: Any) -> Evidence:
    told: dict[str, Any] = {"accepted": True, "seen_how": "call", "seen_on": TODAY, "reason": "", "now": NOW} | more
    return evidence.review(cast["amara"], one.pk, **told)


def test_a_document_counts_once_a_reviewer_saw_it_and_until_it_expires(cast: Cast, firm: Firm) -> None:
    assert _basis(firm, "C1.1") == {"": Basis.SELF}
    one = evidence.add(firm.rosa, firm.pk, _told(), NOW)
    assert _basis(firm, "C1.1") == {"": Basis.SELF}, "nobody has seen it"
    assert clocks.open_duties(subjects=[one.pk], kinds=[LOOK])
    _accept(cast, one)
    assert not clocks.open_duties(subjects=[one.pk], kinds=[LOOK])
    assert _basis(firm, "C1.1") == {"": Basis.DOCUMENT}
    last = backing.until(one, _renews(firm, "C1.1"))
    assert _basis(firm, "C1.1", (last - TODAY).days) == {"": Basis.DOCUMENT}
    assert _basis(firm, "C1.1", (last - TODAY).days + 1) == {"": Basis.SELF}, "it expired"
    evidence.take_back(firm.rosa, one.pk, NOW)
    assert _basis(firm, "C1.1") == {"": Basis.SELF}


def _renews(firm: Firm, name: str) -> int:
    found = known.criteria(firm.row).requirement(name)
    assert found is not None
    return found.renew_months


def test_a_document_of_one_place_counts_there_alone(cast: Cast, firm: Firm) -> None:
    _accept(cast, evidence.add(firm.rosa, firm.pk, _told(requirements=["C1.3"], sites=["B"]), NOW))
    assert _basis(firm, "C1.3") == {"A": Basis.SELF, "B": Basis.DOCUMENT}


def test_one_that_is_refused_counts_for_nothing_and_the_company_reads_why(cast: Cast, firm: Firm) -> None:
    one = evidence.add(firm.rosa, firm.pk, _told(), NOW)
    with pytest.raises(NotNow, match="Write why"):
        _accept(cast, one, accepted=False)
    _accept(cast, one, accepted=False, reason="It is a draft.")
    assert _basis(firm, "C1.1") == {"": Basis.SELF}
    page = text(client_of(cast, "rosa").get(reverse("travel:document", args=[one.pk])))
    assert "It is a draft." in page
    assert "Aurora" in page
    assert "Amara" not in page, "of others a company reads the organisation"
    evidence.add(firm.rosa, firm.pk, _told(), NOW)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"title": " "}, "Give it a title"),
        ({"kept_at": ""}, "Write where"),
        ({"requirements": []}, "Tick at least one"),
        ({"requirements": ["C9.9"]}, "Choose from the list"),
        ({"sites": ["Z"]}, "No place has the code Z"),
        ({"ends": TODAY + DAY}, "or a day before"),
        ({"starts": TODAY, "ends": TODAY - DAY}, "ends before it begins"),
    ],
)
def test_what_is_wrong_with_a_document_is_said(firm: Firm, more: dict[str, Any], words: str) -> None:
    with pytest.raises(NotNow, match=words):
        evidence.add(firm.rosa, firm.pk, _told(**more), NOW)
    assert not Evidence.objects.exists()


def test_the_same_document_is_named_once(firm: Firm) -> None:
    evidence.add(firm.rosa, firm.pk, _told(), NOW)
    with pytest.raises(NotNow, match="here already"):
        evidence.add(firm.rosa, firm.pk, _told(title="Policy again"), NOW)


def test_of_two_who_review_the_second_is_told(cast: Cast, firm: Firm) -> None:
    one = evidence.add(firm.rosa, firm.pk, _told(), NOW)
    _accept(cast, one)
    with pytest.raises(NotNow, match="was faster"):
        evidence.review(cast["tove"], one.pk, False, "", None, "No.", NOW)
    assert Evidence.objects.get().state == backing.ACCEPTED


def test_whoever_saw_it_says_how_and_when(cast: Cast, firm: Firm) -> None:
    one = evidence.add(firm.rosa, firm.pk, _told(), NOW)
    for more, words in (({"seen_how": ""}, "how"), ({"seen_on": None}, "when"), ({"seen_on": TODAY + DAY}, "before")):
        with pytest.raises(NotNow, match=words):
            _accept(cast, one, **more)


def test_a_company_accepts_nothing_and_a_representative_of_elsewhere_sees_nothing(cast: Cast, firm: Firm) -> None:
    one = evidence.add(firm.rosa, firm.pk, _told(), NOW)
    with pytest.raises(NotAllowed):
        evidence.review(firm.rosa, one.pk, True, "call", TODAY, "", NOW)
    with pytest.raises(NotAllowed):
        evidence.add(cast["tove"], firm.pk, _told(), NOW)
    other = firms.ready(cast, name="Northway", country="XB", who="nora")
    theirs = evidence.add(other.rosa, other.pk, _told(), NOW)
    with pytest.raises(NotHere):
        evidence.review(cast["amara"], theirs.pk, True, "call", TODAY, "", NOW)
    assert [row.pk for row in visible(other.rosa, Evidence.objects.all())] == [theirs.pk]


def test_whoever_writes_into_the_database_makes_no_document_count(firm: Firm) -> None:
    one = evidence.add(firm.rosa, firm.pk, _told(), NOW)
    Evidence.objects.filter(pk=one.pk).update(state="accepted", reviewed_at=NOW, seen_how="call", seen_on=TODAY)
    assert _basis(firm, "C1.1") == {"": Basis.SELF}
    assert evidence.documents(firm.rosa, firm.row) == []
    with pytest.raises(NotAllowed, match="somebody changed it"):
        evidence.take_back(firm.rosa, one.pk, NOW)


# ---- the pages ----


def test_the_pages_take_the_signs_and_no_file(cast: Cast, firm: Firm) -> None:
    rosa = client_of(cast, "rosa")
    address = reverse("travel:add_evidence", args=[firm.pk])
    told = _told(sites="", starts=(TODAY - DAY).isoformat(), ends=TODAY.isoformat())
    page = text(rosa.post(address, told | {"sha256": "abc"}))
    assert "64 digits" in page
    assert 'value="abc"' in page, "what was typed is kept"
    assert 'type="file"' not in page
    assert rosa.post(address, told | {"sha256": SimpleUploadedFile("policy.pdf", b"%PDF-1.7")}).status_code == 415
    spaced = " ".join(HASH[at : at + 8].upper() for at in range(0, 64, 8))
    assert rosa.post(address, told | {"sha256": spaced}).status_code == 302
    assert Evidence.objects.get().sha256 == HASH
    listed = text(rosa.get(reverse("travel:documents", args=[firm.pk])))
    assert "to be looked at" in listed
    assert reverse("travel:documents", args=[firm.pk]) in text(rosa.get(reverse("travel:membership", args=[firm.pk])))


def test_all_that_is_wrong_with_a_document_is_said_at_once(cast: Cast, firm: Firm) -> None:
    told = _told(sha256="abc", sites="Z99", starts=TODAY.isoformat(), ends=(TODAY - DAY).isoformat())
    page = text(client_of(cast, "rosa").post(reverse("travel:add_evidence", args=[firm.pk]), told))
    for words in ("64 digits", "No place has the code Z99", "It ends before it begins"):
        assert words in page, words
    assert not Evidence.objects.exists()


def test_a_reviewer_compares_on_the_page(cast: Cast, firm: Firm) -> None:
    one = evidence.add(firm.rosa, firm.pk, _told(), NOW)
    amara, address = client_of(cast, "amara"), reverse("travel:review_evidence", args=[one.pk])
    assert HASH in text(amara.get(address))
    assert "Say how you saw it" in text(amara.post(address, {"outcome": "accepted"}))
    sent = {"outcome": "accepted", "seen_how": "visit", "seen_on": TODAY.isoformat()}
    assert amara.post(address, sent).status_code == 302
    assert "at the company" in text(amara.get(reverse("travel:document", args=[one.pk])))
