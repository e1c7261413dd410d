"""Conflicts of interest (docs/concerns-triage.md, "A conflict of interest")."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from fanal.access.api import Opened, open_record, stated
from fanal.clocks import api as clocks
from fanal.concerns import duties
from fanal.concerns.access_terms import ref_of
from fanal.concerns.handovers import kept
from fanal.concerns.models import UNDECIDED, Concern, Decision, Message
from fanal.concerns.public.place import place_before
from fanal.concerns.public.receive import start_clocks
from fanal.concerns.triage.triage import concern_of
from fanal.network.api import rings
from fanal.network.contracts import Actor, RingKind
from fanal.vocabulary.codes import AccessPurpose

MARK, CLEAR = "concerns.mark_conflict", "concerns.clear_conflict"
_COLUMNS = ("personal", "content", "identity", "offender", "reporter")
_CLOCKS = (duties.ACKNOWLEDGE, duties.DECIDE_URGENT, duties.DECIDE, duties.ANSWER_REPORTER)


def mark(actor: Actor, concern_id: UUID, now: datetime) -> None:
    """Give a concern to the safeguarding lead alone: new keys for everything, and out of the queue at once.

    What was marked as the same goes along. What a colleague has already read cannot be un-read. Raises `NotHere`,
    `NotAllowed`, `NetworkError`.
    """
    _give(actor, concern_id, MARK, RingKind.SAFEGUARDING, now)


def clear(actor: Actor, concern_id: UUID, now: datetime) -> None:
    """Give it back to the intake team: it is not about our own people. Raises as `mark` does."""
    _give(actor, concern_id, CLEAR, RingKind.INTAKE, now)


def _give(actor: Actor, concern_id: UUID, deed: str, to: RingKind, now: datetime) -> None:
    restricted = to is RingKind.SAFEGUARDING
    with transaction.atomic():
        first = concern_of(actor, concern_id, lock=True)
        same = list(Concern.objects.filter(duplicate_of=first))
        same = [other for other in same if other.restricted != restricted or not stated.stands(other)]
        for other in same:  # it is where the first one is, whatever somebody wrote there
            other.restricted = first.restricted
        if not restricted:
            stated.need(first.pk, first)
            same = [other for other in same if stated.stands(other)]
        for concern in (first, *same):
            with open_record(
                actor, ref_of(concern), deed, purpose=AccessPurpose.SAFEGUARDING_ALARM, now=now, thing=concern
            ) as opened:
                # Keys are taken away also where somebody changed what was decided; nothing vouches for that here.
                if opened.holds(concern):
                    opened.state(concern)
                _reseal(opened, concern, to)
                _hand_on(concern, restricted=restricted, now=now)
            kept.change_hands(actor, concern, deed, now)


def _reseal(opened: Opened, concern: Concern, to: RingKind) -> None:
    """Everything that is held gets new keys for one ring only; whoever wrote with a code keeps the dialogue."""
    columns = [name for name in _COLUMNS if opened.has(name)]
    contents = {name: opened.try_read(concern, name) for name in columns}
    messages = [(message, opened.try_read(message, "body")) for message in Message.objects.filter(concern=concern)]
    notes = [(decision, opened.try_read(decision, "note")) for decision in Decision.objects.filter(concern=concern)]
    opened.state(*(row for row, _sealed in (*messages, *notes) if opened.holds(row)))
    opened.held.narrow([rings.principal(concern.org_id, to)])
    for name, content in contents.items():
        if content is not None:
            opened.write(concern, name, content)
    for message, body in messages:
        if body is not None:
            opened.write(message, "body", body)
            message.save(update_fields=["body"])
    for decision, note in notes:
        if note is not None:
            opened.write(decision, "note", note)
            decision.save(update_fields=["note"])


def _hand_on(concern: Concern, *, restricted: bool, now: datetime) -> None:
    """Another list, and clocks of whoever has it now; people who hear of them otherwise hear nothing more."""
    concern.restricted, concern.unverified = restricted, False
    concern.claimed_by_id = concern.claimed_until = None
    concern.version += 1
    concern.save()
    asked = bool(clocks.stop(concern.pk, duties.ANSWER_REPORTER, now=now, done=False))
    for kind in _CLOCKS:
        clocks.stop(concern.pk, kind, now=now, done=False)
    place = place_before(concern.org_id, now)
    if place is None:
        return
    if concern.triage in UNDECIDED and concern.duplicate_of_id is None:
        start_clocks(concern, place, now)
    if asked:
        to: dict[str, Any] = {"owner": duties.SAFEGUARDING, "chain": ()} if restricted else {}
        clocks.start(duties.ANSWER_REPORTER, concern.org_id, concern.pk, now=now, hours=place.hours, **to)
