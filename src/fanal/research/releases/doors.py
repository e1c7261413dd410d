"""Where the duty of releases is done."""

from django.urls import reverse

from fanal.research.desk.titles import titles
from fanal.research.models import Release
from fanal.research.releases import duties
from fanal.web.api import day


def open_doors() -> None:
    """Called once when the room starts."""
    day.lead(
        duties.STALE, lambda subject: reverse("research:release", args=[subject]), about=titles(Release), paper=True
    )
