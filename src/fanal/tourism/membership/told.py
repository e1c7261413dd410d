"""Where a membership stands in public words, and for how long the register says so. Pure."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final

from fanal.tourism.membership.flow import State
from fanal.vocabulary.dates import months_later

TOLD_FOR: Final = 24
"""Months for which the register goes on to say since when a firm is no member."""


DELETED: Final = "deleted"
"""The reason of a membership of a company that was deleted on its own request: its code is dead, and nobody goes on
with it."""


def is_forgotten(ended: date, today: date) -> bool:
    """Whether the register knows no more of a membership that ended then."""
    return today > months_later(ended, TOLD_FOR)


class Standing(StrEnum):
    """Where a membership stands, in public words."""

    MEMBER = "member"
    OVERDUE = "overdue"
    SUSPENDED = "suspended"
    ENDED = "ended"
    """Lapsed, withdrawn or excluded: the register does not say which, nor whether the company applies again."""


_STANDING: Final[Mapping[State, Standing]] = {
    State.ACTIVE: Standing.MEMBER,
    State.REPORT_DUE: Standing.MEMBER,
    State.OVERDUE: Standing.OVERDUE,
    State.SUSPENDED: Standing.SUSPENDED,
}


def standing(state: State, ended: date | None, today: date) -> Standing | None:
    """Where a membership that had a code stands in public; None where the register knows nothing of it any more."""
    found = _STANDING.get(state)
    if found is not None:
        return found
    return Standing.ENDED if ended is not None and not is_forgotten(ended, today) else None
