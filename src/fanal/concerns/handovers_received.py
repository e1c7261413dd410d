"""Handovers on the recipient's side: open, accept, decline, tell the outcome, sign that nothing is left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from fanal.access.api import Opened, open_record
from fanal.clocks import api as clocks
from fanal.concerns import counting, duties_handover
from fanal.concerns.cells import cell_of
from fanal.concerns.content import HandoverContent, HandoverItem, PersonalContent, PersonSuspected
from fanal.concerns.handover_preview import access_end, check_agreement, hours_of
from fanal.concerns.handover_states import Event, Given, Side
from fanal.concerns.handover_steps import (
    ask,
    back_to_queue,
    delete_copy,
    end_duties,
    move,
    note,
    recipient_owns,
    record_of,
    row_of,
    same_concern,
    sender_owns,
)
from fanal.concerns.models import Handover
from fanal.concerns.signals import handover_answered
from fanal.journal import api as journal
from fanal.network.contracts import Actor, OrgKind
from fanal.vocabulary.codes import AccessPurpose, DeclineReason, HandoverOutcome, ReportChannel
from fanal.vocabulary.codes import TransitionState as State

OPEN, ACCEPT, DECLINE = "concerns.open_handover", "concerns.accept_handover", "concerns.decline_handover"
COMPLETE, PURGE = "concerns.complete_handover", "concerns.purge_handover"
_REFERRAL = AccessPurpose.REFERRAL


@dataclass(frozen=True, slots=True)
class Read:
    """An opened handover. `additions` is None where this side's keys do not open them (yet)."""

    payload: HandoverContent
    additions: HandoverContent | None

    @property
    def items(self) -> tuple[HandoverItem, ...]:
        return self.payload.items + (self.additions.items if self.additions else ())


def is_readable(row: Handover) -> bool:
    """Whether anything is sealed there still."""
    return bool(bytes(row.payload))


def read(actor: Actor, handover_id: UUID, now: datetime) -> Read:
    """Open a handover, on either side. Raises `NotHere`, `NotAllowed`."""
    with transaction.atomic():
        row = row_of(actor, handover_id)
        with open_record(actor, record_of(row), OPEN, purpose=_REFERRAL, now=now, thing=row) as opened:
            return contents(opened, row)


def contents(opened: Opened, row: Handover) -> Read:
    """What an open handover shows."""
    payload: HandoverContent = opened.read(row, "payload") or HandoverContent()
    return Read(payload, opened.read(row, "additions") if opened.has("identity") else None)


def accept(actor: Actor, handover_id: UUID, now: datetime) -> Handover:
    """Take it on. From now the clock of access runs; what was added is sent by the sender's own act.

    Raises `NotHere`, `NotAllowed`, `NotNow`. A replay changes nothing.
    """
    with transaction.atomic():
        row = row_of(actor, handover_id, lock=True)
        ask(actor, ACCEPT, row)
        agreement = check_agreement(row.org_id, row.recipient_id, row.role, now.date())
        if not move(row, Event.ACCEPT, Given(Side.RECIPIENT, now, agreement=agreement)).changed:
            return row
        with open_record(actor, record_of(row), ACCEPT, purpose=_REFERRAL, now=now, thing=row) as opened:
            contents(opened, row)  # whoever accepts has the key: an acceptance that nobody can read is none
        row.state, row.access_until = State.ACCEPTED, access_end(agreement, now.date())
        end_duties(row, now)
        clocks.start(
            duties_handover.OUTCOME,
            row.recipient_id,
            row.pk,
            now=now,
            hours=None,
            **recipient_owns(row),
        )
        _tell_sender(row, now)
        note(row, "accept", now, person=actor.person)
    return row


def _tell_sender(row: Handover, now: datetime) -> None:
    """What was added waits for the sender; nobody need look for another way any more."""
    if bytes(row.additions):
        hours = hours_of(row.org_id)
        clocks.start(duties_handover.RELEASE, row.org_id, row.pk, now=now, hours=hours, **sender_owns(row))
    for one in same_concern(row):
        clocks.stop(one, duties_handover.UNANSWERED, now=now)
        clocks.stop(one, duties_handover.CAME_BACK, now=now)
    _answered(row, now)


