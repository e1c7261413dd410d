"""Where verifications show themselves."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.urls import reverse

from fanal.access.api import visible
from fanal.network.contracts import Actor
from fanal.tourism.desk.acts import titled
from fanal.tourism.models import Verification
from fanal.tourism.verifying.duties import KINDS
from fanal.web import api as web


def open_doors() -> None:
    """Called once when the room starts."""
    for kind in KINDS:
        web.day.lead(kind, lambda subject: reverse("travel:verification", args=[subject]), about=_about, paper=True)


def _about(actor: Actor, subjects: Collection[UUID]) -> Mapping[UUID, web.day.About]:
    rows = visible(actor, Verification.objects.filter(pk__in=subjects).select_related("membership__org"))
    return {row.pk: web.day.About(titled(row.membership)) for row in rows}
