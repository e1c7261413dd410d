"""Nightly work on studies and runs: what has had its day is erased. Key-less."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from fanal.clocks import api as clocks
from fanal.research import runs, sealed_parts, studies


@clocks.job()
def erase_histories() -> None:
    """Erase what has run out; the database forgets its bytes, too."""
    if studies.erase_due(timezone.now()):
        sealed_parts.scrub()


@clocks.job()
def purge_runs() -> None:
    """End runs whose day of deletion has passed, and delete what is left of them."""
    if runs.purge(timezone.now()):
        sealed_parts.scrub()


def schedule() -> None:
    """Called once when the room starts."""
    clocks.every(erase_histories, timedelta(days=1), offset=timedelta(hours=2, minutes=20))
    clocks.every(purge_runs, timedelta(days=1), offset=timedelta(hours=2, minutes=40))
