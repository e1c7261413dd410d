"""Where the duties of keeping are done."""

from uuid import UUID

from django.urls import reverse

from fanal.concerns.keeping import ahead, duties  # noqa: F401  what goes next is read for what it declares
from fanal.concerns.triage.duties import LOOKED_AT
from fanal.web import api as web


def open_doors() -> None:
    """Called once when the room starts."""
    for kind in (duties.REPORTER_OPENED, LOOKED_AT):
        web.day.lead(kind, _seen, paper=True, deed="concerns.seen_reporter")
    web.day.lead(duties.HOLD_ENDS, _keeping, paper=True, deed="concerns.hold")


def _seen(subject: UUID) -> str:
    return reverse("concerns:reporter_seen", args=[subject])


def _keeping(subject: UUID) -> str:
    return reverse("concerns:keeping", args=[subject])
