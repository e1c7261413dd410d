"""Where documents show themselves, and what is to review of them."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import visible
from fanal.justice import api as justice
from fanal.network.contracts import Actor
from fanal.progress.composing import reviewing, voices
from fanal.progress.composing.duties import KINDS
from fanal.progress.composing.policy import BEGIN
from fanal.progress.models import Document
from fanal.web import api as web


def open_doors() -> None:
    """Called once when the room starts."""
    reviewing.declare()
    voices.declare()
    justice.lead_on(justice.ReformWay(lazy("Start a brief"), BEGIN, _brief))
    for kind in KINDS:
        web.day.lead(kind, lambda subject: reverse("progress:document", args=[subject]), about=_about, paper=True)


def _brief(state: str, reform: UUID) -> str:
    return reverse("progress:begin_brief", args=[state, reform])


def _about(actor: Actor, subjects: Collection[UUID]) -> Mapping[UUID, web.day.About]:
    rows = visible(actor, Document.objects.filter(pk__in=subjects))
    return {row.pk: web.day.About(row.title) for row in rows}
