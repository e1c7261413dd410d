"""CM-40, CM-43, CM-45: a child goes to another member: two confirm, the names last, responsible until the arrival."""

from datetime import timedelta
from typing import Any

import pytest

from fanal import vault
from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.cases.acts import acts
from fanal.cases.codes import ConsentPurpose
from fanal.cases.codes_work import Passed
from fanal.cases.files import files, writing
from fanal.cases.grounds import grounds
from fanal.cases.members import arriving, members, seen
from fanal.cases.members.coming import prefill
from fanal.cases.members.desk.wording import facts
from fanal.cases.members.kind import TRANSFERS
from fanal.cases.members.seen import Wanted
from fanal.cases.models import Case, Child, Consent, TakenOver, Transition
from fanal.clocks import api as clocks
from fanal.network.api import records
from fanal.passing.api import PreviewChanged, receiving
from tests.people import NOW, Cast
from tests.rooms.cases.members.scenes import (
    a_child,
    drafted_transfer,
    given,
    named,
    offered_transfer,
    shown,
    taken_over,
)

pytestmark = pytest.mark.django_db(databases="__all__")
LATER = NOW + timedelta(hours=5)
OWN: dict[str, Any] = {"case.standing": "victim", "case.risk": "high"}


@pytest.fixture(scope="module")
def case_of_file(cast_of_file: Cast) -> Case:
    return a_child(cast_of_file)


def opens(cast: Cast, who: str, row: Transition) -> frozenset[str]:
    try:
        return records.open_held(row.org_id, row.pk, cast[who].keyring).keys.compartments
    except vault.NotGranted:
        return frozenset()


def due(org: Any, row: Transition) -> set[str]:
    return {one.kind for one in clocks.open_duties(org=org, subjects=[row.pk])}


def filed(cast: Cast, row: Transition, now: Any = LATER) -> Case:
    """Nils opens the file as it stands filled in."""
    read = arriving.came(cast["nils"], row.pk, now)
    answers = dict(prefill(read).values) | OWN
    return arriving.open_file(cast["nils"], row.pk, answers, ["What came: a word"], now)


# ---- the offer ----


def test_cm_54_two_people_confirm_it(cast: Cast, case: Case) -> None:
    row = drafted_transfer(cast, case)
    first = members.confirm(cast["marek"], row.pk, shown(cast, row), NOW)
    assert first.state == "draft"
    again = members.confirm(cast["marek"], row.pk, shown(cast, row), NOW)
    assert again.state == "draft", "the same person is no second one"
    assert "member_second" in due(cast.aurora, row)
    sent = members.confirm(cast["bao"], row.pk, shown(cast, row, "bao"), NOW)
    assert (sent.state, sent.second_id) == ("offered", cast["bao"].person)


def test_cm_43_each_step_opens_one_thing_more(cast: Cast, case: Case) -> None:
    row = offered_transfer(cast, case)
    assert opens(cast, "nils", row) == {"content"}
    arriving.accept(cast["oda"], row.pk, cast["nils"].person, cast["oda"].person, NOW)
    assert opens(cast, "nils", row) == {"content"}
    members.release(cast["marek"], row.pk, NOW)
    assert opens(cast, "nils", row) == {"content", "identity"}
    assert "Lilo" not in repr(receiving.read(TRANSFERS, cast["nils"], row.pk, NOW).items)
    _row, _made, seen = arriving.look_at_names(cast["marek"], row.pk, NOW)
    arriving.send_names(cast["marek"], row.pk, seen, NOW)
    assert opens(cast, "nils", row) == {"content", "identity", "personal"}
    assert "Lilo" in repr(receiving.read(TRANSFERS, cast["nils"], row.pk, NOW).items)


def test_who_the_child_is_goes_after_their_yes_and_as_it_was_seen(cast: Cast, case: Case) -> None:
    row = offered_transfer(cast, case)
    _row, _made, seen = arriving.look_at_names(cast["marek"], row.pk, NOW)
    with pytest.raises(NotNow, match="have not said yes"):
        arriving.send_names(cast["marek"], row.pk, seen, NOW)
    arriving.accept(cast["oda"], row.pk, cast["nils"].person, cast["oda"].person, NOW)
    members.release(cast["marek"], row.pk, NOW)
    writing.set_about(cast["marek"], case.pk, {"given_name": "Lila"}, case.child.version, LATER)
    with pytest.raises(PreviewChanged):
        arriving.send_names(cast["marek"], row.pk, seen, LATER)
    assert not bytes(Transition.objects.get().names)


def test_who_takes_it_on_works_there(cast: Cast, case: Case) -> None:
    row = offered_transfer(cast, case)
    oda, nils = cast["oda"].person, cast["nils"].person
    for worker, supervisor in ((cast["marek"].person, oda), (nils, cast["bao"].person), (oda, oda)):
        with pytest.raises(NotNow):
            arriving.accept(cast["oda"], row.pk, worker, supervisor, NOW)
    with pytest.raises(NotAllowed):
        arriving.accept(cast["nils"], row.pk, nils, oda, NOW)
    assert not TakenOver.objects.exists()


# ---- the file ----


