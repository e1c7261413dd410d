"""Duties that come of triage itself: a second look, a quiet look by the safeguarding lead."""

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
LOOKED_AT = register(
    DutyKind(
        "concern_looked_at",
        gettext_noop("Look at why a colleague opened a closed concern"),
        timedelta(hours=72),
        Target.role(Role.SAFEGUARDING_LEAD),
        (Step(_AT_ONCE, _MANAGER),),
    )
)
