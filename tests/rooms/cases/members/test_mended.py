"""CM-39, CM-45, CM-51: what was found by whoever attacked what goes between members."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from fanal import vault
from fanal.access.api import NotNow, stated, visible
from fanal.cases.acts import suspects
from fanal.cases.codes import ConsentPurpose, SafeContact
from fanal.cases.files import restricting, writing
from fanal.cases.grounds import grounds
from fanal.cases.members import arriving, asking, clock, duties, members
from fanal.cases.members.coming import prefill
from fanal.cases.members.kind import KINDS, REQUESTS
from fanal.cases.models import Case, Child, Service, TakenOver, Transition, TransitionText
from fanal.cases.naming import naming
from fanal.cases.referring import referring
from fanal.clocks import api as clocks
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.api import records
from fanal.network.contracts import RingKind, Role
from fanal.passing.api import ending, receiving, talk
from tests.desk import client_of, text
from tests.people import NOW, Cast, are_cleared
from tests.rooms.cases.acts.filed import PERSON
from tests.rooms.cases.directory.scenes import a_provider
from tests.rooms.cases.members.scenes import (
    SAID,
    a_child,
    a_help,
    accepted,
    drafted,
    given,
    named,
    offered,
    offered_transfer,
    shown,
    taken_over,
    wish,
)
from tests.rooms.cases.planning.scenes import helped
from tests.rooms.cases.referring import scenes as by_phone

pytestmark = pytest.mark.django_db(databases="__all__")
LATER = NOW + timedelta(hours=5)
OWN: dict[str, Any] = {"case.standing": "victim", "case.risk": "high"}
WAYS = {"channels_allowed": ("through_safe_person",), "safe_person": "her aunt"}


@pytest.fixture(scope="module")
def both_of_all(cast_of_file: Cast) -> tuple[Service, Case]:
    return a_help(cast_of_file), a_child(cast_of_file)


@pytest.fixture
def help_(both_of_all: tuple[Service, Case], cast: Cast) -> Service:
    return Service.objects.select_related("case").get(pk=both_of_all[0].pk)


@pytest.fixture
def case(both_of_all: tuple[Service, Case], cast: Cast) -> Case:
    return Case.objects.select_related("child").get(pk=both_of_all[1].pk)


def opens(cast: Cast, who: str, row: Transition, record: UUID | None = None) -> frozenset[str]:
    try:
        return records.open_held(row.org_id, record or row.pk, cast[who].keyring).keys.compartments
    except vault.NotGranted:
        return frozenset()


def filed(cast: Cast, row: Transition) -> Case:
    answers = dict(prefill(arriving.came(cast["nils"], row.pk, LATER)).values) | OWN
    return arriving.open_file(cast["nils"], row.pk, answers, ["What came: a word"], LATER)


def state(row: Transition) -> str:
    row.refresh_from_db()
    return str(row.state)


# ---- the clock ----


def test_words_of_all_three_kinds_go_after_ninety_days_and_accesses_end(cast: Cast, help_: Service, case: Case) -> None:
    wanted = {"need": "The child of whom we spoke", "our_contact": "Oda, the office"}
    rows = [
        accepted(cast, help_), taken_over(cast, case), asking.send(cast["oda"], cast.aurora, wanted, uuid4(), NOW),
    ]  # fmt: skip
    receiving.accept(REQUESTS, cast["bao"], rows[2].pk, NOW)
    writers = ("marek", "marek", "bao")
    for row, who in zip(rows, writers, strict=True):
        talk.write(KINDS[row.role], cast[who], row.pk, "A word", NOW, question=False, key=uuid4())
    assert TransitionText.objects.count() == 3
    assert clock.lapse(NOW + timedelta(days=91)) == 3
    assert not TransitionText.objects.exists()
    assert {state(row) for row in rows} == {"revoked"}


@pytest.mark.parametrize("role", ["nobody", "transfer"])
def test_a_draft_of_no_kind_stops_no_clock(cast: Cast, help_: Service, case: Case, role: str) -> None:
    row, other = drafted(cast, help_), offered_transfer(cast, case)
    receiving.accept(KINDS["transfer"], cast["oda"], other.pk, NOW)
    Transition.objects.filter(pk=row.pk).update(role=role)
    clock.lapse(NOW + timedelta(days=91))
    assert (state(row), state(other)) == ("withdrawn", "revoked")


class InSummer(datetime):
    """The clock of a request, long after."""

    @classmethod
    def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
        return NOW + timedelta(days=200)


@pytest.mark.usefixtures("that_day")
def test_until_when_they_read_it_is_said_as_long_as_they_do(
    cast: Cast, help_: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not once it was taken back; and of a day that has passed, that they could."""
    row = accepted(cast, help_)
    marek, address = client_of(cast, "marek"), reverse("cases:transition", args=[row.pk])
    assert "They can read this until" in text(marek.get(address))
    with monkeypatch.context() as later:
        later.setattr("fanal.access.middleware.datetime", InSummer)
        assert "They could read this until" in text(marek.get(address))
    ending.revoke(KINDS[row.role], cast["marek"], row.pk, "not_needed", LATER)
    page = text(marek.get(address))
    assert "Access ended" in page
    assert "read this until" not in page


