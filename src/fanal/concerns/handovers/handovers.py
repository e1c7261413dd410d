"""Handing over, on the sender's side until it is sent: draft, note read, confirm (one person or two), withdraw.

What is sealed is made from the previewed object, and made anew at the moment of sending: if anything changed in
between, nothing goes and the person looks again.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from fanal import vault
from fanal.access.api import NotHere, NotNow, Opened, ask, open_record, seal_into, stated
from fanal.clocks import api as clocks
from fanal.concerns import access_terms
from fanal.concerns.handovers import duties
from fanal.concerns.handovers.payload import Addition, Preview, PreviewChanged
from fanal.concerns.handovers.preview import Sight, answer_hours, sight
from fanal.concerns.handovers.states import Effect, Event, Given, Side, advance, answer_limit
from fanal.concerns.handovers.steps import (
    back_to_queue,
    delete_copy,
    end_duties,
    ended,
    move,
    news,
    not_now,
    note,
    of_recipient,
    of_sender,
    recipient_owns,
    record_of,
    row_of,
    same_concern,
    sender_owns,
)
from fanal.concerns.models import Concern, Decision, Handover
from fanal.concerns.triage.triage import concern_of, to_change
from fanal.journal import api as journal
from fanal.journal.contracts import Item
from fanal.network.api import records, rings, trusted
from fanal.network.contracts import Actor
from fanal.vocabulary.codes import AccessPurpose, Triage
from fanal.vocabulary.codes import TransitionState as State
from fanal.vocabulary.ids import new_id
from fanal.vocabulary.results import Refused

PREVIEW, HAND_OVER = "concerns.preview_handover", "concerns.hand_over"
DRAFT, READ_NOTE, CONFIRM = "concerns.draft_handover", "concerns.read_note", "concerns.confirm_handover"
OFFER, WITHDRAW = "concerns.offer_handover", "concerns.withdraw_handover"
NOTE_HOLDS = timedelta(hours=12)
"""How long a note counts as read: the longest that one visit lasts (docs/network.md, "Signing in")."""
_REFERRAL = AccessPurpose.REFERRAL
_COMPARTMENTS = ("content", "identity")


def look(
    actor: Actor,
    concern_id: UUID,
    recipient: UUID,
    now: datetime,
    *,
    conflict: bool = False,
    additions: Iterable[Addition] = (),
) -> Sight:
    """What would leave of a concern for a recipient. Nothing is stored but that somebody looked.

    Raises `NotHere`, `NotAllowed`, `payload.NotAddable`; `NotNow` where nobody proposes this recipient.
    """
    concern = concern_of(actor, concern_id)
    with open_record(actor, access_terms.ref_of(concern), PREVIEW, purpose=_REFERRAL, now=now, thing=concern) as opened:
        return _proposed(sight(opened, concern, recipient, now, conflict=conflict, additions=additions))


def _proposed(found: Sight | None) -> Sight:
    if found is None:
        words = _("Nothing in the confirmed facts points to this organisation. Confirm a country first.")
        raise NotNow(words, code="not_proposed")
    return found


def _sendable(found: Sight | None) -> tuple[Sight, Preview]:
    seen = _proposed(found)
    if (blocked := seen.blocked) is not None:
        raise not_now(blocked)
    assert seen.preview is not None
    return seen, seen.preview


def draft(
    actor: Actor,
    concern_id: UUID,
    recipient: UUID,
    request_key: UUID,
    now: datetime,
    *,
    conflict: bool = False,
    additions: Iterable[Addition] = (),
) -> Handover:
    """Store a handover that nobody has sent yet, sealed to the sender only. A replay of the same key gives the same.

    Raises as `look` does, and `NotNow` where nothing may go.
    """
    try:
        with transaction.atomic():
            concern = to_change(actor, concern_id)
            if (known := _known(concern, request_key)) is not None:
                return known
            ref = access_terms.ref_of(concern)
            with open_record(actor, ref, HAND_OVER, purpose=_REFERRAL, now=now, thing=concern) as opened:
                in_sight = sight(opened, concern, recipient, now, conflict=conflict, additions=additions)
            return _stored(actor, *_sendable(in_sight), request_key, now)
    except IntegrityError:  # sent twice at the same moment: the other one is stored
        known = _known(concern, request_key)
        if known is None:
            raise
        return known


def _known(concern: Concern, request_key: UUID) -> Handover | None:
    found = Handover.objects.filter(request_key=request_key).first()
    if found is not None and found.concern_id != concern.pk:
        raise NotHere  # somebody else's key tells nothing
    return found


def _stored(actor: Actor, seen: Sight, preview: Preview, request_key: UUID, now: datetime) -> Handover:
    concern, source = seen.concern, getattr(seen.agreement, "source", "")
    row = Handover(
        id=new_id(),
        org_id=concern.org_id,
        recipient_id=seen.recipient.id,
        concern=concern,
        role=seen.role,
        agreement_id=UUID(source),
        urgent=seen.urgent,
        restricted=concern.restricted,
        request_key=request_key,
        country_from=concern.country_of_harm,
        country_to=seen.country or seen.recipient.country,
    )
    ask(actor, DRAFT, row)
    ours = rings.principal(row.org_id, of_sender(row))
    keys, granted = records.make(row.org_id, row.pk, _COMPARTMENTS, [(ours, _COMPARTMENTS)])
    items: list[bytes | Item] = [*granted, seal_into(keys, record_of(row), row, "payload", preview.default)]
    if preview.added.items:
        items.append(seal_into(keys, record_of(row), row, "additions", preview.added))
    row.payload_hash = vault.mac(keys, "content", preview.canonical)
    row.save(force_insert=True)
    items += [bytes(row.payload_hash), stated.item(row), stated.whole(row)]
    journal.write(row.pk, actor.signatory(), DRAFT, at=now, purpose=_REFERRAL, items=items)
    note(row, "draft", now, person=actor.person)
    return row


def again(actor: Actor, opened: Opened, row: Handover, now: datetime) -> Sight:
    """What would leave of a stored draft now, with the additions that it holds. Opens the concern.

    Raises `NotNow` where the concern is gone or nothing may go.
    """
    if row.concern_id is None:
        raise NotNow(_("The concern is erased. Nothing can be sent."), code="too_late")
    concern = to_change(actor, row.concern_id)
    ref, conflict = access_terms.ref_of(concern), row.role == "conflict"
    with open_record(actor, ref, HAND_OVER, purpose=_REFERRAL, now=now, thing=concern) as source:
        found = sight(
            source, concern, row.recipient_id, now, conflict=conflict, additions=stored_additions(opened, row)
        )
    return _sendable(found)[0]


def look_again(actor: Actor, handover_id: UUID, now: datetime) -> tuple[Sight, bool]:
    """What would leave of a stored draft now, and whether it was drafted from just that. Raises as `confirm`."""
    with transaction.atomic():
        row = row_of(actor, handover_id)
        with open_record(actor, record_of(row), PREVIEW, purpose=_REFERRAL, now=now, thing=row) as opened:
            seen = again(actor, opened, row, now)
            assert seen.preview is not None
            return seen, is_same(opened, row, seen.preview)


def stored_additions(opened: Opened, row: Handover) -> list[Addition]:
    """What the draft takes beyond the default, with the reasons."""
    content = opened.read(row, "additions")
    added = {item.field.partition(":")[0]: item.reason for item in content.items} if content else {}
    return [Addition(field, reason) for field, reason in added.items()]


def is_same(opened: Opened, row: Handover, preview: Preview) -> bool:
    """Whether the stored draft was made from exactly this preview."""
    return vault.check_mac(opened.keys, "content", preview.canonical, bytes(row.payload_hash))


def read_note(actor: Actor, handover_id: UUID, now: datetime) -> None:
    """Say that one has read the note on the authorities. It counts for this person and for this visit only (DNH-30)."""
    with transaction.atomic():
        row = row_of(actor, handover_id, lock=True)
        ask(actor, READ_NOTE, row)
        row.note_read_by_id = actor.person
        journal.write(row.pk, actor.signatory(), READ_NOTE, at=now, purpose=_REFERRAL)
        note(row, "read_note", now, person=actor.person)


def note_read(row: Handover, person: UUID, now: datetime) -> bool:
    """Whether a person has read the note in this visit."""
    since = (now - NOTE_HOLDS).replace(microsecond=0)
    said = journal.told(row.pk, {READ_NOTE}, trusted.Signers())
    return any(line.actor == person and line.at >= since for line in said.lines)


def urgent_recorded(row: Handover) -> bool:
    """Whether a call in an emergency is on record: then one person may write to an authority."""
    calls = Decision.objects.filter(concern=row.concern, code=Triage.URGENT_RESPONSE)
    return row.concern_id is not None and bool(stated.kept(row.concern_id, calls))


def waits_for_second(row: Handover, actor: Actor) -> bool:
    """Whether somebody else must confirm after this person."""
    alone = row.confirmed_by_id in {None, actor.person}
    return row.recipient.kind == "authority" and alone and not urgent_recorded(row)


def confirm(actor: Actor, handover_id: UUID, seen: str, now: datetime) -> Handover:
    """Confirm what was previewed, named by its hash `seen`: it is sent, or waits for a second person.

    A replay changes nothing. Raises `payload.PreviewChanged` where it is not what would leave now, `NotNow`, `NotHere`,
    `NotAllowed`, `NetworkError`.
    """
    with transaction.atomic():
        row = row_of(actor, handover_id, lock=True)
        if row.state != State.DRAFT:
            ask(actor, OFFER, row)
            move(row, Event.OFFER, Given(Side.SENDER, now))
            return row
        waits = waits_for_second(row, actor)
        deed = CONFIRM if waits else OFFER
        with open_record(actor, record_of(row), deed, purpose=_REFERRAL, now=now, thing=row, write=not waits) as opened:
            current = again(actor, opened, row, now)
            assert current.preview is not None
            current.preview.confirm(seen)
            if not is_same(opened, row, current.preview):
                raise PreviewChanged("the concern changed after the draft")
            _judge(row, actor, current, now, waits=waits)
            if not waits:
                _send(opened, row, actor, current, now)
            opened.state(row)
    return row


def _judge(row: Handover, actor: Actor, current: Sight, now: datetime, *, waits: bool) -> None:
    """Every guard of the offer. One that waits for a second person passes all others and is noted."""
    given = Given(
        Side.SENDER,
        now,
        agreement=current.agreement,
        to_authority=current.to_authority,
        to_self=row.recipient_id == row.org_id,
        people=1 if row.confirmed_by_id in {None, actor.person} else 2,
        urgent_recorded=urgent_recorded(row),
        notes_read=note_read(row, actor.person, now),
        preview_seen=True,
    )
    step = advance(State(row.state), Event.OFFER, given)
    if not isinstance(step, Refused):
        return
    if not waits or step.reason_code != "second_person":
        raise not_now(step)
    row.confirmed_by_id = actor.person
    clocks.start(duties.SECOND, row.org_id, row.pk, now=now, **sender_owns(row))
    note(row, "confirm", now, person=actor.person)


def _send(opened: Opened, row: Handover, actor: Actor, current: Sight, now: datetime) -> None:
    """Seal what was previewed and give the recipient the key of the default payload; their clock starts."""
    assert current.preview is not None
    opened.write(row, "payload", current.preview.default)
    if current.preview.added.items:
        opened.write(row, "additions", current.preview.added)
    row.payload_hash = vault.mac(opened.keys, "content", current.preview.canonical)
    opened.written.append(bytes(row.payload_hash))
    opened.held.grant(rings.principal(row.recipient_id, of_recipient(row)), {"content"}, newest_only=True)
    if row.confirmed_by_id is None:
        row.confirmed_by_id = actor.person
    elif row.confirmed_by_id != actor.person:
        row.second_id = actor.person
    row.state, row.offered_at, row.urgent = State.OFFERED, now, current.urgent
    end_duties(row, now)
    row.answer_due = clocks.start(
        duties.ANSWER_DUTY,
        row.recipient_id,
        row.pk,
        now=now,
        limit=answer_limit(urgent=row.urgent),
        hours=answer_hours(row.recipient_id, row.country_to, urgent=row.urgent),
        urgent=row.urgent,
        **recipient_owns(row),
    ).due_at
    _another_way(row, now)
    note(row, "offer", now, person=actor.person)


def _another_way(row: Handover, now: datetime) -> None:
    """Another way was chosen: nobody need look at what came back before."""
    for one in same_concern(row):
        clocks.stop(one, duties.CAME_BACK, now=now)


def redraft(actor: Actor, handover_id: UUID, additions: Iterable[Addition], now: datetime) -> Handover:
    """Take over what would leave now, with these additions. A confirmation before it no longer counts.

    Raises as `draft` does.
    """
    with transaction.atomic():
        row = row_of(actor, handover_id, lock=True)
        if row.state != State.DRAFT or row.concern_id is None:
            raise NotNow(_("This was decided a moment ago. Look at it again."), code="too_late")
        concern = to_change(actor, row.concern_id)
        ref, conflict = access_terms.ref_of(concern), row.role == "conflict"
        with open_record(actor, ref, HAND_OVER, purpose=_REFERRAL, now=now, thing=concern) as source:
            in_sight = sight(source, concern, row.recipient_id, now, conflict=conflict, additions=additions)
        seen, preview = _sendable(in_sight)
        with open_record(actor, record_of(row), DRAFT, purpose=_REFERRAL, now=now, thing=row, write=True) as opened:
            opened.write(row, "payload", preview.default)
            if preview.added.items:
                opened.write(row, "additions", preview.added)
            else:
                opened.empty(row, "additions")
            row.payload_hash = vault.mac(opened.keys, "content", preview.canonical)
            opened.written.append(bytes(row.payload_hash))
            row.confirmed_by_id, row.urgent = None, seen.urgent
            row.agreement_id = UUID(getattr(seen.agreement, "source", ""))
            opened.state(row)
        clocks.stop(row.pk, duties.SECOND, now=now, done=False)
        note(row, "draft", now, person=actor.person)
    return row


def withdraw(actor: Actor, handover_id: UUID, now: datetime) -> Handover:
    """Take a handover back before it is answered: the copy goes, and its concern needs another way. A replay changes
    nothing."""
    with transaction.atomic():
        row = row_of(actor, handover_id, lock=True, ends=True)
        ask(actor, WITHDRAW, row)
        is_whole = stated.stands(row)
        step = move(row, Event.WITHDRAW, Given(Side.SENDER, now), is_whole=is_whole)
        if not step.changed:
            return row
        row.state = State.WITHDRAWN
        gone = delete_copy(row, actor.signatory(), WITHDRAW, now)
        end_duties(row, now, done=False)
        if Effect.BACK_TO_QUEUE in step.effects:
            back_to_queue(row, now)
        news(row, row.recipient_id, now)
        said = ended(row, gone, is_whole=is_whole)
        journal.write(row.pk, actor.signatory(), WITHDRAW, at=now, purpose=_REFERRAL, items=said)
        note(row, "withdraw", now, person=actor.person)
    return row
