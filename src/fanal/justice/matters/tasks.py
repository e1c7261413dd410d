"""Daily erasure of matters. Key-less."""

from datetime import timedelta

from django.utils import timezone

from fanal.clocks import api as clocks
from fanal.justice.matters import matters


@clocks.job()
def erase_due() -> None:
    """Erases what has run out; what was closed before matters had an end gets one."""
    matters.erase_due(timezone.now())


clocks.every(erase_due, timedelta(days=1), offset=timedelta(hours=2, minutes=10))
