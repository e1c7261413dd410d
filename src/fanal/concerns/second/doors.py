"""Where the second yes of a partner shows itself: on the day of whoever answers, and of whoever asked."""

from collections.abc import Collection
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext

from fanal.access.api import visible
from fanal.concerns.models import SecondOpinion
from fanal.concerns.second import duties, ending, texts
from fanal.network.contracts import Actor
from fanal.web import api as web


def open_doors() -> None:
    """Called once when the room starts."""
    for kind in (duties.ANSWER, duties.NEWS):
        web.day.lead(kind, lambda subject: reverse("concerns:opinion", args=[subject]), about=_about)
    ending.listen()


def _about(actor: Actor, subjects: Collection[UUID]) -> dict[UUID, web.day.About]:
    rows = visible(actor, SecondOpinion.objects.filter(pk__in=subjects)).select_related("org", "partner")
    told = {}
    for row in rows:
        ours = row.org_id == actor.org
        words = gettext("asked of %(partner)s") if ours else gettext("from %(partner)s")
        other = row.partner if ours else row.org
        told[row.pk] = web.day.About(
            web.dots(words % {"partner": other.name}, str(texts.WHAT.get(row.what, ""))), False
        )
    return told
