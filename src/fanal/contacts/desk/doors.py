"""Where the files of countries show themselves: in the navigation, and where their clocks are settled."""

from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fanal.contacts import duties, keeping
from fanal.contacts.desk import words
from fanal.contacts.desk.acts import address
from fanal.contacts.policy import READ, WRITE
from fanal.contacts.standing import country_of
from fanal.network.contracts import Actor
from fanal.web import api as web


def open_doors() -> None:
    """Called once when the room starts."""
    web.register(_("Files of countries"), "contacts:files", READ, place=61, part=web.Part.OFFICE)
    for kind in (duties.SECOND, duties.CHECK_AGAIN):
        web.day.lead(kind, _page, paper=kind is duties.CHECK_AGAIN, deed=READ)
    web.day.section(WRITE, _to_type)


def _to_type(actor: Actor, _now: datetime) -> web.day.Section:
    """Countries of which nothing is known here: until somebody types it, nobody there is told whom to call."""
    rows = [
        web.day.Row(
            gettext("Type what is known of %(country)s") % {"country": words.country(country)},
            address(country),
            note=gettext("nothing is held"),
        )
        for country in keeping.unknown_of(actor)
    ]
    return web.day.Section(_("Before people can tell you"), rows, work=True)


def _page(subject: UUID) -> str:
    country = country_of(subject)
    return address(country) if country else reverse("contacts:files")
