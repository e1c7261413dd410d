"""What leaves, goes for good, or comes in: rows that somebody planted, and deeds that reach too far."""

from contextlib import AbstractContextManager
from datetime import date, timedelta
from uuid import uuid4

import pytest

from fanal.access.api import NotAllowed, NotHere, NotNow, Opened, open_record
from fanal.cases.access_terms import case_ref
from fanal.cases.acts import suspects
from fanal.cases.approvals import approvals
from fanal.cases.child_side import child_side
from fanal.cases.closing.closing import ask_to_close
from fanal.cases.closing.reopening import reopen
from fanal.cases.codes import ConsentPurpose
from fanal.cases.counting import counting
from fanal.cases.exchange import exporting, importing
from fanal.cases.files import record
from fanal.cases.files.approving import Stand
from fanal.cases.grounds import grounds
from fanal.cases.keeping import keeping
from fanal.cases.models import (
    AllegedOffender,
    Case,
    CaseProceeding,
    Export,
    Goal,
    Imported,
    Plan,
    Service,
    StatRow,
    Told,
)
from fanal.cases.people import people
from fanal.cases.planning import planning
from fanal.cases.policy import LOOK
from fanal.cases.rights import rights
from fanal.concerns.models import Concern
from fanal.justice.models import Matter
from tests.people import NOW, Cast
from tests.rooms.cases.acts.filed import PERSON
from tests.rooms.cases.care import accepted, opened
from tests.rooms.cases.course.walk import approves, closes, has_plan
from tests.rooms.cases.exchange.bringing import files, taken
from tests.rooms.concerns.told import tell
from tests.rooms.justice.acts import matter as matter_of

pytestmark = pytest.mark.django_db(databases="__all__")
LATER = NOW + timedelta(hours=2)
OURS = {"purpose": "case_management", "recipient": "none", "reason": "The national system"}
LINK = {"relationship": "sibling", "contact_allowed": "not_allowed"}


@pytest.fixture(scope="module")
def case(cast_of_file: Cast) -> Case:
    return opened(cast_of_file)


# ---- taken back ----


def _imported(cast: Cast) -> tuple[Imported, Case]:
    batch = taken(cast)
    (made,) = files(batch)
    return Imported.objects.get(batch=batch), made


def test_a_file_in_which_the_child_said_something_is_not_taken_back(cast: Cast) -> None:
    row, made = _imported(cast)
    child_side.give(made, child_side.Said(uuid4(), "safety", {"feels_safe": "not_at_all"}), NOW)
    assert importing.undo(cast["bao"], row.batch_id, LATER).gone == 0
    assert Case.objects.filter(pk=made.pk).exists()


def test_a_file_that_somebody_holds_is_not_taken_back(cast: Cast) -> None:
    row, made = _imported(cast)
    keeping.hold(cast["bao"], made.pk, (NOW + timedelta(days=30)).date(), "A court asks", LATER)
    assert importing.undo(cast["bao"], row.batch_id, LATER).gone == 0


def test_another_file_that_is_tied_to_a_table_in_the_database_does_not_go_with_it(cast: Cast) -> None:
    row, _made = _imported(cast)
    other, others = _imported(cast)
    Imported.objects.filter(pk=other.pk).update(batch=row.batch_id)
    assert importing.undo(cast["bao"], row.batch_id, LATER).gone == 1
    assert Case.objects.filter(pk=others.pk).exists()
    with pytest.raises((NotNow, NotAllowed)):
        importing.undo(cast["bao"], row.batch_id, LATER)


# ---- erased ----


def test_what_somebody_ties_to_a_file_in_the_database_is_not_erased_with_it(cast: Cast, case: Case) -> None:
    ask_to_close(cast["marek"], case.pk, closes(reason="child_withdrew"), LATER)
    approves(cast, case.pk, LATER)
    own, other = Told.objects.get(case=case).concern_id, accepted(cast)
    fresh = tell(cast)
    for one in (other.id, fresh.id):
        Told.objects.create(case=case, concern_id=one)
    matter = matter_of(cast["lena"])
    CaseProceeding(case=case, made_by_id=cast["marek"].person, made_at=NOW, matter_id=matter).save()
    keeping.erase(Case.objects.select_related("child").get(pk=case.pk), cast["bao"].signatory(), LATER)
    assert Matter.objects.filter(pk=matter).exists()
    assert set(Concern.objects.filter(pk__in=[own, other.id, fresh.id]).values_list("pk", flat=True)) == {
        other.id,
        fresh.id,
    }


# ---- taken out ----


