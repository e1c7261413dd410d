"""What the clock does to handovers (`fanal.passing.clock`)."""

from datetime import datetime

from fanal.concerns.handovers.kind import HANDOVERS
from fanal.concerns.handovers.steps import reopen_forgotten
from fanal.passing.api import clock

clock.listen(HANDOVERS)


def lapse(now: datetime) -> int:
    """End the access of every handover whose last day or whose agreement is over, erase what was written longer ago
    than a copy may be kept, and open again what was handed over to nobody. Returns how many accesses ended."""
    ended = clock.lapse(HANDOVERS, now)
    reopen_forgotten(now)
    return ended
