"""Duties week by week: how many came, were done, became late and wait, and how many days they took. Counts of clear
columns, for whoever leads the work; what was erased meanwhile is not in them."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from fanal.clocks.contracts import DutyState, Target
from fanal.clocks.kinds import DutyKind
from fanal.clocks.models import Duty

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Week:
    """The duties of one week from Monday to Sunday. `waiting`: open at its end, or today. `days`: the middle one of the
    days from coming to done, of those that were done in it; None where none was."""

    monday: date
    came: int
    done: int
    late: int
    waiting: int
    days: float | None


@dataclass(frozen=True, slots=True)
class Whose:
    """Which duties are counted: of an organisation, or about some records whoever answers; without what belongs to
    `but`, and of one owner alone where one is named."""

    kinds: Collection[DutyKind]
    org: UUID | None = None
    subjects: QuerySet[Any] | None = None
    but: Collection[Target] = ()
    owner: Target | None = None


def weeks(whose: Whose, today: date, count: int) -> list[Week]:
    """The last weeks, this one last."""
    first = today - timedelta(days=today.weekday()) - WEEK * (count - 1)
    rows = list(_found(whose, first).values_list("made_on", "late_on", "ended_on", "state"))
    made = sorted(came for came, *_ in rows)
    late = sorted(day for _, day, *_ in rows if day)
    ended = sorted(day for _, _, day, _ in rows if day)
    done = sorted((day, (day - came).days) for came, _, day, state in rows if day and state == DutyState.DONE)
    return [_week(first + WEEK * at, made, late, ended, done) for at in range(count)]


def _week(
    monday: date, made: Sequence[date], late: Sequence[date], ended: Sequence[date], done: Sequence[tuple[date, int]]
) -> Week:
    sunday = monday + timedelta(days=6)
    took = [days for day, days in done if monday <= day <= sunday]
    return Week(
        monday,
        came=_within(made, monday, sunday),
        done=len(took),
        late=_within(late, monday, sunday),
        waiting=bisect_right(made, sunday) - bisect_right(ended, sunday),
        days=median(took) if took else None,
    )


def _within(days: Sequence[date], first: date, last: date) -> int:
    return bisect_right(days, last) - bisect_left(days, first)


def _found(whose: Whose, first: date) -> QuerySet[Duty]:
    found = Duty.objects.filter(Q(ended_on=None) | Q(ended_on__gte=first), kind__in=[one.code for one in whose.kinds])
    if whose.org is not None:
        found = found.filter(org_id=whose.org)
    if whose.subjects is not None:
        found = found.filter(subject__in=whose.subjects.values("pk"))
    if whose.owner is not None:
        found = found.filter(owner=str(whose.owner))
    return found.exclude(owner__in=[str(target) for target in whose.but])


def owners(whose: Whose, today: date, count: int) -> list[Target]:
    """Who had such duties in the last weeks."""
    first = today - timedelta(days=today.weekday()) - WEEK * (count - 1)
    found = _found(whose, first).order_by("owner").values_list("owner", flat=True)
    return [Target.parse(owner) for owner in found.distinct()]
