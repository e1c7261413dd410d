"""Where requests for data show themselves: in the navigation, and on the day of whoever answers."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy

from fanal.research.requests import duties, policy
from fanal.web import api as web
from fanal.web.api import day


def open_doors() -> None:
    """Called once when the room starts."""
    web.register(lazy("Data requests"), "research:requests", policy.REQUESTS, place=66, part=web.Part.EVIDENCE)
    day.lead(duties.REQUEST, lambda subject: reverse("research:request", args=[subject]), paper=True)
