"""Where documents show themselves, and what is to review of them."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import is_second, reviews, visible
from fanal.justice import api as justice
from fanal.network.contracts import Actor
from fanal.progress.composing import composing, reviewing, voices
from fanal.progress.composing.duties import KINDS
from fanal.progress.composing.policy import BEGIN, EXPORT, SECOND_OF, WROTE
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
    now = timezone.now()
    return {row.pk: web.day.About(row.title, barred=not _does(actor, row, now)) for row in rows}


def _does(actor: Actor, row: Document, now: datetime) -> bool:
    """Whether this person is one of those who may let it leave, or give it back, as it stands among the reviews."""
    if not is_second(actor, row.pk, *SECOND_OF, wrote=WROTE, until=EXPORT):
        return False
    try:
        found = reviewing.standing(composing.composed(row, now), now.date())
    except (ValueError, KeyError, TypeError):  # none of us wrote it: its page says so
        return True
    return found is None or found.state in reviews.GOOD | {reviews.State.REFUSED}
