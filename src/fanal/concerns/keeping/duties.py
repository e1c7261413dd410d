"""Duties of keeping: a quiet look at who opened the reporter's part, the end of a hold."""

from datetime import timedelta

from fanal.clocks.api import DutyKind, register
from fanal.clocks.contracts import Step, Target
from fanal.network.contracts import RingKind, Role
from fanal.vocabulary.words import gettext_noop

_MANAGER = Target.role(Role.MANAGER)

REPORTER_OPENED = register(
    DutyKind(
        "concern_reporter_opened",
        gettext_noop("Look at why the reporter’s part was opened"),
        timedelta(hours=72),
        Target.role(Role.SAFEGUARDING_LEAD),
        (Step(timedelta(0), _MANAGER),),
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
