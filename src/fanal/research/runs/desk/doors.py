"""Where linkage runs show themselves: in the navigation, and on the day of whoever owes a step."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy

from fanal.research.desk.titles import titles
from fanal.research.models import LinkageRun
from fanal.research.runs import duties, policy
from fanal.web import api as web
from fanal.web.api import day


def open_doors() -> None:
    """Called once when the room starts."""
    web.register(lazy("Linkage runs"), "research:runs", policy.RUNS, place=65, part=web.Part.EVIDENCE)
    for kind in (*duties.GATES.values(), duties.STEP, duties.DELETION, *duties.MAKERS):
        day.lead(kind, lambda subject: reverse("research:run", args=[subject]), about=titles(LinkageRun), paper=True)
