"""Nightly work on studies: what has had its day is erased. Key-less."""

from datetime import timedelta

from django.utils import timezone

from fanal.clocks import api as clocks
from fanal.research import sealed_parts
from fanal.research.studies import studies


@clocks.job(was="fanal.research.tasks_studies.erase_histories")
def erase_histories() -> None:
    """Erase what has run out; the database forgets its bytes, too."""
    if studies.erase_due(timezone.now()):
        sealed_parts.scrub()


clocks.every(erase_histories, timedelta(days=1), offset=timedelta(hours=2, minutes=20))
