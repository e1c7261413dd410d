"""Where the public page shows itself: in the navigation, and where its duty is done."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fanal.concerns.gate import duties
from fanal.web import api as web


def open_doors() -> None:
    """Called once when the room starts."""
    web.register(_("Public page"), "concerns:pages", "concerns.pages", place=60, part=web.Part.OFFICE)
    web.day.lead(duties.PAGE_CLOSED, lambda subject: reverse("concerns:page", args=[subject]))