# ---- what leaves after their yes ----


def test_cm_45_what_changed_since_the_offer_is_not_sent_after_their_yes(cast: Cast, help_: Service) -> None:
    row = accepted(cast, help_)
    writing.set_safety(cast["marek"], help_.case_id, SafeContact.AGREED_TIMES, WAYS, LATER)
    with pytest.raises(NotNow, match="End their access and offer it anew"):
        members.release(cast["marek"], row.pk, LATER)
    assert opens(cast, "oda", row) == {"content"}
    ending.revoke(KINDS[row.role], cast["marek"], row.pk, "not_needed", LATER)
    again = accepted(cast, help_)
    members.release(cast["marek"], again.pk, LATER)
    assert "her aunt" in repr(receiving.read(KINDS[again.role], cast["oda"], again.pk, LATER).items)


def test_of_a_closed_file_nothing_is_sent(cast: Cast, help_: Service) -> None:
    row = accepted(cast, help_)
    case = Case.objects.get(pk=help_.case_id)
    case.status = "closed"
    case.save()
    journal.write(case.pk, cast["marek"].signatory(), "cases.write", at=LATER, items=[stated.item(case)])
    with pytest.raises(NotNow, match="closed"):
        members.release(cast["marek"], row.pk, LATER)
    assert opens(cast, "oda", row) == {"content"}


# ---- a file that opens for named people only ----


def restricted_there(cast: Cast, row: Transition) -> Case:
    network.people.give_roles(cast["oda"], cast["pia"].person, [Role.SUPERVISOR], NOW)
    are_cleared([cast["pia"].person])
    new = filed(cast, row)
    assert opens(cast, "oda", row)
    restricting.restrict(cast["oda"], new.pk, LATER, "About our own people")
    return new


def test_cm_51_what_came_closes_with_the_file_that_it_became(cast: Cast, case: Case) -> None:
    row = named(cast, case)
    talk.write(KINDS[row.role], cast["marek"], row.pk, "A word", NOW, question=False, key=uuid4())
    (word,) = TransitionText.objects.values_list("pk", flat=True)
    new = restricted_there(cast, row)
    office = (RingKind.CASEWORK, RingKind.SUPERVISORS)
    team = {network.rings.principal(cast.nordlys, kind).id for kind in office}
    for record in (row.pk, word):
        assert team.isdisjoint(who for _kind, who, *_more in records.holders(record))
        for who in ("nils", "oda", "marek"):
            assert opens(cast, who, row, record)
    assert new.pk != case.pk
    arriving.arrived(cast["nils"], row.pk, LATER)
    assert state(row) == "completed"


def test_cm_51_it_is_on_no_list_of_others(cast: Cast, case: Case) -> None:
    row = named(cast, case)
    new = filed(cast, row)
    for who, there in (("nils", True), ("oda", True), ("pia", False)):
        assert visible(cast[who], Transition.objects.filter(pk=row.pk)).exists() is there
    Case.objects.filter(pk=new.pk).update(restricted=True, supervisor=cast["pia"].person)
    for who, there in (("nils", True), ("oda", False)):
        assert visible(cast[who], Transition.objects.filter(pk=row.pk)).exists() is there
        assert visible(cast[who], TakenOver.objects.filter(transition=row)).exists() is there
    address = reverse("cases:transition_open", args=[row.pk])
    assert client_of(cast, "oda").get(address).status_code == 404
    assert client_of(cast, "nils").get(address).status_code == 302


