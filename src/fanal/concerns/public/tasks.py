"""Looks after what comes in. Key-less."""

from datetime import timedelta

from django.utils import timezone

from fanal.clocks import api as clocks
from fanal.concerns.public import volume


@clocks.job(was="fanal.concerns.tasks.watch_volume")
def watch_volume() -> None:
    """Says where a flood fills the list of the unverified."""
    volume.watch(timezone.now())


clocks.every(watch_volume, timedelta(minutes=10))
