"""What rows of this room say that nobody did, in words for `fanal check` and `fanal journal verify`."""

from collections.abc import Iterator

from fanal.research import deciding
from fanal.research.records import ledger
from fanal.research.studies import signing


def unproved() -> Iterator[str]:
    """Decisions, what was spent of privacy, signatures of estimates."""
    yield from deciding.unproved()
    yield from ledger.unproved()
    yield from signing.unsigned()
