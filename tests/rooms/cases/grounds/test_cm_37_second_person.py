"""CM-37, CM-40: what is not consent counts once a second person signed it; no machine makes a ground."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse

import fanal.cases
from fanal.access.api import NotAllowed, NotNow
from fanal.cases.codes import ConsentPurpose
from fanal.cases.files import files, writing
from fanal.cases.grounds import grounds
from fanal.cases.models import Case, Consent, Note
from fanal.clocks import api as clocks
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.cases.care import UNMET, opened
from tests.rooms.cases.grounds.care import BEST, BOTH, CLINIC
from tests.rooms.cases.grounds.test_cm_36_deeds import LATER, may_refer, newest

pytestmark = pytest.mark.django_db(databases="__all__")
WORK, REFER = ConsentPurpose.CASE_MANAGEMENT, ConsentPurpose.REFERRAL
SHARED = BEST | {"recipients": ("service_provider",), "categories": ("contact", "services")}


def due(case: Case) -> set[str]:
    return {one.kind for one in clocks.open_duties(files=[case.pk])}


def test_a_child_who_was_met_a_proposal_waits_and_a_supervisor_signs(cast: Cast) -> None:
    case = opened(cast)
    assert grounds.give(cast["marek"], case.pk, REFER, SHARED, NOW) is False
    assert not may_refer(cast, case)
    assert "sign_ground" in due(case)
    with pytest.raises(NotAllowed):
        grounds.sign(cast["marek"], case.pk, newest().pk, NOW)
    grounds.sign(cast["bao"], case.pk, newest().pk, NOW)
    assert may_refer(cast, case)
    assert "sign_ground" not in due(case)
    with pytest.raises(NotNow, match="nothing to sign"):
        grounds.sign(cast["bao"], case.pk, newest().pk, NOW)


def test_such_a_file_opens_and_nothing_is_written_until_it_is_signed(cast: Cast) -> None:
    said = {f"consent__{name}": value for name, value in BEST.items()}
    case = opened(cast, **said)
    assert "sign_ground" in due(case)
    with pytest.raises(NotNow, match="No ground for this work is live"):
        writing.add_note(cast["marek"], case.pk, "contact", {"body": "Met"}, NOW)
    assert not files.look(cast["marek"], case.pk, NOW).grounded
    grounds.sign(cast["bao"], case.pk, newest().pk, NOW)
    writing.add_note(cast["marek"], case.pk, "contact", {"body": "Met"}, NOW)


def test_a_supervisor_who_recorded_it_does_not_sign_it(cast: Cast) -> None:
    case = opened(cast)
    grounds.give(cast["bao"], case.pk, REFER, SHARED, NOW)
    with pytest.raises(NotNow, match="A second person signs"):
        grounds.sign(cast["bao"], case.pk, newest().pk, NOW)
    assert not may_refer(cast, case)


def test_a_no_of_the_child_in_between_is_not_signed_over(cast: Cast) -> None:
    case = opened(cast)
    grounds.give(cast["marek"], case.pk, REFER, SHARED, NOW)
    waiting = newest()
    grounds.refuse(cast["marek"], case.pk, REFER, {"given_by": "child"}, NOW + timedelta(minutes=1))
    with pytest.raises(NotNow, match="has said no since"):
        grounds.sign(cast["bao"], case.pk, waiting.pk, LATER)
    assert not may_refer(cast, case)


def test_what_waits_takes_nothing_away_and_a_signature_by_hand_counts_for_nothing(cast: Cast) -> None:
    case = opened(cast)
    grounds.give(cast["marek"], case.pk, REFER, CLINIC, NOW)
    grounds.give(cast["marek"], case.pk, REFER, SHARED, NOW + timedelta(minutes=1))
    assert may_refer(cast, case)
    other = opened(cast)
    grounds.give(cast["marek"], other.pk, REFER, SHARED, NOW)
    Consent.objects.filter(pk=newest().pk).update(second_signature=cast["bao"].person)
    assert not may_refer(cast, other)


def test_it_is_sent_back_with_the_reason(cast: Cast) -> None:
    case = opened(cast)
    grounds.give(cast["marek"], case.pk, REFER, SHARED, NOW)
    bao, address = client_of(cast, "bao"), reverse("cases:ledger", args=[case.pk])
    page = text(bao.get(address))
    assert "asks for your signature" in page
    assert SHARED["basis_reason"] in page
    back = reverse("cases:ground_return", args=[case.pk, newest().pk])
    assert back in page
    assert "asks for your signature" not in text(client_of(cast, "marek").get(address))
    assert "This needs an answer." in text(bao.post(back, {}))
    assert "Sent back." in text(bao.post(back, {"note_body": "Ask her first"}, follow=True))
    assert Note.objects.get().kind == "decision"
    assert "sign_ground" not in due(case)
    assert not may_refer(cast, case)


def test_counting_and_linking_rest_on_nothing_else_than_consent(cast: Cast) -> None:
    case = opened(cast)
    for purpose in (ConsentPurpose.STATISTICS, ConsentPurpose.RESEARCH_LINKAGE):
        with pytest.raises(NotNow, match="cannot rest on such a ground"):
            grounds.give(cast["marek"], case.pk, purpose, SHARED, NOW)
    with pytest.raises(NotNow, match="needs a reason"):
        grounds.give(cast["marek"], case.pk, REFER, SHARED | {"basis_reason": ""}, NOW)


def test_one_signature_does_not_end_the_duty_of_another(cast: Cast) -> None:
    case = opened(cast, **UNMET)
    grounds.give(cast["marek"], case.pk, REFER, SHARED, NOW)
    first, second = Consent.objects.order_by("made_at", "pk")
    grounds.sign(cast["bao"], case.pk, second.pk, NOW)
    assert "sign_ground" in due(case)
    grounds.sign(cast["bao"], case.pk, first.pk, NOW)
    assert "sign_ground" not in due(case)


def test_the_ground_of_the_work_taken_back_stops_the_work_at_once(cast: Cast) -> None:
    case = opened(cast)
    grounds.withdraw(cast["marek"], case.pk, newest().pk, {"given_by": "child"}, LATER)
    with pytest.raises(NotNow, match="No ground"):
        writing.add_note(cast["marek"], case.pk, "contact", {"body": "Met"}, LATER)
    soon = next(one for one in clocks.open_duties(files=[case.pk]) if one.kind == "consent_renewal")
    assert soon.due_at <= LATER + timedelta(days=9)
    grounds.give(cast["marek"], case.pk, WORK, BOTH, LATER + timedelta(minutes=1))
    writing.add_note(cast["marek"], case.pk, "contact", {"body": "Met"}, LATER + timedelta(minutes=1))


def test_cm_40_only_a_deed_of_a_person_makes_a_ground() -> None:
    """Rows of the ledger are made in one place, which takes the person; called by the ledger's deeds and by opening."""
    makers, callers = set(), set()
    for path in Path(fanal.cases.__file__).parent.rglob("*.py"):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                makers |= {path.name} if called in {"Consent", "Consent.objects.create"} else set()
                callers |= {path.name} if called == "ledger.new" else set()
    assert makers == {"ledger.py", "child_side.py"}  # the second only takes back, by the child’s own code (CM-74)
    assert callers == {"grounds.py", "opening.py"}
