"""The clocks of the readiness gate: a page that was closed because something lapsed opens again within a day; a
language that fell out of an open form is back, or taken out, within a week."""

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
LANGUAGE_OUT = register(
    DutyKind(
        "language_out",
        gettext_noop("A language fell out of the public form: have it reviewed, or take it out"),
        timedelta(days=7),
        Target.role(Role.MANAGER),
    )
)
