"""CM-39, CM-41 to CM-45, DNH-28, DNH-29, DNH-32: what another member opens, with its real keys, and when it ends."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from fanal import vault
from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.cases.codes import ConsentPurpose, SafeContact
from fanal.cases.files import restricting, writing
from fanal.cases.grounds import grounds
from fanal.cases.members import members
from fanal.cases.members.clock import lapse
from fanal.cases.members.kind import REFERRALS
from fanal.cases.models import Case, Service, Transition
from fanal.clocks import api as clocks
from fanal.network import api as network
from fanal.network.api import records
from fanal.passing.api import Addition, NotAddable, PreviewChanged, clock, ending, receiving, sending
from tests.people import NOW, Cast
from tests.rooms.cases.members.scenes import (
    SAID,
    SECRETS,
    a_help,
    accepted,
    drafted,
    given,
    offered,
    released,
    shown,
    wish,
)

pytestmark = pytest.mark.django_db(databases="__all__")
LATER = NOW + timedelta(hours=5)


@pytest.fixture(scope="module")
def help_of_all(cast_of_file: Cast) -> Service:
    return a_help(cast_of_file)


def due(row: Transition) -> set[str]:
    return {one.kind for one in clocks.open_duties(subjects=[row.pk])}


def opens(cast: Cast, who: str, row: Transition) -> frozenset[str]:
    """The compartments that somebody's real keys open of a record."""
    return opened(cast, who, row.org_id, row.pk)


def opened(cast: Cast, who: str, org: UUID, record: UUID) -> frozenset[str]:
    try:
        return records.open_held(org, record, cast[who].keyring).keys.compartments
    except vault.NotGranted:
        return frozenset()


def said(cast: Cast, who: str, row: Transition) -> str:
    return repr(receiving.read(REFERRALS, cast[who], row.pk, LATER).items)


def withdraw(cast: Cast, help_: Service) -> None:
    ground = given(help_.case, ConsentPurpose.REFERRAL)
    grounds.withdraw(cast["marek"], help_.case_id, ground.pk, {"given_by": "child"}, LATER)


# ---- what they open ----


def test_cm_43_before_their_yes_their_keys_open_the_card_and_nothing_else(cast: Cast, help_: Service) -> None:
    row = offered(cast, help_)
    assert opens(cast, "oda", row) == {"content"}
    told = said(cast, "oda", row)
    assert "10_14" in told
    assert not any(secret in told for secret in SECRETS)
    for record in (help_.case_id, Case.objects.get().child_id):
        assert opened(cast, "oda", row.org_id, record) == frozenset()
    assert b"Lilo" not in bytes(row.additions)


def test_cm_43_their_yes_alone_opens_no_more_until_the_sender_sends_it(cast: Cast, help_: Service) -> None:
    row = accepted(cast, help_)
    assert opens(cast, "oda", row) == {"content"}
    assert "member_release" in due(row)
    members.release(cast["marek"], row.pk, LATER)
    assert opens(cast, "oda", row) == {"content", "identity"}
    assert "the school counsellor" in said(cast, "oda", row)
    assert "Lilo" not in said(cast, "oda", row)


def test_whoever_is_in_no_team_of_either_side_opens_nothing(cast: Cast, help_: Service) -> None:
    row = released(cast, help_)
    for who in ("sol", "nils", "edo", "femi"):
        with pytest.raises((NotHere, NotAllowed)):
            receiving.read(REFERRALS, cast[who], row.pk, LATER)


# ---- what leaves ----


def test_cm_44_one_field_more_needs_a_reason_and_a_yes(cast: Cast, help_: Service) -> None:
    with pytest.raises(NotAddable):
        drafted(cast, help_, additions=(Addition("child.given_name", "They ask"),))
    with pytest.raises(NotAddable):
        drafted(cast, help_, additions=(Addition("service.for_whom", " "),))
    row = released(cast, help_, additions=(Addition("service.for_whom", "They plan for it"),))
    items = receiving.read(REFERRALS, cast["oda"], row.pk, LATER).items
    assert [(one.field, one.reason) for one in items if one.reason] == [("service.for_whom", "They plan for it")]


def test_cm_45_what_changed_since_it_was_seen_is_not_sent(cast: Cast, help_: Service) -> None:
    row = drafted(cast, help_)
    before = shown(cast, row)
    way = {"channels_allowed": ("through_safe_person",), "safe_person": "her aunt"}
    writing.set_safety(cast["marek"], help_.case_id, SafeContact.AGREED_TIMES, way, LATER)
    with pytest.raises(PreviewChanged):
        members.confirm(cast["marek"], row.pk, before, LATER)
    with pytest.raises(PreviewChanged):  # what is kept is what was before
        members.confirm(cast["marek"], row.pk, shown(cast, row, now=LATER), LATER)
    members.redraft(cast["marek"], row.pk, LATER)
    assert members.confirm(cast["marek"], row.pk, shown(cast, row, now=LATER), LATER).state == "offered"


