"""The jobs of the installation itself."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from fanal.clocks import api as clocks
from fanal.site import checkpoints


@clocks.job()
def seal_journal() -> None:
    """Write the checkpoint of the day."""
    checkpoints.write(timezone.now())


clocks.every(seal_journal, timedelta(days=1), offset=timedelta(minutes=5))
