"""What all deeds of a handover share: finding the row, the one step of the state machine, what follows of a step."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from fanal.access.api import NotAllowed, NotHere, NotNow, RecordRef, emptied, stated, visible
from fanal.clocks import api as clocks
from fanal.clocks.api import DutyKind
from fanal.clocks.contracts import DutyRef, Target
from fanal.concerns import duties, locks
from fanal.concerns.handovers import duties as duties_handover
from fanal.concerns.handovers.preview import CONFLICT, answer_hours, hours_of
from fanal.concerns.handovers.states import TABLE, Event, Given, Step, advance
from fanal.concerns.models import Concern, Handover, HandoverEvent, HandoverMessage
from fanal.concerns.retention import HANDOVER_COPY
from fanal.concerns.triage.decisions import STANDS, follow
from fanal.concerns.triage.triage import pressing, status_now
from fanal.journal import api as journal
from fanal.journal.contracts import Item, Signatory, Told
from fanal.network import api as network
from fanal.network.api import keyfile, records, trusted
from fanal.network.contracts import Actor, PersonState, RingKind
from fanal.vocabulary.codes import TransitionState as State
from fanal.vocabulary.codes import Triage
from fanal.vocabulary.results import Refused

KIND = "handover"
REOPENED, ACCEPT = "concerns.came_back", "concerns.accept_handover"
ENDS = ("concerns.revoke_handover", "concerns.lapse_handover")
SENT = (State.OFFERED.value, State.ACCEPTED.value, State.COMPLETED.value)
CAME_BACK = (State.DECLINED.value, State.EXPIRED.value)
OVER = (*CAME_BACK, State.WITHDRAWN.value, State.REVOKED.value, State.PURGED.value)
"""Where a handover without an outcome has ended: nobody acts on it any more."""
_FROM = {
    Event.WITHDRAW: State.OFFERED, Event.DECLINE: State.OFFERED, Event.EXPIRE: State.OFFERED,
    Event.REVOKE: State.ACCEPTED, Event.LAPSE: State.ACCEPTED, Event.PURGE: State.REVOKED,
}  # fmt: skip
"""From where what ends goes on, in a handover whose state somebody changed."""


def urgent(*, sent: bool) -> Q:
    """The rows that are urgent still: until they are answered, and at the sender when they came back."""
    waits = Q(state=State.OFFERED) | Q(state__in=OVER, outcome="") if sent else Q(state=State.OFFERED)
    return Q(urgent=True) & waits


def is_urgent(row: Handover, org: UUID) -> bool:
    """What `urgent` says, of a row as one of its sides sees it."""
    back = org == row.org_id and row.state in OVER and not row.outcome
    return row.urgent and (row.state == State.OFFERED or back)


def not_now(refused: Refused) -> NotNow:
    """A step that the table refuses, whose words are not translated yet."""
    return NotNow(_(refused.words), code=refused.reason_code)


def record_of(row: Handover) -> RecordRef:
    """The sealed record of a handover. It belongs to the sender, whoever reads it."""
    return RecordRef(row.org_id, row.pk, KIND)


def row_of(actor: Actor, handover_id: UUID, *, lock: bool = False, ends: bool = False) -> Handover:
    """A handover that the person may see. Raises `NotHere`: for everybody else it does not exist. `ends`: for a deed
    that gives nothing and takes away, which never waits until nobody has changed the row (`judged`)."""
    rows = visible(actor, Handover.objects.all()).filter(pk=handover_id)
    found = rows.first()
    if found is not None and lock:
        locks.hold(handover=found.pk)
        found = rows.first()
    if found is None:
        raise NotHere
    if lock and not ends:  # for a deed, which rests on what was done before
        stated.need(found.pk, found)
    return found


def judged(row: Handover, event: Event, given: Given, *, is_whole: bool) -> Step | Refused:
    """The step that an event makes. What somebody changed ends from whatever state it is said to be in, while a copy
    is there."""
    state = State(row.state)
    if not is_whole and bytes(row.payload) and (state, event) not in TABLE:
        state = _FROM[event]
    return advance(state, event, given)


def move(row: Handover, event: Event, given: Given, *, is_whole: bool = True) -> Step:
    """The step that an event makes. Raises `NotNow`; the row is not changed here."""
    step = judged(row, event, given, is_whole=is_whole)
    if isinstance(step, Refused):
        raise not_now(step)
    return step


def note(row: Handover, event: str, now: datetime, *, person: UUID | None = None, reason: str = "") -> HandoverEvent:
    """Save the row and write the step into its path. `reason` is a code."""
    row.version += 1
    row.save()
    return HandoverEvent.objects.create(
        handover=row, event=event, state=row.state, person_id=person, at=now, reason=reason
    )


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


# ---- who hears ----


def news(row: Handover, org: UUID, now: datetime, kind: DutyKind = duties_handover.NEWS) -> None:
    """The other side did something: a task for whoever sent or accepted it there, else for the team.

    What is urgent is asked and told by the clock, day and night, and asked of the whole team; what came back is read as
    soon as another way must be chosen.
    """
    mine = org == row.org_id
    to = sender_owns(row) if mine else recipient_owns(row)
    person = row.confirmed_by_id if mine else _accepted_by(row)
    question = kind is duties_handover.QUESTION
    options: dict[str, Any] = {"hours": answer_hours(org, urgent=row.urgent)}
    for_all = question and row.urgent
    if not to and not for_all and person is not None and network.person(person).state is PersonState.ACTIVE:
        to = {"owner": Target.person(person)}
    if row.state in CAME_BACK:
        options = {"limit": duties_handover.CAME_BACK.limit, "hours": None}
    elif question and (half := _half_left(row, now)) is not None:
        options = {"limit": half, "hours": None}
    clocks.start(kind, org, row.pk, now=now, urgent=for_all, **to, **options)


def _half_left(row: Handover, now: datetime) -> timedelta | None:
    """Half of the time that is left to accept or decline, where that is less than a question has: an answer that comes
    after it helps nobody."""
    if row.state != State.OFFERED or row.answer_due is None:
        return None
    half = max((row.answer_due - now) / 2, timedelta(minutes=1))
    return half if half < duties_handover.QUESTION.limit else None


def _accepted_by(row: Handover) -> UUID | None:
    said = stated.last(row.pk, ACCEPT)
    return said.actor if said else None


def duty_on(row: Handover, org: UUID) -> DutyRef | None:
    """What a side must do next about a handover; to read the news is not to do anything."""
    found = clocks.open_duties(org=org, subjects=[row.pk])
    return next((one for one in found if one.kind != duties_handover.NEWS.code), None)


# ---- what is taken away ----


def texts_of(row: Handover) -> list[UUID]:
    """The records of what the two sides wrote to each other."""
    return list(HandoverMessage.objects.filter(step__handover=row).values_list("pk", flat=True))


def shut(row: Handover, by: Signatory, deed: str, now: datetime) -> list[Item]:
    """Take the keys of all but the sender's teams away, whoever the row says is the recipient, also to each text, in
    whose chain the deed stands as well. What was read cannot be un-read. Returns what the entry of the deed must name,
    so that nobody puts the keys back."""
    for text in texts_of(row):
        if gone := records.leave_to(row.org_id, text):
            journal.write(text, by, deed, at=now, purpose="referral", items=gone)
    return records.leave_to(row.org_id, row.pk)


def is_ended(actor: Actor, row: Handover) -> bool:
    """Whether the actor's side received it, and the access was ended, or may have been."""
    return _refusal(actor, row) is not None


