"""Hourly: what was done with files in the last day. Key-less."""

from datetime import timedelta

from django.utils import timezone

from fanal.cases.alarms import alarms
from fanal.clocks import api as clocks


@clocks.job()
def look_at_looks() -> None:
    """Gives the alarms that are due."""
    alarms.look(timezone.now())


clocks.every(look_at_looks, timedelta(hours=1), offset=timedelta(minutes=25))
