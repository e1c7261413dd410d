"""What rows between members say that nobody did, in words for `fanal check` and `fanal journal verify`."""

from collections.abc import Iterator

from fanal.cases.members.kind import KINDS
from fanal.passing.api import path, talk


def unproved() -> Iterator[str]:
    """Words that hang elsewhere than they were written, steps that nobody did."""
    kind = next(iter(KINDS.values()))  # steps and words of all kinds lie in one table
    yield from talk.moved(kind)
    yield from path.unsigned(kind)
