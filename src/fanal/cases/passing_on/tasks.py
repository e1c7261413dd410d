"""Daily work on what was passed on. Key-less."""

from datetime import timedelta

from django.utils import timezone

from fanal.cases.passing_on import inside
from fanal.clocks import api as clocks


@clocks.job()
def end_help() -> None:
    """Help whose last day is over ends, and the keys go."""
    inside.end_due(timezone.now())


clocks.every(end_help, timedelta(days=1), offset=timedelta(minutes=25))
