"""Each worker who has open files talks with who answers for the work, once a month."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from fanal.cases import limits
from fanal.cases.codes import WORKED_ON
from fanal.cases.models import Case, Supervision
from fanal.clocks.api import DutyKind, Owed, Own, owes, register, until_end_of
from fanal.clocks.contracts import Step, Target
from fanal.network.contracts import RingKind, Role
from fanal.vocabulary import codes
from fanal.vocabulary.words import gettext_noop

SESSION = register(
    DutyKind(
        "supervision_session", gettext_noop("Talk with a worker about the work"), timedelta(days=30),
        Target.team(RingKind.SUPERVISORS), (Step(timedelta(days=7), Target.role(Role.MANAGER)),), own=Own.SHORTER,
    )
)  # fmt: skip


@owes
def of_workers(now: datetime) -> Iterator[Owed]:
    """Whoever has open files: from the day of the next talk on that was agreed, or within a month. From clear columns
    alone; the supervisor of the newest file holds it."""
    open_ = Case.objects.filter(status__in=WORKED_ON).order_by("opened_on", "pk")
    newest = {(org, worker): lead for org, worker, lead in open_.values_list("org", "owner", "supervisor")}
    for (org, worker), lead in newest.items():
        last = Supervision.objects.filter(org=org, worker=worker).order_by("-held_on", "-pk").first()
        month = limits.span(codes.DutyKind.SUPERVISION_SESSION).after(now) - now
        limit = until_end_of(last.next_due, now) if last is not None else month
        yield Owed(org, worker, (SESSION,), {"person": lead, "limit": limit})
