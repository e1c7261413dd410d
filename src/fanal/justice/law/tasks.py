"""The job that measures the law in force against the checklist, so that no reader waits for it. Key-less."""

from datetime import timedelta

from django.utils import timezone

from fanal.clocks import api as clocks
from fanal.justice.law import library, results


@clocks.job(was="fanal.justice.tasks_law.measure_law")
def measure_law() -> None:
    """Fills the cache for today and for the day that follows; what is there already is not computed again."""
    now = timezone.now()
    for day in (now.date(), now.date() + timedelta(days=1)):
        results.table(library.corpus(now), day)


clocks.every(measure_law, timedelta(hours=1), offset=timedelta(minutes=5))
