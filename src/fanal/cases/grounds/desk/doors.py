"""Where the ledger shows itself: on the page of a file."""

from datetime import datetime

from fanal.cases.files.desk import parts
from fanal.cases.files.files import File
from fanal.cases.models import CareLink
from fanal.network.contracts import Actor


def open_doors() -> None:
    """Called once when the room starts."""
    parts.add(parts.Part(60, "cases/grounds/part.html", _shows, beside=True), CareLink)


def _shows(_actor: Actor, _found: File, _now: datetime) -> dict[str, object]:
    return {}
