"""Where alarms show themselves: to the safeguarding lead alone."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy

from fanal.cases.alarms.duties import ALARM
from fanal.cases.alarms.policy import HEAR, NOTE
from fanal.web import api as web


def open_doors() -> None:
    """Called once when the room starts."""
    web.register(lazy("Alarms"), "cases:alarms", HEAR, place=59, part=web.Part.OFFICE)
    web.day.lead(ALARM, lambda row: reverse("cases:alarm", args=[row]), deed=NOTE)