def refuse_ended(actor: Actor, row: Handover) -> None:
    """Raises `NotAllowed` where the actor's access was ended, or may have been."""
    if (refusal := _refusal(actor, row)) is not None:  # a refusal is false
        raise NotAllowed(refusal)


def _refusal(actor: Actor, row: Handover) -> Refused | None:
    """The journal says so: somebody who puts state and keys back as they were does not give the access back."""
    told = journal.told(row.pk, ENDS, trusted.Signers()) if actor.org == row.recipient_id else Told()
    if any(line.org == row.org_id for line in told.lines):
        return Refused("ended", _("The access to this handover was ended."))
    return Refused("torn", trusted.torn()) if told.torn else None


def delete_copy(row: Handover, by: Signatory, deed: str, now: datetime) -> list[Item]:
    """Erase what was sealed: every bundle, then the items. A tombstone stays, and the ledger that restores replay.
    Returns what the entry of the deed must name, so that nobody puts the copy back."""
    gone = shut(row, by, deed, now)
    records.erase(row.org_id, row.pk, HANDOVER_COPY, now.date())
    return [*gone, emptied(row, "payload"), emptied(row, "additions")]


def ended(row: Handover, gone: Sequence[bytes | Item], *, is_whole: bool) -> list[bytes | Item]:
    """What the entry of a deed that ends must name: what went, and the row, as it is now. Of a row that somebody
    changed it vouches for nothing."""
    return [*gone, stated.item(row)] if is_whole else list(gone)


