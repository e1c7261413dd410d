"""Whose turn it is: a plan, study or run that comes back to whoever made it stands on their day until they did what it
waits for."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from fanal.clocks import api as clocks
from fanal.clocks.api import DutyKind
from fanal.clocks.contracts import Target
from fanal.network import api as network
from fanal.network.contracts import PersonState
from fanal.research import duties
from fanal.research.models import LinkageRun, Plan, Study


def back(made: Plan | Study | LinkageRun, kind: DutyKind | None, now: datetime) -> None:
    """It waits for its maker, for this and for nothing else; or (None) for somebody else."""
    for duty in clocks.open_duties(subjects=[made.pk], kinds=duties.MAKERS.values()):
        if kind is None or duty.kind != kind.code:
            clocks.stop(made.pk, duties.MAKERS[duty.kind], now=now)
    if kind is not None:
        clocks.start(kind, made.org_id, made.pk, now=now, owner=_maker(made))


def _maker(made: Plan | Study | LinkageRun) -> Target | None:
    """Whoever made the last tables of a plan, for they alone go on with them; else whoever opened it."""
    drawn = made.drafts.order_by("-made_at", "-pk").first() if isinstance(made, Plan) else None
    person = network.person(made.made_by_id if drawn is None else drawn.made_by_id)
    works = person.state is PersonState.ACTIVE and person.org == made.org_id
    return Target.person(person.id) if works else None


def between(kind: DutyKind, subject: UUID, waits: Collection[UUID], now: datetime) -> None:
    """The clock runs at the organisations whose turn it is, and stops at everybody else."""
    for duty in clocks.open_duties(subjects=[subject], kinds=[kind]):
        if duty.org not in waits:
            clocks.stop(subject, kind, now=now, org=duty.org)
    for org in sorted(waits, key=str):
        clocks.start(kind, org, subject, now=now)