def test_cm_40_the_new_file_has_no_ground_of_its_own_and_acts_on_the_senders_for_seven_days(
    cast: Cast, case: Case
) -> None:
    row = named(cast, case)
    assert "transfer_open" in due(cast.nordlys, row)
    new = filed(cast, row)
    assert new.org_id == cast.nordlys
    assert new.number != case.number
    assert not Consent.objects.filter(child=new.child_id).exists()
    found = files.look(cast["nils"], new.pk, LATER)
    assert found.grounded
    assert found.child.said["given_name"] == "Lilo"
    assert (found.child.said["age_at_intake"], found.child.said["sex"]) == (13, "female")
    writing.add_note(cast["nils"], new.pk, "observation", {"body": "She sleeps"}, LATER + timedelta(days=6))
    late = LATER + timedelta(days=8)
    assert not files.look(cast["nils"], new.pk, late).grounded
    with pytest.raises(NotNow, match="ground"):
        writing.add_note(cast["nils"], new.pk, "observation", {"body": "She sleeps"}, late)
    (renew,) = [one for one in clocks.open_duties(files=[new.pk]) if one.kind == "consent_renewal"]
    assert renew.due_at == LATER + timedelta(days=7)


def test_cm_40_the_senders_ground_is_no_row_that_somebody_can_lengthen(cast: Cast, case: Case) -> None:
    new = filed(cast, named(cast, case))
    Child.objects.filter(pk=new.child_id).update(lent_until=LATER + timedelta(days=900))
    with pytest.raises(NotAllowed):
        writing.add_note(cast["nils"], new.pk, "observation", {"body": "x"}, LATER + timedelta(days=20))


def test_a_yes_that_is_taken_back_ends_the_transfer_and_the_lent_ground(cast: Cast, case: Case) -> None:
    row = named(cast, case)
    new = filed(cast, row)
    ground = given(case, ConsentPurpose.TRANSFER)
    grounds.withdraw(cast["marek"], case.pk, ground.pk, {"given_by": "child"}, LATER)
    row.refresh_from_db()
    assert row.state == "revoked"
    assert opens(cast, "nils", row) == frozenset()
    assert not files.look(cast["nils"], new.pk, LATER).grounded


def test_the_file_is_opened_once_and_by_those_who_were_named(cast: Cast, case: Case) -> None:
    row = named(cast, case)
    for who in ("marek", "bao", "pia"):
        with pytest.raises((NotHere, NotAllowed)):
            arriving.open_file(cast[who], row.pk, {"child.age_at_intake": 13}, [], LATER)
    filed(cast, row)
    with pytest.raises(NotNow, match="opened this file already"):
        filed(cast, row)
    assert Case.objects.filter(org_id=cast.nordlys).count() == 1


def test_a_taker_changed_by_hand_opens_nothing(cast: Cast, case: Case) -> None:
    row = named(cast, case)
    TakenOver.objects.update(worker=cast["pia"].person)
    with pytest.raises(NotAllowed):
        filed(cast, row)


# ---- the arrival ----


def test_the_sender_is_responsible_until_they_met_the_child_and_then_ends_the_file(cast: Cast, case: Case) -> None:
    row = named(cast, case)
    with pytest.raises((NotNow, NotAllowed)):
        arriving.close(cast["marek"], row.pk, LATER)
    filed(cast, row)
    case.refresh_from_db()
    assert case.status == "open"
    arriving.arrived(cast["nils"], row.pk, LATER)
    row.refresh_from_db()
    assert (row.state, row.outcome) == ("completed", "helped")
    assert due(cast.aurora, row) == {"member_news", "transfer_close"}
    arriving.close(cast["marek"], row.pk, LATER)
    case.refresh_from_db()
    assert (case.stage, case.status) == ("closure", "closed")
    assert case.erase_on is not None
    assert "transfer_close" not in due(cast.aurora, row)


def test_without_arrival_in_seven_days_both_safeguarding_leads_are_told(cast: Cast, case: Case) -> None:
    row = taken_over(cast, case)
    assert "arrival_confirmation" in due(cast.nordlys, row)
    clocks.sweep(NOW + timedelta(days=7, hours=1))
    assert "arrival_missing" in due(cast.aurora, row)
    clocks.sweep(NOW + timedelta(days=7, hours=3))
    told = {one.kind: one for one in clocks.open_duties(subjects=[row.pk]) if one.kind.startswith("arrival")}
    assert set(told) == {"arrival_confirmation", "arrival_missing"}
    assert all(one.step == 1 for one in told.values())


def test_only_the_other_side_says_that_the_child_arrived(cast: Cast, case: Case) -> None:
    row = named(cast, case)
    for who in ("marek", "bao", "pia"):
        with pytest.raises((NotHere, NotAllowed)):
            arriving.arrived(cast[who], row.pk, LATER)
    for outcome in ("open", "passed_on", "not_found"):
        with pytest.raises(NotNow):
            receiving.complete(TRANSFERS, cast["nils"], row.pk, outcome, LATER)
    Transition.objects.filter(pk=row.pk).update(state="completed", outcome="helped")
    with pytest.raises((NotHere, NotAllowed, NotNow)):
        arriving.close(cast["marek"], row.pk, LATER)


def test_two_acts_stay_apart_for_whoever_takes_the_child_over(cast: Cast, case: Case) -> None:
    """Whoever reads them must know which was where."""
    later = NOW + timedelta(hours=1)
    for kind, form in (("grooming", "sexual_extortion"), ("transit", "unknown")):
        acts.add(cast["marek"], case.pk, {"kind": kind, "happened_from": "2025", "forms": (form,)}, later)
    with files.looking(cast["marek"], case.pk, later) as found:
        made = seen.seen(found, Wanted(Passed.TRANSFER, cast.nordlys), later)
    of: dict[str, set[str]] = {}
    for one in made.made.pack.leaves:
        if one.field.startswith("act."):
            of.setdefault(one.field.partition("#")[2], set()).update(one.codes)
    assert {"grooming", "sexual_extortion"} in of.values()
    assert {"transit", "unknown"} in of.values()
    told = [label for label, _said in facts(one for one in made.made.pack.leaves if one.field.startswith("act."))]
    assert sum("(2)" in one for one in told) == 2
