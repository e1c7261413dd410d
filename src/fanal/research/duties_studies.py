"""Duties of studies and runs (design of research, section 4): a statistician answers in 30 days, a review takes 10,
the gate of a run 14; whoever owes a step of a run has 7, and a run is deleted within 7."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from fanal.clocks.api import DutyKind, register
from fanal.clocks.contracts import Step, Target
from fanal.network.contracts import RingKind, Role
from fanal.research.contracts import REVIEWER
from fanal.research.duties import of_maker
from fanal.vocabulary.words import gettext_noop

STATISTICIAN = register(
    DutyKind(
        "research_statistician",
        gettext_noop("You were asked to look at a study: sign it, or say why not"),
        timedelta(days=30),
        Target.role(Role.MANAGER),
    )
)
REVIEW = register(
    DutyKind(
        "research_study_review",
        gettext_noop("A study waits for a second person to review it"),
        timedelta(days=10),
        Target.grant(REVIEWER),
        (Step(timedelta(0), Target.role(Role.MANAGER)),),
    )
)
ETHICS = register(
    DutyKind(
        "research_study_ethics",
        gettext_noop("A study waits for the ethics reviewer: say yes or no"),
        timedelta(days=10),
        Target.role(Role.ETHICS_REVIEWER),
        (Step(timedelta(0), Target.network(Role.ANALYST)),),
    )
)
ADVISER = register(
    DutyKind(
        "research_study_adviser",
        gettext_noop("A study waits for the survivor adviser: say yes or no"),
        timedelta(days=10),
        Target.role(Role.SURVIVOR_ADVISER),
        (Step(timedelta(0), Target.network(Role.ANALYST)),),
    )
)
AGREE: Mapping[str, DutyKind] = {REVIEWER: REVIEW, Role.ETHICS_REVIEWER: ETHICS, Role.SURVIVOR_ADVISER: ADVISER}
"""Who must agree before a study is published, and the duty of each."""
TO_SIGN = register(
    DutyKind(
        "research_study_sign",
        gettext_noop("A study waits for the signature of a key keeper"),
        timedelta(days=10),
        Target.role(Role.KEY_KEEPER),
        (Step(timedelta(0), Target.role(Role.MANAGER)),),
    )
)
COMPUTE = of_maker("study_compute", gettext_noop("Your study is registered, and its table is there: compute it"))
NO_TABLE = of_maker(
    "study_no_table", gettext_noop("The linkage run of your study ended without a result: stop the study")
)
COMPUTED = of_maker("study_computed", gettext_noop("Your study is computed: ask a statistician from outside"))
DECLINED = of_maker(
    "study_declined", gettext_noop("A statistician did not sign your study: read why, then ask another or compute anew")
)
SIGNED = of_maker("study_signed", gettext_noop("A statistician signed your study: send it to review"))
RETURNED = of_maker("study_returned", gettext_noop("Your study was sent back: read why, then send it to review again"))
VETOED = of_maker("study_vetoed", gettext_noop("An adviser stopped your study: read why"))
APPROVED = of_maker("study_approved", gettext_noop("Everybody agreed to your study: publish it"))
RUN_REFUSED = of_maker("run_refused", gettext_noop("The ethics gate said no to your linkage run: read why"))
RUN_STUDY = of_maker("run_study", gettext_noop("Your linkage run is agreed on: register the study that it serves"))
MAKERS, RUN_MAKERS = (
    (COMPUTE, NO_TABLE, COMPUTED, DECLINED, SIGNED, RETURNED, VETOED, APPROVED),
    (RUN_REFUSED, RUN_STUDY),
)
"""For what a study, or a run, comes back to whoever made it."""
RUN_GATE = register(
    DutyKind(
        "research_run_gate",
        gettext_noop("A linkage run waits at the ethics gate: say yes or no"),
        timedelta(days=14),
        Target.role(Role.DATA_PROTECTION_OFFICER),
        (Step(timedelta(0), Target.role(Role.MANAGER)),),
    )
)
RUN_GATE_ETHICS = register(
    DutyKind(
        "research_run_gate_ethics",
        gettext_noop("A linkage run waits for the ethics reviewer"),
        timedelta(days=14),
        Target.role(Role.ETHICS_REVIEWER),
        (Step(timedelta(0), Target.network(Role.ANALYST)),),
    )
)
RUN_GATE_ADVISER = register(
    DutyKind(
        "research_run_gate_adviser",
        gettext_noop("A linkage run waits for the survivor adviser"),
        timedelta(days=14),
        Target.role(Role.SURVIVOR_ADVISER),
        (Step(timedelta(0), Target.network(Role.ANALYST)),),
    )
)
RUN_GATES: Mapping[str, DutyKind] = {
    Role.DATA_PROTECTION_OFFICER: RUN_GATE, Role.ETHICS_REVIEWER: RUN_GATE_ETHICS,
    Role.SURVIVOR_ADVISER: RUN_GATE_ADVISER,
}  # fmt: skip
"""Who answers at the gate of a run, and the duty of each."""
RUN_STEP = register(
    DutyKind(
        "research_run_step",
        gettext_noop("A linkage run waits for the next step of your organisation"),
        timedelta(days=7),
        Target.team(RingKind.STATISTICS),
        (Step(timedelta(0), Target.role(Role.MANAGER)),),
    )
)
RUN_DELETION = register(
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
