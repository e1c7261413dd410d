"""Handovers on the sender's side after they were sent: what was added, longer access, its end (`fanal.passing.ending`);
other hands at home, another way found."""

from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotNow, ask, stated
from fanal.clocks import api as clocks
from fanal.concerns import locks
from fanal.concerns.duties import hand_on
from fanal.concerns.handovers import duties
from fanal.concerns.handovers.kind import HANDOVERS
from fanal.concerns.handovers.steps import of_concern
from fanal.concerns.models import Concern, Handover
from fanal.journal import api as journal
from fanal.network.contracts import Actor
from fanal.passing.api import ending, steps
from fanal.vocabulary.codes import TransitionState as State

RELEASE, RENEW, REVOKE, SETTLE, CALL = map(HANDOVERS.deed, ("release", "renew", "revoke", "settle", "call"))
RENEW_REASONS, REVOKE_REASONS = ending.RENEW_REASONS, ending.REVOKE_REASONS

release = partial(ending.release, HANDOVERS)
renew = partial(ending.renew, HANDOVERS)
revoke = partial(ending.revoke, HANDOVERS)


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


def settle(actor: Actor, handover_id: UUID, now: datetime) -> None:
    """Say that another way was found for what came back: nobody need hear of it any more."""
    with transaction.atomic():
        row = HANDOVERS.row_of(actor, handover_id, lock=True, ends=True)
        ask(actor, SETTLE, row)
        if row.state not in steps.OVER:
            raise NotNow(_("This did not come back."), code="too_late")
        stopped = [
            *clocks.stop(row.pk, duties.UNANSWERED, now=now),
            *clocks.stop(row.pk, duties.CAME_BACK, now=now),
        ]
        if stopped:
            journal.write(row.pk, actor.signatory(), SETTLE, at=now, purpose=steps.PURPOSE)
            steps.note(HANDOVERS, row, "settle", now, person=actor.person)


def called(actor: Actor, handover_id: UUID, now: datetime) -> None:
    """The referral desk telephoned about an unanswered handover. It opens nothing, and the sender's duty goes on."""
    with transaction.atomic():
        locks.hold(handover=handover_id)
        row = Handover.objects.filter(pk=handover_id, state=State.EXPIRED).first()
        if row is None:
            raise NotNow(_("This was answered or settled meanwhile."), code="too_late")
        ask(actor, CALL, row)
        journal.write(row.pk, actor.signatory(), CALL, at=now, purpose=steps.PURPOSE)
        HANDOVERS.steps(row).create(handover=row, event="call", state=row.state, person_id=actor.person, at=now)
