"""Which duties files owe at all times (`clocks.owes`): an open file without one begins them anew (CM-21). From clear
columns alone."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from fanal.cases import duties, limits
from fanal.cases.codes import WORKED_ON, Risk, Status
from fanal.cases.course import duties as clock
from fanal.cases.models import Case, FollowUp
from fanal.clocks.api import DutyKind, Owed, owes
from fanal.vocabulary import codes


@owes
def of_files(now: datetime) -> Iterator[Owed]:
    """While a file is open somebody looks at its risk; also while it is followed up, at how to reach the child."""
    for case in Case.objects.filter(status__in=WORKED_ON).only(*_COLUMNS):
        kinds = (duties.RISK_REVIEW, duties.CONTACT_SAFETY) if case.status == Status.OPEN else (duties.CONTACT_SAFETY,)
        for kind in kinds:
            yield Owed(case.org_id, case.pk, (kind,), _held(case) | {"limit": _limit(kind, case, now)})


@owes
def of_follow_ups(now: datetime) -> Iterator[Owed]:
    """Each follow-up that has no result yet has its task, late or not."""
    rows = FollowUp.objects.filter(case__status__in=WORKED_ON, result="", due__isnull=False)
    for row in rows.select_related("case").only("due", "case", *(f"case__{name}" for name in _COLUMNS)):
        assert row.due is not None
        limit = max(row.due - now, duties.SOONEST)
        yield Owed(
            row.case.org_id, row.pk, (clock.MILESTONE,), _held(row.case) | {"limit": limit, "about": row.case_id}
        )


_COLUMNS = ("org", "team", "owner", "supervisor", "restricted", "risk", "status")


def _held(case: Case) -> dict[str, Any]:
    return duties.held(case.team_id, case.owner_id, case.supervisor_id, restricted=case.restricted)


def _limit(kind: DutyKind, case: Case, now: datetime) -> Any:
    return limits.span(codes.DutyKind(kind.code), Risk(case.risk) if case.risk else None).after(now) - now
