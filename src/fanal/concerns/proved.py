"""What rows of this room say that nobody did, in words for `fanal check` and `fanal journal verify`."""

from collections.abc import Iterator

from fanal.concerns.handovers.kind import HANDOVERS
from fanal.passing.api import path, talk


def unproved() -> Iterator[str]:
    """Words that hang elsewhere than they were written, steps that nobody did."""
    yield from talk.moved(HANDOVERS)
    yield from path.unsigned(HANDOVERS)
