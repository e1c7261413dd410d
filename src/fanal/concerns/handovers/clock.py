"""What the clock does to handovers, without any key: expire, lapse, purge; and what the referral desk hears of it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.dispatch import receiver

from fanal.access.api import stated
from fanal.clocks import api as clocks
from fanal.clocks.contracts import DutyRef
from fanal.concerns import locks
from fanal.concerns.handovers import duties, talk
from fanal.concerns.handovers.handovers import OFFER
from fanal.concerns.handovers.kept import CALL, RENEW, close_access
from fanal.concerns.handovers.preview import access_end, check_agreement
from fanal.concerns.handovers.states import ANSWER_URGENT, DESK_AFTER, Event, Given, Side
from fanal.concerns.handovers.steps import (
    ACCEPT,
    ENDS,
    back_to_queue,
    by_clock,
    delete_copy,
    end_duties,
    judged,
    news,
    note,
    reopen_forgotten,
    sender_owns,
)
from fanal.concerns.models import Handover
from fanal.concerns.signals import handover_answered
from fanal.journal import api as journal
from fanal.network.api import keyfile, trusted
from fanal.vocabulary.codes import TransitionState as State
from fanal.vocabulary.results import Refused

EXPIRE, LAPSE, PURGE = "concerns.expire_handover", "concerns.lapse_handover", "concerns.purge_handover"
_GIVE = (OFFER, ACCEPT, RENEW)
"""Deeds from which the days of a partner's access are counted."""


def _locked(handover: UUID) -> tuple[Handover | None, bool]:
    """A handover for the clock to act on, and whether it is as it was decided. What somebody changed ends all the same,
    on the days that the journal knows: the clock only takes away."""
    locks.hold(handover=handover)
    row = Handover.objects.filter(pk=handover).first()
    return row, row is not None and stated.stands(row)


@receiver(clocks.duty_coming, sender=duties.ANSWER_DUTY)
@receiver(clocks.duty_coming, sender=duties.PURGE)
def hold(sender: object, *, subject: UUID, **_more: Any) -> None:
    """Before the sweep takes one of these duties: the handover that ends with it, as a deed of a person would."""
    locks.hold(handover=subject)


@receiver(clocks.duty_late, sender=duties.ANSWER_DUTY)
def expire(sender: object, *, duty: DutyRef, now: datetime, **_more: Any) -> None:
    """Nobody answered: the copy goes, it is back with the sender, the manager hears, and a day later the desk."""
    with transaction.atomic():
        row, is_whole = _locked(duty.subject)
        if row is None:
            return
        due = row.answer_due if is_whole else _earliest(row)
        step = judged(row, Event.EXPIRE, Given(Side.CLOCK, now, answer_due=due), is_whole=is_whole)
        if isinstance(step, Refused) or not step.changed:
            return
        row.state = State.EXPIRED
        gone = delete_copy(row, keyfile.installation(row.org_id), EXPIRE, now)
        end_duties(row, now, done=False)
        by_clock(row, EXPIRE, now, gone, is_whole=is_whole)
        back_to_queue(row, now)
        # The day until the desk hears is counted from the end of the answer's time, also after an outage of ours. It
        # hears of restricted ones too: it learns two countries and a day.
        limit = max(duty.due_at + DESK_AFTER - now, timedelta(minutes=1))
        owner = duties.SAFEGUARDING if row.restricted else None
        clocks.start(duties.UNANSWERED, row.org_id, row.pk, now=now, limit=limit, owner=owner)
        news(row, row.org_id, now)
        note(row, "expire", now)
        handover_answered.send(sender=None, handover=row.pk, org=row.org_id, state=str(row.state), now=now)


@receiver(clocks.duty_late, sender=duties.OUTCOME)
def ask_outcome(sender: object, *, duty: DutyRef, now: datetime, **_more: Any) -> None:
    """Ninety days and no outcome: the sender asks."""
    row = Handover.objects.filter(pk=duty.subject, state=State.ACCEPTED).first()
    if row is not None:
        clocks.start(duties.ASK_OUTCOME, row.org_id, row.pk, now=now, **sender_owns(row))


