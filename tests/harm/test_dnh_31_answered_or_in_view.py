"""DNH-31: every handover is answered or expires in view. A dead recipient raises escalation within its clock."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import serializers

from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.clocks import api as clocks
from fanal.clocks.models import Duty, Notice
from fanal.concerns.handovers import duties as duties_handover
from fanal.concerns.handovers import handovers, received
from fanal.concerns.models import Concern, Handover, HandoverEvent
from fanal.journal.models import Entry
from fanal.network.models import Bundle, Tombstone
from fanal.passing.api import clock as passing_clock
from fanal.passing.states import ANSWER, ANSWER_URGENT
from tests.people import NOW, Cast
from tests.rooms.concerns.passing import scene

pytestmark = pytest.mark.django_db(databases="__all__")
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(("danger", "limit"), [("yes", ANSWER_URGENT), ("no", ANSWER)])
def test_a_dead_recipient_is_seen(cast: Cast, danger: str, limit: timedelta) -> None:
    """Hour by hour nobody answers: reminded at half time, taken back at the end, manager, then the referral desk."""
    made = scene(cast, danger=danger)
    row = made.offered()
    states, desk = {}, {}
    for hour in range(int(limit / HOUR) + 27):
        now = NOW + hour * HOUR
        clocks.sweep(now)
        states[hour] = Handover.objects.get(pk=row.pk).state
        desk[hour] = len(passing_clock.unanswered())
    end = int(limit / HOUR)
    assert states[end - 2] == "offered"
    assert states[end + 1] == "expired"
    assert desk[end + 22] == 0
    assert desk[end + 26] == 1
    manager, referral = cast["bao"].person, cast["sol"].person
    assert Notice.objects.filter(person=manager).exists()
    assert Notice.objects.filter(person=referral).exists()
    assert HandoverEvent.objects.filter(handover=row, event="expire", person=None).exists()


def test_it_is_back_with_the_sender_with_a_clock(cast: Cast) -> None:
    """Undecided concerns keep their own clock; somebody is told; nothing is silently dropped."""
    made = scene(cast)
    row = made.offered()
    assert row.answer_due is not None
    clocks.sweep(row.answer_due + HOUR)
    kinds = {duty.kind for duty in clocks.open_duties(org=cast.aurora) if duty.subject in {row.pk, made.concern}}
    assert duties_handover.UNANSWERED.code in kinds
    assert {duties_handover.CAME_BACK.code, "concern_decide"} & kinds
    assert Concern.objects.get(pk=made.concern).triage == "new"


def test_every_end_leaves_a_trace(cast: Cast) -> None:
    """Declined, withdrawn, purged: each step is in the path, and no handover can be deleted from it."""
    made = scene(cast)
    declined, withdrawn = made.offered(), made.offered()
    received.decline(cast["nils"], declined.pk, "no_capacity", NOW)
    handovers.withdraw(cast["amara"], withdrawn.pk, NOW)
    for row, event in ((declined, "decline"), (withdrawn, "withdraw")):
        assert [one.event for one in HandoverEvent.objects.filter(handover=row).order_by("pk")][-1] == event


def test_the_desk_learns_two_countries_and_a_day(cast: Cast) -> None:
    """All that the list holds; and the desk can open nothing, nor note a call on what was answered."""
    made = scene(cast)
    row, answered = made.offered(), made.offered()
    assert row.answer_due is not None
    received.accept(cast["nils"], answered.pk, NOW)
    with pytest.raises(NotNow):
        passing_clock.called(cast["sol"], answered.pk, NOW)
    clocks.sweep(row.answer_due + 30 * HOUR)  # the worker was away for more than a day
    clocks.sweep(row.answer_due + 30 * HOUR + timedelta(minutes=5))
    (line,) = passing_clock.unanswered()
    known = {str(getattr(line, name)) for name in line.__dataclass_fields__}
    assert known == {str(row.pk), "XA", "XB", "('XA', 'XB')", str(row.answer_due.date()), "None"}
    for deed in (received.read, handovers.withdraw, received.accept):
        with pytest.raises((NotHere, NotAllowed)):
            deed(cast["sol"], row.pk, NOW)
    passing_clock.called(cast["sol"], row.pk, NOW + 103 * HOUR)
    with pytest.raises(NotAllowed):
        passing_clock.called(cast["amara"], row.pk, NOW)


def test_no_restore_takes_a_handover_or_its_clock_away(
    cast: Cast, django_capture_on_commit_callbacks: Any, erased_again: Callable[[], int]
) -> None:
    """Yesterday's backup is put back after one copy was declined and another purged: what they held stays erased, and
    both are in view again with their clocks, so that a person answers."""
    made = scene(cast)
    offered, accepted = made.offered(), made.accepted()
    ids = [offered.pk, accepted.pk]
    kept = [Handover.objects.filter(pk__in=ids), Bundle.objects.filter(record__in=ids), Duty.objects.all()]
    backup = [serializers.serialize("json", rows) for rows in kept]
    duties = {(duty.subject, duty.kind) for duty in clocks.open_duties() if duty.subject in ids}
    entries = set(Entry.objects.values_list("pk", flat=True))
    with django_capture_on_commit_callbacks(execute=True):
        received.decline(cast["nils"], offered.pk, "no_capacity", NOW)
        received.complete(cast["nils"], accepted.pk, "helped", NOW)
        received.purge(cast["nils"], accepted.pk, NOW)
    Duty.objects.all().delete()
    Entry.objects.exclude(pk__in=entries).delete()
    for text in backup:
        for one in serializers.deserialize("json", text):
            one.save()
    with pytest.raises(NotAllowed, match="erased"):
        received.read(cast["nils"], accepted.pk, NOW)

    assert erased_again() == 2
    assert erased_again() == 0
    rows = {row.pk: row for row in Handover.objects.filter(pk__in=ids)}
    assert {pk: row.state for pk, row in rows.items()} == {offered.pk: "offered", accepted.pk: "accepted"}
    assert not any(bytes(row.payload) or bytes(row.additions) for row in rows.values())
    assert not Bundle.objects.filter(record__in=ids).exists()
    assert Tombstone.objects.filter(record__in=ids).count() == 2
    assert {(duty.subject, duty.kind) for duty in clocks.open_duties() if duty.subject in ids} == duties
    with pytest.raises(NotNow, match="The copy is erased"):
        received.accept(cast["nils"], offered.pk, NOW)
    received.decline(cast["nils"], offered.pk, "no_capacity", NOW)
    received.complete(cast["nils"], accepted.pk, "helped", NOW)
    received.purge(cast["nils"], accepted.pk, NOW)
    assert set(Handover.objects.filter(pk__in=ids).values_list("state", flat=True)) == {"declined", "purged"}
