"""Clocks of questions between two members (docs/cases.md, "Whether another member knows a child")."""

from datetime import datetime, timedelta

from fanal.cases import duties, limits
from fanal.cases.models import Case, NetworkSearch
from fanal.clocks import api as clocks
from fanal.clocks.api import DutyKind, Own, register
from fanal.clocks.contracts import Step, Target
from fanal.network.contracts import RingKind, Role
from fanal.vocabulary import codes
from fanal.vocabulary.words import gettext_noop

_AT_ONCE, _DAY = timedelta(0), timedelta(days=1)
_SUPERVISORS = Target.team(RingKind.SUPERVISORS)
_SAFEGUARDING, _MANAGER = Target.role(Role.SAFEGUARDING_LEAD), Target.role(Role.MANAGER)

ANSWER = register(
    DutyKind(
        "network_search_answer", gettext_noop("Another member asks whether you know a child: look, and answer"),
        3 * _DAY, _SUPERVISORS, (Step(_AT_ONCE, _SAFEGUARDING),), own=Own.SHORTER,
    )
)  # fmt: skip
ANSWERED = register(
    DutyKind(
        "network_search_read", gettext_noop("Another member answered about a child: read it"), _DAY,
        Target.team(RingKind.CASEWORK), duties.CHAIN_B, own=Own.SHORTER,
    )
)  # fmt: skip
UNANSWERED = register(
    DutyKind(
        "network_search_unanswered", gettext_noop("A question between two members stayed without an answer"), 7 * _DAY,
        _SUPERVISORS, (Step(_AT_ONCE, _MANAGER),),
    )
)  # fmt: skip
SERIES = register(
    DutyKind(
        "network_search_series", gettext_noop("Somebody asks other members about one child again and again: look why"),
        7 * _DAY, _SAFEGUARDING, (Step(_AT_ONCE, _MANAGER),),
    )
)  # fmt: skip


def asked(row: NetworkSearch, now: datetime) -> None:
    """Whoever is asked has three days, or one where it is urgent. The duty is about the question, never about the file
    of the other member."""
    kind = codes.DutyKind.NETWORK_SEARCH_ANSWER
    limit = limits.span(kind, urgent=True).after(now) - now if row.urgent else None
    clocks.start(ANSWER, row.partner_id, row.pk, now=now, limit=limit, urgent=row.urgent)


def answered(row: NetworkSearch, now: datetime) -> None:
    """Whoever works with the child reads the answer."""
    clocks.stop(row.pk, ANSWER, now=now)
    duties.begin(ANSWERED, row.case, now, ANSWERED.limit, subject=row.pk)


def unanswered(row: NetworkSearch, now: datetime) -> None:
    """The supervisors on both sides hear of it."""
    clocks.stop(row.pk, ANSWER, now=now, done=False)
    clocks.start(UNANSWERED, row.partner_id, row.pk, now=now)
    case = row.case
    to = duties.held(case.team_id, case.owner_id, case.supervisor_id, restricted=case.restricted)
    to |= {"person": case.supervisor_id, "owner": _SAFEGUARDING if case.restricted else UNANSWERED.owner}
    clocks.start(UNANSWERED, case.org_id, row.pk, about=case.pk, now=now, **to)


def series(case: Case, now: datetime) -> None:
    """The safeguarding lead looks why."""
    clocks.start(SERIES, case.org_id, case.pk, about=case.pk, now=now)
