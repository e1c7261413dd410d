"""The clock of taking out: what somebody asked for waits for a second person."""

from datetime import timedelta

from fanal.clocks.api import DutyKind, register
from fanal.clocks.contracts import Step, Target
from fanal.network.contracts import RingKind, Role
from fanal.vocabulary.words import gettext_noop

EXPORT_ANSWER = register(
    DutyKind(
        "export_answer",
        gettext_noop("Look at what somebody asks to take out, and agree or not"),
        timedelta(days=3),
        Target.team(RingKind.SUPERVISORS),
        (Step(timedelta(days=3), Target.role(Role.SAFEGUARDING_LEAD)),),
    )
)
"""Three days (own): it ends by itself after seven."""
