"""Lists of concerns from clear columns alone: the queue in its order, and the other lists. Nothing is opened here.

How many statements a list takes does not depend on its length; pages follow each other by key.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Case, Count, DateTimeField, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from fanal.access.api import visible
from fanal.clocks import api as clocks
from fanal.concerns.models import UNDECIDED, Concern, Decision, Handover
from fanal.concerns.triage.order import Waiting, reasons
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.vocabulary.codes import Danger, Triage
from fanal.vocabulary.keeping import days_left

PAGE = 50
FAR = datetime(9999, 1, 1, tzinfo=UTC)
"""The due time of a row without a clock: it stands last."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Clear columns that narrow a list. There is none about a person (DNH-25)."""

    country: str = ""
    danger: str = ""
    channel: str = ""
    triage: str = ""
    number: str = ""
    day: date | None = None

    def on(self, rows: QuerySet[Concern]) -> QuerySet[Concern]:
        wanted = {
            "country_of_harm": self.country,
            "danger": self.danger,
            "channel": self.channel,
            "triage": self.triage,
            "pk__endswith": self.number,
            "received_on": self.day,
        }
        return rows.filter(**{name: value for name, value in wanted.items() if value})


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list. `held_by` is a name while somebody holds it; `same` counts what has the same text."""

    id: UUID
    received_on: date
    due: datetime | None
    danger: str
    country: str
    channel: str
    language: str
    why: tuple[str, ...]
    held_by: str
    held_until: datetime | None
    triage: str
    finding: str
    days_left: int | None
    child_door: bool
    new_message: bool
    team: UUID | None = None
    same: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """Rows, and the key of the next page, empty at the end."""

    rows: tuple[Row, ...]
    following: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How many stand in each list."""

    waiting: int = 0
    unverified: int = 0
    restricted: int = 0
    second: int = 0


_UNDECIDED = Q(triage__in=UNDECIDED, duplicate_of=None)
_TALKS = Q(new_message=True)
_PRESSING = Q(danger=Danger.YES) | Q(child_door=True)
_ASIDE = Q(unverified=True) & ~_PRESSING
"""What the flood guard may keep out of the queue. Never a child in danger, however fast the words came."""


def waiting(actor: Actor) -> QuerySet[Concern]:
    """What stands in the queue: undecided, or with a message that nobody has answered."""
    return visible(actor, Concern.objects.all()).filter(_UNDECIDED | _TALKS, ~_ASIDE, restricted=False)


def unverified(actor: Actor) -> QuerySet[Concern]:
    return visible(actor, Concern.objects.all()).filter(_UNDECIDED, _ASIDE, restricted=False)


def restricted(actor: Actor) -> QuerySet[Concern]:
    """About our own people; the policy shows them to the safeguarding lead only. Decided ones stand at the end."""
    return visible(actor, Concern.objects.all()).filter(restricted=True)


def decided(actor: Actor) -> QuerySet[Concern]:
    rows = visible(actor, Concern.objects.all()).filter(restricted=False, duplicate_of=None)
    return rows.exclude(triage__in=UNDECIDED)


def mine(actor: Actor, now: datetime) -> QuerySet[Concern]:
    """What somebody holds now, had a part in deciding, or handed over."""
    me = actor.person
    decided_by = Decision.objects.filter(Q(person_id=me) | Q(second_id=me)).values("concern")
    sent_by = Handover.objects.filter(Q(confirmed_by_id=me) | Q(second_id=me)).values("concern")
    part = Q(claimed_by=me, claimed_until__gt=now) | Q(pk__in=decided_by) | Q(pk__in=sent_by)
    return visible(actor, Concern.objects.all()).filter(part)


def closed_reporters(actor: Actor) -> QuerySet[Concern]:
    """Whose reporter's part the custodian holds."""
    return visible(actor, Concern.objects.all()).filter(reporter_closed=True, restricted=False)


def counts(actor: Actor) -> Counts:
    """All counts in one statement."""
    seen = visible(actor, Concern.objects.all())
    free = Q(restricted=False)
    found = seen.aggregate(
        waiting=Count("pk", filter=(_UNDECIDED | _TALKS) & free & ~_ASIDE),
        unverified=Count("pk", filter=_UNDECIDED & free & _ASIDE),
        restricted=Count("pk", filter=Q(restricted=True, closed_on=None)),
    )
    return Counts(**found)


# ---- the queue ----


def queue(rows: QuerySet[Concern], now: datetime, *, after: str = "", filters: Filters | None = None) -> Page:
    """A page of the queue in the order of `order.rank`. `after`: the key that the page before gave."""
    as_of = now
    ranked: QuerySet[Any] = (filters or Filters()).on(rows)
    mark = _parsed(after)
    if mark is not None:
        as_of = mark.as_of
    ranked = _ranked(ranked, as_of)
    if mark is not None:
        later = Q(due=mark.due, pk__gt=mark.id) | Q(due__gt=mark.due)
        ranked = ranked.filter(Q(band__gt=mark.band) | (Q(band=mark.band) & later))
    waiting = list(ranked.order_by("band", "due", "pk").values(*_COLUMNS, "due", "band")[: PAGE + 1])
    following = _key(waiting[PAGE - 1], as_of) if len(waiting) > PAGE else ""
    return Page(_rows(waiting[:PAGE], now), following)


