"""The clock of an offer inside the organisation."""

from datetime import timedelta
from typing import Final

from fanal.cases import duties
from fanal.clocks.api import DutyKind, Own, register
from fanal.clocks.contracts import Target
from fanal.network.contracts import RingKind
from fanal.vocabulary.words import gettext_noop

HAND_ON: Final = register(
    DutyKind(
        "handover_accept", gettext_noop("A colleague offers you a file: say yes or no"), timedelta(hours=24),
        Target.team(RingKind.CASEWORK), duties.CHAIN_B, own=Own.SHORTER,
    )
)  # fmt: skip
