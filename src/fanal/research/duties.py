"""Clocks of the room (design of research, section 4): gate 14 days, review 10, objection 10; stale after 24 months."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from fanal.clocks import api as clocks
from fanal.clocks.api import DutyKind, register
from fanal.clocks.contracts import Step, Target
from fanal.network import api as network
from fanal.network.contracts import OrgKind, RingKind, Role
from fanal.vocabulary.words import gettext_noop

_AT_ONCE, _WEEK = timedelta(0), timedelta(days=7)
_MANAGER = Target.role(Role.MANAGER)
GATE_DAYS, REVIEW_DAYS, OBJECTION_DAYS, STALE_MONTHS = 14, 10, 10, 24

GATE = register(
    DutyKind(
        "research_gate",
        gettext_noop("A plan to count children waits at the ethics gate: say yes or no"),
        timedelta(days=GATE_DAYS),
        Target.role(Role.DATA_PROTECTION_OFFICER),
        (Step(_AT_ONCE, _MANAGER), Step(_WEEK, Target.network(Role.ANALYST))),
    )
)
GATE_ETHICS = register(
    DutyKind(
        "research_gate_ethics",
        gettext_noop("A plan to count children waits for the ethics reviewer"),
        timedelta(days=GATE_DAYS),
        Target.role(Role.ETHICS_REVIEWER),
        (Step(_AT_ONCE, Target.network(Role.ANALYST)),),
    )
)
GATE_ADVISER = register(
    DutyKind(
        "research_gate_adviser",
        gettext_noop("A plan to count children waits for the survivor adviser"),
        timedelta(days=GATE_DAYS),
        Target.role(Role.SURVIVOR_ADVISER),
        (Step(_AT_ONCE, Target.network(Role.ANALYST)),),
    )
)
REVIEW = register(
    DutyKind(
        "research_review",
        gettext_noop("Tables wait for a second person to review them"),
        timedelta(days=REVIEW_DAYS),
        Target.team(RingKind.STATISTICS),
        (Step(_AT_ONCE, _MANAGER),),
    )
)
OBJECTION = register(
    DutyKind(
        "research_objection",
        gettext_noop("A release over several members: object now if it would harm"),
        timedelta(days=OBJECTION_DAYS),
        _MANAGER,
        (Step(_AT_ONCE, Target.role(Role.DATA_PROTECTION_OFFICER)),),
    )
)
TO_SIGN = register(
    DutyKind(
        "research_sign",
        gettext_noop("A release waits for the signature of a key keeper"),
        timedelta(days=REVIEW_DAYS),
        Target.role(Role.KEY_KEEPER),
        (Step(_AT_ONCE, _MANAGER),),
    )
)
STALE = register(
    DutyKind(
        "research_stale",
        gettext_noop("A release is two years old: replace it, or say that it is old"),
        timedelta(days=730),
        Target.team(RingKind.STATISTICS),
        (Step(_AT_ONCE, _MANAGER),),
        announce=False,
    )
)
ALL = (GATE, GATE_ETHICS, GATE_ADVISER, REVIEW, OBJECTION, TO_SIGN, STALE)


def wait_at_gate(plan: UUID, contributors: list[UUID], now: datetime) -> None:
    """The gate's clocks run: at each contributing member, and where ethics reviewer and survivor adviser work."""
    for org in contributors:
        clocks.start(GATE, org, plan, now=now)
    for house in network.orgs(OrgKind.SECRETARIAT):
        clocks.start(GATE_ETHICS, house.id, plan, now=now)
        clocks.start(GATE_ADVISER, house.id, plan, now=now)


def gate_is_over(plan: UUID, now: datetime) -> None:
    """All answered, or the plan changed or ended."""
    for kind in (GATE, GATE_ETHICS, GATE_ADVISER):
        clocks.stop(plan, kind, now=now)
