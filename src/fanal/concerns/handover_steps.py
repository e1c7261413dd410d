"""What all deeds of a handover share: finding the row, the one step of the state machine, what follows of a step."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from fanal.access.api import NotAllowed, RecordRef, may, visible
from fanal.clocks import api as clocks
from fanal.concerns import duties, duties_handover
from fanal.concerns.handover_preview import CONFLICT, hours_of
from fanal.concerns.handover_states import Event, Given, Step, advance
from fanal.concerns.models import Concern, Handover, HandoverEvent
from fanal.concerns.retention import HANDOVER_COPY
from fanal.concerns.triage import NotHere, pressing, status_now
from fanal.journal import api as journal
from fanal.network.api import keyfile, records, rings
from fanal.network.contracts import Actor, RingKind
from fanal.vocabulary.codes import TransitionState as State
from fanal.vocabulary.codes import Triage
from fanal.vocabulary.results import Refused

KIND = "handover"
ALIVE = (State.DRAFT.value, State.OFFERED.value, State.ACCEPTED.value, State.COMPLETED.value)
SENT = (State.OFFERED.value, State.ACCEPTED.value, State.COMPLETED.value)


class NotNow(Exception):
    """A step that cannot be done as things stand; `refused.words` is the sentence for the person."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.words)
        self.refused = refused


def record_of(row: Handover) -> RecordRef:
    """The sealed record of a handover. It belongs to the sender, whoever reads it."""
    return RecordRef(row.org_id, row.pk, KIND)


def row_of(actor: Actor, handover_id: UUID, *, lock: bool = False) -> Handover:
    """A handover that the person may see. Raises `NotHere`: for everybody else it does not exist."""
    rows = Handover.objects.select_for_update() if lock else Handover.objects.all()
    found = visible(actor, rows).filter(pk=handover_id).first()
    if found is None:
        raise NotHere
    return found


def ask(actor: Actor, deed: str, thing: object) -> None:
    """Raises `NotAllowed` where the policy refuses the deed."""
    answer = may(actor, deed, thing)
    if not answer:
        raise NotAllowed(answer)


def move(row: Handover, event: Event, given: Given) -> Step:
    """The step that an event makes. Raises `NotNow`; the row is not changed here."""
    step = advance(State(row.state), event, given)
    if isinstance(step, Refused):
        raise NotNow(step)
    return step


def note(row: Handover, event: str, now: datetime, *, person: UUID | None = None, reason: str = "") -> None:
    """Save the row and write the step into its path. `reason` is a code."""
    row.version += 1
    row.save()
    HandoverEvent.objects.create(handover=row, event=event, state=row.state, person_id=person, at=now, reason=reason)


def of_recipient(row: Handover) -> RingKind:
    """The ring on the recipient's side."""
    return RingKind.SAFEGUARDING if row.role == CONFLICT else RingKind.INTAKE


def of_sender(row: Handover) -> RingKind:
    """The ring on the sender's side."""
    return RingKind.SAFEGUARDING if row.restricted else RingKind.INTAKE


def sender_owns(row: Handover) -> dict[str, Any]:
    """Owner and chain of a duty on the sender's side: of a restricted one only the safeguarding lead hears."""
    return {"owner": duties_handover.SAFEGUARDING, "chain": ()} if row.restricted else {}


def recipient_owns(row: Handover) -> dict[str, Any]:
    """Owner and chain of a duty on the recipient's side."""
    return {"owner": duties_handover.SAFEGUARDING, "chain": ()} if row.role == CONFLICT else {}


def shut(row: Handover) -> None:
    """Take the recipient's keys away. What was read cannot be un-read."""
    records.revoke(row.pk, kind="ring", principal=rings.principal(row.recipient_id, of_recipient(row)).id)


def delete_copy(row: Handover, now: datetime) -> None:
    """Erase what was sealed: every bundle, then the items. A tombstone stays, and the ledger that restores replay."""
    records.erase(row.org_id, row.pk, HANDOVER_COPY, now.date())
    row.payload, row.additions = b"", b""


def by_clock(row: Handover, deed: str, now: datetime) -> None:
    """A deed of the clock in the journal, signed by the installation."""
    journal.write(row.pk, keyfile.installation(row.org_id), deed, at=now, purpose="referral")


def end_duties(row: Handover, now: datetime, *, done: bool = True) -> None:
    """End every duty of a handover, on both sides."""
    clocks.stop(row.pk, now=now, done=done)


def same_concern(row: Handover) -> list[UUID]:
    """Every handover of the concern that this one came from, itself too; none where the concern is erased."""
    if row.concern_id is None:
        return []
    return list(Handover.objects.filter(concern_id=row.concern_id).values_list("pk", flat=True))


def back_to_queue(row: Handover, now: datetime) -> None:
    """A handover came back: if it was the answer to the concern, somebody must decide again; else they must know."""
    if row.concern_id is None:
        return
    concern = Concern.objects.select_for_update().get(pk=row.concern_id)
    others = Handover.objects.filter(concern=concern, state__in=SENT).exclude(pk=row.pk).exists()
    if concern.triage == Triage.ROUTE_ELSEWHERE and not others:
        _undecided(concern, now)
    else:
        limit = duties.DECIDE_URGENT.limit if pressing(concern) else None
        clocks.start(duties_handover.CAME_BACK, row.org_id, row.pk, now=now, limit=limit, **sender_owns(row))


def _undecided(concern: Concern, now: datetime) -> None:
    concern.triage, concern.finding = Triage.NEW, ""
    concern.closed_on = concern.erase_on = concern.reporter_erase_on = None
    concern.retention_class = ""
    concern.version += 1
    concern.status = status_now(concern)
    concern.save()
    kind = duties.DECIDE_URGENT if pressing(concern) else duties.DECIDE
    to: dict[str, Any] = {"owner": duties.SAFEGUARDING, "chain": ()} if concern.restricted else {}
    clocks.start(kind, concern.org_id, concern.pk, now=now, hours=hours_of(concern.org_id), **to)
