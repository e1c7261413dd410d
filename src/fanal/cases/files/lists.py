"""Lists of files, from clear columns alone: one's own, and those of the teams. One statement a page, keyset pages."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from fanal.cases import holding
from fanal.cases.codes import Status
from fanal.cases.models import Holding
from fanal.cases.sight_table import Eye
from fanal.network.contracts import Actor, Role

PAGE = 25
MOST_COUNTED = 1000
OPEN = (Status.OPEN.value, Status.FOLLOW_UP.value)


@dataclass(frozen=True, slots=True)
class Page:
    """Rows, how many there are (`MOST_COUNTED` + 1: more than that), and the key of the next page."""

    rows: tuple[Holding, ...]
    count: int
    following: str


@dataclass(frozen=True, slots=True)
class Filters:
    """Clear columns that narrow a list; there is none about a person."""

    stage: str = ""
    risk: str = ""
    owner: UUID | None = None
    country: str = ""
    closed: bool = False

    def on(self, rows: QuerySet[Holding]) -> QuerySet[Holding]:
        wanted = {"stage": self.stage, "risk": self.risk, "owner": self.owner, "country_of_harm": self.country}
        rows = rows.filter(status=Status.CLOSED.value) if self.closed else rows.filter(status__in=OPEN)
        return rows.filter(**{name: value for name, value in wanted.items() if value})


def mine(actor: Actor) -> QuerySet[Holding]:
    """The files of which somebody is the worker, and those where they help for a time."""
    own = (Q(relation=Eye.TEAM.value) | Q(relation=Eye.OWNER.value)) & Q(owner=actor.person)
    return Holding.objects.filter(holding.mine(actor), own | Q(relation=Eye.CO_WORKER.value))


def teams(actor: Actor) -> QuerySet[Holding]:
    """The files of one's teams; of supervisors and of the safeguarding lead all that are theirs to see, each once."""
    seen = holding.mine(actor)
    if actor.has(Role.SAFEGUARDING_LEAD):
        return Holding.objects.filter(seen, relation=Eye.SAFEGUARDING.value)
    how = Eye.SUPERVISOR if actor.has(Role.SUPERVISOR) else Eye.TEAM
    return Holding.objects.filter(seen, relation=how.value)


def page(rows: QuerySet[Holding], after: str = "") -> Page:
    """A page in the order of what is due next; without anything due last."""
    ordered = rows.select_related("owner").order_by(F("next_due").asc(nulls_last=True), "case")
    mark = _parsed(after)
    if mark is not None:
        due, case = mark
        later = Q(next_due__isnull=True)
        if due is None:
            ordered = ordered.filter(later, case__gt=case)
        else:
            ordered = ordered.filter(later | Q(next_due__gt=due) | Q(next_due=due, case__gt=case))
    shown = list(ordered[: PAGE + 1])
    count = rows.order_by()[: MOST_COUNTED + 1].count()
    return Page(tuple(shown[:PAGE]), count, _key(shown[PAGE - 1]) if len(shown) > PAGE else "")


def _key(row: Holding) -> str:
    due = row.next_due.isoformat() if row.next_due else ""
    return f"{due}_{row.case_id}"


def _parsed(text: str) -> tuple[datetime | None, UUID] | None:
    """A key of `page`; one that somebody made up begins at the first page."""
    due, _sep, case = text.partition("_")
    try:
        at = datetime.fromisoformat(due) if due else None
        return None if at and at.tzinfo is None else (at, UUID(case))
    except ValueError:
        return None
