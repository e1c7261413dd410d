"""Handovers on the sender's side after they were sent: what was added, longer access, its end (`fanal.passing.ending`);
other hands at home, another way found."""

from datetime import datetime
from functools import partial

from fanal.access.api import stated
from fanal.concerns.duties import hand_on
from fanal.concerns.handovers.kind import HANDOVERS
from fanal.concerns.handovers.steps import of_concern
from fanal.concerns.models import Concern
from fanal.network.contracts import Actor
from fanal.passing.api import ending

RELEASE, RENEW, REVOKE, SETTLE, CALL = map(HANDOVERS.deed, ("release", "renew", "revoke", "settle", "call"))
RENEW_REASONS, REVOKE_REASONS = ending.RENEW_REASONS, ending.REVOKE_REASONS

release = partial(ending.release, HANDOVERS)
renew = partial(ending.renew, HANDOVERS)
revoke = partial(ending.revoke, HANDOVERS)
settle = partial(ending.settle, HANDOVERS)


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
