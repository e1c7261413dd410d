"""Where memberships of companies show themselves."""

from django.utils.translation import gettext_lazy as _

from fanal.tourism.policy import READ
from fanal.web import api as web


def open_doors() -> None:
    """Called once when the room starts."""
    web.register(_("Travel"), "travel:home", READ, place=40)
