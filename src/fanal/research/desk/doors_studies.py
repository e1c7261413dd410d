"""Where studies show themselves: in the navigation, and on the day of a statistician who was asked."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy

from fanal.research import duties_studies, policy_studies
from fanal.web import api as web
from fanal.web.api import day


def open_doors() -> None:
    """Called once when the room starts."""
    web.register(lazy("Studies"), "research:studies", policy_studies.STUDIES, place=64)
    for kind in (duties_studies.STATISTICIAN, duties_studies.REVIEW, duties_studies.TO_SIGN):
        day.lead(kind, lambda subject: reverse("research:study", args=[subject]))
