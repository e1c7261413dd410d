"""Where hidden names show themselves: on the page of a file."""

from fanal.cases.files.desk import parts
from fanal.cases.naming.desk import naming


def open_doors() -> None:
    """Called once when the room starts."""
    parts.add(parts.Part(5, "cases/naming/part.html", naming.part, beside=True))
