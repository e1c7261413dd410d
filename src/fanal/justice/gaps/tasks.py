"""The job that counts gaps and looks for reforms: key-less, it bears to be run twice."""

from datetime import timedelta
from uuid import UUID

from fanal.clocks import api as clocks
from fanal.justice.gaps import counting


@clocks.job(was="fanal.justice.tasks_gaps.compute", lease=timedelta(minutes=15), tries=2)
def compute(count_id: str) -> None:
    """Do what was asked for; nothing where it is gone or done."""
    counting.compute(UUID(count_id))
