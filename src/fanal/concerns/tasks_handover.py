"""Daily work on handovers and public pages. Key-less."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from fanal.clocks import api as clocks
from fanal.concerns import handovers_clock, pages


@clocks.job()
def lapse_handovers() -> None:
    """End the access whose last day, or whose agreement, is over."""
    handovers_clock.lapse(timezone.now())


@clocks.job()
def check_gates() -> None:
    """Look at the gate of every public page; close those for which something lapsed."""
    pages.check_all(timezone.now())


def schedule() -> None:
    """Called once when the room starts."""
    clocks.every(lapse_handovers, timedelta(days=1), offset=timedelta(minutes=20))
    clocks.every(check_gates, timedelta(days=1), offset=timedelta(minutes=40))
