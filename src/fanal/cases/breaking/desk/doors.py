"""Where files opened on call show themselves: in the navigation, and where their duties are done."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import visible
from fanal.cases import duties
from fanal.cases.breaking.duties import REVIEW as REVIEW_DUTY
from fanal.cases.breaking.policy import BREAK, REVIEW
from fanal.cases.models import Emergency
from fanal.cases.policy import HISTORY
from fanal.network.contracts import Actor
from fanal.web import api as web


def open_doors() -> None:
    """Called once when the room starts."""
    web.register(lazy("On call"), "cases:on_call", BREAK, place=66, part=web.Part.OFFICE)
    web.day.lead(
        REVIEW_DUTY, lambda row: reverse("cases:emergency_review", args=[row]), about=_about, paper=True, deed=REVIEW
    )
    web.day.lead(duties.OPENED_ON_CALL, _history, about=_about, paper=True, deed=HISTORY)


def _history(subject: UUID) -> str:
    row = Emergency.objects.filter(pk=subject).only("case_id").first()
    return reverse("cases:history", args=[row.case_id]) if row else reverse("cases:mine")


def _about(actor: Actor, subjects: Collection[UUID]) -> Mapping[UUID, web.day.About]:
    rows = visible(actor, Emergency.objects.filter(pk__in=subjects)).values_list("pk", "case__number")
    return {pk: web.day.About(_("File {number}").format(number=number)) for pk, number in rows}
