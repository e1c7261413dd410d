"""Where studies and linkage runs show themselves: in the navigation, and on the day of whoever owes a step."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy

from fanal.research import duties_studies, policy_runs, policy_studies
from fanal.web import api as web
from fanal.web.api import day


def open_doors() -> None:
    """Called once when the room starts."""
    web.register(lazy("Studies"), "research:studies", policy_studies.STUDIES, place=64)
    web.register(lazy("Linkage runs"), "research:runs", policy_runs.RUNS, place=65)
    day.lead(duties_studies.RUN_DELETION, lambda subject: reverse("research:run", args=[subject]))
    for kind in (duties_studies.STATISTICIAN, duties_studies.REVIEW, duties_studies.TO_SIGN):
        day.lead(kind, lambda subject: reverse("research:study", args=[subject]))
