"""Handovers on the sender's side after they were sent: what was added, longer access, its end, another way found."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal import vault
from fanal.access.api import NotNow, Opened, ask, open_record, stated
from fanal.clocks import api as clocks
from fanal.concerns import locks
from fanal.concerns.content import HandoverContent
from fanal.concerns.handovers import duties, talk
from fanal.concerns.handovers.payload import ADDABLE, Preview, PreviewChanged
from fanal.concerns.handovers.preview import access_end, check_agreement
from fanal.concerns.handovers.received import Read, contents
from fanal.concerns.handovers.states import Effect, Event, Given, Side, Step
from fanal.concerns.handovers.steps import (
    OVER,
    back_to_queue,
    end_duties,
    ended,
    move,
    news,
    not_now,
    note,
    of_concern,
    of_recipient,
    of_sender,
    recipient_owns,
    record_of,
    row_of,
    shut,
)
from fanal.concerns.models import Concern, Handover, HandoverEvent
from fanal.journal import api as journal
from fanal.journal.contracts import Item, Signatory
from fanal.network.api import rings
from fanal.network.contracts import Actor
from fanal.vocabulary.codes import AccessPurpose
from fanal.vocabulary.codes import TransitionState as State
from fanal.vocabulary.results import Refused
from fanal.vocabulary.words import gettext_noop

RELEASE, RENEW, REVOKE = "concerns.release_handover", "concerns.renew_handover", "concerns.revoke_handover"
SETTLE, CALL = "concerns.settle_handover", "concerns.call_handover"
_REFERRAL = AccessPurpose.REFERRAL

RENEW_REASONS = {
    "still_working": gettext_noop("They still work on it"),
    "proceeding": gettext_noop("A proceeding needs it"),
    "follow_up": gettext_noop("The child is still being followed up"),
}
REVOKE_REASONS = {
    "not_needed": gettext_noop("It is no longer needed"),
    "mistake": gettext_noop("It was sent by mistake"),
    "partner": gettext_noop("Something is wrong at the partner"),
    "child": gettext_noop("The child or family asks for it"),
}
"""Why, as codes: words about a child have no place in a clear column."""


def release(actor: Actor, handover_id: UUID, now: datetime) -> Handover:
    """Send what was added, after the recipient accepted: exactly what the preview showed. A replay sends nothing.

    Raises `NotHere`, `NotAllowed`, `NotNow`, `payload.PreviewChanged`, `NetworkError`.
    """
    with transaction.atomic():
        row = row_of(actor, handover_id, lock=True)
        ask(actor, RELEASE, row)
        if row.released:
            return row
        if row.state not in {State.ACCEPTED, State.COMPLETED} or not bytes(row.additions):
            raise NotNow(_("There is nothing to send any more."), code="too_late")
        with open_record(actor, record_of(row), RELEASE, purpose=_REFERRAL, now=now, thing=row, write=True) as opened:
            stored = contents(opened, row)
            added = stored.additions or HandoverContent()
            if not vault.check_mac(opened.keys, "content", _canonical(stored), bytes(row.payload_hash)):
                raise PreviewChanged("what is stored is not what was previewed")
            _still_covered(row, added, now)
            opened.write(row, "additions", added)
            to = rings.principal(row.recipient_id, of_recipient(row))
            opened.held.grant(to, {"identity"}, newest_only=True)
            row.released = True
            opened.state(row)
        clocks.stop(row.pk, duties.RELEASE, now=now)
        news(row, row.recipient_id, now)
        note(row, "release", now, person=actor.person)
    return row


def _still_covered(row: Handover, added: HandoverContent, now: datetime) -> None:
    data = frozenset(str(ADDABLE[item.field.split(":")[0]]) for item in added.items)
    answer = check_agreement(row.org_id, row.recipient_id, row.role, now.date(), data)
    if isinstance(answer, Refused):
        raise not_now(answer)


def renew(actor: Actor, handover_id: UUID, reason: str, now: datetime) -> Handover:
    """Ninety days more from today, never past the agreement, with a code of `RENEW_REASONS`."""
    with transaction.atomic():
        row = row_of(actor, handover_id, lock=True)
        ask(actor, RENEW, row)
        agreement = check_agreement(row.org_id, row.recipient_id, row.role, now.date())
        given = Given(Side.SENDER, now, agreement=agreement, reason=reason if reason in RENEW_REASONS else "")
        move(row, Event.RENEW, given)
        row.access_until = access_end(agreement, now.date())
        journal.write(row.pk, actor.signatory(), RENEW, at=now, purpose=reason, items=[stated.item(row)])
        note(row, "renew", now, person=actor.person, reason=reason)
    return row


def revoke(actor: Actor, handover_id: UUID, reason: str, now: datetime) -> Handover:
    """End the access at once, with a code of `REVOKE_REASONS`: the recipient's keys go, and they confirm the rest."""
    with transaction.atomic():
        row = row_of(actor, handover_id, lock=True, ends=True)
        ask(actor, REVOKE, row)
        is_whole = stated.stands(row)
        given = Given(Side.SENDER, now, reason=reason if reason in REVOKE_REASONS else "")
        step = move(row, Event.REVOKE, given, is_whole=is_whole)
        if not step.changed:
            return row
        gone = close_access(row, step, actor.signatory(), REVOKE, now)
        said = ended(row, gone, is_whole=is_whole)
        journal.write(row.pk, actor.signatory(), REVOKE, at=now, purpose=reason, items=said)
        note(row, "revoke", now, person=actor.person, reason=reason)
    return row


