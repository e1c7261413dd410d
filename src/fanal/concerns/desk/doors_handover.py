"""Where handovers, the public page and an incident show themselves: lists, navigation, where duties are done."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fanal.concerns import duties_handover as duties
from fanal.concerns.desk import queue
from fanal.concerns.desk.handover_lists import desk_section
from fanal.web import api as web
from fanal.web import day

_OF_HANDOVERS = (
    duties.SECOND,
    duties.ANSWER_DUTY,
    duties.CAME_BACK,
    duties.UNANSWERED,
    duties.RELEASE,
    duties.OUTCOME,
    duties.ASK_OUTCOME,
    duties.PURGE,
)


def open_doors() -> None:
    """Called once when the room starts."""
    queue.add_tab("handovers_sent", "concerns:handovers_sent", _("Handovers sent"), "concerns.handovers")
    queue.add_tab("handovers_received", "concerns:handovers_received", _("Handovers received"), "concerns.handovers")
    web.register(_("Handovers"), "concerns:handovers_received", "concerns.handovers_as_authority", place=50)
    web.register(_("Unanswered"), "concerns:unanswered", "concerns.unanswered", place=50)
    web.register(_("Public page"), "concerns:pages", "concerns.pages", place=60)
    web.register(_("Incident"), "concerns:incident", "concerns.incident", place=85)
    for kind in _OF_HANDOVERS:
        day.lead(kind, _handover)
    day.lead(duties.GATE, _page)
    day.section("concerns.unanswered", desk_section)


def _handover(subject: UUID) -> str:
    return reverse("concerns:handover", args=[subject])


def _page(subject: UUID) -> str:
    return reverse("concerns:page", args=[subject])
