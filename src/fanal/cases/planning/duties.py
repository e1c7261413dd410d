"""The clock of a piece of help: by when it is given."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from fanal.access.api import Opened
from fanal.cases import duties, limits
from fanal.cases.codes import Stage
from fanal.cases.codes_work import Timeframe
from fanal.cases.models import Case, Service
from fanal.clocks import api as clocks
from fanal.clocks.api import DutyKind, Own, register
from fanal.clocks.contracts import Target
from fanal.network.contracts import RingKind
from fanal.vocabulary.words import gettext_noop

AT_ONCE: Final = "immediate_action"
"""A phase of help that waits for no plan."""
SERVICE_DUE = register(
    DutyKind(
        "service_due", gettext_noop("See whether the help was given"), timedelta(days=7),
        Target.team(RingKind.CASEWORK), duties.CHAIN_B, own=Own.SHORTER,
    )
)  # fmt: skip


def runs(case: Case, row: Service) -> bool:
    """Whether the clock of a piece of help runs now: from the start where it is for now, else once the plan is acted
    on (the move begins it, `facts.helps`)."""
    return row.phase == AT_ONCE or case.stage in {Stage.IMPLEMENTATION, Stage.REVIEW}


def begin(case: Case, row: Service, now: datetime) -> None:
    """Begin the clock of a piece of help anew, by the time that was chosen for it, or by its appointment."""
    clocks.stop(row.pk, SERVICE_DUE, now=now, done=False)
    row.due = row.due or limits.OF_TIMEFRAME[Timeframe(row.timeframe)].after(now)
    duties.begin(SERVICE_DUE, case, now, max(row.due - now, timedelta(hours=1)), subject=row.pk)


def running(case: Case, opened: Opened | None = None) -> dict[UUID, datetime]:
    """When each piece of help is due whose clock runs."""
    found = duties.due(case, SERVICE_DUE, opened=opened)
    return {one.subject: one.due_at for one in found}
