"""Handing over, on the sender's side until it is sent: draft, note read, confirm (one person or two), withdraw.

What all kinds of passing on share is in `fanal.passing.sending`; here is what a handover is drafted from.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import IntegrityError, transaction

from fanal.access.api import NotHere, open_record
from fanal.concerns.handovers.kind import HAND_OVER, HANDOVERS, leaving, look_at, proposed, seen_again, sendable
from fanal.concerns.handovers.preview import Sight
from fanal.concerns.models import Concern, Handover
from fanal.concerns.triage.triage import concern_of, to_change
from fanal.network.contracts import Actor
from fanal.passing.api import Addition, sending, steps
from fanal.vocabulary.ids import new_id

PREVIEW, WITHDRAW = map(HANDOVERS.deed, ("preview", "withdraw"))

read_note = partial(sending.read_note, HANDOVERS)
note_read = partial(sending.note_read, HANDOVERS)
waits_for_second = partial(sending.waits_for_second, HANDOVERS)
confirm = partial(sending.confirm, HANDOVERS)
withdraw = partial(sending.withdraw, HANDOVERS)


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

    Raises `NotHere`, `NotAllowed`, `NotAddable`; `NotNow` where nobody proposes this recipient.
    """
    concern = concern_of(actor, concern_id)
    return proposed(look_at(actor, concern, recipient, PREVIEW, now, conflict, additions))


def look_again(actor: Actor, handover_id: UUID, now: datetime) -> tuple[Sight, bool]:
    """What would leave of a stored draft now, and whether it was drafted from just that. Raises as `confirm`."""
    with transaction.atomic():
        row = HANDOVERS.row_of(actor, handover_id)
        ref = HANDOVERS.record_of(row)
        with open_record(actor, ref, PREVIEW, purpose=steps.PURPOSE, now=now, thing=row) as opened:
            seen = seen_again(actor, row, now, sending.stored_additions(opened, row))
            return seen, steps.is_same(opened, row, leaving(seen).preview)


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
            seen = sendable(look_at(actor, concern, recipient, HAND_OVER, now, conflict, additions))
            return sending.store(HANDOVERS, actor, _new(seen, request_key), leaving(seen), now)
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


def _new(seen: Sight, request_key: UUID) -> Handover:
    concern = seen.concern
    role, country = seen.clear
    return Handover(
        id=new_id(),
        org_id=concern.org_id,
        recipient_id=seen.recipient.id,
        concern=concern,
        role=role,
        restricted=concern.restricted,
        team_id=concern.team_id,
        request_key=request_key,
        country_from=concern.country_of_harm,
        country_to=country,
    )


def redraft(actor: Actor, handover_id: UUID, additions: Iterable[Addition], now: datetime) -> Handover:
    """Take over what would leave now, with these additions. A confirmation before it no longer counts.

    Raises as `draft` does.
    """
    with transaction.atomic():
        row = HANDOVERS.row_of(actor, handover_id, lock=True)
        sending.need_draft(row)
        sending.redraft(HANDOVERS, actor, row, leaving(seen_again(actor, row, now, additions)), now)
    return row
