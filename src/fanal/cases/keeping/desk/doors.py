"""Where the duties of keeping are done."""

from django.urls import reverse

from fanal.cases.files.desk import parts
from fanal.cases.keeping import duties, policy
from fanal.cases.keeping.desk import desk
from fanal.web import api as web


def open_doors() -> None:
    """Called once when the room starts."""
    for kind in (duties.HOLD_REVIEW, duties.SECOND_TO_ERASE):
        web.day.lead(kind, lambda case: reverse("cases:keeping", args=[case]), paper=True, deed=policy.SEE)
    parts.add(parts.Part(90, "cases/keeping/part.html", desk.part, beside=True))
