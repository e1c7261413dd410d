"""How it stands with the deletion of a company, as the chain of the company in the journal says: no row does."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from fanal.access.api import stated
from fanal.journal.contracts import Line
from fanal.tourism.leaving.policy import ASK, BACK, EVERY
from fanal.tourism.membership import seen
from fanal.tourism.policy import REMOVED

DAYS: Final = 14
"""Between the second yes and the night in which it is done."""


@dataclass(frozen=True, slots=True)
class Request:
    """Who asked, when; when a second person agreed; when it was done."""

    by: UUID | None
    at: datetime
    agreed: datetime | None = None
    done: datetime | None = None

    @property
    def day(self) -> date | None:
        """The day from which on it is done."""
        return self.agreed.date() + timedelta(days=DAYS) if self.agreed else None


def request(org: UUID) -> Request | None:
    """What stands of a company. Raises `NotAllowed` where its chain is torn."""
    return _folded(stated.need_whole(org, *EVERY).lines)


def _folded(lines: Iterable[Line]) -> Request | None:
    found: Request | None = None
    for line in lines:
        if line.deed == ASK:
            found = Request(line.actor, line.at)
        elif line.deed == BACK:
            found = None
        elif found is not None:
            found = replace(found, done=line.at) if line.deed == REMOVED else replace(found, agreed=line.at)
    return found


def is_alone(org: UUID) -> bool:
    """Whether a company has nobody who could be the second."""
    return len(seen.speakers(org)) < 2
