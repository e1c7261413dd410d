"""What time does to grounds that wait for a second person. Key-less."""

from datetime import timedelta

from django.utils import timezone

from fanal.cases.grounds import grounds
from fanal.clocks import api as clocks


@clocks.job()
def end_unsigned_grounds() -> None:
    """What rested on a ground that nobody signed within its day ends."""
    grounds.end_unsigned(timezone.now())


clocks.every(end_unsigned_grounds, timedelta(hours=1), offset=timedelta(minutes=25))
