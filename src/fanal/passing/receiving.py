"""The recipient's side: open, accept, decline, tell the outcome, sign that nothing is left."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotNow, Opened, ask, open_record, stated
from fanal.clocks import api as clocks
from fanal.journal import api as journal
from fanal.journal.contracts import ActorKind, Item
from fanal.network.api import trusted
from fanal.network.contracts import Actor
from fanal.passing import talk
from fanal.passing.kinds import Kind
from fanal.passing.models import Passing
from fanal.passing.states import OPEN_AGAIN, Event, Given, Side, access_end
from fanal.passing.steps import PURPOSE, delete_copy, end_duties, ended, move, news, note, owned, refuse_ended
from fanal.vocabulary.codes import DeclineReason, HandoverOutcome
from fanal.vocabulary.codes import TransitionState as State


@dataclass(frozen=True, slots=True)
class Read[P]:
    """An opened passing. `additions` is None where this side's keys do not open them (yet)."""

    payload: P
    additions: P | None
    later: Mapping[str, P | None] = field(default_factory=dict)
    """What came afterwards, by column (`Kind.later`)."""

    @property
    def items(self) -> tuple[Any, ...]:
        packs: list[Any] = [self.payload, self.additions, *self.later.values()]
        return tuple(item for pack in packs if pack for item in pack.items)


def is_readable(row: Passing) -> bool:
    """Whether anything is sealed there still."""
    return bool(bytes(row.payload))


def read[R: Passing](kind: Kind[R], actor: Actor, row_id: UUID, now: datetime) -> Read[Any]:
    """Open it, on either side. Raises `NotHere`, `NotAllowed`."""
    with transaction.atomic():
        row = kind.row_of(actor, row_id)
        refuse_ended(kind, actor, row)
        ref = kind.record_of(row)
        with open_record(actor, ref, kind.deed("open"), purpose=PURPOSE, now=now, thing=row) as opened:
            return contents(kind, opened, row)


def contents[R: Passing](kind: Kind[R], opened: Opened, row: R) -> Read[Any]:
    """What an open one shows."""
    payload = opened.read(row, "payload") or kind.empty
    later = {name: opened.read(row, name) for name, box in kind.later.items() if opened.has(box)}
    return Read(payload, opened.read(row, "additions") if opened.has("identity") else None, later)


def accept[R: Passing](kind: Kind[R], actor: Actor, row_id: UUID, now: datetime) -> R:
    """Take it on. From now the clock of access runs; what was added is sent by the sender's own act.

    Raises `NotHere`, `NotAllowed`, `NotNow`. A replay changes nothing.
    """
    deed = kind.deed("accept")
    with transaction.atomic():
        row = kind.row_of(actor, row_id, lock=True)
        ask(actor, deed, row)
        agreement = kind.covered(row, now.date())
        if not move(row, Event.ACCEPT, Given(Side.RECIPIENT, now, agreement=agreement)).changed:
            return row
        if not is_readable(row):  # erased before a restore that took the answer back
            raise NotNow(_("The copy is erased. Decline it, so that the sender hears at once."), code="erased")
        with open_record(actor, kind.record_of(row), deed, purpose=PURPOSE, now=now, thing=row) as opened:
            contents(kind, opened, row)  # whoever accepts has the key: an acceptance that nobody can read is none
            row.state, row.access_until = State.ACCEPTED, access_end(agreement, now.date())
            opened.state(row)
        clocks.stop(row.pk, kind.duties.answer, now=now)  # a question is open until it is answered
        start_outcome(kind, row, now)
        _tell_sender(kind, row, now)
        note(kind, row, "accept", now, person=actor.person)
    return row


def _tell_sender[R: Passing](kind: Kind[R], row: R, now: datetime) -> None:
    """What was added waits for the sender; nobody need look for another way any more."""
    if bytes(row.additions):
        hours = kind.hours(row, row.org_id, urgent=row.urgent)
        to = owned(kind, row, row.org_id)
        clocks.start(kind.duties.release, row.org_id, row.pk, now=now, hours=hours, **to)
    for one in kind.beside(row):
        clocks.stop(one, kind.duties.unanswered, now=now)
        clocks.stop(one, kind.duties.came_back, now=now)
    _answered(kind, row, now)


def _answered[R: Passing](kind: Kind[R], row: R, now: datetime) -> None:
    news(kind, row, row.org_id, now)
    kind.answered(row, now)


def decline[R: Passing](kind: Kind[R], actor: Actor, row_id: UUID, reason: str, now: datetime) -> R:
    """Say no, with a code of `DeclineReason`: the copy goes, and the sender has it back. Raises as `accept` does."""
    deed = kind.deed("decline")
    with transaction.atomic():
        row = kind.row_of(actor, row_id, lock=True, ends=True)
        ask(actor, deed, row)
        is_whole = stated.stands(row)
        if not move(row, Event.DECLINE, Given(Side.RECIPIENT, now, reason=reason), is_whole=is_whole).changed:
            return row
        row.state, row.decline_reason = State.DECLINED, DeclineReason(reason)
        gone = delete_copy(kind, row, actor.signatory(), deed, now)
        end_duties(kind, row, now)
        said = ended(row, gone, is_whole=is_whole)
        journal.write(row.pk, actor.signatory(), deed, at=now, purpose=PURPOSE, items=said)
        kind.came_back(row, now)
        _answered(kind, row, now)
        note(kind, row, "decline", now, person=actor.person, reason=reason)
    return row


