"""Daily work on files of countries. Key-less."""

from datetime import timedelta

from django.utils import timezone

from fanal.clocks import api as clocks
from fanal.contacts import duties, stale


@clocks.job()
def check_again() -> None:
    """Look at what ends in each file: whoever keeps it hears of it a month before."""
    now = timezone.now()
    for country, org in stale.kept():
        duties.settle(country, org, now)


clocks.every(check_again, timedelta(days=1), offset=timedelta(minutes=50))