def test_dnh_28_without_an_agreement_that_holds_nothing_goes(cast: Cast, help_: Service) -> None:
    row = drafted(cast, help_)
    before = shown(cast, row)
    (agreement,) = network.agreements.of(cast.aurora)
    network.agreements.end(cast["amara"], agreement.id, NOW)
    with pytest.raises(NotNow, match="agreement"):
        members.confirm(cast["marek"], row.pk, before, LATER)
    sending.withdraw(REFERRALS, cast["marek"], row.pk, LATER)
    with pytest.raises(NotNow, match="agreement"):
        drafted(cast, help_, now=LATER)


def test_cm_41_without_a_yes_nobody_is_asked(cast: Cast, help_: Service) -> None:
    withdraw(cast, help_)
    with pytest.raises(NotNow, match="no ground for this"):
        drafted(cast, help_, now=LATER)
    assert not Transition.objects.exists()


# ---- once ----


def test_cm_42_a_hundred_times_the_same_key_is_one_row(cast: Cast, help_: Service) -> None:
    key = uuid4()
    made = {drafted(cast, help_, key=key).pk for _ in range(100)}
    assert len(made) == 1 == Transition.objects.count()
    row = Transition.objects.get()
    seen = shown(cast, row)
    for _ in range(3):
        members.confirm(cast["marek"], row.pk, seen, NOW)
    assert row.events.filter(event="offer").count() == 1
    for _ in range(3):
        receiving.accept(REFERRALS, cast["oda"], row.pk, NOW)
    assert row.events.filter(event="accept").count() == 1


def test_a_key_that_stands_for_something_else_tells_nothing(cast: Cast, help_: Service) -> None:
    key = uuid4()
    drafted(cast, help_, key=key)
    with pytest.raises(NotHere):
        members.draft(cast["marek"], help_.case_id, wish(cast, help_, org=cast.secretariat), SAID, key, NOW)


def test_help_is_asked_of_one_at_a_time(cast: Cast, help_: Service) -> None:
    offered(cast, help_)
    with pytest.raises(NotNow, match="asked for already"):
        drafted(cast, help_)


# ---- the answer ----


def test_their_yes_is_at_the_help_and_begins_the_question_what_came_of_it(cast: Cast, help_: Service) -> None:
    row = offered(cast, help_)
    help_.refresh_from_db()
    assert (help_.state, help_.transition) == ("referred", row.pk)
    assert due(row) == {"transfer_answer"}
    receiving.accept(REFERRALS, cast["oda"], row.pk, NOW)
    help_.refresh_from_db()
    assert help_.state == "accepted"
    (outcome,) = [one for one in clocks.open_duties(subjects=[row.pk]) if one.kind == "member_outcome"]
    assert (outcome.org, outcome.due_at.date()) == (cast.nordlys, NOW.date() + timedelta(days=90))
    row.refresh_from_db()
    assert row.access_until is not None
    assert row.access_until <= NOW.date() + timedelta(days=90)
    members.release(cast["marek"], row.pk, NOW)
    receiving.complete(REFERRALS, cast["oda"], row.pk, "helped", LATER)
    row.refresh_from_db()
    assert (row.state, row.outcome) == ("completed", "helped")


def test_cm_29_no_answer_brings_it_back_and_the_copy_goes(cast: Cast, help_: Service) -> None:
    row = offered(cast, help_)
    clocks.sweep(NOW + timedelta(hours=73))
    row.refresh_from_db()
    help_.refresh_from_db()
    assert (row.state, help_.state) == ("expired", "no_answer")
    assert bytes(row.payload) == b"" == bytes(row.additions)
    assert {"member_back", "member_unanswered"} <= due(row)
    (back,) = [one for one in clocks.open_duties(subjects=[row.pk]) if one.kind == "member_back"]
    assert back.person == cast["marek"].person
    clocks.sweep(NOW + timedelta(hours=73 + 25))
    assert [one.id for one in clock.unanswered()] == [row.pk]
    clock.called(cast["sol"], row.pk, NOW + timedelta(hours=99))
    ending.settle(REFERRALS, cast["marek"], row.pk, NOW + timedelta(hours=100))
    assert clock.unanswered() == []


def test_a_no_says_why_and_the_help_can_be_asked_of_others(cast: Cast, help_: Service) -> None:
    row = offered(cast, help_)
    receiving.decline(REFERRALS, cast["oda"], row.pk, "no_capacity", LATER)
    row.refresh_from_db()
    help_.refresh_from_db()
    assert (row.state, row.decline_reason, help_.state) == ("declined", "no_capacity", "declined_by_provider")
    assert opens(cast, "oda", row) == frozenset()
    assert offered(cast, help_).pk != row.pk


