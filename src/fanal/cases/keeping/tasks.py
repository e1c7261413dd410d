"""Daily erasure of files. Key-less."""

from datetime import timedelta

from django.utils import timezone

from fanal.cases.keeping import keeping
from fanal.clocks import api as clocks


@clocks.job()
def erase_due() -> None:
    """Erases what has run out."""
    keeping.erase_due(timezone.now())


clocks.every(erase_due, timedelta(days=1), offset=timedelta(hours=2, minutes=20))