_COLUMNS = (
    "pk", "received_on", "danger", "country_of_harm", "channel", "language", "critical_reason", "child_door",
    "new_message", "unverified", "claimed_by", "claimed_until", "triage", "finding", "erase_on", "grouped_with",
    "team",
)  # fmt: skip


def _ranked(rows: QuerySet[Concern], now: datetime) -> QuerySet[Any]:
    """`due`, and `band`: one number that sorts as the first five parts of `order.rank` do."""
    due = Coalesce(clocks.earliest_due(), Value(FAR), output_field=DateTimeField())
    rows = rows.annotate(due=due)
    presses = _PRESSING & ~Q(triage=Triage.URGENT_RESPONSE)
    critical = presses | ~Q(critical_reason="")
    not_sure = presses | Q(danger=Danger.NOT_SURE)
    parts = ((Q(due__lte=now), 16), (presses, 8), (Q(unverified=False), 4), (critical, 2), (not_sure, 1))
    band = sum((_points(when, points) for when, points in parts), Value(0, output_field=IntegerField()))
    return rows.annotate(band=band)


def _points(when: Q, points: int) -> Case:
    """Nothing where the condition holds, so that it comes first; else its points."""
    return Case(When(when, then=Value(0)), default=Value(points), output_field=IntegerField())


# ---- lists by day ----


def by_day(rows: QuerySet[Concern], now: datetime, *, after: str = "", filters: Filters | None = None) -> Page:
    """A page of a list, newest first."""
    found = (filters or Filters()).on(rows).annotate(due=Coalesce(clocks.earliest_due(), Value(FAR)))
    mark = _parsed_day(after)
    if mark is not None:
        found = found.filter(Q(received_on__lt=mark[0]) | Q(received_on=mark[0], pk__lt=mark[1]))
    listed = list(found.order_by("-received_on", "-pk").values(*_COLUMNS, "due")[: PAGE + 1])
    last = listed[PAGE - 1] if len(listed) > PAGE else None
    following = f"{last['received_on'].isoformat()}_{last['pk']}" if last else ""
    return Page(_rows(listed[:PAGE], now), following)


def _parsed_day(text: str) -> tuple[date, UUID] | None:
    """A key of `by_day`; one that somebody made up begins at the first page."""
    day, _, one = text.partition("_")
    try:
        return date.fromisoformat(day), UUID(one)
    except ValueError:
        return None


# ---- keys and rows ----


class _Mark(NamedTuple):
    band: int
    due: datetime
    id: UUID
    as_of: datetime


def _key(row: dict[str, Any], as_of: datetime) -> str:
    """Where the next page begins, and as of when the list stands: a row that becomes late meanwhile is not lost."""
    times = (int(row["due"].timestamp() * 1_000_000), int(as_of.timestamp() * 1_000_000))
    return "_".join(map(str, (row["band"], times[0], row["pk"], times[1])))


def _parsed(text: str) -> _Mark | None:
    try:
        band, due, one, as_of = text.split("_")
        return _Mark(int(band), _instant(due), UUID(one), _instant(as_of))
    except (ValueError, OverflowError, OSError):
        return None


def _instant(text: str) -> datetime:
    seconds, rest = divmod(int(text), 1_000_000)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest)


def _rows(found: Sequence[dict[str, Any]], now: datetime) -> tuple[Row, ...]:
    held = {row["claimed_by"] for row in found if row["claimed_until"] and row["claimed_until"] > now}
    names = network.names(one for one in held if one)
    heads = {row["grouped_with"] or row["pk"] for row in found}
    grouped = Concern.objects.filter(grouped_with__in=heads).values_list("grouped_with").annotate(n=Count("pk"))
    same = dict(grouped)
    return tuple(_row(row, names, same, now) for row in found)


def _row(row: dict[str, Any], names: dict[UUID, str], same: dict[UUID, int], now: datetime) -> Row:
    due = row["due"] if row["due"] != FAR else None
    held = bool(row["claimed_until"] and row["claimed_until"] > now)
    waits = Waiting(
        row["pk"], row["due"], Danger(row["danger"]), row["critical_reason"], row["child_door"], row["new_message"],
        row["unverified"], row["triage"] == Triage.URGENT_RESPONSE,
    )  # fmt: skip
    return Row(
        id=row["pk"],
        received_on=row["received_on"],
        due=due,
        danger=row["danger"],
        country=row["country_of_harm"],
        channel=row["channel"],
        language=row["language"],
        why=reasons(waits, now),
        held_by=names.get(row["claimed_by"], "") if held else "",
        held_until=row["claimed_until"] if held else None,
        triage=row["triage"],
        finding=row["finding"],
        days_left=days_left(row["erase_on"], now.date()) if row["erase_on"] else None,
        child_door=row["child_door"],
        new_message=row["new_message"],
        team=row["team"],
        same=same.get(row["grouped_with"] or row["pk"], 0),
    )
