"""What the clock does to handovers, without any key: expire, lapse, purge; and what the referral desk hears of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.dispatch import receiver

from fanal.clocks import api as clocks
from fanal.clocks.contracts import DutyRef
from fanal.concerns import duties_handover
from fanal.concerns.handover_preview import check_agreement
from fanal.concerns.handover_states import DESK_AFTER, Event, Given, Side, advance
from fanal.concerns.handover_steps import back_to_queue, by_clock, delete_copy, end_duties, note, sender_owns
from fanal.concerns.handovers_kept import close_access
from fanal.concerns.models import Handover, HandoverEvent
from fanal.concerns.signals import handover_answered
from fanal.vocabulary.codes import TransitionState as State
from fanal.vocabulary.results import Refused

EXPIRE, LAPSE, PURGE = "concerns.expire_handover", "concerns.lapse_handover", "concerns.purge_handover"


def _locked(handover: UUID) -> Handover | None:
    return Handover.objects.select_for_update().filter(pk=handover).first()


@receiver(clocks.duty_late, sender=duties_handover.ANSWER_DUTY)
def expire(sender: object, *, duty: DutyRef, now: datetime, **_more: Any) -> None:
    """Nobody answered: the copy goes, it is back with the sender, the manager hears, and a day later the desk."""
    with transaction.atomic():
        row = _locked(duty.subject)
        if row is None:
            return
        step = advance(State(row.state), Event.EXPIRE, Given(Side.CLOCK, now, answer_due=duty.due_at))
        if isinstance(step, Refused) or not step.changed:
            return
        row.state = State.EXPIRED
        delete_copy(row, now)
        end_duties(row, now, done=False)
        by_clock(row, EXPIRE, now)
        back_to_queue(row, now)
        # The day until the desk hears is counted from the end of the answer's time, also after an outage of ours. It
        # hears of restricted ones too: it learns two countries and a day.
        limit = max(duty.due_at + DESK_AFTER - now, timedelta(minutes=1))
        owner = duties_handover.SAFEGUARDING if row.restricted else None
        clocks.start(duties_handover.UNANSWERED, row.org_id, row.pk, now=now, limit=limit, owner=owner)
        note(row, "expire", now)
        handover_answered.send(sender=None, handover=row.pk, org=row.org_id, state=str(row.state), now=now)


@receiver(clocks.duty_late, sender=duties_handover.OUTCOME)
def ask_outcome(sender: object, *, duty: DutyRef, now: datetime, **_more: Any) -> None:
    """Ninety days and no outcome: the sender asks."""
    row = Handover.objects.filter(pk=duty.subject, state=State.ACCEPTED).first()
    if row is not None:
        clocks.start(duties_handover.ASK_OUTCOME, row.org_id, row.pk, now=now, **sender_owns(row))


@receiver(clocks.duty_late, sender=duties_handover.PURGE)
def purge(sender: object, *, duty: DutyRef, now: datetime, **_more: Any) -> None:
    """The recipient did not confirm: the copy goes all the same, and the page says that nobody signed."""
    with transaction.atomic():
        row = _locked(duty.subject)
        if row is None:
            return
        step = advance(State(row.state), Event.PURGE, Given(Side.CLOCK, now))
        if isinstance(step, Refused) or not step.changed:
            return
        row.state = State.PURGED
        delete_copy(row, now)
        by_clock(row, PURGE, now)
        note(row, "purge", now)


def lapse(now: datetime) -> int:
    """End the access of every handover whose last day or whose agreement is over. Returns how many. Key-less."""
    ended = 0
    open_to_partners = Handover.objects.filter(state__in=[State.ACCEPTED, State.COMPLETED])
    for pk in list(open_to_partners.order_by("access_until").values_list("pk", flat=True)):
        with transaction.atomic():
            row = _locked(pk)
            ended += int(row is not None and _lapsed(row, now))
    return ended


def _lapsed(row: Handover, now: datetime) -> bool:
    agreement = check_agreement(row.org_id, row.recipient_id, row.role, now.date())
    given = Given(Side.CLOCK, now, agreement=agreement, access_until=_end_of(row.access_until))
    step = advance(State(row.state), Event.LAPSE, given)
    if isinstance(step, Refused) or not step.changed:
        return False
    close_access(row, now)
    by_clock(row, LAPSE, now)
    note(row, "lapse", now)
    return True


def _end_of(day: date | None) -> datetime | None:
    return datetime.combine(day + timedelta(days=1), time(), UTC) if day else None


@dataclass(frozen=True, slots=True)
class Unanswered:
    """All that the referral desk learns: from which country to which, since which day, and whether it telephoned."""

    id: UUID
    country_from: str
    country_to: str
    day: date
    called_on: date | None


def unanswered() -> list[Unanswered]:
    """Every handover that nobody answered and for which nobody found another way within a day, oldest first."""
    late = [one for one in clocks.open_duties(kinds=[duties_handover.UNANSWERED]) if one.late]
    rows = Handover.objects.filter(pk__in=[one.subject for one in late], state=State.EXPIRED)
    found = list(rows.order_by("answer_due").values_list("pk", "country_from", "country_to", "answer_due"))
    calls = HandoverEvent.objects.filter(handover__in=[row[0] for row in found], event="call").order_by("at")
    called = {pk: at.date() for pk, at in calls.values_list("handover_id", "at")}
    return [Unanswered(pk, place, to, due.date(), called.get(pk)) for pk, place, to, due in found if due]
