"""The clocks of concerns (docs/concerns-triage.md, "Clocks"): kinds of duty, and which of them a new concern starts."""

from datetime import datetime, timedelta
from typing import Any

from fanal.clocks import api as clocks
from fanal.clocks.api import DutyKind, Own, register
from fanal.clocks.contracts import Step, Target
from fanal.network.contracts import RingKind, Role
from fanal.vocabulary.words import gettext_noop

_AT_ONCE, _LATER = timedelta(0), timedelta(minutes=20)
_INTAKE = Target.team(RingKind.INTAKE)
SAFEGUARDING = Target.role(Role.SAFEGUARDING_LEAD)  # owns the clocks of concerns about our own people, without a chain


def owned(thing: Any) -> dict[str, Any]:
    """Owner and chain of a duty on a concern, or on what was handed over: of a restricted one only the safeguarding
    lead hears; what a named team has is that team's."""
    if thing.restricted:
        return {"owner": SAFEGUARDING, "chain": ()}
    return {"owner": Target.team(thing.team_id)} if thing.team_id else {}


def hand_on(thing: Any, kind: DutyKind, concern: Any, now: datetime) -> None:
    """A duty on a concern, or on what was handed over of it, follows the concern into other hands, with its chain."""
    to = owned(concern)
    owner, chain = to.get("owner", kind.owner), to.get("chain", kind.chain)
    clocks.move(thing.pk, kind, owner, now=now, chain=chain, org=concern.org_id)


_LEAD, _MANAGER = Target.role(Role.SUPERVISOR), Target.role(Role.MANAGER)

ACKNOWLEDGE = register(
    DutyKind(
        "concern_acknowledge",
        gettext_noop("Say that you have seen it"),
        timedelta(minutes=10),
        Target.role(Role.DUTY_PERSON),
        (Step(_AT_ONCE, Target.role(Role.DUTY_PERSON)), Step(_LATER, _MANAGER)),
        alert=True,
        own=Own.SHORTER,
    )
)
DECIDE_URGENT = register(
    DutyKind(
        "concern_decide_urgent",
        gettext_noop("Decide what to do now"),
        timedelta(minutes=60),
        _INTAKE,
        (Step(_AT_ONCE, _MANAGER),),
        alert=True,
        announce=False,
        own=Own.SHORTER,
    )
)
DECIDE = register(
    DutyKind(
        "concern_decide",
        gettext_noop("Decide on a concern"),
        timedelta(hours=24),
        _INTAKE,
        (Step(_AT_ONCE, _LEAD), Step(timedelta(hours=1), _MANAGER, share=100)),
        remind=True,
        own=Own.ANY,
    )
)
ANSWER_REPORTER = register(
    DutyKind(
        "concern_answer",
        gettext_noop("Answer the person who told us"),
        timedelta(hours=72),
        _INTAKE,
        (Step(_AT_ONCE, _LEAD),),
        remind=True,
        own=Own.ANY,
    )
)
MANY_UNVERIFIED = register(
    DutyKind(
        "concern_many_unverified",
        gettext_noop("Very many unverified concerns: look at them, or put the shield up"),
        timedelta(hours=2),
        _LEAD,
        (Step(_AT_ONCE, _MANAGER),),
        remind=True,
    )
)
UNVERIFIED_LIMIT = timedelta(hours=72)
