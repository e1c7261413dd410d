"""Where acts and persons suspected show themselves: a part of the page of a file, and the alarms on the day of the
safeguarding lead."""

from django.urls import reverse

from fanal.cases import duties
from fanal.cases.acts.desk import law
from fanal.cases.acts.desk.acts import shown
from fanal.cases.acts.policy import SUSPECTS
from fanal.cases.files.desk import parts
from fanal.cases.files.desk.doors import about
from fanal.cases.models import Act, AllegedOffender, CaseProceeding
from fanal.web import api as web


def open_doors() -> None:
    """Called once when the room starts."""
    parts.add(parts.Part(60, "cases/acts/part.html", shown), Act, AllegedOffender)
    parts.add(parts.Part(65, "cases/acts/justice.html", law.shown), CaseProceeding)
    for kind in duties.ALARMS:
        web.day.lead(kind, lambda case: reverse("cases:persons", args=[case]), about=about, deed=SUSPECTS, danger=True)