@receiver(clocks.duty_late, sender=duties.PURGE)
def purge(sender: object, *, duty: DutyRef, now: datetime, **_more: Any) -> None:
    """The recipient did not confirm: the copy goes all the same, and the page says that nobody signed."""
    with transaction.atomic():
        row, is_whole = _locked(duty.subject)
        if row is None or not (is_whole or stated.last(row.pk, *ENDS)):
            return
        step = judged(row, Event.PURGE, Given(Side.CLOCK, now), is_whole=is_whole)
        if isinstance(step, Refused) or not step.changed:
            return
        row.state = State.PURGED
        gone = delete_copy(row, keyfile.installation(row.org_id), PURGE, now)
        by_clock(row, PURGE, now, gone, is_whole=is_whole)
        note(row, "purge", now)


def lapse(now: datetime) -> int:
    """End the access of every handover whose last day or whose agreement is over, open again what was handed over to
    nobody, and erase what was written longer ago than a copy may be kept. Returns how many accesses ended. Key-less."""
    ended = 0
    # Also by the copy: the state is what somebody may have changed.
    open_to_partners = Handover.objects.filter(Q(state__in=[State.ACCEPTED, State.COMPLETED]) | ~Q(payload=b""))
    for pk in list(open_to_partners.order_by("access_until").values_list("pk", flat=True)):
        with transaction.atomic():
            row, is_whole = _locked(pk)
            ended += int(row is not None and _lapsed(row, now, is_whole=is_whole))
    reopen_forgotten(now)
    talk.erase_due(now)
    return ended


def _lapsed(row: Handover, now: datetime, *, is_whole: bool) -> bool:
    agreement = check_agreement(row.org_id, row.recipient_id, row.role, now.date())
    until = row.access_until
    if not is_whole:
        gave = stated.last(row.pk, *_GIVE)
        if gave is None or stated.last(row.pk, *ENDS):
            return False
        until = access_end(agreement, gave.at.date())
    given = Given(Side.CLOCK, now, agreement=agreement, access_until=_end_of(until))
    step = judged(row, Event.LAPSE, given, is_whole=is_whole)
    if isinstance(step, Refused) or not step.changed:
        return False
    gone = close_access(row, step, keyfile.installation(row.org_id), LAPSE, now)
    by_clock(row, LAPSE, now, gone, is_whole=is_whole)
    note(row, "lapse", now)
    return True


def _earliest(row: Handover) -> datetime | None:
    """When a handover that somebody changed may be said to be unanswered, as the journal knows it was sent."""
    sent = stated.last(row.pk, OFFER)
    return sent.at + ANSWER_URGENT if sent else None


def _end_of(day: date | None) -> datetime | None:
    return datetime.combine(day + timedelta(days=1), time(), UTC) if day else None


@dataclass(frozen=True, slots=True)
class Unanswered:
    """All that the referral desk learns: from which country to which, since which day, and whether it telephoned.

    `members`: the countries in which the two members sit, so that it knows whom to telephone.
    """

    id: UUID
    country_from: str
    country_to: str
    day: date
    members: tuple[str, str]
    called_on: date | None


def unanswered() -> list[Unanswered]:
    """Every handover that nobody answered and for which nobody found another way within a day, oldest first."""
    late = [duty for duty in clocks.open_duties(kinds=[duties.UNANSWERED]) if duty.late]
    rows = Handover.objects.filter(pk__in=[duty.subject for duty in late], state=State.EXPIRED)
    columns = ("pk", "country_from", "country_to", "answer_due", "org__country", "recipient__country")
    expired = list(rows.order_by("answer_due").values_list(*columns))
    calls = journal.told_of([row[0] for row in expired], {CALL}, trusted.Signers())
    called = {record: told.lines[-1].at.date() for record, told in calls.items() if told.lines}
    return [
        Unanswered(pk, place, to, due.date(), (sender, recipient), called.get(pk))
        for pk, place, to, due, sender, recipient in expired
        if due
    ]
