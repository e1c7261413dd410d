"""Duties that come of triage itself: a second look, a quiet look by the safeguarding lead, the end of a hold."""

from datetime import timedelta

from fanal.clocks.api import DutyKind, register
from fanal.clocks.contracts import Step, Target
from fanal.network.contracts import RingKind, Role
from fanal.vocabulary.words import gettext_noop

_AT_ONCE = timedelta(0)
_LEAD, _MANAGER = Target.role(Role.SUPERVISOR), Target.role(Role.MANAGER)

SECOND = register(
    DutyKind(
        "concern_second",
        gettext_noop("Confirm a decision, or not"),
        timedelta(hours=24),
        Target.team(RingKind.INTAKE),
        (Step(_AT_ONCE, _LEAD), Step(timedelta(hours=24), _MANAGER)),
    )
)
REPORTER_OPENED = register(
    DutyKind(
        "concern_reporter_opened",
        gettext_noop("Look at why the reporter’s part was opened"),
        timedelta(hours=72),
        Target.role(Role.SAFEGUARDING_LEAD),
        (Step(_AT_ONCE, _MANAGER),),
    )
)
LOOKED_AT = register(
    DutyKind(
        "concern_looked_at",
        gettext_noop("Look at why a colleague opened a closed concern"),
        timedelta(hours=72),
        Target.role(Role.SAFEGUARDING_LEAD),
        (Step(_AT_ONCE, _MANAGER),),
    )
)
HOLD_ENDS = register(
    DutyKind(
        "concern_hold_ends",
        gettext_noop("A legal hold ends: renew it, or let it go"),
        timedelta(days=1),
        Target.team(RingKind.INTAKE),
        (Step(timedelta(days=3), _MANAGER),),
    )
)