def by_clock(row: Handover, deed: str, now: datetime, gone: Sequence[Item], *, is_whole: bool) -> None:
    """A deed of the clock in the journal, signed by the installation."""
    said = ended(row, gone, is_whole=is_whole)
    journal.write(row.pk, keyfile.installation(row.org_id), deed, at=now, purpose="referral", items=said)


def end_duties(row: Handover, now: datetime, *, done: bool = True) -> None:
    """End every duty of a handover, on both sides, but to read the news of it, and to find another way for its concern:
    those are over when it was read and found."""
    for kind in duties_handover.WORK:
        clocks.stop(row.pk, kind, now=now, done=done)


def same_concern(row: Handover) -> list[UUID]:
    """Every handover of the concern that this one came from, itself too; none where the concern is erased."""
    if row.concern_id is None:
        return []
    return list(Handover.objects.filter(concern_id=row.concern_id).values_list("pk", flat=True))


def of_concern(concern: Concern) -> list[Handover]:
    """The handovers that came from a concern, for a deed that holds it: those whose rows say so, and those that
    somebody took from it, as the entry of the draft says."""
    others = list(Handover.objects.filter(org_id=concern.org_id).exclude(concern=concern))
    chains, taken = journal.newest([row.pk for row in others], trusted.Signers()), []
    for row in others:
        row.concern = concern
        item = stated.whole(row)
        if chains[row.pk].holds(item.place, item.sealed):
            locks.hold(handover=row.pk)
            taken.append(row.pk)
    return list(Handover.objects.filter(Q(concern=concern) | Q(pk__in=taken)).order_by("pk"))


def back_to_queue(row: Handover, now: datetime) -> None:
    """A handover came back: if it was the answer to the concern, somebody must decide again; else they must know."""
    if row.concern_id is None:
        return
    concern = row.concern = Concern.objects.get(pk=row.concern_id)
    if hangs_on(row) is not None and stated.stands(concern):
        _undecided(concern, now)
    else:
        limit = duties.DECIDE_URGENT.limit if pressing(concern) else None
        clocks.start(duties_handover.CAME_BACK, row.org_id, row.pk, now=now, limit=limit, **sender_owns(row))


def hangs_on(row: Handover) -> Concern | None:
    """The concern that was decided with nothing but this handover."""
    concern = row.concern
    if concern is None or concern.triage != Triage.ROUTE_ELSEWHERE:
        return None
    others = Handover.objects.filter(STANDS, concern=concern).exclude(pk=row.pk)
    return None if others.exists() else concern


def reopen_forgotten(now: datetime) -> None:
    """Look for what was decided as handed over and is with nobody: until 0.2.0 a handover could be taken back so."""
    stands = Handover.objects.filter(STANDS, concern=OuterRef("pk"))
    rows = Concern.objects.filter(~Exists(stands), triage=Triage.ROUTE_ELSEWHERE, duplicate_of=None, closed_on=None)
    for pk in list(rows.filter(handovers__state__in=OVER).distinct().values_list("pk", flat=True)):
        with transaction.atomic():
            locks.hold(pk)
            concern = rows.filter(pk=pk).first()
            if concern is not None and stated.stands(concern):
                _undecided(concern, now)


def _undecided(concern: Concern, now: datetime) -> None:
    concern.triage, concern.finding = Triage.NEW, ""
    concern.closed_on = concern.erase_on = concern.reporter_erase_on = None
    concern.retention_class = ""
    concern.version += 1
    concern.status = status_now(concern)
    concern.save()
    by = keyfile.installation(concern.org_id)
    journal.write(concern.pk, by, REOPENED, at=now, items=[stated.item(concern)])
    follow(concern, by, now)
    to: dict[str, Any] = {"owner": duties.SAFEGUARDING, "chain": ()} if concern.restricted else {}
    if pressing(concern):
        clocks.start(duties.DECIDE_URGENT, concern.org_id, concern.pk, now=now, **to)
    else:
        clocks.start(duties.DECIDE, concern.org_id, concern.pk, now=now, hours=hours_of(concern.org_id), **to)
