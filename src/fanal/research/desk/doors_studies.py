"""Where studies and linkage runs show themselves: in the navigation, and on the day of whoever owes a step."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy

from fanal.research import duties_studies, policy_runs, policy_studies
from fanal.research.desk.titles import titles
from fanal.research.models import LinkageRun, Study
from fanal.web import api as web
from fanal.web.api import day


def open_doors() -> None:
    """Called once when the room starts."""
    web.register(lazy("Studies"), "research:studies", policy_studies.STUDIES, place=64, part=web.Part.EVIDENCE)
    web.register(lazy("Linkage runs"), "research:runs", policy_runs.RUNS, place=65, part=web.Part.EVIDENCE)
    of_runs = (duties_studies.RUN_GATE, duties_studies.RUN_GATE_ETHICS, duties_studies.RUN_GATE_ADVISER,
               duties_studies.RUN_STEP, duties_studies.RUN_DELETION, *duties_studies.RUN_MAKERS)  # fmt: skip
    for kind in of_runs:
        day.lead(kind, lambda subject: reverse("research:run", args=[subject]), about=titles(LinkageRun), paper=True)
    for kind in (duties_studies.STATISTICIAN, *duties_studies.AGREE.values(), duties_studies.TO_SIGN,
                 *duties_studies.MAKERS):  # fmt: skip
        day.lead(kind, lambda subject: reverse("research:study", args=[subject]), about=titles(Study), paper=True)
