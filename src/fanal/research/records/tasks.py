"""Nightly work on records: files that were read in and have reached their day are erased. Key-less."""

from datetime import timedelta

from django.utils import timezone

from fanal.clocks import api as clocks
from fanal.research.records import importing


@clocks.job(was="fanal.research.tasks.erase_imports")
def erase_imports() -> None:
    """Erase what was read in and is past its day; nothing where there is none."""
    importing.erase_due(timezone.now())


clocks.every(erase_imports, timedelta(days=1), offset=timedelta(hours=2, minutes=10))
