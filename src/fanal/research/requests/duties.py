"""The clock of data requests: the secretariat answers within 30 days."""

from datetime import timedelta

from fanal.clocks.api import DutyKind, register
from fanal.clocks.contracts import Step, Target
from fanal.network.contracts import Role
from fanal.vocabulary.words import gettext_noop

REQUEST_DAYS = 30
REQUEST = register(
    DutyKind(
        "research_request",
        gettext_noop("A researcher asks for data: answer the request"),
        timedelta(days=REQUEST_DAYS),
        Target.role(Role.ANALYST),
        (Step(timedelta(0), Target.role(Role.MANAGER)),),
    )
)
