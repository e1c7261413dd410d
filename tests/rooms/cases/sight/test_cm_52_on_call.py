"""CM-52: somebody on call opens a file for an hour, with a reason; supervisor and safeguarding lead hear at once, and
it is looked at within seven days. No file for named people only, and nothing of the gravest classes."""

from datetime import datetime, timedelta

import pytest
from django.db.models import Model
from django.urls import reverse

from fanal.access.api import NotAllowed, NotHere, NotNow, may
from fanal.cases import duties
from fanal.cases.acts import suspects
from fanal.cases.breaking import breaking
from fanal.cases.breaking.duties import REVIEW
from fanal.cases.files import files, restricting, writing
from fanal.cases.models import Alarm, AllegedOffender, Case, Emergency, Note
from fanal.cases.naming import naming
from fanal.cases.policy import HISTORY, LOOK, TOLD, WRITE
from fanal.clocks import api as clocks
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.contracts import RingKind, Role
from fanal.vocabulary import codes
from tests.desk import client_of, text
from tests.people import NOW, Cast, are_cleared, gains
from tests.rooms.cases.acts.filed import PERSON
from tests.rooms.cases.care import opened

pytestmark = pytest.mark.django_db(databases="__all__")
MINUTE = timedelta(minutes=1)


@pytest.fixture(scope="module")
def case_of_file(cast_of_file: Cast) -> Case:
    """The file of a child; Amara and Nils are on call, vetted, and have signed the code of conduct."""
    are_cleared([cast_of_file["amara"].person, cast_of_file["nils"].person])
    return opened(cast_of_file)


def broken(cast: Cast, case: Case, now: datetime = NOW) -> Emergency:
    return breaking.break_glass(cast["amara"], case.number, "danger", now)


def test_for_an_hour_the_file_is_read_and_nothing_is_written(cast: Cast, case: Case) -> None:
    with pytest.raises(NotHere):
        files.look(cast["amara"], case.pk, NOW, "safety")
    row = broken(cast, case)
    with breaking.looking(cast["amara"], row.pk, NOW + 59 * MINUTE) as (_row, found):
        assert found.child.said["given_name"] == "Lilo"
    for deed in (LOOK, WRITE, HISTORY, TOLD):
        assert not may(cast["amara"], deed, case)
    with pytest.raises((NotAllowed, NotHere)):
        writing.add_note(cast["amara"], case.pk, "contact", {"body": "x"}, NOW)
    with pytest.raises(NotAllowed, match="hour is over"), breaking.looking(cast["amara"], row.pk, NOW + 60 * MINUTE):
        pass
    said = [(line.deed, line.purpose) for line in journal.read(case.pk)][:2]
    assert said == [("cases.look_on_call", "casework:danger"), ("cases.break_glass", "casework:danger")]


def test_the_two_hear_at_once_and_it_is_looked_at_within_seven_days(cast: Cast, case: Case) -> None:
    row = broken(cast, case)
    due = {one.kind: one for one in clocks.open_duties(org=cast.aurora, subjects=[row.pk])}
    told, review = due[duties.OPENED_ON_CALL.code], due[REVIEW.code]
    assert told.person == cast["bao"].person
    assert str(review.owner) == "role:safeguarding_lead"
    assert NOW + timedelta(days=7) <= review.due_at <= NOW + timedelta(days=7, hours=1)
    assert all(clocks.kind(kind).alert for kind in due)
    assert codes.DutyKind(REVIEW.code)
    files.noted(cast["bao"], case.pk, NOW)
    breaking.review(cast["dalia"], row.pk, "needed", NOW)
    assert not clocks.open_duties(org=cast.aurora, subjects=[row.pk])
    with pytest.raises(NotNow):
        breaking.review(cast["dalia"], row.pk, "not_needed", NOW)


def test_no_file_for_named_people_only_opens_nor_is_it_said_that_it_is_there(cast: Cast, case: Case) -> None:
    row = broken(cast, case)
    restricting.restrict(cast["dalia"], case.pk, NOW)
    with pytest.raises(NotAllowed), breaking.looking(cast["amara"], row.pk, NOW + MINUTE):
        pass
    with pytest.raises(NotNow) as named:
        broken(cast, case, NOW + MINUTE)
    with pytest.raises(NotNow) as none:
        breaking.break_glass(cast["amara"], "AURO-0000-00000", "danger", NOW)
    assert str(named.value) == str(none.value)
    with pytest.raises(NotNow) as foreign:
        breaking.break_glass(cast["nils"], case.number, "danger", NOW)
    assert str(foreign.value) == str(none.value)


def test_what_is_told_of_an_adult_and_a_hidden_name_stay_shut(cast: Cast, case: Case) -> None:
    suspects.add(cast["marek"], case.pk, PERSON, NOW)
    naming.hide(cast["marek"], case.pk, "Asked for", NOW)
    row = broken(cast, case)
    with breaking.looking(cast["amara"], row.pk, NOW) as (_row, found):
        assert not found.child.said["given_name"]
        assert "offender" not in found.of_case.keys.compartments
        assert "placement" not in found.of_child.keys.compartments
        assert [one.said["names"] for one in found.of(AllegedOffender)] == [()]


@pytest.mark.parametrize("who", ["femi", "marek", "dalia", "edo", "lena"])
def test_whoever_is_not_on_call_opens_nothing_so(cast: Cast, case: Case, who: str) -> None:
    with pytest.raises((NotAllowed, NotNow)):
        breaking.break_glass(cast[who], case.number, "danger", NOW)
    assert not Emergency.objects.exists()


