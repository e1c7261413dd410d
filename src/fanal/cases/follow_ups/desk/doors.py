"""Where follow-ups show themselves: on the page of a file and on the worker's day."""

from uuid import UUID

from django.urls import reverse

from fanal.cases.course import duties as clock
from fanal.cases.files.desk import parts
from fanal.cases.files.desk.doors import about, about_rows
from fanal.cases.follow_ups.desk import shown
from fanal.cases.follow_ups.duties import CRISIS
from fanal.cases.follow_ups.policy import FOLLOW_UP, HEARD
from fanal.cases.models import Assessment, FollowUp, Goal, Plan
from fanal.web import api as web


def open_doors() -> None:
    """Called once when the room starts."""
    parts.add(parts.Part(40, "cases/follow_ups/part.html", shown.shown), FollowUp, Assessment, Goal, Plan)
    web.day.lead(clock.MILESTONE, _where, about=about_rows(FollowUp), deed=FOLLOW_UP)
    web.day.lead(CRISIS, _crisis, about=about_rows(FollowUp), deed=HEARD, danger=True)
    web.day.lead(clock.AFTER_CARE, lambda case: reverse("cases:contact_now", args=[case]), about=about, deed=FOLLOW_UP)


def _crisis(row: UUID) -> str:
    """Where whoever answers for the work says what was done."""
    case = FollowUp.objects.filter(pk=row).values_list("case", flat=True).first()
    return reverse("cases:crisis", args=[case, row]) if case else reverse("cases:mine")


def _where(row: UUID) -> str:
    case = FollowUp.objects.filter(pk=row).values_list("case", flat=True).first()
    return reverse("cases:follow_up", args=[case, row]) if case else reverse("cases:mine")