def complete[R: Passing](kind: Kind[R], actor: Actor, row_id: UUID, outcome: str, now: datetime, words: str = "") -> R:
    """Tell the sender what came of it, with a code of `HandoverOutcome` and a word. What follows of it in the room is
    done here.

    What is still open ends nothing: it is asked for again.
    """
    with transaction.atomic():
        row = kind.row_of(actor, row_id, lock=True)
        ask(actor, kind.deed("complete"), row)
        if outcome not in kind.outcomes:
            raise NotNow(_("Please say what came of it."), code="no_outcome")
        if outcome == HandoverOutcome.OPEN and row.state == State.ACCEPTED:
            return _still_open(kind, actor, row, words, now)
        if not move(row, Event.COMPLETE, Given(Side.RECIPIENT, now, outcome=outcome)).changed:
            return row
        row.state, row.outcome = State.COMPLETED, HandoverOutcome(outcome)
        kind.completed(actor, row, _passed_on(kind, actor, row, now), now)
        for duty in (kind.duties.outcome, kind.duties.ask_outcome):
            clocks.stop(row.pk, duty, now=now)
        # What we asked is still to be answered.
        clocks.stop(row.pk, kind.duties.question, now=now, org=actor.org)
        _answered(kind, row, now)
        step = note(kind, row, "complete", now, person=actor.person, reason=outcome)
        if words:
            talk.say(kind, actor, row, step, words, now)
    return row


def _still_open[R: Passing](kind: Kind[R], actor: Actor, row: R, words: str, now: datetime) -> R:
    """The sender hears that they are on it; the outcome has a new day, while they can read it still."""
    move(row, Event.STILL_OPEN, Given(Side.RECIPIENT, now))
    journal.write(row.pk, actor.signatory(), kind.deed("complete"), at=now, purpose=PURPOSE)
    for duty in (kind.duties.outcome, kind.duties.ask_outcome):
        clocks.stop(row.pk, duty, now=now)
    start_outcome(kind, row, now, OPEN_AGAIN)
    _answered(kind, row, now)
    step = note(kind, row, "still_open", now, person=actor.person)
    if words:
        talk.say(kind, actor, row, step, words, now)
    return row


def start_outcome[R: Passing](kind: Kind[R], row: R, now: datetime, limit: timedelta | None = None) -> None:
    """The recipient owes the outcome."""
    to = owned(kind, row, row.recipient_id)
    clocks.start(kind.duties.outcome, row.recipient_id, row.pk, now=now, limit=limit, hours=None, **to)


def _passed_on[R: Passing](kind: Kind[R], actor: Actor, row: R, now: datetime) -> Any:
    """What was passed on; nothing where a restore took the end of its access back, not the erasure."""
    deed = kind.deed("complete")
    if not is_readable(row):
        journal.write(row.pk, actor.signatory(), deed, at=now, purpose=PURPOSE, items=[stated.item(row)])
        return kind.empty
    refuse_ended(kind, actor, row)
    with open_record(actor, kind.record_of(row), deed, purpose=PURPOSE, now=now, thing=row) as opened:
        opened.state(row)
        return contents(kind, opened, row).payload


def purge[R: Passing](kind: Kind[R], actor: Actor, row_id: UUID, now: datetime) -> R:
    """Erase it, and sign that no print, note or file of it is left. The journal's entry is the signed confirmation.

    Where the clock has erased it meanwhile, a person still signs: until then their duty stays open.
    """
    deed = kind.deed("purge")
    with transaction.atomic():
        row = kind.row_of(actor, row_id, lock=True, ends=True)
        ask(actor, deed, row)
        is_whole = stated.stands(row)
        signed: list[bytes | Item] = [bytes(row.payload_hash)]
        if move(row, Event.PURGE, Given(Side.RECIPIENT, now), is_whole=is_whole).changed:
            row.state = State.PURGED
            signed += delete_copy(kind, row, actor.signatory(), deed, now)
        elif is_signed(kind, row):
            return row
        end_duties(kind, row, now)
        said = ended(row, signed, is_whole=is_whole)
        journal.write(row.pk, actor.signatory(), deed, at=now, purpose="nothing_left", items=said)
        note(kind, row, "purge", now, person=actor.person)
    return row


def is_signed[R: Passing](kind: Kind[R], row: R) -> bool:
    """Whether a person has confirmed that nothing is left; the clock confirms nothing."""
    said = journal.told(row.pk, {kind.deed("purge")}, trusted.Signers())
    return any(line.kind is ActorKind.PERSON for line in said.lines)
