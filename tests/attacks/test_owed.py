"""Somebody deletes in the database what people have to do: what is owed begins anew, and is named until then."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest

from fanal.clocks import api as clocks
from fanal.clocks import owed
from fanal.clocks.models import Duty
from fanal.concerns import duties
from fanal.concerns.content import NoteContent
from fanal.concerns.handovers import duties as duties_handover
from fanal.concerns.handovers import kept
from fanal.concerns.handovers.kind import HANDOVERS
from fanal.concerns.keeping import duties as duties_keeping
from fanal.concerns.keeping import keeping
from fanal.concerns.models import Handover, SecondOpinion
from fanal.concerns.second import duties as duties_second
from fanal.concerns.second import second
from fanal.concerns.second.matters import What
from fanal.concerns.triage import decisions
from fanal.concerns.triage import duties as duties_triage
from fanal.concerns.triage.decisions import Choice
from fanal.passing import api as passing
from fanal.vocabulary.codes import Finding, Triage
from tests.people import NOW, Cast
from tests.rooms.concerns.keeping.test_keeping import closed
from tests.rooms.concerns.passing import scene
from tests.rooms.concerns.second.test_second import LATER, asked, in_bad_faith, says, told
from tests.rooms.concerns.told import DAY, HOUR, tell

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("data")]


def _named() -> int:
    return sum(one.count for one in clocks.problems(NOW) if one.code == "duty_missing")


def _second(cast: Cast) -> None:
    sent = tell(cast)
    why = NoteContent(text="Looked at", evidence="Two calls")
    decisions.decide(cast["amara"], sent.id, Choice(Triage.CLOSED_NO_CASE, why, Finding.BAD_FAITH), 1, NOW)


def _asked(cast: Cast) -> SecondOpinion:
    return asked(cast, What.BAD_FAITH, in_bad_faith(cast, told(cast)).pk)


def _held(cast: Cast) -> None:
    keeping.hold(cast["amara"], closed(cast).id, (NOW + 30 * DAY).date(), "A proceeding", NOW)


OWED: dict[str, tuple[clocks.DutyKind, Callable[[Cast], object]]] = {
    "a concern": (duties.DECIDE, tell),
    "a child in danger": (duties.DECIDE_URGENT, lambda cast: tell(cast, danger="yes")),
    "a second person": (duties_triage.SECOND, _second),
    "a hold": (duties_keeping.HOLD_ENDS, _held),
    "an answer": (duties_handover.ANSWER_DUTY, lambda cast: scene(cast).offered()),
    "an outcome": (duties_handover.OUTCOME, lambda cast: scene(cast).accepted()),
    "a second yes of a partner": (duties_second.ANSWER, _asked),
    "the partner's no": (duties_second.NEWS, lambda cast: says(cast, _asked(cast), agree=False)),
    "the end of a copy": (
        duties_handover.PURGE,
        lambda cast: kept.revoke(cast["amara"], scene(cast).accepted().pk, "partner", NOW),
    ),
}


@pytest.mark.parametrize("what", OWED)
def test_what_somebody_must_do_begins_anew(cast: Cast, what: str) -> None:
    """The control: nothing is missed, and nothing begins, while the duty runs."""
    kind, begin = OWED[what]
    begin(cast)
    before = {(one.org_id, one.subject, one.owner, one.person_id) for one in Duty.objects.filter(kind=kind.code)}
    assert before
    assert _named() == 0
    assert owed.renew(NOW) == 0
    Duty.objects.filter(
        kind__in=[kind.code, duties.DECIDE.code] if kind is duties.DECIDE_URGENT else [kind.code]
    ).delete()
    assert _named() == 1
    assert owed.renew(NOW) == 1
    after = {(one.org_id, one.subject, one.owner, one.person_id) for one in Duty.objects.filter(kind=kind.code)}
    assert {one[:3] for one in after} == {one[:3] for one in before}
    assert (_named(), owed.renew(NOW)) == (0, 0)


def test_what_is_done_begins_not_anew(cast: Cast) -> None:
    sent = closed(cast)
    made = scene(cast)
    kept.revoke(cast["amara"], made.accepted(key=uuid4()).pk, "partner", NOW)
    assert owed.renew(NOW) == 0
    assert not clocks.open_duties(subjects=[sent.id])


@pytest.mark.parametrize("way", ["used", "taken over", "taken back", "decided anew"])
def test_a_second_yes_with_which_somebody_went_on_begins_not_anew(cast: Cast, way: str) -> None:
    row = _asked(cast)
    if way == "taken back":
        second.withdraw(cast["nils"], row.pk, NOW)
    elif way == "decided anew":
        in_bad_faith(cast, row.concern_id)
    else:
        says(cast, row, agree=way == "used")
        second.carry_out(cast["nils"], row.pk, LATER)
    assert (_named(), owed.renew(NOW)) == (0, 0)
    assert not clocks.open_duties(subjects=[row.pk])


def test_the_partner_gets_no_more_time_for_it(cast: Cast) -> None:
    """What nobody answered in two days ends when it was said to end, and whoever asked has a task."""
    row = _asked(cast)
    Duty.objects.filter(subject=row.pk).delete()
    assert owed.renew(row.due_at - HOUR) == 1
    clocks.sweep(row.due_at + HOUR)
    row.refresh_from_db()
    assert row.state == "expired"
    Duty.objects.filter(subject=row.pk).delete()
    assert owed.renew(row.due_at + HOUR) == 1
    assert [one.kind for one in clocks.open_duties(subjects=[row.pk])] == [duties_second.NEWS.code]


def test_the_time_of_an_answer_is_not_longer_for_it(cast: Cast) -> None:
    """Whoever deletes the duty gives the partner no other day: it ends when it was said to end."""
    row = scene(cast).offered()
    assert row.answer_due is not None
    Duty.objects.all().delete()
    assert owed.renew(row.answer_due - HOUR) >= 1
    duty = Duty.objects.get(subject=row.pk, kind=duties_handover.ANSWER_DUTY.code)
    assert duty.due_at - row.answer_due <= timedelta(minutes=10)
    passing.clock.expire(HANDOVERS, duty=duty, now=duty.due_at + HOUR)
    assert Handover.objects.get().state == "expired"
