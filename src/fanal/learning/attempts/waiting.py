"""Attempts that were made without a network and wait: for who made them, and for what is still on a device."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from fanal.learning.attempts import proved
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
    with transaction.atomic():
        theirs = _of(learner).filter(kept_until__gt=now).select_for_update().order_by("pk")
        rows = list(theirs.prefetch_related("events"))
        for row in rows:
            held = proved.is_proved(row)
            row.confirmed = True
            proved.leave(row, row.events.all(), held=held)
        Attempt.objects.bulk_update(rows, ["confirmed", "code"])
    return len(rows)


def disown(learner: Learner) -> None:
    """It was somebody else: nothing of it stays."""
    _of(learner).delete()


def clear(now: datetime) -> list[Attempt]:
    """What nobody confirmed goes. Returns attempts whose missing parts never came, which the caller holds."""
    Attempt.objects.filter(confirmed=False, kept_until__lt=now - TOLD).delete()
    late = Attempt.objects.filter(finished_at=None, kept_until__lt=now, confirmed=True)
    return list(late.select_for_update().order_by("pk"))
