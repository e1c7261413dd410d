"""The clock of the readiness gate: a page that was closed because something lapsed opens again within a day."""

from datetime import timedelta

from fanal.clocks.api import DutyKind, register
from fanal.clocks.contracts import Target
from fanal.network.contracts import Role
from fanal.vocabulary.words import gettext_noop

PAGE_CLOSED = register(
    DutyKind(
        "page_closed",
        gettext_noop("Open the public form again: it was closed because something lapsed"),
        timedelta(hours=24),
        Target.role(Role.MANAGER),
    )
)
