"""Handovers on the sender's side after they were sent: what was added, longer access, its end (`fanal.passing.ending`);
other hands at home, another way found."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from uuid import UUID

from fanal.access.api import stated
from fanal.concerns import locks
from fanal.concerns.duties import hand_on
from fanal.concerns.handovers.kind import HANDOVERS
from fanal.concerns.handovers.preview import FOR_CHILD
from fanal.concerns.handovers.steps import of_concern
from fanal.concerns.models import Concern
from fanal.journal.contracts import Signatory
from fanal.network.contracts import Actor
from fanal.passing.api import ending, sending, steps
from fanal.vocabulary.codes import TransitionState as State

RELEASE, RENEW, REVOKE, SETTLE, CALL = map(HANDOVERS.deed, ("release", "renew", "revoke", "settle", "call"))
RENEW_REASONS, REVOKE_REASONS = ending.RENEW_REASONS, ending.REVOKE_REASONS

_WAITS = (State.DRAFT.value, State.OFFERED.value)

release = partial(ending.release, HANDOVERS)
renew = partial(ending.renew, HANDOVERS)
revoke = partial(ending.revoke, HANDOVERS)
settle = partial(ending.settle, HANDOVERS)


def end_for_child(concern_id: UUID, allows: Callable[[UUID], bool], by: Signatory, now: datetime) -> None:
    """The handovers of a concern that a child's ground carries end at once where it does not allow the member any more:
    what was not answered is taken back, what was taken on is revoked (CM-39). Key-less. One that somebody changed is
    believed in nothing and ends as well."""
    locks.hold(concern_id)
    concern = Concern.objects.filter(pk=concern_id).first()
    for row in of_concern(concern) if concern is not None else ():
        rests = row.role in FOR_CHILD or not stated.stands(row)
        if not rests or (stated.stands(row) and allows(row.recipient_id)):
            continue
        if row.state in _WAITS:
            sending.take_back(HANDOVERS, row, by, now)
        elif row.state in steps.SENT:
            ending.cut_off(HANDOVERS, row, "child", by, now)


def change_hands(actor: Actor, concern: Concern, deed: str, now: datetime, *, purpose: str, widens: bool) -> None:
    """The handovers of a concern follow it between the intake teams and the safeguarding lead, under new keys.

    Called inside the deed that gave the concern into other hands, whose name stands in the journal of each handover
    too. One that somebody changed is taken from those who had it as the others are, and not vouched for; it stays where
    it is where it would come into more hands (`widens`).
    """
    for row in of_concern(concern):
        is_whole = stated.stands(row)
        is_there = (row.restricted, row.team_id) == (concern.restricted, concern.team_id)
        if is_there if is_whole else widens:
            continue
        row.restricted, row.team_id = concern.restricted, concern.team_id
        ending.change_hands(HANDOVERS, actor, row, deed, now, is_whole=is_whole, purpose=purpose)
        for kind in HANDOVERS.duties.of_senders_team:
            hand_on(row, kind, concern, now)