def test_cm_51_names_that_are_sent_later_open_for_the_few(cast: Cast, case: Case) -> None:
    row = taken_over(cast, case)
    members.release(cast["marek"], row.pk, NOW)
    restricted_there(cast, row)
    _row, _made, seen = arriving.look_at_names(cast["marek"], row.pk, LATER)
    arriving.send_names(cast["marek"], row.pk, seen, LATER)
    ring = network.rings.principal(cast.nordlys, RingKind.CASEWORK)
    assert ring.id not in {who for _kind, who, *_more in records.holders(row.pk)}
    assert "personal" in opens(cast, "nils", row)


@pytest.mark.parametrize("before", [offered, accepted])
def test_cm_51_what_a_suspicion_narrows_takes_the_offer_along(cast: Cast, help_: Service, before: Any) -> None:
    row = before(cast, help_)
    suspects.add(cast["marek"], help_.case_id, {**PERSON, "connected_to_us": "yes"}, LATER)
    row.refresh_from_db()
    assert row.restricted
    ring = network.rings.principal(cast.aurora, RingKind.CASEWORK)
    assert ring.id not in {who for _kind, who, *_more in records.holders(row.pk)}
    assert opens(cast, "marek", row)
    assert opens(cast, "oda", row) == {"content"}


def test_cm_51_an_offer_of_another_file_of_the_child_goes_along(cast: Cast, help_: Service, case: Case) -> None:
    row = accepted(cast, help_)
    Case.objects.filter(pk=case.pk).update(child=help_.case.child_id)
    Case.objects.filter(pk__in=[case.pk, help_.case_id]).update(restricted=True)
    clock.after(cast["marek"], Case.objects.select_related("child").get(pk=case.pk), None, "cases.write", LATER, None)
    row.refresh_from_db()
    assert row.restricted


# ---- whoever writes the database ----


@pytest.mark.parametrize(
    "changed",
    [
        {"role": "nobody"}, {"role": "request"}, {"role": "transfer"}, {"state": "declined"}, {"state": "purged"},
        {"state": "draft"}, {"categories": []}, {"categories": ["nothing"]}, {"payload": b""}, {"case": None},
    ],
)  # fmt: skip
def test_cm_39_nobody_makes_a_no_pass_by(cast: Cast, help_: Service, changed: dict[str, Any]) -> None:
    row = accepted(cast, help_)
    members.release(cast["marek"], row.pk, NOW)
    Transition.objects.filter(pk=row.pk).update(**changed)
    ground = given(help_.case, ConsentPurpose.REFERRAL)
    grounds.withdraw(cast["marek"], help_.case_id, ground.pk, {"given_by": "child"}, LATER)
    assert opens(cast, "oda", row) == frozenset()


def test_cm_39_another_recipient_by_hand_is_no_way_around_it(cast: Cast, help_: Service) -> None:
    row = offered(cast, help_)
    Transition.objects.filter(pk=row.pk).update(recipient=cast.secretariat)
    ground = given(help_.case, ConsentPurpose.REFERRAL)
    grounds.withdraw(cast["marek"], help_.case_id, ground.pk, {"given_by": "child"}, LATER)
    assert opens(cast, "oda", row) == frozenset()
    assert state(row) == "withdrawn"


# ---- an erased file ----


def test_cm_51_an_erased_file_for_few_shows_to_no_supervisor(cast: Cast, help_: Service) -> None:
    row = accepted(cast, help_)
    Transition.objects.filter(pk=row.pk).update(case=None)
    assert visible(cast["bao"], Transition.objects.filter(pk=row.pk)).exists()
    Transition.objects.filter(pk=row.pk).update(restricted=True)
    assert not visible(cast["bao"], Transition.objects.filter(pk=row.pk)).exists()
    assert visible(cast["dalia"], Transition.objects.filter(pk=row.pk)).exists()
    row.refresh_from_db()
    lead = network.rings.principal(cast.aurora, RingKind.SAFEGUARDING)
    assert [one.id for one in KINDS[row.role].teams(row, row.org_id)] == [lead.id]


# ---- the lent ground ----


