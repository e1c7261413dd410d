"""What a file that was opened on call begins (docs/cases.md, "On call")."""

from datetime import timedelta

from fanal.clocks.api import DutyKind, register
from fanal.clocks.contracts import Step, Target
from fanal.network.contracts import Role
from fanal.vocabulary.words import gettext_noop

_LEAD, _MANAGER = Target.role(Role.SAFEGUARDING_LEAD), Target.role(Role.MANAGER)

REVIEW = register(
    DutyKind(
        "break_glass_review", gettext_noop("Somebody on call opened a file: look at whether it was needed"),
        timedelta(days=7), _LEAD, (Step(timedelta(0), _MANAGER),), alert=True,
    )
)  # fmt: skip
