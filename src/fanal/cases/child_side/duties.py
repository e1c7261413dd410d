"""Clocks of what a child says: who hears of it, and by when (docs/cases.md, "The child's own side")."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from fanal.cases import duties, limits
from fanal.cases.codes import Risk
from fanal.cases.models import Case
from fanal.cases.sight_table import Eye
from fanal.clocks import api as clocks
from fanal.clocks.api import DutyKind, Own, register
from fanal.clocks.contracts import Step, Target
from fanal.network.contracts import RingKind, Role
from fanal.vocabulary import codes
from fanal.vocabulary.words import gettext_noop

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_SUPERVISORS = Target.team(RingKind.SUPERVISORS)
_SAFEGUARDING, _MANAGER = Target.role(Role.SAFEGUARDING_LEAD), Target.role(Role.MANAGER)
SOON = (Step(_HOUR, _SAFEGUARDING, share=25), Step(4 * _HOUR, _MANAGER, share=50))

NOT_SAFE = register(
    DutyKind(
        "child_not_safe", gettext_noop("A child is not safe at all: reach the child in the safe way"), _DAY,
        _SUPERVISORS, SOON, own=Own.SHORTER,
    )
)  # fmt: skip
READ = register(
    DutyKind(
        "feedback_read", gettext_noop("Read what a child says of our help"), 3 * _DAY, _SUPERVISORS,
        (Step(_DAY, _SAFEGUARDING), Step(7 * _DAY, _MANAGER)), own=Own.SHORTER,
    )
)  # fmt: skip
CAME_BACK = register(
    DutyKind(
        "child_came_back", gettext_noop("A child wants to come back: answer in the safe way"), _DAY, _SUPERVISORS,
        SOON, own=Own.SHORTER,
    )
)  # fmt: skip
STOPPED = register(
    DutyKind(
        "sharing_stopped", gettext_noop("A child wants us to share no more: end what others still have"), _DAY,
        _SUPERVISORS, SOON, own=Own.SHORTER,
    )
)  # fmt: skip
OTHER = register(
    DutyKind(
        "other_worker_wanted", gettext_noop("A child wants another person: talk with the child, and answer"), 3 * _DAY,
        _SUPERVISORS, (Step(_DAY, _SAFEGUARDING), Step(7 * _DAY, _MANAGER)), own=Own.SHORTER,
    )
)  # fmt: skip
OFFER = register(
    DutyKind(
        "feedback_offer", gettext_noop("Ask the child how it is with us"), 14 * _DAY,
        Target.team(RingKind.CASEWORK), duties.CHAIN_B, own=Own.SHORTER,
    )
)  # fmt: skip
FIRST_OFFER: Final = limits.Span(months=1)
"""When the child is asked for the first time after the file was opened (own)."""
TO_READ: Final = (NOT_SAFE, READ, CAME_BACK, STOPPED, OTHER)
"""Held by the supervisor: what the child says passes the worker by."""
duties.for_few(TO_READ, Eye.SUPERVISOR, Eye.SAFEGUARDING)


def begin(kind: DutyKind, case: Case, now: datetime, subject: UUID) -> None:
    """A duty of whoever answers for the work, of a restricted file of that very supervisor."""
    to = duties.held(case.team_id, case.owner_id, case.supervisor_id, restricted=case.restricted)
    owner = _SAFEGUARDING if case.restricted else kind.owner
    limit = None
    if kind is NOT_SAFE:
        limit = limits.span(codes.DutyKind(kind.code), Risk(case.risk) if case.risk else None).after(now) - now
    clocks.start(
        kind, case.org_id, subject, about=case.pk, now=now, limit=limit, urgent=kind is NOT_SAFE,
        **{**to, "owner": owner, "person": case.supervisor_id},
    )  # fmt: skip
