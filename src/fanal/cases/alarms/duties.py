"""An alarm waits for the safeguarding lead, and for nobody else: not for the line, not for the person."""

from datetime import timedelta

from fanal.clocks.api import DutyKind, register
from fanal.clocks.contracts import Step, Target
from fanal.network.contracts import Role
from fanal.vocabulary.words import gettext_noop

_DAY, _LEAD = timedelta(days=1), Target.role(Role.SAFEGUARDING_LEAD)

ALARM = register(
    DutyKind(
        "insider_alarm", gettext_noop("Something was noticed about how our people use files: look at it"), 3 * _DAY,
        _LEAD, (Step(_DAY, _LEAD),), alert=True,
    )
)  # fmt: skip
