"""Duties of proceedings: two alarms for the child, and the end of limitation two years ahead. And the end of a hold."""

from datetime import timedelta

from fanal.clocks.api import DutyKind, register
from fanal.clocks.contracts import Step, Target
from fanal.network.contracts import RingKind, Role
from fanal.vocabulary.words import gettext_noop

_AT_ONCE, _DAY = timedelta(0), timedelta(days=1)
_LEAD, _MANAGER = Target.role(Role.SUPERVISOR), Target.role(Role.MANAGER)

SECOND_INTERVIEW = register(
    DutyKind(
        "second_interview",
        gettext_noop("A child is interviewed again: see whether it must be"),
        timedelta(hours=24),
        Target.team(RingKind.SUPERVISORS),
        (Step(_AT_ONCE, Target.role(Role.SAFEGUARDING_LEAD)), Step(_DAY, _MANAGER)),
        alert=True,
    )
)
CHILD_PUNISHED = register(
    DutyKind(
        "child_punished",
        gettext_noop("A child is punished for having been exploited: act on it"),
        timedelta(hours=24),
        Target.team(RingKind.LEGAL),
        (Step(_AT_ONCE, _LEAD), Step(_DAY, _MANAGER)),
        alert=True,
    )
)
# Its due time is two years before the date: late enough to be read, early enough for a request abroad.
LIMITATION_DATE = register(
    DutyKind(
        "limitation_date",
        gettext_noop("The time to prosecute runs out in two years or less: see that somebody acts"),
        timedelta(days=30),
        Target.team(RingKind.LEGAL),
        (Step(timedelta(days=30), _LEAD), Step(timedelta(days=180), _MANAGER)),
        announce=False,
    )
)
HOLD_ENDS = register(
    DutyKind(
        "matter_hold_ends",
        gettext_noop("A legal hold ends: renew it, or let it go"),
        _DAY,
        Target.team(RingKind.LEGAL),
        (Step(timedelta(days=3), _MANAGER),),
    )
)
AHEAD_MONTHS = 24
SOONEST = timedelta(days=7)
"""How long the team has where the two years have begun already."""
ALL = (SECOND_INTERVIEW, CHILD_PUNISHED, LIMITATION_DATE)
