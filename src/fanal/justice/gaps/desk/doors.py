"""Where gaps show themselves: in the navigation of those who may see them, and on My day of whoever approves."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.justice.gaps import exports, policy
from fanal.justice.law import words
from fanal.network.contracts import Actor
from fanal.web import api as web
from fanal.web.api import day


def open_doors() -> None:
    """Called once when the room starts."""
    web.register(lazy("Gaps"), "justice:gaps", policy.GAPS, place=61, part=web.Part.EVIDENCE)
    day.section(policy.APPROVE_EXPORT, exports_waiting)


def exports_waiting(actor: Actor, now: datetime) -> day.Section:
    """Tables that this person can approve."""
    rows = [
        day.Row(
            _("A table of %(count)s gaps of %(state)s")
            % {"count": web.digits(row.boxes), "state": words.state_name(row.state)},
            reverse("justice:gaps_taken", args=[row.pk]),
            note=row.reason,
        )
        for row in exports.exports_of(actor)
        if not exports.is_over(row, now) and exports.needs_second(row) and access.may(actor, policy.APPROVE_EXPORT, row)
    ]
    return day.Section(_("Tables of gaps to approve"), rows)
