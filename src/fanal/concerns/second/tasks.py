"""Daily work on second yeses. Key-less."""

from datetime import timedelta

from django.utils import timezone

from fanal.clocks import api as clocks
from fanal.concerns.second import ending


@clocks.job()
def lapse_opinions() -> None:
    """Take what nobody answered in two days from the partner, and end a yes that nobody used in seven."""
    ending.lapse(timezone.now())


clocks.every(lapse_opinions, timedelta(days=1), offset=timedelta(minutes=25))
