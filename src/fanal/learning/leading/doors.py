"""Where learning together shows itself: in the menu, and on the day of whoever looks at sessions of others."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from fanal.learning.leading.acts import url_of
from fanal.learning.sessions import sessions
from fanal.learning.sessions.policy import CONFIRM, READ
from fanal.network.contracts import Actor
from fanal.web import api as web


def _odd(actor: Actor, _now: datetime) -> web.day.Section:
    """Sessions beyond a limit: no verdict, but somebody else looks."""
    rows = [web.day.Row(one.cohort.label, url_of(one), note=web.day_words(one.planned_on)) for one in
            sessions.to_look_at(actor)]  # fmt: skip
    return web.day.Section(_("Sessions of learning together to look at"), rows)


def open_doors() -> None:
    """Called once when the room starts."""
    web.register(_("Learning together"), "sessions:sessions", READ, place=65, part=web.Part.OFFICE)
    web.day.section(CONFIRM, _odd)
