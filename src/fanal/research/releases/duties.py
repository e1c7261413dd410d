"""The clock of releases: stale after two years."""

from datetime import timedelta

from fanal.clocks.api import DutyKind, register
from fanal.clocks.contracts import Step, Target
from fanal.network.contracts import RingKind, Role
from fanal.vocabulary.words import gettext_noop

STALE = register(
    DutyKind(
        "research_stale",
        gettext_noop("A release is two years old: replace it, or say that it is old"),
        timedelta(days=730),
        Target.team(RingKind.STATISTICS),
        (Step(timedelta(0), Target.role(Role.MANAGER)),),
        announce=False,
    )
)
