"""Where the incident page shows itself: in the navigation."""

from django.utils.translation import gettext_lazy as _

from fanal.web import api as web


def open_doors() -> None:
    """Called once when the room starts."""
    web.register(_("Incident"), "concerns:incident", "concerns.incident", place=85, part=web.Part.OFFICE)
