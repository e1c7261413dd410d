"""CM-37, CM-39: what rests on a ground that a second person has still to sign lasts a day, and ends with that person's
no, or where nobody signed."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from fanal.access.api import NotNow
from fanal.cases.codes import Basis, ConsentPurpose
from fanal.cases.ground import Use, allows
from fanal.cases.grounds import grounds
from fanal.cases.members import members
from fanal.cases.members.kind import REFERRALS
from fanal.cases.members.seen import recipient
from fanal.cases.models import Consent, Note, Service, Transition
from fanal.clocks import api as clocks
from fanal.passing.api import clock, receiving
from tests.people import NOW, Cast
from tests.rooms.cases.grounds.care import BEST
from tests.rooms.cases.ledger import without_consent
from tests.rooms.cases.members.scenes import YES, a_help, drafted, shown

pytestmark = pytest.mark.django_db(databases="__all__")
HOUR = timedelta(hours=1)
DANGER: dict[str, Any] = {**YES, **BEST, "basis": "vital_interests", "basis_reason": "He said that he will kill her"}


@pytest.fixture
def row(cast: Cast) -> Transition:
    """Nordlys helps a child in danger to life; nobody signed yet."""
    help_: Service = a_help(cast)
    yes = Consent.objects.get(purpose="referral")
    grounds.withdraw(cast["marek"], help_.case_id, yes.pk, {"given_by": "child"}, NOW)
    grounds.give(cast["marek"], help_.case_id, ConsentPurpose.REFERRAL, DANGER, NOW + timedelta(seconds=1))
    return taken(cast, help_)


def taken(cast: Cast, help_: Service) -> Transition:
    """A minute later Oda said yes."""
    now = NOW + timedelta(minutes=1)
    row = drafted(cast, help_, now=now)
    members.confirm(cast["marek"], row.pk, shown(cast, row, now=now), now)
    return receiving.accept(REFERRALS, cast["oda"], row.pk, now)


def state(row: Transition) -> str:
    row.refresh_from_db()
    return str(row.state)


def danger() -> Consent:
    return Consent.objects.get(basis="vital_interests")


def test_it_holds_until_the_end_of_its_day_and_says_so(row: Transition) -> None:
    unsigned = without_consent(1, Basis.VITAL_INTERESTS)
    assert unsigned.until == (unsigned.given_at + timedelta(hours=24)).date()
    assert row.access_until == NOW.date() + timedelta(days=1)


def test_what_is_sent_back_ends_what_rests_on_it_at_once(cast: Cast, row: Transition) -> None:
    assert state(row) == "accepted"
    grounds.send_back(cast["bao"], row.case_id, danger().pk, {"body": "Ask her first"}, NOW + HOUR)
    assert state(row) == "revoked"
    assert Note.objects.get().kind == "decision"
    assert danger().returned_by_id == cast["bao"].person
    for again in (grounds.sign, lambda *said: grounds.send_back(*said[:3], {"body": "No"}, said[3])):
        with pytest.raises(NotNow, match="nothing to sign"):
            again(cast["bao"], row.case_id, danger().pk, NOW + HOUR)
    assert "sign_ground" not in {one.kind for one in clocks.open_duties(files=[row.case_id])}


def test_a_no_of_the_second_person_leaves_the_yes_of_the_child(cast: Cast) -> None:
    help_ = a_help(cast)
    grounds.give(cast["marek"], help_.case_id, ConsentPurpose.REFERRAL, DANGER, NOW + timedelta(seconds=1))
    there = taken(cast, help_)
    grounds.send_back(cast["bao"], help_.case_id, danger().pk, {"body": "She agreed herself"}, NOW + HOUR)
    assert state(there) == "accepted"


def test_where_nobody_signs_it_ends_after_a_day_and_no_earlier(cast: Cast, row: Transition) -> None:
    grounds.end_unsigned(NOW + 23 * HOUR)
    clock.lapse(REFERRALS, NOW + 23 * HOUR)
    assert state(row) == "accepted"
    grounds.end_unsigned(NOW + 25 * HOUR)
    assert state(row) == "revoked"


def test_a_signature_in_time_keeps_it(cast: Cast, row: Transition) -> None:
    grounds.sign(cast["bao"], row.case_id, danger().pk, NOW + HOUR)
    grounds.end_unsigned(NOW + 25 * HOUR)
    clock.lapse(REFERRALS, NOW + 25 * HOUR)
    assert state(row) == "accepted"


def test_the_no_counts_in_the_pure_rules_too() -> None:
    unsigned = without_consent(1, Basis.VITAL_INTERESTS, recipients=frozenset({"member_org"}))
    at = unsigned.given_at + HOUR
    categories = unsigned.categories
    assert unsigned.purpose is ConsentPurpose.REFERRAL
    found = [
        bool(allows([one], Use.REFER, recipient(one.by), categories, at))
        for one in (unsigned, replace(unsigned, sent_back=True))
    ]
    assert found == [True, False]
