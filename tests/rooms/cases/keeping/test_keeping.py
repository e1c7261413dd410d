"""How long a file is kept: by what the child lived through, held, erased early by two, gone for good with all that
belongs to it."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from fanal.access.api import NotAllowed, NotHere, NotNow, kept, stated
from fanal.cases.codes import Standing, Status
from fanal.cases.keeping import keeping
from fanal.cases.keeping.desk.desk import case_of
from fanal.cases.models import Case, Child, Consent, Holding, Told
from fanal.clocks import api as clocks
from fanal.concerns.models import Concern
from fanal.journal import api as journal
from fanal.network.contracts import Role
from fanal.network.erasure import erased
from fanal.network.models import Bundle, Tombstone
from tests.desk import client_of, text
from tests.people import NOW, Cast, gains
from tests.rooms.cases.care import opened

pytestmark = pytest.mark.django_db(databases="__all__")
ENDED = date(2026, 11, 30)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def officer(cast: Cast) -> None:
    """Edo is the data protection officer."""
    gains(cast["edo"].person, Role.DATA_PROTECTION_OFFICER)


def ended(cast: Cast, status: Status = Status.CLOSED, age: int | None = 13) -> Case:
    """A file whose work ended, as closing leaves it."""
    case = opened(cast)
    case.status = status.value
    keeping.time_out(case, Standing.VICTIM, age, ENDED)
    case.save()
    journal.write(case.pk, cast["bao"].signatory(), "cases.write", at=NOW, items=[stated.item(case)])
    return case


@pytest.mark.parametrize(
    ("standing", "status", "age", "until"),
    [
        # ten years after closing, or the 25th birthday in whole steps of five years: the day must not tell the age
        (Standing.VICTIM, Status.CLOSED, 17, date(2036, 11, 30)),
        (Standing.VICTIM, Status.CLOSED, 16, date(2036, 11, 30)),
        (Standing.VICTIM, Status.CLOSED, 13, date(2041, 11, 30)),
        (Standing.VICTIM, Status.CLOSED, 10, date(2041, 11, 30)),
        (Standing.VICTIM, Status.CLOSED, 9, date(2046, 11, 30)),
        (Standing.VICTIM, Status.CLOSED, None, date(2051, 11, 30)),
        (Standing.VICTIM, Status.CLOSED, 40, date(2036, 11, 30)),
        (Standing.AT_RISK, Status.CLOSED, 9, date(2031, 11, 30)),
        (Standing.VICTIM, Status.VOID, 9, date(2027, 11, 30)),
    ],
)
def test_the_day_follows_from_why_the_child_had_a_file(
    cast: Cast, standing: Standing, status: Status, age: int | None, until: date
) -> None:
    case = Case(org_id=cast.aurora, status=status.value)
    keeping.time_out(case, standing, age, ENDED, whole=status is not Status.VOID)
    assert case.erase_on == until


def test_on_its_day_a_file_goes_with_everything_that_belongs_to_it(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    case = ended(cast)
    concern = Told.objects.get(case=case).concern_id
    assert case.erase_on is not None
    late = datetime(case.erase_on.year, case.erase_on.month, case.erase_on.day, 3, tzinfo=NOW.tzinfo)
    assert keeping.erase_due(late - DAY) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert keeping.erase_due(late) == 1
    for table in (Case, Child, Consent, Holding, Told):
        assert not table.objects.exists(), table
    assert not Concern.objects.filter(pk=concern).exists()
    gone = {case.pk, case.child_id, concern}
    assert not Bundle.objects.filter(record__in=gone).exists()
    assert {row.kind for row in Tombstone.objects.all()} >= {"case_victim"}
    assert gone <= {one.record for one in erased()}
    assert clocks.open_duties(org=cast.aurora, files=[case.pk]) == []


def test_a_child_with_another_file_stays(cast: Cast) -> None:
    case = ended(cast)
    other = opened(cast)
    Case.objects.filter(pk=other.pk).update(child=case.child_id, reopened_from=case.pk)
    other.refresh_from_db()
    journal.write(other.pk, cast["bao"].signatory(), "cases.write", at=NOW, items=[stated.item(other)])
    assert keeping.erase_due(NOW + timedelta(days=6000)) == 1
    other.refresh_from_db()
    assert Child.objects.filter(pk=case.child_id).exists()
    assert other.reopened_from_id is None
    assert stated.stands(other), "the journal names it as it is now"


def test_a_day_that_somebody_wrote_into_the_database_ends_nothing(cast: Cast) -> None:
    case = opened(cast)
    Case.objects.filter(pk=case.pk).update(erase_on=ENDED, retention_class="case_victim")
    assert keeping.erase_due(NOW + timedelta(days=6000)) == 0
    assert Case.objects.filter(pk=case.pk).exists()


def test_a_legal_hold_keeps_it_and_says_who_answers(cast: Cast) -> None:
    case = ended(cast)
    for who in ("marek", "edo"):
        with pytest.raises((NotAllowed, NotHere)):
            keeping.hold(cast[who], case.pk, NOW.date() + 9 * DAY, "A court asked", NOW)
    for until, reason in ((NOW.date() + 400 * DAY, "A court asked"), (NOW.date() + DAY, " ")):
        with pytest.raises(NotNow):
            keeping.hold(cast["bao"], case.pk, until, reason, NOW)
    keeping.hold(cast["bao"], case.pk, NOW.date() + 300 * DAY, "A court asked", NOW)
    case.refresh_from_db()
    assert case.hold_owner_id == cast["bao"].person
    with pytest.raises(NotNow):
        keeping.ask_erase(cast["bao"], case.pk, "The survivor asked for it", NOW)
    page = text(client_of(cast, "bao").get(f"/desk/cases/{case.pk}/keeping/"))
    assert "Bao" in page
    keeping.release(cast["dalia"], case.pk, NOW)
    assert keeping.erase_due(NOW + timedelta(days=6000)) == 1


def test_early_it_takes_two_and_the_second_opens_nothing(cast: Cast) -> None:
    case = ended(cast)
    with pytest.raises(NotAllowed):
        keeping.erase_early(cast["dalia"], case.pk, NOW)  # nobody asked
    keeping.ask_erase(cast["bao"], case.pk, "The survivor asked for it", NOW)
    with pytest.raises(NotAllowed):
        keeping.erase_early(cast["bao"], case.pk, NOW)
    keeping.keep_after_all(cast["dalia"], case.pk, NOW)
    with pytest.raises(NotAllowed):
        keeping.erase_early(cast["dalia"], case.pk, NOW)
    keeping.ask_erase(cast["bao"], case.pk, "The survivor asked again", NOW)
    officer = client_of(cast, "edo")
    assert "asked to erase it early" in text(officer.get(f"/desk/cases/{case.pk}/keeping/"))
    assert officer.get(f"/desk/cases/{case.pk}/").status_code == 403
    assert officer.post(f"/desk/cases/{case.pk}/keeping/erase/", {"sure": "on"}).status_code == 302
    assert not Case.objects.exists()


def test_work_that_goes_on_is_not_erased(cast: Cast) -> None:
    case = opened(cast)
    with pytest.raises(NotNow):
        keeping.ask_erase(cast["bao"], case.pk, "No longer needed", NOW)


def test_other_organisations_and_restricted_files(cast: Cast) -> None:
    case = ended(cast)
    with pytest.raises(NotHere):
        case_of(cast["nils"], case.pk)
    Case.objects.filter(pk=case.pk).update(restricted=True)
    with pytest.raises(NotHere):
        case_of(cast["edo"], case.pk)
    assert case_of(cast["dalia"], case.pk).pk == case.pk
    assert "How long it is kept" in text(client_of(cast, "bao").get(f"/desk/cases/{case.pk}/keeping/"))
    until = NOW.date() + timedelta(days=6000)
    assert [one.number for one in kept.next_to_go(cast["dalia"], until) if one.number] == [case.number]
    assert [one.number for one in kept.next_to_go(cast["edo"], until) if one.number == case.number] == []
