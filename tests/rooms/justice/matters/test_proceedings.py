"""Proceedings: what is entered, the two alarms, the end of limitation, and that a child is never accused."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.clocks.models import Duty, Notice
from fanal.justice.content import LegalEvent, Measure, PrivilegedContent
from fanal.justice.matters import bridge, duties, proceedings
from fanal.vocabulary.codes_legal import ChildRole
from tests.people import NOW, Cast
from tests.rooms.justice.acts import CRIMINAL, asked, matter

pytestmark = pytest.mark.django_db(databases="__all__")
HEARING = LegalEvent(on=date(2026, 6, 1), type="hearing", outcome="adjourned_hearing", next_on=date(2026, 9, 1))
INTERVIEW = LegalEvent(on=date(2026, 5, 1), type="forensic_interview", outcome="none")


def _open(kind: str) -> list[Duty]:
    return list(Duty.objects.filter(kind=kind, state__in=("open", "late")))


def test_what_is_entered_is_read_by_whoever_works_on_it(cast: Cast) -> None:
    found = matter(cast["marek"])
    content = replace(
        CRIMINAL, measures=(Measure("video_link", "granted"),), jurisdiction_basis=("active_nationality",)
    )
    row = proceedings.enter(cast["marek"], found, content, NOW)
    proceedings.add_event(cast["lena"], row.pk, HEARING, NOW)
    proceedings.add_event(cast["lena"], row.pk, replace(HEARING, on=date(2026, 4, 1), type="charge"), NOW)
    held = proceedings.read(cast["bao"], row.pk, NOW).content
    assert [event.on for event in held.events] == [date(2026, 4, 1), date(2026, 6, 1)]
    assert held.measures == content.measures
    listed = bridge.proceedings_of(cast["lena"], found, NOW)
    assert [(one.id, one.kind, one.next_on, one.child_role) for one in listed] == [
        (row.pk, "criminal", date(2026, 9, 1), "victim")
    ]
    for who in ("noor", "amara", "oda"):
        with pytest.raises((NotHere, NotAllowed)):
            proceedings.read(cast[who], row.pk, NOW)


@pytest.mark.parametrize("role", ["accused", "suspect", "offender", "defendant", ""])
def test_a_child_is_never_entered_as_accused(cast: Cast, role: str) -> None:
    assert {code.value for code in ChildRole} == {"victim", "witness", "civil_party", "applicant"}
    with pytest.raises(ValueError, match="ChildRole"):
        proceedings.enter(cast["lena"], matter(cast["lena"]), replace(CRIMINAL, child_role=role), NOW)
    assert not Duty.objects.exists()


def test_the_second_interview_raises_an_alarm_and_the_first_does_not(cast: Cast) -> None:
    found = matter(cast["lena"])
    row = proceedings.enter(cast["lena"], found, replace(CRIMINAL, interviews=0), NOW)
    proceedings.add_event(cast["lena"], row.pk, INTERVIEW, NOW)
    assert _open("second_interview") == []
    proceedings.add_event(cast["lena"], row.pk, replace(INTERVIEW, on=date(2026, 7, 1)), NOW)
    [alarm] = _open("second_interview")
    assert (alarm.subject, alarm.alert) == (row.pk, True)
    assert Notice.objects.filter(person_id=cast["bao"].person, alert=True).exists()  # the supervisors hear at once
    assert proceedings.read(cast["lena"], row.pk, NOW).alarms == {"second_interview"}
    with pytest.raises(NotAllowed):
        proceedings.settle(cast["marek"], row.pk, duties.SECOND_INTERVIEW, NOW)
    proceedings.settle(cast["bao"], row.pk, duties.SECOND_INTERVIEW, NOW)
    assert _open("second_interview") == []
    proceedings.add_event(cast["lena"], row.pk, replace(INTERVIEW, on=date(2026, 8, 1)), NOW)
    assert len(_open("second_interview")) == 1  # each further one again


def test_interviews_that_are_entered_as_a_number_raise_it_too(cast: Cast) -> None:
    found = matter(cast["lena"])
    row = proceedings.enter(cast["lena"], found, replace(CRIMINAL, interviews=2), NOW)
    assert len(_open("second_interview")) == 1
    proceedings.add_event(cast["lena"], row.pk, INTERVIEW, NOW)  # one of the two
    assert proceedings.read(cast["lena"], row.pk, NOW).content.interviews in {2, 3}


def test_a_child_that_is_punished_raises_an_alarm(cast: Cast) -> None:
    found = matter(cast["marek"])
    row = proceedings.enter(cast["marek"], found, CRIMINAL, NOW)
    assert _open("child_punished") == []
    yes = replace(CRIMINAL, child_punished_for_being_exploited="yes")
    proceedings.change(cast["marek"], row.pk, 1, yes, NOW)
    [alarm] = _open("child_punished")
    assert (alarm.owner, alarm.alert) == ("team:legal", True)
    with pytest.raises(ValueError, match="YesNoUnknown"):
        proceedings.change(cast["marek"], row.pk, 2, replace(yes, child_punished_for_being_exploited=""), NOW)


def test_the_end_of_limitation_is_a_duty_two_years_ahead(cast: Cast) -> None:
    """Due on the same day two years before; moved with the date; none once the proceeding has ended."""
    found = matter(cast["lena"])
    row = proceedings.enter(cast["lena"], found, replace(CRIMINAL, limitation_date=date(2030, 12, 31)), NOW)
    assert [duty.due_at for duty in _open("limitation_date")] == [datetime(2028, 12, 31, tzinfo=UTC)]
    soon = replace(CRIMINAL, limitation_date=date(2027, 5, 1))
    proceedings.change(cast["lena"], row.pk, 1, soon, NOW)
    [duty] = _open("limitation_date")
    assert (duty.due_at - NOW).days in {7, 8}  # the two years have begun: a week to act
    proceedings.change(cast["lena"], row.pk, 2, replace(soon, ended_on=date(2026, 11, 1), result="convicted"), NOW)
    assert _open("limitation_date") == []


def test_the_end_is_taken_from_an_answer_with_the_provisions_beside_it(cast: Cast) -> None:
    """§ 176 in 2016: ten years from 30 (§ 78b); the child was 13, so the end lies decades ahead."""
    found = matter(cast["lena"])
    given = asked(cast["lena"], found)
    route = next(one for one in given.answer["routes"] if (one["offence"], one["rule"]) == ("de.176", "de.j.5.8.nat"))
    row = proceedings.enter(cast["lena"], found, CRIMINAL, NOW)
    proceedings.take_limit(cast["lena"], row.pk, given.row.pk, "de.176/de.j.5.8.nat", NOW)
    held = proceedings.read(cast["lena"], row.pk, NOW).content
    assert held.limitation_date is not None
    assert held.limitation_date.isoformat() == route["earliest_end"]
    assert {"de.176", "de.j.5.8.nat", "de.l.78b"} <= set(held.provisions)
    assert held.jurisdiction_basis == ("active_nationality",)
    assert len(_open("limitation_date")) == 1
    with pytest.raises(NotHere):
        proceedings.take_limit(cast["lena"], row.pk, given.row.pk, "de.176/de.j.nowhere", NOW)
    other = proceedings.enter(cast["lena"], matter(cast["lena"]), CRIMINAL, NOW)
    with pytest.raises(NotHere):
        proceedings.take_limit(cast["lena"], other.pk, given.row.pk, "de.176/de.j.5.8.nat", NOW)


def test_a_colleague_was_faster(cast: Cast) -> None:
    row = proceedings.enter(cast["lena"], matter(cast["lena"]), CRIMINAL, NOW)
    proceedings.add_event(cast["marek"], row.pk, HEARING, NOW)
    with pytest.raises(NotNow, match="colleague"):
        proceedings.change(cast["lena"], row.pk, 1, CRIMINAL, NOW)
    with pytest.raises(NotNow, match="colleague"):
        proceedings.write_privileged(cast["lena"], row.pk, 1, PrivilegedContent(notes="x"), NOW)
    assert proceedings.read(cast["lena"], row.pk, NOW).content.events == (HEARING,)
