"""The job that measures the law in force against the checklist, so that no reader waits for it. Key-less."""

from contextlib import suppress
from datetime import timedelta

from django.utils import timezone

from fanal.clocks import api as clocks
from fanal.engines.jurisdiction.contracts import CorpusError
from fanal.justice.law import library, results


def make_law_ready() -> None:
    """For `fanal migrate`: compiled and measured before anybody asks, so that the first reader waits for neither."""
    library.load_shipped()
    with suppress(CorpusError):  # whoever asks hears of it
        _measure()


@clocks.job(was="fanal.justice.tasks_law.measure_law")
def measure_law() -> None:
    """Fills the cache for today and for the day that follows; what is there already is not computed again."""
    _measure()


def _measure() -> None:
    now = timezone.now()
    for day in (now.date(), now.date() + timedelta(days=1)):
        results.table(library.corpus(now), day)


clocks.every(measure_law, timedelta(hours=1), offset=timedelta(minutes=5))
