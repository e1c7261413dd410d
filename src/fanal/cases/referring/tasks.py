"""What time does to the pages of providers. Key-less."""

from datetime import timedelta

from django.utils import timezone

from fanal.cases.referring import page
from fanal.clocks import api as clocks


@clocks.job()
def end_pages() -> None:
    """A page whose time is over opens no more anyway; what it showed goes, too."""
    page.sweep(timezone.now())


clocks.every(end_pages, timedelta(hours=1), offset=timedelta(minutes=35))
