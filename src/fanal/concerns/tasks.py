"""Jobs of the room: key-less, they bear to be run twice."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from fanal.clocks import api as clocks
from fanal.concerns import keeping, volume


@clocks.job()
def erase_due() -> None:
    """Erases what has run out."""
    keeping.erase_due(timezone.now())


@clocks.job()
def watch_volume() -> None:
    """Says where a flood fills the list of the unverified."""
    volume.watch(timezone.now())


def schedule() -> None:
    """Called once when the room starts."""
    clocks.every(erase_due, timedelta(days=1), offset=timedelta(hours=2))
    clocks.every(watch_volume, timedelta(minutes=10))
