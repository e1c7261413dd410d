"""Handovers on the recipient's side: open, accept, decline, tell the outcome, sign that nothing is left."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotNow, Opened, ask, open_record, stated
from fanal.clocks import api as clocks
from fanal.concerns.content import HandoverContent, HandoverItem, PersonalContent, PersonSuspected
from fanal.concerns.counting import counting
from fanal.concerns.counting.cells import cell_of
from fanal.concerns.handovers import duties, talk
from fanal.concerns.handovers.preview import access_end, answer_hours, check_agreement
from fanal.concerns.handovers.states import OPEN_AGAIN, Event, Given, Side
from fanal.concerns.handovers.steps import (
    ACCEPT,
    back_to_queue,
    delete_copy,
    end_duties,
    ended,
    move,
    news,
    note,
    recipient_owns,
    record_of,
    refuse_ended,
    row_of,
    same_concern,
    sender_owns,
)
from fanal.concerns.models import Handover
from fanal.concerns.signals import handover_answered
from fanal.journal import api as journal
from fanal.journal.contracts import ActorKind, Item
from fanal.network.api import trusted
from fanal.network.contracts import Actor, OrgKind
from fanal.vocabulary.codes import AccessPurpose, DeclineReason, HandoverOutcome, ReportChannel
from fanal.vocabulary.codes import TransitionState as State

OPEN, DECLINE = "concerns.open_handover", "concerns.decline_handover"
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
        refuse_ended(actor, row)
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
        if not is_readable(row):  # erased before a restore that took the answer back
            raise NotNow(_("The copy is erased. Decline it, so that the sender hears at once."), code="erased")
        with open_record(actor, record_of(row), ACCEPT, purpose=_REFERRAL, now=now, thing=row) as opened:
            contents(opened, row)  # whoever accepts has the key: an acceptance that nobody can read is none
            row.state, row.access_until = State.ACCEPTED, access_end(agreement, now.date())
            opened.state(row)
        clocks.stop(row.pk, duties.ANSWER_DUTY, now=now)  # a question is open until it is answered
        start_outcome(row, now)
        _tell_sender(row, now)
        note(row, "accept", now, person=actor.person)
    return row


def _tell_sender(row: Handover, now: datetime) -> None:
    """What was added waits for the sender; nobody need look for another way any more."""
    if bytes(row.additions):
        hours = answer_hours(row.org_id, urgent=row.urgent)
        clocks.start(duties.RELEASE, row.org_id, row.pk, now=now, hours=hours, **sender_owns(row))
    for one in same_concern(row):
        clocks.stop(one, duties.UNANSWERED, now=now)
        clocks.stop(one, duties.CAME_BACK, now=now)
    _answered(row, now)


def _answered(row: Handover, now: datetime) -> None:
    news(row, row.org_id, now)
    handover_answered.send(sender=None, handover=row.pk, org=row.org_id, state=str(row.state), now=now)


def decline(actor: Actor, handover_id: UUID, reason: str, now: datetime) -> Handover:
    """Say no, with a code of `DeclineReason`: the copy goes, and the sender has it back. Raises as `accept` does."""
    with transaction.atomic():
        row = row_of(actor, handover_id, lock=True, ends=True)
        ask(actor, DECLINE, row)
        is_whole = stated.stands(row)
        if not move(row, Event.DECLINE, Given(Side.RECIPIENT, now, reason=reason), is_whole=is_whole).changed:
            return row
        row.state, row.decline_reason = State.DECLINED, DeclineReason(reason)
        gone = delete_copy(row, actor.signatory(), DECLINE, now)
        end_duties(row, now)
        said = ended(row, gone, is_whole=is_whole)
        journal.write(row.pk, actor.signatory(), DECLINE, at=now, purpose=_REFERRAL, items=said)
        back_to_queue(row, now)
        _answered(row, now)
        note(row, "decline", now, person=actor.person, reason=reason)
    return row


def complete(actor: Actor, handover_id: UUID, outcome: str, now: datetime, words: str = "") -> Handover:
    """Tell the sender what came of it, with a code of `HandoverOutcome` and a word. One count cell is added here.

    What is still open ends nothing: it is asked for again.
    """
    with transaction.atomic():
        row = row_of(actor, handover_id, lock=True)
        ask(actor, COMPLETE, row)
        if outcome == HandoverOutcome.OPEN and row.state == State.ACCEPTED:
            return _still_open(actor, row, words, now)
        if not move(row, Event.COMPLETE, Given(Side.RECIPIENT, now, outcome=outcome)).changed:
            return row
        row.state, row.outcome = State.COMPLETED, HandoverOutcome(outcome)
        payload = _told(actor, row, now)
        if actor.org_kind is OrgKind.MEMBER:
            _count(actor.org, payload, row, now)
        for kind in (duties.OUTCOME, duties.ASK_OUTCOME):
            clocks.stop(row.pk, kind, now=now)
        clocks.stop(row.pk, duties.QUESTION, now=now, org=actor.org)  # what we asked is still to be answered
        _answered(row, now)
        step = note(row, "complete", now, person=actor.person, reason=outcome)
        if words:
            talk.say(actor, row, step, words, now)
    return row


def _still_open(actor: Actor, row: Handover, words: str, now: datetime) -> Handover:
    """The sender hears that they are on it; the outcome has a new day, while they can read it still."""
    move(row, Event.STILL_OPEN, Given(Side.RECIPIENT, now))
    journal.write(row.pk, actor.signatory(), COMPLETE, at=now, purpose=_REFERRAL)
    for kind in (duties.OUTCOME, duties.ASK_OUTCOME):
        clocks.stop(row.pk, kind, now=now)
    start_outcome(row, now, OPEN_AGAIN)
    _answered(row, now)
    step = note(row, "still_open", now, person=actor.person)
    if words:
        talk.say(actor, row, step, words, now)
    return row


def start_outcome(row: Handover, now: datetime, limit: timedelta | None = None) -> None:
    """The recipient owes the outcome."""
    owns = recipient_owns(row)
    clocks.start(duties.OUTCOME, row.recipient_id, row.pk, now=now, limit=limit, hours=None, **owns)


def _told(actor: Actor, row: Handover, now: datetime) -> HandoverContent:
    """What was handed over, for the count; nothing where a restore took the end of its access back, not the erasure."""
    if not is_readable(row):
        journal.write(row.pk, actor.signatory(), COMPLETE, at=now, purpose=_REFERRAL, items=[stated.item(row)])
        return HandoverContent()
    refuse_ended(actor, row)
    with open_record(actor, record_of(row), COMPLETE, purpose=_REFERRAL, now=now, thing=row) as opened:
        opened.state(row)
        return contents(opened, row).payload


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
        row = row_of(actor, handover_id, lock=True, ends=True)
        ask(actor, PURGE, row)
        is_whole = stated.stands(row)
        signed: list[bytes | Item] = [bytes(row.payload_hash)]
        if move(row, Event.PURGE, Given(Side.RECIPIENT, now), is_whole=is_whole).changed:
            row.state = State.PURGED
            signed += delete_copy(row, actor.signatory(), PURGE, now)
        elif is_signed(row):
            return row
        end_duties(row, now)
        said = ended(row, signed, is_whole=is_whole)
        journal.write(row.pk, actor.signatory(), PURGE, at=now, purpose="nothing_left", items=said)
        note(row, "purge", now, person=actor.person)
    return row


def is_signed(row: Handover) -> bool:
    """Whether a person has confirmed that nothing is left; the clock confirms nothing."""
    said = journal.told(row.pk, {PURGE}, trusted.Signers())
    return any(line.kind is ActorKind.PERSON for line in said.lines)
