"""Duties of linkage runs: the gate answers in 14 days, whoever owes a step has 7, and a run is deleted within 7."""

from datetime import timedelta

from fanal.clocks.api import DutyKind, register
from fanal.clocks.contracts import Step, Target
from fanal.network.contracts import RingKind, Role
from fanal.research.duties import GATE_DAYS, ByRole, of_adviser, of_house, of_maker
from fanal.vocabulary.words import gettext_noop

REFUSED = of_maker("run_refused", gettext_noop("The ethics gate said no to your linkage run: read why"))
STUDY = of_maker("run_study", gettext_noop("Your linkage run is agreed on: register the study that it serves"))
MAKERS = (REFUSED, STUDY)
"""For what a run comes back to whoever made it."""
GATE = of_house(
    "run_gate",
    gettext_noop("A linkage run waits at the ethics gate: say yes or no"),
    GATE_DAYS,
    Target.role(Role.DATA_PROTECTION_OFFICER),
)
GATE_ETHICS = of_adviser(
    "run_gate_ethics", gettext_noop("A linkage run waits for the ethics reviewer"), GATE_DAYS, Role.ETHICS_REVIEWER
)
GATE_ADVISER = of_adviser(
    "run_gate_adviser", gettext_noop("A linkage run waits for the survivor adviser"), GATE_DAYS, Role.SURVIVOR_ADVISER
)
GATES: ByRole = {
    Role.DATA_PROTECTION_OFFICER: GATE, Role.ETHICS_REVIEWER: GATE_ETHICS,
    Role.SURVIVOR_ADVISER: GATE_ADVISER,
}  # fmt: skip
"""Who answers at the gate of a run, and the duty of each."""
STEP = of_house(
    "run_step",
    gettext_noop("A linkage run waits for the next step of your organisation"),
    7,
    Target.team(RingKind.STATISTICS),
)
DELETION = register(
    DutyKind(
        "research_run_deletion",
        gettext_noop("A linkage run ends: delete what is left of it, and confirm that"),
        timedelta(days=7),
        Target.team(RingKind.STATISTICS),
        (
            Step(timedelta(0), Target.role(Role.MANAGER)),
            Step(timedelta(days=1), Target.role(Role.DATA_PROTECTION_OFFICER)),
        ),
        remind=True,
    )
)
