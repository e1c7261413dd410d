"""Where the files of countries show themselves: in the navigation, and where their clocks are settled."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fanal.contacts import duties
from fanal.contacts.desk.acts import address
from fanal.contacts.policy import READ
from fanal.contacts.standing import country_of
from fanal.web import api as web


def open_doors() -> None:
    """Called once when the room starts."""
    web.register(_("Files of countries"), "contacts:files", READ, place=61, part=web.Part.OFFICE)
    for kind in (duties.SECOND, duties.CHECK_AGAIN):
        web.day.lead(kind, _page, paper=kind is duties.CHECK_AGAIN, deed=READ)


def _page(subject: UUID) -> str:
    country = country_of(subject)
    return address(country) if country else reverse("contacts:files")
