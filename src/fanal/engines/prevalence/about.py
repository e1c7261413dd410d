"""What those who made the lists of a table say of them, and of whom lists may be."""

import re
from dataclasses import dataclass
from datetime import date

from fanal.engines.prevalence.faults import Fault, TableError

TAKEN = re.compile(
    r"(?:(?:potential|possible|presumed|suspected|recorded|identified|known) )?"
    r"(?:children|girls|boys|victims|survivors)"
    r"(?: (?:of|in|aged) (?!.*\b(?:and|or)\b)[\w -]+)?|",
    re.IGNORECASE,
)
"""Whom lists may be of, or nothing. Words for anybody else are too many to be listed."""
SUSPECTS = re.compile(
    r"(?<![^\W_])(?:suspects?|accused|offenders?|perpetrators?|abusers?|traffickers?"
    r"|(?:suspected|alleged) (?:persons?|people|adults?|m[ae]n|wom[ae]n))(?![^\W_])",
    re.IGNORECASE,
)
"""Words by which a list is one of persons suspected, wherever they stand: `Suspects 2019`."""

type Period = tuple[date, date]


@dataclass(frozen=True, slots=True)
class About:
    """What those who made the lists say of them: whom they list, each list's period, how well records were linked."""

    kind: str = "children"
    periods: tuple[tuple[str, Period], ...] = ()
    linkage: str = ""

    def __post_init__(self) -> None:
        if not TAKEN.fullmatch(self.kind.strip()) or of_suspects(self.kind):
            words = "say “children”, “victims” or “survivors”, or leave the line out"
            raise TableError(
                Fault.KIND,
                f"these are lists of {self.kind}; only lists of children who were recorded are taken; {words}",
            )
        for name, (first, last) in self.periods:
            if last < first:
                raise TableError(Fault.PERIOD, "the period ends before it begins", column=name)


def of_suspects(name: str) -> bool:
    """Whether a list or a kind of list is of persons suspected, by its name."""
    return SUSPECTS.search(name) is not None
