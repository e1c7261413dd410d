"""CM-76, DNH-20: the pages about a contact show the agreed way with its words; what `contact.may` refuses shows no
number. In danger to life a supervisor goes ahead by telephone, with a reason that stands in the file."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from fanal.access.api import NotAllowed, NotHere
from fanal.cases.codes import Risk, SafeContact
from fanal.cases.files import writing
from fanal.cases.follow_ups.reaching import call_in_danger
from fanal.cases.model.parts import Contact
from fanal.cases.models import Case, Child, ContactSafety, Note
from fanal.clocks import api as clocks
from fanal.journal.models import Entry
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.cases.care import opened

pytestmark = pytest.mark.django_db(databases="__all__")
NUMBER, SECRET = "00 12 34 56", "00 99 88 77"


@pytest.fixture(scope="module")
def case_of_file(cast_of_file: Cast) -> Case:
    case = opened(cast_of_file)
    contacts = (
        Contact("phone", SECRET, "the uncle", "never"),
        Contact("phone", NUMBER, "her own", "agreed_times"),
    )
    version = Child.objects.get().version
    writing.set_about(cast_of_file["marek"], case.pk, {"contacts": contacts}, version, NOW)
    return case


def _agreed(cast: Cast, case: Case, safe: SafeContact = SafeContact.AGREED_TIMES, **more: Any) -> None:
    said = {"channels_allowed": ("voice_call",), "words_to_use": "the reading club", "unsafe_persons": ("the uncle",)}
    writing.set_safety(cast["marek"], case.pk, safe, said | more, NOW)


def test_nothing_recorded_is_a_refusal(cast: Cast, case: Case) -> None:
    page = text(client_of(cast, "marek").get(reverse("cases:reach", args=[case.pk])))
    assert "Nobody wrote down yet how this child may be reached." in page
    assert NUMBER not in page


def test_the_agreed_way_stands_there_with_its_words_and_never_an_unsafe_number(cast: Cast, case: Case) -> None:
    _agreed(cast, case)
    for name in ("reach", "contact_now"):
        page = text(client_of(cast, "marek").get(reverse(f"cases:{name}", args=[case.pk])))
        assert page.index("Must not learn of it: the uncle.") < page.index("the reading club") < page.index(NUMBER)
        assert SECRET not in page


@pytest.mark.parametrize(
    ("safe", "channels"),
    [(SafeContact.NEVER, ("voice_call",)), (SafeContact.AGREED_TIMES, ("visit_school",)), (SafeContact.YES, ())],
)
def test_what_is_refused_shows_no_number(cast: Cast, case: Case, safe: SafeContact, channels: tuple[str, ...]) -> None:
    _agreed(cast, case, safe, channels_allowed=channels or ("email",))
    page = text(client_of(cast, "marek").get(reverse("cases:reach", args=[case.pk])))
    assert NUMBER not in page
    assert SECRET not in page


def test_an_answer_that_somebody_changed_in_the_database_opens_no_way(cast: Cast, case: Case) -> None:
    _agreed(cast, case, SafeContact.NEVER)
    Child.objects.update(safe_to_contact="yes")
    page = text(client_of(cast, "marek").get(reverse("cases:reach", args=[case.pk])))
    assert NUMBER not in page


def test_in_danger_to_life_the_supervisor_calls_with_a_reason(cast: Cast, case: Case) -> None:
    _agreed(cast, case, SafeContact.NEVER)
    bao, address = client_of(cast, "bao"), reverse("cases:call_in_danger", args=[case.pk])
    assert address in text(bao.get(reverse("cases:reach", args=[case.pk])))
    assert NUMBER not in text(bao.post(address, {"note_body": ""}))
    assert not Note.objects.exists()
    page = text(bao.post(address, {"note_body": "She wrote that he is at the door"}))
    assert page.index(NUMBER) < page.index(SECRET) < page.index("Not safe: only where no other number answers")
    assert page.count("Not safe") == 1
    assert "the reading club" in page
    assert Note.objects.get().made_by_id == cast["bao"].person
    assert Entry.objects.filter(deed="cases.call_in_danger").exists()
    assert "he is at the door" in text(client_of(cast, "marek").get(reverse("cases:file", args=[case.pk])))


def test_nobody_else_goes_ahead(cast: Cast, case: Case) -> None:
    for who in ("marek", "dalia", "nils", "amara"):
        with pytest.raises((NotAllowed, NotHere)):
            call_in_danger(cast[who], case.pk, "danger", NOW)
        assert client_of(cast, who).get(reverse("cases:call_in_danger", args=[case.pk])).status_code in {403, 404}
    for who in ("dalia", "nils", "amara", "edo"):
        assert client_of(cast, who).get(reverse("cases:reach", args=[case.pk])).status_code in {403, 404}


def test_the_first_contact_leads_there_and_is_sooner_where_the_risk_goes_up(cast: Cast, case: Case) -> None:
    assert reverse("cases:reach", args=[case.pk]) in text(client_of(cast, "marek").get(reverse("desk:day")))

    def left() -> timedelta:
        kind = clocks.kind("first_contact")
        return clocks.open_duties(subjects=[case.pk], kinds=[kind])[0].due_at - NOW

    assert left() > timedelta(hours=20)
    writing.set_risk(cast["bao"], case.pk, Risk.CRITICAL, {"body": "He is back"}, NOW)
    assert left() <= timedelta(hours=1, minutes=10)
    writing.set_risk(cast["bao"], case.pk, Risk.LOW, {"body": "He left"}, NOW)
    assert left() <= timedelta(hours=1, minutes=10), "it goes down with the child met, not with the risk"


@pytest.mark.parametrize("how", [{"next_check": NOW.date()}, {"made_at": NOW - timedelta(days=9)}])
def test_what_was_agreed_before_does_not_count_again_where_somebody_changed_what_came_after(
    cast: Cast, case: Case, how: dict[str, Any]
) -> None:
    """The child said since that nobody rings: one broken row must not bring the number back."""
    _agreed(cast, case)
    writing.set_safety(cast["marek"], case.pk, SafeContact.AGREED_TIMES, {"channels_allowed": ("email",)}, NOW)
    newest = ContactSafety.objects.latest("pk")
    ContactSafety.objects.filter(pk=newest.pk).update(**how)
    page = text(client_of(cast, "marek").get(reverse("cases:reach", args=[case.pk])))
    assert NUMBER not in page
    assert "Nobody wrote down yet how this child may be reached." in page
    _agreed(cast, case)
    assert NUMBER in text(client_of(cast, "marek").get(reverse("cases:reach", args=[case.pk]))), "asked anew"
