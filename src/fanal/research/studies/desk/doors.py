"""Where studies show themselves: in the navigation, and on the day of whoever owes a step."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy

from fanal.research.desk.titles import titles
from fanal.research.models import Study
from fanal.research.studies import duties, policy
from fanal.web import api as web
from fanal.web.api import day


def open_doors() -> None:
    """Called once when the room starts."""
    web.register(lazy("Studies"), "research:studies", policy.STUDIES, place=64, part=web.Part.EVIDENCE)
    for kind in (duties.STATISTICIAN, *duties.AGREE.values(), duties.TO_SIGN, *duties.MAKERS):
        day.lead(kind, lambda subject: reverse("research:study", args=[subject]), about=titles(Study), paper=True)
