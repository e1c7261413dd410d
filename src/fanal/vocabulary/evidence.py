"""The shared value of everything that Fanal states: what is known, from where, since when, by whom, until when."""

from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 - a field is called date
from enum import StrEnum


class State(StrEnum):
    """Five states, kept apart from import to chart. Missing is never "no" (DNH-45)."""

    YES = "yes"
    PARTIAL = "partial"
    NO = "no"
    NO_DATA = "no_data"  # looked for, not there
    NOT_ASSESSED = "not_assessed"  # nobody has looked

    @classmethod
    def of(cls, cell: str) -> "State":
        """A cell of a table: empty is "no data"; raises ValueError for a word that is no state."""
        word = cell.strip().casefold().replace(" ", "_").replace("-", "_")
        return cls(word) if word else cls.NO_DATA

    @property
    def is_finding(self) -> bool:
        """Whether it says something about the world; the two others say something about us."""
        return self in {State.YES, State.PARTIAL, State.NO}


@dataclass(frozen=True, slots=True)
class Evidence:
    """A state with its origin. A finding needs source, day, reviewer and the day on which it goes stale."""

    state: State
    source: str = ""
    date: Day | None = None
    reviewer: str = ""
    stale_on: Day | None = None

    def __post_init__(self) -> None:
        if self.state.is_finding and not (self.source and self.date and self.reviewer and self.stale_on):
            raise ValueError("a finding needs source, date, reviewer and stale_on")
        if self.state is State.NOT_ASSESSED and (self.date or self.reviewer):
            raise ValueError("what was not assessed has no reviewer and no date")
        if self.date and self.stale_on and self.stale_on <= self.date:
            raise ValueError("stale_on must come after the date")

    def is_stale(self, on: Day) -> bool:
        return self.stale_on is not None and on >= self.stale_on
