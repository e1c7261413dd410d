"""Hourly work on seats. Key-less."""

from datetime import timedelta

from django.utils import timezone

from fanal.clocks import api as clocks
from fanal.learning.signin import seats


@clocks.job()
def clear_seats() -> None:
    """Nobody sits any more where no page was opened for ten minutes."""
    seats.clear(timezone.now())


clocks.every(clear_seats, timedelta(hours=1), offset=timedelta(minutes=25))
