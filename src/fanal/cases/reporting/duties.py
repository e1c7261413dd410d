"""The clocks of a report: what came of it, and that an authority hears when the child takes it back."""

from datetime import timedelta
from typing import Final

from fanal.cases.duties import CHAIN_B
from fanal.clocks.api import DutyKind, Own, register
from fanal.clocks.contracts import Step, Target
from fanal.network.contracts import RingKind, Role
from fanal.vocabulary.words import gettext_noop

_TEAM = Target.team(RingKind.CASEWORK)

ANSWER: Final = register(
    DutyKind(
        "report_answer", gettext_noop("Ask the authority what came of a report"), timedelta(days=30), _TEAM, CHAIN_B,
        announce=False, calendar=True, own=Own.SHORTER,
    )
)  # fmt: skip
TELL: Final = register(
    DutyKind(
        "report_taken_back", gettext_noop("Tell the authority that the child has taken it back"), timedelta(hours=72),
        _TEAM, (Step(timedelta(0), Target.role(Role.SAFEGUARDING_LEAD)),), remind=True, own=Own.SHORTER,
    )
)  # fmt: skip
ALL: Final = (ANSWER, TELL)
