"""Daily erasure. Key-less."""

from datetime import timedelta

from django.utils import timezone

from fanal.clocks import api as clocks
from fanal.concerns.keeping import keeping


@clocks.job(was="fanal.concerns.tasks.erase_due")
def erase_due() -> None:
    """Erases what has run out."""
    keeping.erase_due(timezone.now())


clocks.every(erase_due, timedelta(days=1), offset=timedelta(hours=2))