def test_a_reason_is_needed_and_a_file_of_ones_own_is_opened_as_ever(cast: Cast, case: Case) -> None:
    with pytest.raises(NotNow):
        breaking.break_glass(cast["amara"], case.number, "", NOW)
    gains(cast["bao"].person, Role.DUTY_PERSON)
    with pytest.raises(NotNow, match="yours to open"):
        breaking.break_glass(cast["bao"], case.number, "danger", NOW)
    assert broken(cast, case) == broken(cast, case, NOW + MINUTE)


def test_five_people_at_most_can_open_files_so(cast: Cast, case: Case) -> None:
    """Where more can, nobody does: the page says whom to ring."""
    more = [cast[who].person for who in ("bao", "celia", "edo", "lena")]
    for person in more:
        gains(person, Role.DUTY_PERSON)
    are_cleared(more)
    assert len(breaking.able(cast.aurora, NOW.date())) == 5
    broken(cast, case)
    gains(cast["omar"].person, Role.DUTY_PERSON)
    are_cleared([cast["omar"].person])
    with pytest.raises(NotNow, match="Ring a supervisor"):
        broken(cast, case, NOW + 2 * timedelta(hours=1))


@pytest.mark.parametrize("change", [{"made_by": "amara"}, {"ends_at": NOW + timedelta(days=300)}, {"reason": "asked"}])
def test_who_changes_the_database_gains_no_hour(cast: Cast, case: Case, change: dict[str, object]) -> None:
    gains(cast["femi"].person, Role.DUTY_PERSON)
    are_cleared([cast["femi"].person])
    who = "femi" if "made_by" in change else "amara"
    row = breaking.break_glass(cast[who], case.number, "danger", NOW) if who == "amara" else broken(cast, case)
    said = {name: cast["femi"].person if name == "made_by" else value for name, value in change.items()}
    Emergency.objects.filter(pk=row.pk).update(**said)
    with pytest.raises(NotAllowed), breaking.looking(cast[who], row.pk, NOW + MINUTE):
        pass
    made: Model = Emergency.objects.create(case=case, made_by_id=cast["amara"].person, made_at=NOW, reason="danger",
                                           ends_at=NOW + timedelta(hours=9))  # fmt: skip
    with pytest.raises(NotAllowed), breaking.looking(cast["amara"], made.pk, NOW + MINUTE):
        pass


def test_the_pages_lead_from_a_number_to_the_file_and_to_the_review(cast: Cast, case: Case) -> None:
    amara, address = client_of(cast, "amara"), reverse("cases:on_call")
    assert "no list" not in text(amara.get(address))
    assert "cannot" not in text(amara.post(address, {"number": case.number}))
    done = amara.post(address, {"number": case.number.lower(), "reason": "danger"})
    row = Emergency.objects.get()
    assert done["Location"] == reverse("cases:emergency", args=[row.pk])
    page = text(amara.get(done["Location"]))
    assert "You read this file on call" in page
    assert "Lilo" in page
    assert reverse("cases:note", args=[case.pk]) not in page
    dalia = client_of(cast, "dalia")
    assert reverse("cases:emergency_review", args=[row.pk]) in text(dalia.get(reverse("desk:day")))
    review = reverse("cases:emergency_review", args=[row.pk])
    seen = text(dalia.get(review))
    assert "Amara" in seen
    assert "Lilo" not in seen
    dalia.post(review, {"outcome": "needed"})
    assert "It was needed" in text(dalia.get(reverse("cases:emergencies")))
    assert client_of(cast, "femi").get(done["Location"]).status_code in {403, 404}
    assert amara.get(review).status_code == 403
    assert reverse("cases:history", args=[case.pk]) in text(client_of(cast, "bao").get(reverse("desk:day")))


def test_what_nobody_looked_at_stands_first_and_what_is_left_out_is_said(
    cast: Cast, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The older of two is open, the newer was looked at: with room for one, the open one stands there."""
    older, newer = broken(cast, case), broken(cast, case, NOW + timedelta(hours=2))
    breaking.review(cast["dalia"], newer.pk, "needed", NOW + timedelta(hours=3))
    address, said = reverse("cases:emergencies"), "what is open first. Older ones are left out"
    page = text(client_of(cast, "dalia").get(address))
    one, other = (reverse("cases:emergency_review", args=[row.pk]) for row in (older, newer))
    assert page.index(one) < page.index(other)
    assert said not in page
    monkeypatch.setattr(breaking, "LISTED", 1)
    page = text(client_of(cast, "dalia").get(address))
    assert said in page
    assert one in page
    assert other not in page


def test_it_is_an_alarm_where_somebody_else_is_on_duty(cast: Cast, case: Case) -> None:
    femi = cast["femi"].person
    network.people.give_roles(cast["bao"], femi, [Role.DUTY_PERSON], NOW)
    team = next(one.id for one in network.teams.of(cast.aurora) if one.kind is RingKind.ONCALL)
    network.rota.put(cast["bao"], team, NOW.date(), femi, None, NOW, single=False)
    broken(cast, case)
    assert [(one.kind, one.person_id) for one in Alarm.objects.all()] == [("off_duty", cast["amara"].person)]
    assert not Note.objects.filter(case=case).exists()