def test_it_can_be_taken_back_before_the_answer(cast: Cast, help_: Service) -> None:
    row = offered(cast, help_)
    sending.withdraw(REFERRALS, cast["marek"], row.pk, LATER)
    help_.refresh_from_db()
    assert help_.state == "planned"
    with pytest.raises(NotNow):
        receiving.accept(REFERRALS, cast["oda"], row.pk, LATER)


# ---- the end ----


def test_cm_39_a_yes_taken_back_ends_what_they_know_in_that_transaction(cast: Cast, help_: Service) -> None:
    row = released(cast, help_)
    withdraw(cast, help_)
    row.refresh_from_db()
    help_.refresh_from_db()
    assert (row.state, help_.state) == ("revoked", "planned")
    assert opens(cast, "oda", row) == frozenset()
    (purge,) = [one for one in clocks.open_duties(subjects=[row.pk]) if one.kind == "member_purge"]
    assert (purge.org, purge.due_at) == (cast.nordlys, LATER + timedelta(hours=72))
    with pytest.raises(NotAllowed):
        receiving.read(REFERRALS, cast["oda"], row.pk, LATER)
    receiving.purge(REFERRALS, cast["oda"], row.pk, LATER + timedelta(hours=1))
    row.refresh_from_db()
    assert row.state == "purged"
    assert receiving.is_signed(REFERRALS, row)


def test_cm_39_who_was_only_asked_is_asked_no_more(cast: Cast, help_: Service) -> None:
    row = offered(cast, help_)
    withdraw(cast, help_)
    row.refresh_from_db()
    assert row.state == "withdrawn"
    assert bytes(row.payload) == b""


def test_access_ends_with_its_last_day_and_is_renewed_while_the_child_allows_it(cast: Cast, help_: Service) -> None:
    row = released(cast, help_)
    assert lapse(NOW + timedelta(days=89)) == 0
    members.renew(cast["marek"], row.pk, "still_working", NOW + timedelta(days=60))
    row.refresh_from_db()
    assert row.access_until == (NOW + timedelta(days=150)).date()
    assert lapse(NOW + timedelta(days=151)) == 1
    row.refresh_from_db()
    assert row.state == "revoked"


# ---- attacks ----


@pytest.mark.parametrize("column", ["recipient_id", "access_until", "role", "released", "categories"])
def test_a_row_changed_by_hand_gives_nothing(cast: Cast, help_: Service, column: str) -> None:
    row = accepted(cast, help_)
    values = {
        "recipient_id": cast.secretariat, "access_until": NOW.date() + timedelta(days=900), "role": "transfer",
        "released": True, "categories": [],
    }  # fmt: skip
    Transition.objects.filter(pk=row.pk).update(**{column: values[column]})
    with pytest.raises((NotAllowed, NotHere, NotNow)):
        members.release(cast["marek"], row.pk, LATER)
    assert opens(cast, "oda", row) == {"content"}


def test_nobody_else_sends_it_and_the_sender_accepts_nothing(cast: Cast, help_: Service) -> None:
    others = ("bao", "amara", "dalia", "oda")
    for who in others:
        with pytest.raises((NotAllowed, NotHere)):
            drafted(cast, help_, by=who)
    row = drafted(cast, help_)
    seen = shown(cast, row)
    for who in others:
        with pytest.raises((NotAllowed, NotHere)):
            members.confirm(cast[who], row.pk, seen, NOW)
    offer = members.confirm(cast["marek"], row.pk, seen, NOW)
    with pytest.raises((NotAllowed, NotHere)):
        receiving.accept(REFERRALS, cast["marek"], offer.pk, NOW)


def test_a_draft_is_unknown_to_the_other_side(cast: Cast, help_: Service) -> None:
    row = drafted(cast, help_)
    with pytest.raises(NotHere):
        members.transition_of(cast["oda"], row.pk)
    sending.withdraw(REFERRALS, cast["marek"], row.pk, LATER)
    assert due(row) == set(), "nobody there hears of what was never sent"
    assert bytes(Transition.objects.get().additions) == b""


def test_a_draft_that_nobody_sends_goes(cast: Cast, help_: Service) -> None:
    drafted(cast, help_)
    lapse(NOW + timedelta(days=29))
    assert Transition.objects.get().state == "draft"
    lapse(NOW + timedelta(days=31))
    row = Transition.objects.get()
    assert (row.state, bytes(row.payload)) == ("withdrawn", b"")


def test_where_the_file_opens_for_named_people_only_the_offer_follows_it(cast: Cast, help_: Service) -> None:
    row = released(cast, help_)
    assert opens(cast, "bao", row)
    restricting.restrict(cast["dalia"], help_.case_id, LATER, "About our own people")
    row.refresh_from_db()
    assert row.restricted
    assert opens(cast, "marek", row) == {"content", "identity", "personal"}, "by name"
    assert opens(cast, "oda", row) == {"content", "identity"}
    assert opens(cast, "lena", row) == frozenset()
