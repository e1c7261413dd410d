"""Daily work on public pages. Key-less."""

from datetime import timedelta

from django.utils import timezone

from fanal.clocks import api as clocks
from fanal.concerns.gate import pages


@clocks.job(was="fanal.concerns.tasks_handover.check_gates")
def check_gates() -> None:
    """Look at the gate of every public page; close those for which something lapsed."""
    pages.check_all(timezone.now())


clocks.every(check_gates, timedelta(days=1), offset=timedelta(minutes=40))
