"""Duties of studies and runs (design of research, section 4): a statistician answers, a run is deleted."""

from __future__ import annotations

from datetime import timedelta

from fanal.clocks.api import DutyKind, register
from fanal.clocks.contracts import Step, Target
from fanal.network.contracts import RingKind, Role
from fanal.vocabulary.words import gettext_noop

STATISTICIAN = register(
    DutyKind(
        "research_statistician",
        gettext_noop("You were asked to look at a study: sign it, or say why not"),
        timedelta(days=30),
        Target.role(Role.MANAGER),
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
