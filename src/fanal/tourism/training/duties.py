"""The clock of training: whoever leads it in a company hears of what is due within thirty days. Of what nobody can end
here, since no course is known to be approved, nobody is reminded once its day is over: the page goes on saying it."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from fanal.clocks import api as clocks
from fanal.clocks.contracts import Target
from fanal.learning import api as learning
from fanal.network import api as network
from fanal.network.contracts import Role
from fanal.tourism.duties.evaluating import parents
from fanal.tourism.duties.model import Kind
from fanal.tourism.models import Site
from fanal.tourism.training import standing
from fanal.tourism.training.staff import place_of, workers
from fanal.tourism.training.standing import Line
from fanal.vocabulary.words import gettext_noop

_DAY: Final = timedelta(days=1)
TRAIN: Final = clocks.register(
    clocks.DutyKind(
        "tourism_training",
        gettext_noop("See to the training that the law asks of your company"),
        30 * _DAY,
        Target.role(Role.COMPANY_FOCAL_POINT),
        remind=True,
        calendar=True,
    )
)
"""Of a company as a whole: nobody is named on anybody's day."""


def look(now: datetime) -> None:
    """Begin what is due soon, by the first day of it; stop what is not, or is due on another day by now."""
    wanted = dict(_wanted(now))
    for one in clocks.open_duties(kinds=[TRAIN], limit=100_000):
        day = wanted.get(one.org)
        if day and day >= now.date() and day != one.due_at.astimezone(_zone(one.org)).date():
            clocks.stop(one.subject, TRAIN, now=now, org=one.org)
    owed = (clocks.Owed(org, org, (TRAIN,), {"limit": _until(org, day, now)}) for org, day in wanted.items())
    clocks.only([TRAIN], owed, now)


def _zone(org: UUID) -> ZoneInfo:
    return ZoneInfo(network.org(org).time_zone)


def _until(org: UUID, day: date, now: datetime) -> timedelta:
    return max((day - now.astimezone(_zone(org)).date()).days, 1) * _DAY


def _wanted(now: datetime) -> Iterator[tuple[UUID, date]]:
    """By company, the first day on which something is due, of those where something is due soon."""
    today, laws = now.date(), {rule.jurisdiction for rule in standing.obliging()}
    rows = Site.objects.filter(closed_on=None).exclude(cohort=None).order_by("org_id")
    for org, some in groupby(rows, lambda row: row.org_id):
        here = [row for row in some if laws.intersection(parents(place_of(row).jurisdiction))]
        if not here:
            continue
        lines = standing.lines(workers(here, learning.worked(org, today)), today)
        if days := [one.due for one in lines if one.due and _reminds(one, today)]:
            yield org, min(days)


def _reminds(one: Line, today: date) -> bool:
    late = one.kind is Kind.OVERDUE and (not one.rule.approved_by or bool(one.rule.approved))
    return late or one.is_soon(today)
