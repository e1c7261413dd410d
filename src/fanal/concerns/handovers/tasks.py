"""Daily work on handovers. Key-less."""

from datetime import timedelta

from django.utils import timezone

from fanal.clocks import api as clocks
from fanal.concerns.handovers import clock


@clocks.job(was="fanal.concerns.tasks_handover.lapse_handovers")
def lapse_handovers() -> None:
    """End the access whose last day, or whose agreement, is over."""
    clock.lapse(timezone.now())


clocks.every(lapse_handovers, timedelta(days=1), offset=timedelta(minutes=20))
