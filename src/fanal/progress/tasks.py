"""What is done without anybody, and without any key of people."""

from datetime import timedelta

from django.utils import timezone

from fanal.clocks import api as clocks
from fanal.progress.assessing import duties
from fanal.progress.observations import computing
from fanal.progress.releases import taking


@clocks.job()
def count_indicators() -> None:
    """Count what rooms let be counted, and write what is another value than yesterday."""
    computing.compute(timezone.now())


@clocks.job()
def ask_law() -> None:
    """Have somebody look again at what rests on law that changed."""
    duties.ask_law(timezone.now())


clocks.every(ask_law, timedelta(days=1), offset=timedelta(hours=3, minutes=40))


@clocks.job()
def look_at_releases() -> None:
    """Take what was published here, and mark what was withdrawn: the news of it may have been missed."""
    taking.look(timezone.now())


clocks.every(look_at_releases, timedelta(days=1), offset=timedelta(hours=3))
clocks.every(count_indicators, timedelta(days=1), offset=timedelta(hours=3, minutes=10))
