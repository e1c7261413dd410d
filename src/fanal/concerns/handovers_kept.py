"""Handovers on the sender's side after they were sent: what was added, longer access, its end, another way found."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal import vault
from fanal.access.api import open_record
from fanal.clocks import api as clocks
from fanal.concerns import duties_handover
from fanal.concerns.content import HandoverContent
from fanal.concerns.handover_preview import access_end, check_agreement
from fanal.concerns.handover_states import Event, Given, Side
from fanal.concerns.handover_steps import (
    NotNow,
    ask,
    move,
    note,
    of_recipient,
    of_sender,
    recipient_owns,
    record_of,
    row_of,
    shut,
)
from fanal.concerns.handovers_received import contents
from fanal.concerns.models import Concern, Handover, HandoverEvent
from fanal.concerns.payload import ADDABLE, PreviewChanged
from fanal.journal import api as journal
from fanal.network.api import records, rings
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
            raise NotNow(Refused("too_late", _("There is nothing to send any more.")))
        with open_record(actor, record_of(row), RELEASE, purpose=_REFERRAL, now=now, thing=row, write=True) as opened:
            found = contents(opened, row)
            added = found.additions or HandoverContent()
            canonical = b"\n".join((found.payload.to_json().encode(), added.to_json().encode()))
            if not vault.check_mac(opened.keys, "content", canonical, bytes(row.payload_hash)):
                raise PreviewChanged("what is stored is not what was previewed")
            _still_covered(row, added, now)
            opened.write(row, "additions", added)
            to = rings.principal(row.recipient_id, of_recipient(row))
            records.grant(opened.keys.newest_only(), to, {"identity"})
        row.released = True
        clocks.stop(row.pk, duties_handover.RELEASE, now=now)
        note(row, "release", now, person=actor.person)
    return row


def _still_covered(row: Handover, added: HandoverContent, now: datetime) -> None:
    data = frozenset(str(ADDABLE[item.field.split(":")[0]]) for item in added.items)
    answer = check_agreement(row.org_id, row.recipient_id, row.role, now.date(), data)
    if isinstance(answer, Refused):
        raise NotNow(answer)


def renew(actor: Actor, handover_id: UUID, reason: str, now: datetime) -> Handover:
    """Ninety days more from today, never past the agreement, with a code of `RENEW_REASONS`."""
    with transaction.atomic():
        row = row_of(actor, handover_id, lock=True)
        ask(actor, RENEW, row)
        agreement = check_agreement(row.org_id, row.recipient_id, row.role, now.date())
        given = Given(Side.SENDER, now, agreement=agreement, reason=reason if reason in RENEW_REASONS else "")
        move(row, Event.RENEW, given)
        row.access_until = access_end(agreement, now.date())
        journal.write(row.pk, actor.signatory(), RENEW, at=now, purpose=reason)
        note(row, "renew", now, person=actor.person, reason=reason)
    return row


def revoke(actor: Actor, handover_id: UUID, reason: str, now: datetime) -> Handover:
    """End the access at once, with a code of `REVOKE_REASONS`: the recipient's keys go, and they confirm the rest."""
    with transaction.atomic():
        row = row_of(actor, handover_id, lock=True)
        ask(actor, REVOKE, row)
        given = Given(Side.SENDER, now, reason=reason if reason in REVOKE_REASONS else "")
        if not move(row, Event.REVOKE, given).changed:
            return row
        close_access(row, now)
        journal.write(row.pk, actor.signatory(), REVOKE, at=now, purpose=reason)
        note(row, "revoke", now, person=actor.person, reason=reason)
    return row


def close_access(row: Handover, now: datetime) -> None:
    """What every end of access does: state, keys, and the recipient's duty to confirm."""
    row.state = State.REVOKED
    shut(row)
    clocks.stop(row.pk, now=now, done=False)
    clocks.start(duties_handover.PURGE, row.recipient_id, row.pk, now=now, **recipient_owns(row))


def change_hands(actor: Actor, concern: Concern, deed: str, now: datetime) -> None:
    """The handovers of a concern follow it between the intake team and the safeguarding lead, with their keys.

    What the recipient holds stays as it is. Called inside the deed that gave the concern into other hands, whose name
    stands in the journal of each handover too.
    """
    for row in Handover.objects.select_for_update().filter(concern=concern).exclude(restricted=concern.restricted):
        before = rings.principal(row.org_id, of_sender(row)).id
        row.restricted = concern.restricted
        if bytes(row.payload):
            with open_record(
                actor, record_of(row), deed, purpose=AccessPurpose.SAFEGUARDING_ALARM, now=now, thing=row
            ) as opened:
                records.grant(opened.keys, rings.principal(row.org_id, of_sender(row)), opened.keys.compartments)
                records.revoke(row.pk, kind="ring", principal=before)
        row.save(update_fields=["restricted"])
        owner = duties_handover.SAFEGUARDING if row.restricted else duties_handover.INTAKE
        for kind in (duties_handover.SECOND, duties_handover.CAME_BACK, duties_handover.RELEASE):
            clocks.move(row.pk, kind, owner, now=now, org=row.org_id)


def settle(actor: Actor, handover_id: UUID, now: datetime) -> None:
    """Say that another way was found for what came back: nobody need hear of it any more."""
    with transaction.atomic():
        row = row_of(actor, handover_id, lock=True)
        ask(actor, SETTLE, row)
        if row.state not in {State.EXPIRED, State.DECLINED}:
            raise NotNow(Refused("too_late", _("This did not come back.")))
        ended = [
            *clocks.stop(row.pk, duties_handover.UNANSWERED, now=now),
            *clocks.stop(row.pk, duties_handover.CAME_BACK, now=now),
        ]
        if ended:
            journal.write(row.pk, actor.signatory(), SETTLE, at=now, purpose=_REFERRAL)
            note(row, "settle", now, person=actor.person)


def called(actor: Actor, handover_id: UUID, now: datetime) -> None:
    """The referral desk telephoned about an unanswered handover. It opens nothing, and the sender's duty goes on."""
    with transaction.atomic():
        row = Handover.objects.filter(pk=handover_id, state=State.EXPIRED).first()
        if row is None:
            raise NotNow(Refused("too_late", _("This was answered or settled meanwhile.")))
        ask(actor, CALL, row)
        journal.write(row.pk, actor.signatory(), CALL, at=now, purpose=_REFERRAL)
        HandoverEvent.objects.create(handover=row, event="call", state=row.state, person_id=actor.person, at=now)
