"""The duty of the second person, where two files are to be joined or a joining undone."""

from datetime import timedelta

from fanal.clocks.api import DutyKind, register
from fanal.clocks.contracts import Step, Target
from fanal.network.contracts import RingKind, Role
from fanal.vocabulary.words import gettext_noop

SAFEGUARDING = Target.role(Role.SAFEGUARDING_LEAD)
SECOND = register(
    DutyKind(
        "files_second_to_join", gettext_noop("Look whether two files are of one child"), timedelta(days=3),
        Target.team(RingKind.SUPERVISORS), (Step(timedelta(0), SAFEGUARDING),),
    )
)  # fmt: skip
