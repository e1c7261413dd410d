"""Daily work on what goes between members. Key-less."""

from datetime import timedelta

from django.utils import timezone

from fanal.cases.members import clock
from fanal.clocks import api as clocks


@clocks.job()
def lapse_between_members() -> None:
    """End the access whose last day, or whose agreement, is over."""
    clock.lapse(timezone.now())


clocks.every(lapse_between_members, timedelta(days=1), offset=timedelta(minutes=35))
