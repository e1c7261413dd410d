"""Where the steps show themselves: on the page of a file, and where their duties are done."""

from fanal.cases.course import duties
from fanal.cases.course.desk import steps
from fanal.cases.files.desk import parts
from fanal.cases.files.desk.doors import about
from fanal.cases.policy import LOOK
from fanal.web import api as web


def open_doors() -> None:
    """Called once when the room starts."""
    parts.add(parts.Part(5, "cases/course/steps.html", steps.shown))
    for kind in set(duties.ALL) - {duties.MILESTONE, duties.AFTER_CARE}:
        web.day.lead(kind, steps.file_of, about=about, deed=LOOK)
