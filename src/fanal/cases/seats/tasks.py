"""Daily work on seats. Key-less."""

from datetime import timedelta

from django.utils import timezone

from fanal.cases.seats import seats
from fanal.clocks import api as clocks


@clocks.job()
def end_seats() -> None:
    """A seat whose two weeks are over ends, and its keys go."""
    seats.end_due(timezone.now())


clocks.every(end_seats, timedelta(days=1), offset=timedelta(minutes=35))
