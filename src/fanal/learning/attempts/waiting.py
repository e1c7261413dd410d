"""Attempts that were made without a network and wait: for who made them, and for what is still on a device."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import QuerySet

from fanal.learning.models import Attempt, Learner

KEPT: Final = timedelta(days=60)
"""So long an attempt can be confirmed, and waits for its missing parts."""
TOLD: Final = timedelta(days=30)
"""So long after that its learner still reads that it was too late."""


def of(learner: Learner) -> list[Attempt]:
    """What was done with the card of somebody and nobody has said whose it is, oldest first."""
    return list(_of(learner).order_by("started_at", "pk"))


def _of(learner: Learner) -> QuerySet[Attempt]:
    return Attempt.objects.filter(learner=learner, confirmed=False)


def confirm(learner: Learner, now: datetime) -> int:
    """It was the holder of the card: they sit here with their PIN, or stand before whoever trains them. Returns how
    many attempts count from now on."""
    return _of(learner).filter(kept_until__gt=now).update(confirmed=True)


def disown(learner: Learner) -> None:
    """It was somebody else: nothing of it stays."""
    _of(learner).delete()


def clear(now: datetime) -> list[Attempt]:
    """What nobody confirmed goes. Returns attempts whose missing parts never came."""
    Attempt.objects.filter(confirmed=False, kept_until__lt=now - TOLD).delete()
    return list(Attempt.objects.filter(finished_at=None, kept_until__lt=now, confirmed=True))
