"""The clock of the gate: what lapsed is mended before no new file may be opened."""

from datetime import timedelta

from fanal.cases.readiness import LAPSES_AFTER
from fanal.clocks.api import DutyKind, register
from fanal.clocks.contracts import Step, Target
from fanal.network.contracts import Role
from fanal.vocabulary.words import gettext_noop

CARE_LAPSED = register(
    DutyKind(
        "care_lapsed",
        gettext_noop("Mend what lapsed before files of children may be opened"),
        LAPSES_AFTER,
        Target.role(Role.MANAGER),
        (Step(timedelta(0), Target.role(Role.SAFEGUARDING_LEAD)),),
        calendar=True,
    )
)
