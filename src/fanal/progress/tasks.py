"""What is done without anybody, and without any key of people."""

from datetime import timedelta

from django.utils import timezone

from fanal.clocks import api as clocks
from fanal.progress.observations import computing


@clocks.job()
def count_indicators() -> None:
    """Count what rooms let be counted, and write what is another value than yesterday."""
    computing.compute(timezone.now())


clocks.every(count_indicators, timedelta(days=1), offset=timedelta(hours=3, minutes=10))
