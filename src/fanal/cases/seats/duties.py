"""The clock of a seat from which something is said."""

from datetime import timedelta

from fanal.clocks.api import DutyKind, register
from fanal.clocks.contracts import Step, Target
from fanal.network.contracts import Role
from fanal.vocabulary.words import gettext_noop

SEAT = register(
    DutyKind(
        "panel_seat", gettext_noop("You sit on a panel for a child: read what you were given, and say what you think"),
        timedelta(days=7), Target.role(Role.SUPERVISOR), (Step(timedelta(days=3), Target.role(Role.SUPERVISOR)),),
    )
)  # fmt: skip
