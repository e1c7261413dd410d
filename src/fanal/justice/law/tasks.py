"""The job that measures the law in force against the checklist, so that no reader waits for it. Key-less."""

from datetime import timedelta

from django.utils import timezone

from fanal.clocks import api as clocks
from fanal.justice.law import library, results


@clocks.job(was="fanal.justice.tasks_law.measure_law")
def measure_law() -> None:
    """Fills the cache for today; what is there already is not computed again."""
    now = timezone.now()
    results.table(library.corpus(now), now.date())


clocks.every(measure_law, timedelta(days=1), offset=timedelta(minutes=5))