def test_what_was_taken_out_goes_when_the_child_takes_it_back(cast: Cast, case: Case) -> None:
    made = exporting.one(cast["marek"], case.pk, "htcds", OURS, NOW)
    exporting.open_(cast["marek"], made.pk, NOW)
    with record.writing(cast["marek"], case.pk, "cases.write", LATER, child=True) as (_case, opened_):
        row = next(iter(grounds.ledger.read(opened_, case.child)))
    grounds.withdraw(cast["marek"], case.pk, row.id, {"given_by": "child"}, LATER)
    assert not Export.objects.filter(pk=made.pk).exists()
    with pytest.raises((NotHere, NotAllowed)):
        exporting.open_(cast["marek"], made.pk, LATER)


def test_a_no_to_something_else_ends_no_data_that_were_taken_out(cast: Cast, case: Case) -> None:
    made = exporting.one(cast["marek"], case.pk, "htcds", OURS, NOW)
    grounds.refuse(cast["marek"], case.pk, ConsentPurpose.STATISTICS, {"given_by": "child"}, LATER)
    assert exporting.open_(cast["marek"], made.pk, LATER)


@pytest.mark.parametrize("who", ["bao", "dalia", "edo", "nils", "lena", "femi"])
def test_data_of_a_child_are_opened_by_whoever_took_them_out(cast: Cast, case: Case, who: str) -> None:
    made = exporting.one(cast["marek"], case.pk, "htcds", OURS, NOW)
    Export.objects.filter(pk=made.pk).update(asked_by=cast[who].person)
    with pytest.raises((NotHere, NotAllowed)):
        exporting.open_(cast[who], made.pk, NOW)


# ---- who asks ----


def test_who_is_barred_asks_for_nothing_by_not_being_named(cast: Cast, case: Case) -> None:
    people.add(cast["marek"], case.pk, {"name": "Father"}, {**LINK, "consent_barred": True}, NOW)
    with pytest.raises(NotNow, match="which person"):
        rights.register(cast["marek"], case.pk, "see", {"by": "representative"}, None, NOW)
    assert rights.register(cast["marek"], case.pk, "see", {"by": "child"}, None, NOW)


# ---- no child among the suspected ----


@pytest.mark.parametrize("birth", ["2013", "2009-05", "2008-11-26"])
def test_whoever_is_a_child_today_is_no_person_suspected(cast: Cast, case: Case, birth: str) -> None:
    with pytest.raises(NotNow, match="never entered"):
        suspects.add(cast["marek"], case.pk, {**PERSON, "birth_date": birth}, NOW)
    suspected = {**LINK, "is_alleged_offender": True}
    with pytest.raises(NotNow, match="never entered"):
        people.add(cast["marek"], case.pk, {"name": "Brother", "birth_date": birth}, suspected, NOW)
    assert not AllegedOffender.objects.exists()
    people.add(cast["marek"], case.pk, {"name": "Brother", "birth_date": birth}, LINK, NOW)


@pytest.mark.parametrize("birth", ["", "2008", "2008-11", "2008-11-25", "1970-01-01"])
def test_whoever_may_be_grown_up_can_be_entered(cast: Cast, case: Case, birth: str) -> None:
    suspects.add(cast["marek"], case.pk, {**PERSON, "birth_date": birth}, NOW)


# ---- counted ----


def test_whoever_opts_out_is_counted_in_no_file(cast: Cast, case: Case) -> None:
    ask_to_close(cast["marek"], case.pk, closes(reason="child_withdrew"), NOW)
    approves(cast, case.pk, NOW)
    back = {"risk": "high", "why": "Back", "worker": cast["marek"].person, "supervisor": cast["bao"].person}
    new = reopen(cast["bao"], case.pk, back, LATER)
    assert {row.case_id for row in StatRow.objects.all()} >= {case.pk}
    grounds.refuse(cast["marek"], new.pk, ConsentPurpose.STATISTICS, {"given_by": "child"}, LATER)
    assert not StatRow.objects.exists()
    assert counting.count(cast.aurora, [NOW.year]) == 0


# ---- an approval of before ----


def test_an_older_plan_is_not_approved_again_because_the_next_one_is_gone(cast: Cast, case: Case) -> None:
    old = has_plan(cast, case.pk, NOW)
    planning.begin(cast["marek"], case.pk, {"child_words": "Something else", "starts": date(2026, 12, 1)}, LATER)
    new = Plan.objects.exclude(pk=old.pk).get()
    mine = Goal.objects.get(plan=old)
    Service.objects.update(goal=mine)
    Goal.objects.filter(plan=new).delete()
    new.delete()
    with _open(cast, case) as opened_:
        assert approvals.stand(opened_, case, "plan", old.pk) is not Stand.APPROVED


def _open(cast: Cast, case: Case) -> AbstractContextManager[Opened]:
    return open_record(cast["bao"], case_ref(case), LOOK, purpose="supervision", now=LATER, thing=case)
