"""Nightly: data that were taken out and whose days are over go. Key-less."""

from datetime import timedelta

from django.utils import timezone

from fanal.cases.exchange import exporting
from fanal.clocks import api as clocks


@clocks.job()
def erase_exports() -> None:
    """Erases what is over."""
    exporting.erase_due(timezone.now())


clocks.every(erase_exports, timedelta(days=1), offset=timedelta(hours=2, minutes=40))
