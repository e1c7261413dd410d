"""Duties of keeping: the end of a hold, the second person of an early erasure."""

from datetime import timedelta

from fanal.clocks.api import DutyKind, register
from fanal.clocks.contracts import Step, Target
from fanal.network.contracts import Role
from fanal.vocabulary.words import gettext_noop

_DPO, _LEAD = Target.role(Role.DATA_PROTECTION_OFFICER), Target.role(Role.SAFEGUARDING_LEAD)
_STEPS = (Step(timedelta(days=3), _LEAD),)

HOLD_REVIEW = register(
    DutyKind(
        "hold_review", gettext_noop("A legal hold on a file ends: renew it, or let it go"), timedelta(days=1), _DPO,
        _STEPS,
    )
)  # fmt: skip
SECOND_TO_ERASE = register(
    DutyKind(
        "case_second_to_erase", gettext_noop("Look whether a file may be erased early"), timedelta(days=7), _DPO, _STEPS
    )
)
