"""Nightly work on linkage runs: what has had its day is deleted. Key-less."""

from datetime import timedelta

from django.utils import timezone

from fanal.clocks import api as clocks
from fanal.research import sealed_parts
from fanal.research.runs import runs


@clocks.job(was="fanal.research.tasks_studies.purge_runs")
def purge_runs() -> None:
    """End runs whose day of deletion has passed, and delete what is left of them; the database forgets it, too."""
    if runs.purge(timezone.now()):
        sealed_parts.scrub()


clocks.every(purge_runs, timedelta(days=1), offset=timedelta(hours=2, minutes=40))
