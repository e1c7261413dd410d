"""What is by nobody, is gone or was changed in the law and in what rests on it: `fanal check` names it."""

from collections.abc import Iterator

from fanal.justice.gaps import proved as gaps
from fanal.justice.law import declared
from fanal.justice.law import proved as law


def unproved() -> Iterator[str]:
    """In words, one a line."""
    yield from law.unproved()
    yield from declared.unproved()
    yield from gaps.unproved()
