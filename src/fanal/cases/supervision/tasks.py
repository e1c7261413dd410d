"""Daily: whoever has open files has a talk ahead. Key-less."""

from datetime import timedelta

from django.utils import timezone

from fanal.cases.supervision import duties
from fanal.clocks import api as clocks


@clocks.job()
def begin_talks() -> None:
    """Begins what is missing."""
    duties.begin(timezone.now())


clocks.every(begin_talks, timedelta(days=1), offset=timedelta(hours=2, minutes=50))
