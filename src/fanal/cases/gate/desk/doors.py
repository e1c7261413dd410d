"""Where the list before the first file shows itself."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.cases.gate import duties, switching
from fanal.cases.readiness import row_of
from fanal.network import api as network
from fanal.network.contracts import Actor, RingKind
from fanal.web import api as web


def open_doors() -> None:
    """Called once when the room starts."""
    web.register(lazy("Care of children"), "cases:readiness", switching.SEE, place=62, part=web.Part.OFFICE)
    web.day.lead(duties.CARE_LAPSED, lambda _row: reverse("cases:readiness"))
    web.day.section(switching.ON, _to_switch_on)


def _to_switch_on(actor: Actor, _now: datetime) -> web.day.Section:
    """What is still to do before files may be opened, where somebody works with children."""
    row = row_of(actor.org)
    waits = (row is None or not row.on) and bool(network.team_people(actor.org, RingKind.CASEWORK))
    words = _("See what is still to do before the first file") if row else _("Begin the list before the first file")
    rows = [web.day.Row(words, reverse("cases:readiness"))] if waits else []
    return web.day.Section(_("Before files of children are opened"), rows, work=True)
