"""Clocks of what is decided for a child: once each of a panel said what they think, whoever prepared it writes the
decision down, and on its day it is looked at again."""

from datetime import timedelta

from fanal.cases.duties import CHAIN_B
from fanal.clocks.api import DutyKind, Own, register
from fanal.clocks.contracts import Target
from fanal.network.contracts import RingKind
from fanal.vocabulary.words import gettext_noop

REVIEW = register(
    DutyKind(
        "best_interests_review", gettext_noop("Look again at what was decided to be best for the child"),
        timedelta(days=90), Target.team(RingKind.CASEWORK), CHAIN_B, calendar=True, own=Own.SHORTER,
    )
)  # fmt: skip
SAID = register(
    DutyKind(
        "panel_said", gettext_noop("The panel said what it thinks: write the decision down"), timedelta(days=3),
        Target.team(RingKind.CASEWORK), CHAIN_B,
    )
)  # fmt: skip