@pytest.mark.parametrize("lapses", [True, False])
def test_cm_40_the_lent_ground_ends_with_the_access(cast: Cast, case: Case, lapses: bool) -> None:
    row = named(cast, case)
    new = filed(cast, row)
    assert Child.objects.get(pk=new.child_id).lent_until
    if lapses:
        (agreement,) = [one for one in network.agreements.of(cast.aurora) if "transfer" in str(one.purposes)]
        network.agreements.end(cast["amara"], agreement.id, LATER)
        clock.lapse(LATER)
    else:
        ending.revoke(KINDS[row.role], cast["marek"], row.pk, "mistake", LATER)
    assert state(row) == "revoked"
    assert Child.objects.get(pk=new.child_id).lent_until is None


# ---- one help, two ways ----


SPOKE = {"spoken_to": "the receptionist"}


@pytest.fixture
def two_ways(cast: Cast, help_: Service, case: Case) -> Service:
    provider = a_provider(cast)
    grounds.give(cast["marek"], help_.case_id, ConsentPurpose.REFERRAL, by_phone.CLINIC, NOW)
    return helped(cast, help_.case, type="psychosocial", for_whom="child", provider=str(provider.pk))


def test_help_that_a_member_is_asked_for_is_not_asked_by_telephone(cast: Cast, two_ways: Service) -> None:
    phone = by_phone.drafted(cast["marek"], two_ways)
    row = offered(cast, two_ways)
    with pytest.raises(NotNow, match="asked for already"):
        referring.offer(cast["marek"], phone.pk, SPOKE, LATER)
    referring.take_back(cast["marek"], phone.pk, LATER)
    two_ways.refresh_from_db()
    assert (two_ways.state, two_ways.transition) == ("referred", row.pk)


def test_help_that_is_asked_by_telephone_is_not_asked_of_a_member(cast: Cast, two_ways: Service) -> None:
    row = drafted(cast, two_ways)
    seen = shown(cast, row)
    phone = by_phone.offered(cast["marek"], two_ways)
    with pytest.raises(NotNow, match="asked for already"):
        members.confirm(cast["marek"], row.pk, seen, LATER)
    two_ways.refresh_from_db()
    assert (two_ways.state, two_ways.transition) == ("referred", phone.pk)


def test_an_answer_of_one_way_says_nothing_of_the_other(cast: Cast, two_ways: Service) -> None:
    row = offered(cast, two_ways)
    two_ways.refresh_from_db()
    Service.objects.filter(pk=two_ways.pk).update(transition=uuid4())
    receiving.accept(KINDS["referral"], cast["oda"], row.pk, LATER)
    two_ways.refresh_from_db()
    assert two_ways.state == "referred"


def test_what_was_offered_anew_need_not_be_looked_at(cast: Cast, case: Case) -> None:
    """A no is with the worker until the child is offered to somebody again."""
    first = offered_transfer(cast, case)
    receiving.decline(KINDS[first.role], cast["oda"], first.pk, "no_capacity", NOW)
    back = duties.TRANSFER.came_back.code
    assert back in {one.kind for one in clocks.open_duties(org=cast.aurora) if one.subject == first.pk}
    offered_transfer(cast, case)
    assert back not in {one.kind for one in clocks.open_duties(org=cast.aurora) if one.subject == first.pk}


def test_of_a_hidden_name_it_is_said_why_nothing_goes(cast: Cast, case: Case) -> None:
    row = taken_over(cast, case)
    members.release(cast["marek"], row.pk, NOW)
    naming.hide(cast["marek"], case.pk, "Somebody looks for the child", NOW)
    page = text(client_of(cast, "marek").get(reverse("cases:transition_names", args=[row.pk])))
    assert "The name is hidden" in page
    assert "Nothing of this may go" not in page


@pytest.mark.parametrize("hidden", [False, True])
def test_what_is_written_for_another_member_does_not_say_who_the_child_is(cast: Cast, hidden: bool) -> None:
    help_ = a_help(cast)
    if hidden:
        naming.hide(cast["marek"], help_.case_id, "The family looks for her", NOW)
    with pytest.raises(NotNow, match="what says who the child is: Lilo") as why:
        members.draft(
            cast["marek"], help_.case_id, wish(cast, help_), SAID | {"need": "Lilo needs to talk"}, uuid4(), NOW
        )
    assert why.value.field == "need"
    assert not Transition.objects.exists()
