"""Conflicts of interest (docs/concerns-triage.md, "A conflict of interest")."""

from datetime import datetime
from uuid import UUID

from fanal.concerns.conflict.giving import Hands, give
from fanal.concerns.models import Concern
from fanal.network import api as network
from fanal.network.contracts import Actor

MARK, CLEAR = "concerns.mark_conflict", "concerns.clear_conflict"


def mark(actor: Actor, concern_id: UUID, now: datetime) -> None:
    """Give a concern to the safeguarding lead alone: new keys for everything, and out of the queue at once.

    What was marked as the same goes along. What a colleague has already read cannot be un-read. Raises `NotHere`,
    `NotAllowed`, `NetworkError`.
    """
    give(actor, concern_id, MARK, lambda first: Hands(restricted=True, team=first.team_id), now)


def clear(actor: Actor, concern_id: UUID, now: datetime) -> None:
    """Give it back to the intake team that had it, or to the main one where that is closed: it is not about our own
    people. Raises as `mark` does."""

    def back(first: Concern) -> Hands:
        there = {one.id for one in network.teams.of(first.org_id)}
        return Hands(restricted=False, team=first.team_id if first.team_id in there else None)

    give(actor, concern_id, CLEAR, back, now)
