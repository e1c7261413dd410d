"""Where the room shows itself: its place in the navigation, and where each of its duties is done."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fanal.concerns import duties, duties_triage
from fanal.web import api as web
from fanal.web import day


def open_doors() -> None:
    """Called once when the room starts."""
    web.register(_("Concerns"), "concerns:queue", "concerns.queue", place=50)
    for kind in (duties.ACKNOWLEDGE, duties.DECIDE_URGENT, duties.DECIDE, duties.ANSWER_REPORTER, duties_triage.SECOND):
        day.lead(kind, _concern)
    for kind in (duties_triage.REPORTER_OPENED, duties_triage.LOOKED_AT):
        day.lead(kind, _seen)
    day.lead(duties_triage.HOLD_ENDS, _keeping)


def _concern(subject: UUID) -> str:
    return reverse("concerns:concern", args=[subject])


def _seen(subject: UUID) -> str:
    return reverse("concerns:reporter_seen", args=[subject])


def _keeping(subject: UUID) -> str:
    return reverse("concerns:keeping", args=[subject])
