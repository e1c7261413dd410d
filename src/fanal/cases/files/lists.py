"""Lists of files, from clear columns alone: one's own, and those of the teams. A page reads no more rows than it shows,
however many files there are; its key is that of its last row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from fanal.cases import holding
from fanal.cases.codes import WORKED_ON, Status
from fanal.cases.models import Accepted, Case, Holding
from fanal.cases.sight_table import Eye
from fanal.network.contracts import Actor, RingKind, Role

PAGE = 25
MOST_COUNTED = 1000
_NEVER = datetime.max.replace(tzinfo=UTC)


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

    @property
    def statuses(self) -> tuple[str, ...]:
        return (Status.CLOSED.value,) if self.closed else WORKED_ON

    def on(self, rows: QuerySet[Holding]) -> QuerySet[Holding]:
        wanted = {"stage": self.stage, "risk": self.risk, "owner": self.owner, "country_of_harm": self.country}
        return rows.filter(status__in=self.statuses, **{name: value for name, value in wanted.items() if value})


def mine(actor: Actor) -> QuerySet[Holding]:
    """The files of which somebody is the worker, and those where they help for a time."""
    return Holding.objects.filter(_by_name(actor) | _by_team(actor))


def _by_name(actor: Actor) -> Q:
    return Q(principal=actor.person, relation__in=[Eye.OWNER.value, Eye.CO_WORKER.value])


def _by_team(actor: Actor) -> Q:
    return Q(principal__in=holding.principals(actor), owner=actor.person, relation=Eye.TEAM.value)


def how_many_children(org: UUID, person: UUID) -> int:
    """How many children somebody works with, those included whose file is not open yet."""
    files = Case.objects.filter(org_id=org, owner=person, status__in=WORKED_ON).count()
    return files + Accepted.objects.filter(org_id=org, worker=person, case=None).count()


def teams(actor: Actor) -> QuerySet[Holding]:
    """The files of one's teams; of supervisors and of the safeguarding lead all that are theirs to see, each once."""
    return Holding.objects.filter(holding.mine(actor), relation=_as(actor).value)


def _as(actor: Actor) -> Eye:
    """As whom somebody sees the files of the teams."""
    if actor.has(Role.SAFEGUARDING_LEAD):
        return Eye.SAFEGUARDING
    return Eye.SUPERVISOR if actor.has(Role.SUPERVISOR) else Eye.TEAM


def ranges(actor: Actor, filters: Filters) -> list[Q]:
    """`teams` cut so that the database reads each piece in the order of the list, and no further than the page: each
    team in each status; by name there are few."""
    kind = {Eye.SAFEGUARDING: RingKind.SAFEGUARDING, Eye.SUPERVISOR: RingKind.SUPERVISORS, Eye.TEAM: RingKind.CASEWORK}
    held = sorted(one.id for one in actor.teams if one.kind is kind[_as(actor)])
    each = [Q(principal=team, status=status) for team in held for status in filters.statuses]
    return each if _as(actor) is not Eye.SUPERVISOR else [*each, Q(principal=actor.person)]


def own_ranges(actor: Actor) -> list[Q]:
    """`mine` cut likewise."""
    return [_by_name(actor), _by_team(actor)]


def page(rows: QuerySet[Holding], after: str = "", cut: Sequence[Q] = (Q(),)) -> Page:
    """A page in the order of what is due next; without anything due last. `cut`: pieces (`ranges`) that together are
    all of the rows."""
    shown = rows_of(rows, after, cut)
    count = rows.order_by()[: MOST_COUNTED + 1].count()
    return Page(tuple(shown[:PAGE]), count, _key(shown[PAGE - 1]) if len(shown) > PAGE else "")


def rows_of(rows: QuerySet[Holding], after: str = "", cut: Sequence[Q] = (Q(),)) -> list[Holding]:
    """The rows of a page, and one more where there is another page."""
    shown: list[Holding] = []
    for behind in _behind(after):
        for piece in cut:
            found = rows.filter(piece, behind, _before(shown))
            ordered = found.order_by(F("next_due").asc(nulls_last=True), "case")
            shown = sorted([*shown, *ordered[: PAGE + 1]], key=_place)[: PAGE + 1]
        if len(shown) > PAGE:
            break
    return shown


def _behind(after: str) -> Sequence[Q]:
    """What comes after the last row of the page before: what is due later, then that of which nothing is due."""
    mark = _parsed(after)
    if mark is None:
        return (Q(),)
    due, case = mark
    if due is None:
        return (Q(next_due__isnull=True, case__gt=case),)
    later = Q(next_due__gte=due) & (Q(next_due__gt=due) | Q(case__gt=case))
    return (later, Q(next_due__isnull=True))


def _before(shown: Sequence[Holding]) -> Q:
    """What another piece may still bring onto a page that is full."""
    last = shown[PAGE].next_due if len(shown) > PAGE else None
    return Q(next_due__lte=last) if last else Q()


def _place(row: Holding) -> tuple[datetime, UUID]:
    return row.next_due or _NEVER, row.case_id


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
