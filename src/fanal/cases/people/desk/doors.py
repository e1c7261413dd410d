"""Where people around the child show themselves: a part of the page of a file."""

from fanal.cases.files.desk import parts
from fanal.cases.models import Caregiver, CareLink
from fanal.cases.people.desk.people import shown


def open_doors() -> None:
    """Called once when the room starts."""
    parts.add(parts.Part(70, "cases/people/part.html", shown), CareLink, Caregiver)
