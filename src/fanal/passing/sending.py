"""The sender's side until it is sent: draft, note read, confirm (one person or two), withdraw.

What is sealed is made from the previewed object, and made anew at the moment of sending: if anything changed in
between, nothing goes and the person looks again.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal import vault
from fanal.access.api import NotNow, Opened, ask, open_record, seal_into, stated
from fanal.clocks import api as clocks
from fanal.journal import api as journal
from fanal.journal.contracts import Item, Signatory
from fanal.network.api import records
from fanal.network.contracts import Actor
from fanal.passing import notes
from fanal.passing.kinds import Kind, Leaving
from fanal.passing.models import Passing
from fanal.passing.preview import Addition, PreviewChanged
from fanal.passing.states import Effect, Event, Given, Side, advance, answer_limit
from fanal.passing.steps import (
    PURPOSE,
    bind,
    delete_copy,
    end_duties,
    ended,
    is_same,
    let_in,
    move,
    news,
    not_now,
    note,
    owned,
)
from fanal.vocabulary.codes import TransitionState as State
from fanal.vocabulary.results import Allowed, Refused


def store[R: Passing](kind: Kind[R], actor: Actor, row: R, leaving: Leaving, now: datetime) -> R:
    """Store a passing that nobody has sent yet, sealed to the sender only. Called in the transaction of the draft."""
    deed = kind.deed("draft")
    row.agreement_id, row.urgent = _source(leaving), leaving.urgent
    ask(actor, deed, row)
    granted: list[Item]
    boxes = kind.compartments
    keys, granted = records.make(row.org_id, row.pk, boxes, [(one, boxes) for one in kind.teams(row, row.org_id)])
    ref, preview = kind.record_of(row), leaving.preview
    items: list[bytes | Item] = [*granted, seal_into(keys, ref, row, "payload", preview.default)]
    if preview.added.items:
        items.append(seal_into(keys, ref, row, "additions", preview.added))
    row.payload_hash = vault.mac(keys, "content", preview.canonical)
    row.save(force_insert=True)
    items += [bytes(row.payload_hash), stated.item(row), stated.whole(row)]
    journal.write(row.pk, actor.signatory(), deed, at=now, purpose=PURPOSE, items=items)
    note(kind, row, "draft", now, person=actor.person)
    return row


def _source(leaving: Leaving) -> UUID:
    assert isinstance(leaving.agreement, Allowed)  # what would leave rests on an agreement
    return UUID(leaving.agreement.source)


def stored_additions[R: Passing](opened: Opened, row: R) -> list[Addition]:
    """What the draft takes beyond the default, with the reasons."""
    content = opened.read(row, "additions")
    added = {item.field.partition(":")[0]: item.reason for item in content.items} if content else {}
    return [Addition(field, reason) for field, reason in added.items()]


def read_note[R: Passing](kind: Kind[R], actor: Actor, row_id: UUID, now: datetime) -> None:
    """Say that one has read the note on the authorities. It counts for this person and for this visit only (DNH-30)."""
    deed = kind.deed("read_note")
    with transaction.atomic():
        row = kind.row_of(actor, row_id, lock=True)
        ask(actor, deed, row)
        row.note_read_by_id = actor.person
        journal.write(row.pk, actor.signatory(), deed, at=now, purpose=PURPOSE)
        note(kind, row, "read_note", now, person=actor.person)


def note_read[R: Passing](kind: Kind[R], row: R, person: UUID, now: datetime) -> bool:
    """Whether a person has read the note in this visit."""
    return notes.was_read(row.pk, kind.deed("read_note"), person, now)


def waits_for_second[R: Passing](kind: Kind[R], row: R, actor: Actor) -> bool:
    """Whether somebody else must confirm after this person."""
    return kind.by_two(row) and _people(kind, row, actor) < 2 and not kind.is_urgent_on_record(row)


def _people[R: Passing](kind: Kind[R], row: R, actor: Actor) -> int:
    """How many different persons confirm it, this one among them."""
    is_second = kind.by_partner(row)
    if is_second is None:
        is_second = row.confirmed_by_id not in {None, actor.person}
    return 2 if is_second else 1


def confirm[R: Passing](kind: Kind[R], actor: Actor, row_id: UUID, seen: str, now: datetime) -> R:
    """Confirm what was previewed, named by its hash `seen`: it is sent, or waits for a second person.

    A replay changes nothing. Raises `PreviewChanged` where it is not what would leave now, `NotNow`, `NotHere`,
    `NotAllowed`, `NetworkError`.
    """
    with transaction.atomic():
        row = kind.row_of(actor, row_id, lock=True)
        if row.state != State.DRAFT:
            ask(actor, kind.deed("offer"), row)
            move(row, Event.OFFER, Given(Side.SENDER, now))
            return row
        waits = waits_for_second(kind, row, actor)
        deed, ref = kind.deed("confirm" if waits else "offer"), kind.record_of(row)
        with open_record(actor, ref, deed, purpose=PURPOSE, now=now, thing=row, write=not waits) as opened:
            current = kind.again(actor, opened, row, now)
            current.preview.confirm(seen)
            if not is_same(opened, row, current.preview):
                raise PreviewChanged("what it is of changed after the draft")
            _judge(kind, row, actor, current, now, waits=waits)
            if not waits:
                if kind.by_partner(row):
                    kind.need_partner(actor, row, current.preview, now)
                _send(kind, opened, row, actor, current, now)
            opened.state(row)
    return row


def _judge[R: Passing](kind: Kind[R], row: R, actor: Actor, current: Leaving, now: datetime, *, waits: bool) -> None:
    """Every guard of the offer. One that waits for a second person passes all others and is noted."""
    given = Given(
        Side.SENDER,
        now,
        agreement=current.agreement,
        to_authority=current.to_authority,
        by_two=kind.by_two(row),
        to_self=row.recipient_id == row.org_id,
        people=_people(kind, row, actor),
        urgent_recorded=kind.is_urgent_on_record(row),
        notes_read=note_read(kind, row, actor.person, now),
        preview_seen=True,
    )
    step = advance(State(row.state), Event.OFFER, given)
    if not isinstance(step, Refused):
        return
    if not waits or step.reason_code != "second_person":
        raise not_now(step)
    row.confirmed_by_id = actor.person
    clocks.start(kind.duties.second, row.org_id, row.pk, now=now, **owned(kind, row, row.org_id))
    note(kind, row, "confirm", now, person=actor.person)


def _send[R: Passing](kind: Kind[R], opened: Opened, row: R, actor: Actor, current: Leaving, now: datetime) -> None:
    """Seal what was previewed and give the recipient the key of the default payload; their clock starts."""
    opened.write(row, "payload", current.preview.default)
    if current.preview.added.items:
        opened.write(row, "additions", current.preview.added)
    bind(opened, row, current.preview)
    let_in(kind, opened, row, {"content"})
    if row.confirmed_by_id is None:
        row.confirmed_by_id = actor.person
    elif row.confirmed_by_id != actor.person and kind.by_partner(row) is None:
        row.second_id = actor.person
    row.state, row.offered_at, row.urgent = State.OFFERED, now, current.urgent
    end_duties(kind, row, now)
    kind.was_draft(row, actor.signatory(), now)
    row.answer_due = clocks.start(
        kind.duties.answer,
        row.recipient_id,
        row.pk,
        now=now,
        limit=answer_limit(urgent=row.urgent),
        hours=kind.hours(row, row.recipient_id, urgent=row.urgent),
        urgent=row.urgent,
        **owned(kind, row, row.recipient_id),
    ).due_at
    for one in kind.beside(row):  # another way was chosen: nobody need look at what came back before
        clocks.stop(one, kind.duties.came_back, now=now)
    note(kind, row, "offer", now, person=actor.person)


def redraft[R: Passing](kind: Kind[R], actor: Actor, row: R, leaving: Leaving, now: datetime) -> None:
    """Take over what would leave now. A confirmation before it no longer counts. Called in the transaction of the
    deed, with the row held."""
    deed, ref, preview = kind.deed("draft"), kind.record_of(row), leaving.preview
    with open_record(actor, ref, deed, purpose=PURPOSE, now=now, thing=row, write=True) as opened:
        opened.write(row, "payload", preview.default)
        if preview.added.items:
            opened.write(row, "additions", preview.added)
        else:
            opened.empty(row, "additions")
        bind(opened, row, preview)
        row.confirmed_by_id, row.urgent, row.agreement_id = None, leaving.urgent, _source(leaving)
        opened.state(row)
    clocks.stop(row.pk, kind.duties.second, now=now, done=False)
    kind.was_draft(row, actor.signatory(), now)
    note(kind, row, "draft", now, person=actor.person)


def need_draft(row: Passing) -> None:
    """Raises `NotNow` where it is no draft any more."""
    if row.state != State.DRAFT:
        raise NotNow(_("This was decided a moment ago. Look at it again."), code="too_late")


def withdraw[R: Passing](kind: Kind[R], actor: Actor, row_id: UUID, now: datetime) -> R:
    """Take it back before it is answered: the copy goes, and the sender needs another way. A replay changes nothing."""
    with transaction.atomic():
        row = kind.row_of(actor, row_id, lock=True, ends=True)
        ask(actor, kind.deed("withdraw"), row)
        take_back(kind, row, actor.signatory(), now, actor.person)
    return row


def take_back[R: Passing](kind: Kind[R], row: R, by: Signatory, now: datetime, person: UUID | None = None) -> None:
    """What `withdraw` does, of a row that is held, by whoever may. Key-less. Raises `NotNow`."""
    deed, is_whole = kind.deed("withdraw"), stated.stands(row)
    step = move(row, Event.WITHDRAW, Given(Side.SENDER, now), is_whole=is_whole)
    if not step.changed:
        return
    row.state = State.WITHDRAWN
    gone = delete_copy(kind, row, by, deed, now)
    end_duties(kind, row, now, done=False)
    if Effect.BACK_TO_QUEUE in step.effects:
        kind.came_back(row, now)
    if row.offered_at is not None:  # a draft is nothing to its recipient
        news(kind, row, row.recipient_id, now)
    else:
        kind.was_draft(row, by, now)
    journal.write(row.pk, by, deed, at=now, purpose=PURPOSE, items=ended(row, gone, is_whole=is_whole))
    note(kind, row, "withdraw", now, person=person)
