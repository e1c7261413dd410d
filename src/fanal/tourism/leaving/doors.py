"""Where the deletion of a company shows itself."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.urls import reverse

from fanal.access.api import visible
from fanal.network.contracts import Actor
from fanal.tourism.leaving.duties import GOES, SECOND, VOUCHED
from fanal.tourism.models import Company
from fanal.web import api as web


def open_doors() -> None:
    """Called once when the room starts."""
    for kind in (SECOND, GOES):
        web.day.lead(kind, lambda _org: reverse("leaving:page"), about=_about, paper=True)
    web.day.lead(VOUCHED, lambda org: reverse("leaving:office", args=[org]), about=_about, paper=True)


def _about(actor: Actor, subjects: Collection[UUID]) -> Mapping[UUID, web.day.About]:
    rows = visible(actor, Company.objects.filter(pk__in=subjects).select_related("org"))
    return {row.pk: web.day.About(row.org.name) for row in rows}