def close_access(row: Handover, step: Step, by: Signatory, deed: str, now: datetime) -> list[Item]:
    """What every end of access does: state, keys, the recipient's duty to confirm; without an outcome the concern needs
    another way. Returns what the entry of the deed must name."""
    row.state = step.state
    gone = shut(row, by, deed, now)
    end_duties(row, now, done=False)
    clocks.start(duties.PURGE, row.recipient_id, row.pk, now=now, **recipient_owns(row))
    if Effect.BACK_TO_QUEUE in step.effects:
        back_to_queue(row, now)
    return gone


def change_hands(actor: Actor, concern: Concern, deed: str, now: datetime) -> None:
    """The handovers of a concern follow it between the intake team and the safeguarding lead, under new keys.

    The recipient reads what they could read before. Called inside the deed that gave the concern into other hands,
    whose name stands in the journal of each handover too. One that somebody changed is taken from the intake team as
    the others are, and not vouched for.
    """
    for row in of_concern(concern):
        is_whole = stated.stands(row)
        if row.restricted == concern.restricted if is_whole else not concern.restricted:
            continue
        row.restricted = concern.restricted
        if bytes(row.payload):
            with open_record(
                actor, record_of(row), deed, purpose=AccessPurpose.SAFEGUARDING_ALARM, now=now, thing=row
            ) as opened:
                _reseal(opened, row)
                if is_whole:
                    opened.state(row)
        elif is_whole:
            journal.write(row.pk, actor.signatory(), deed, at=now, items=[stated.item(row)])
        row.save(update_fields=["restricted", "payload", "additions", "payload_hash"])
        talk.change_hands(actor, row, deed, now)
        owner = duties.SAFEGUARDING if row.restricted else duties.INTAKE
        for kind in duties.OF_SENDERS_TEAM:
            clocks.move(row.pk, kind, owner, now=now, org=row.org_id)


def _reseal(opened: Opened, row: Handover) -> None:
    """New keys for the sender's team and the recipient: whoever had it before opens nothing that is added later."""
    texts = {name: opened.try_read(row, name) for name in ("payload", "additions")}
    canonical = _canonical(Read(texts["payload"] or HandoverContent(), texts["additions"]))
    is_same = vault.check_mac(opened.keys, "content", canonical, bytes(row.payload_hash))
    ours, theirs = rings.principal(row.org_id, of_sender(row)), rings.principal(row.recipient_id, of_recipient(row))
    opened.held.narrow([ours], stay=[theirs.id])
    for name, text in texts.items():
        if text is not None:
            opened.write(row, name, text)
    if is_same:
        row.payload_hash = vault.mac(opened.keys, "content", canonical)
        opened.written.append(bytes(row.payload_hash))


def _canonical(found: Read) -> bytes:
    """What was previewed, as `Preview.canonical` made it."""
    return Preview(found.payload, found.additions or HandoverContent(), ()).canonical


def settle(actor: Actor, handover_id: UUID, now: datetime) -> None:
    """Say that another way was found for what came back: nobody need hear of it any more."""
    with transaction.atomic():
        row = row_of(actor, handover_id, lock=True, ends=True)
        ask(actor, SETTLE, row)
        if row.state not in OVER:
            raise NotNow(_("This did not come back."), code="too_late")
        stopped = [
            *clocks.stop(row.pk, duties.UNANSWERED, now=now),
            *clocks.stop(row.pk, duties.CAME_BACK, now=now),
        ]
        if stopped:
            journal.write(row.pk, actor.signatory(), SETTLE, at=now, purpose=_REFERRAL)
            note(row, "settle", now, person=actor.person)


def called(actor: Actor, handover_id: UUID, now: datetime) -> None:
    """The referral desk telephoned about an unanswered handover. It opens nothing, and the sender's duty goes on."""
    with transaction.atomic():
        locks.hold(handover=handover_id)
        row = Handover.objects.filter(pk=handover_id, state=State.EXPIRED).first()
        if row is None:
            raise NotNow(_("This was answered or settled meanwhile."), code="too_late")
        ask(actor, CALL, row)
        journal.write(row.pk, actor.signatory(), CALL, at=now, purpose=_REFERRAL)
        HandoverEvent.objects.create(handover=row, event="call", state=row.state, person_id=actor.person, at=now)
