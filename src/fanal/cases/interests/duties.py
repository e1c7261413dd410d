"""Clocks of what is decided for a child: each of a panel says what they think, whoever prepared it writes the decision
down, and on its day it is looked at again."""

from datetime import timedelta

from fanal.cases.duties import CHAIN_B
from fanal.clocks.api import DutyKind, Own, register
from fanal.clocks.contracts import Step, Target
from fanal.network.contracts import RingKind, Role
from fanal.vocabulary.words import gettext_noop

REVIEW = register(
    DutyKind(
        "best_interests_review", gettext_noop("Look again at what was decided to be best for the child"),
        timedelta(days=90), Target.team(RingKind.CASEWORK), CHAIN_B, calendar=True, own=Own.SHORTER,
    )
)  # fmt: skip
SEAT = register(
    DutyKind(
        "panel_seat", gettext_noop("You sit on a panel for a child: read what you were given, and say what you think"),
        timedelta(days=7), Target.role(Role.SUPERVISOR), (Step(timedelta(days=3), Target.role(Role.SUPERVISOR)),),
    )
)  # fmt: skip
SAID = register(
    DutyKind(
        "panel_said", gettext_noop("The panel said what it thinks: write the decision down"), timedelta(days=3),
        Target.team(RingKind.CASEWORK), CHAIN_B,
    )
)  # fmt: skip
