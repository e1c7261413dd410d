"""What is done without anybody, and without any key of people."""

from datetime import timedelta

from django.utils import timezone

from fanal.clocks import api as clocks
from fanal.progress.assessing import duties
from fanal.progress.observations import computing


@clocks.job()
def count_indicators() -> None:
    """Count what rooms let be counted, and write what is another value than yesterday."""
    computing.compute(timezone.now())


@clocks.job()
def ask_law() -> None:
    """Have somebody look again at what rests on law that changed."""
    duties.ask_law(timezone.now())


clocks.every(ask_law, timedelta(days=1), offset=timedelta(hours=3, minutes=40))
clocks.every(count_indicators, timedelta(days=1), offset=timedelta(hours=3, minutes=10))
