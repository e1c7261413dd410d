"""The clock of a child in crisis: who answers for the work hears of it at once (docs/cases.md, "Follow-ups and
contact")."""

from datetime import datetime, timedelta

from fanal.cases import limits
from fanal.cases.child_side.duties import SOON
from fanal.cases.codes import Risk
from fanal.cases.duties import held
from fanal.cases.models import Case, FollowUp
from fanal.clocks import api as clocks
from fanal.clocks.api import DutyKind, Own, register
from fanal.clocks.contracts import Target
from fanal.network.contracts import RingKind, Role
from fanal.vocabulary import codes
from fanal.vocabulary.words import gettext_noop

CRISIS = register(
    DutyKind(
        "child_in_crisis", gettext_noop("A child is in crisis: call the worker, and see that the child is safe"),
        timedelta(days=1), Target.team(RingKind.SUPERVISORS), SOON, own=Own.SHORTER,
    )
)  # fmt: skip


def begin(case: Case, row: FollowUp, now: datetime) -> None:
    """Whoever answers for the work is told at once; of a restricted file that very supervisor."""
    to = held(case.team_id, case.owner_id, case.supervisor_id, restricted=case.restricted)
    owner = Target.role(Role.SAFEGUARDING_LEAD) if case.restricted else CRISIS.owner
    limit = limits.span(codes.DutyKind(CRISIS.code), Risk(case.risk) if case.risk else None).after(now) - now
    clocks.start(
        CRISIS, case.org_id, row.pk, about=case.pk, now=now, limit=limit, urgent=True,
        **{**to, "owner": owner, "person": case.supervisor_id},
    )  # fmt: skip