def _answered(row: Handover, now: datetime) -> None:
    if row.confirmed_by_id:
        clocks.want_notice([row.confirmed_by_id], now=now)
    handover_answered.send(sender=None, handover=row.pk, org=row.org_id, state=str(row.state), now=now)


def decline(actor: Actor, handover_id: UUID, reason: str, now: datetime) -> Handover:
    """Say no, with a code of `DeclineReason`: the copy goes, and the sender has it back. Raises as `accept` does."""
    with transaction.atomic():
        row = row_of(actor, handover_id, lock=True)
        ask(actor, DECLINE, row)
        if not move(row, Event.DECLINE, Given(Side.RECIPIENT, now, reason=reason)).changed:
            return row
        row.state, row.decline_reason = State.DECLINED, DeclineReason(reason)
        delete_copy(row, now)
        end_duties(row, now)
        journal.write(row.pk, actor.signatory(), DECLINE, at=now, purpose=_REFERRAL)
        back_to_queue(row, now)
        _answered(row, now)
        note(row, "decline", now, person=actor.person, reason=reason)
    return row


def complete(actor: Actor, handover_id: UUID, outcome: str, now: datetime) -> Handover:
    """Tell the sender what came of it, with a code of `HandoverOutcome`. One count cell is added here."""
    with transaction.atomic():
        row = row_of(actor, handover_id, lock=True)
        ask(actor, COMPLETE, row)
        if not move(row, Event.COMPLETE, Given(Side.RECIPIENT, now, outcome=outcome)).changed:
            return row
        row.state, row.outcome = State.COMPLETED, HandoverOutcome(outcome)
        with open_record(actor, record_of(row), COMPLETE, purpose=_REFERRAL, now=now, thing=row) as opened:
            if actor.org_kind is OrgKind.MEMBER:
                _count(actor.org, contents(opened, row).payload, row, now)
        clocks.stop(row.pk, duties_handover.OUTCOME, now=now)
        clocks.stop(row.pk, duties_handover.ASK_OUTCOME, now=now)
        _answered(row, now)
        note(row, "complete", now, person=actor.person, reason=outcome)
    return row


def _count(org: UUID, payload: HandoverContent, row: Handover, now: datetime) -> None:
    """The recipient's cell: the codes that came, and nothing in the place of those that did not."""
    codes = {item.field: item.codes[0] for item in payload.items if item.codes}
    cell = cell_of(
        "handover",
        now.date(),
        country=codes.get("country", row.country_from),
        channel=ReportChannel.TRANSFER_FROM_MEMBER,
        result=row.outcome,
        personal=PersonalContent(place_type=codes.get("place_type", ""), age=codes.get("age", "")),
        offender=PersonSuspected(mobility=codes.get("mobility", "")),
        in_time=True,  # what is not answered in time is expired, and never gets here
    )
    counting.add(org, cell, now)


def purge(actor: Actor, handover_id: UUID, now: datetime) -> Handover:
    """Erase it, and sign that no print, note or file of it is left. The journal's entry is the signed confirmation.

    Where the clock has erased it meanwhile, a person still signs: until then their duty stays open.
    """
    with transaction.atomic():
        row = row_of(actor, handover_id, lock=True)
        ask(actor, PURGE, row)
        if move(row, Event.PURGE, Given(Side.RECIPIENT, now)).changed:
            row.state = State.PURGED
            delete_copy(row, now)
        elif is_signed(row):
            return row
        end_duties(row, now)
        journal.write(row.pk, actor.signatory(), PURGE, at=now, purpose="nothing_left", items=[bytes(row.payload_hash)])
        note(row, "purge", now, person=actor.person)
    return row


def is_signed(row: Handover) -> bool:
    """Whether a person has confirmed that nothing is left; the clock confirms nothing."""
    return row.events.filter(event="purge", person__isnull=False).exists()
