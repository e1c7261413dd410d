"""What the rows of a table came to, for whoever decides."""

from dataclasses import dataclass, field
from typing import Final

MOST_TOLD: Final = 200
"""So many of a kind are named."""


@dataclass(frozen=True, slots=True)
class Problem:
    row: int
    column: str
    words: str


@dataclass(slots=True)
class Report:
    """What a table came to. `changed`: what differs much from what was known; `revised`: where another value was known,
    that one, and the value or kind that stands here; `zeros`: where 0 stands; all without the place below a country,
    and the last two only of what everybody may read; `absent`: territories that were known and are not in it."""

    rows: int = 0
    taken: int = 0
    missing: int = 0
    suppressed: int = 0
    left_out: int = 0
    refused: int = 0
    problems: list[Problem] = field(default_factory=list)
    changed_count: int = 0
    changed: list[str] = field(default_factory=list)
    revised_count: int = 0
    revised: list[tuple[str, str, str]] = field(default_factory=list)
    zeros_count: int = 0
    zeros: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    territories: int = 0

    def refuse(self, row: int, column: str, words: str) -> None:
        self.refused += 1
        if len(self.problems) < MOST_TOLD:
            self.problems.append(Problem(row, column, words))
