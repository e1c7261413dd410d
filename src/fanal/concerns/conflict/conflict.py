"""Conflicts of interest (docs/concerns-triage.md, "A conflict of interest")."""

from datetime import datetime
from uuid import UUID

from fanal.concerns.conflict.giving import Hands, give
from fanal.network.contracts import Actor

MARK, CLEAR = "concerns.mark_conflict", "concerns.clear_conflict"


def mark(actor: Actor, concern_id: UUID, now: datetime) -> None:
    """Give a concern to the safeguarding lead alone: new keys for everything, and out of the queue at once.

    What was marked as the same goes along. What a colleague has already read cannot be un-read. Raises `NotHere`,
    `NotAllowed`, `NetworkError`.
    """
    give(actor, concern_id, MARK, lambda first: Hands(restricted=True, team=first.team_id), now)


def clear(actor: Actor, concern_id: UUID, now: datetime) -> None:
    """Give it back to the intake team that had it: it is not about our own people. Raises as `mark` does."""
    give(actor, concern_id, CLEAR, lambda first: Hands(restricted=False, team=first.team_id), now)
