"""Clocks of requests about what is kept of a person (docs/cases.md, "Requests")."""

from datetime import datetime, timedelta

from fanal.cases import duties, limits
from fanal.cases.models import Case, SubjectRequest
from fanal.clocks import api as clocks
from fanal.clocks.api import DutyKind, Own, register
from fanal.clocks.contracts import Step, Target
from fanal.network.contracts import Role
from fanal.vocabulary import codes
from fanal.vocabulary.words import gettext_noop

_AT_ONCE, _DAY = timedelta(0), timedelta(days=1)
_OFFICER, _MANAGER = Target.role(Role.DATA_PROTECTION_OFFICER), Target.role(Role.MANAGER)

ANSWER = register(
    DutyKind(
        "subject_request_answer", gettext_noop("Answer what somebody asks about what is kept of them"), 30 * _DAY,
        _OFFICER, (Step(_AT_ONCE, _MANAGER),), remind=True, own=Own.SHORTER,
    )
)  # fmt: skip
PACK = register(
    DutyKind(
        "subject_request_pack", gettext_noop("Put together what is kept of somebody who asks"), 10 * _DAY,
        Target.role(Role.SUPERVISOR), duties.CHAIN_B, own=Own.SHORTER,
    )
)  # fmt: skip
ERASE = register(
    DutyKind(
        "subject_request_erase", gettext_noop("Erase what was granted to somebody who asked"), 10 * _DAY, _OFFICER,
        (Step(_AT_ONCE, _MANAGER),), own=Own.SHORTER,
    )
)  # fmt: skip


def begin(case: Case, row: SubjectRequest, now: datetime) -> None:
    """One month for the answer, by whoever answers requests; what is kept is put together by whoever works on it."""
    kind = codes.DutyKind.SUBJECT_REQUEST_ANSWER
    clocks.start(ANSWER, case.org_id, row.pk, about=case.pk, now=now, limit=limits.span(kind).after(now) - now)
    if row.kind == "see":
        duties.begin(PACK, case, now, PACK.limit, subject=row.pk)


def erase(case: Case, row: SubjectRequest, now: datetime) -> None:
    """What was granted is still to be done: erasing has its own deed, and a second person."""
    clocks.start(ERASE, case.org_id, row.pk, about=case.pk, now=now)
