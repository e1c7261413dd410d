"""Where programmes show themselves."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import is_second, visible
from fanal.network.contracts import Actor
from fanal.progress.models import Programme
from fanal.progress.programmes import public
from fanal.progress.programmes.duties import KINDS
from fanal.progress.programmes.policy import PUBLISH, SECOND_OF, WROTE
from fanal.progress.public import parts
from fanal.web import api as web


def open_doors() -> None:
    """Called once when the room starts."""
    web.register_open(lazy("Prevention"), "prevention:programmes", place=45, under="board:board")
    parts.register(parts.PROGRAMMES, lazy("Programmes of prevention"), public.of_country)
    for kind in KINDS:
        web.day.lead(kind, lambda subject: reverse("progress:programme", args=[subject]), about=_about, paper=True)


def _about(actor: Actor, subjects: Collection[UUID]) -> Mapping[UUID, web.day.About]:
    rows = visible(actor, Programme.objects.filter(pk__in=subjects))
    return {row.pk: web.day.About(row.title, barred=not _does(actor, row)) for row in rows}


def _does(actor: Actor, row: Programme) -> bool:
    return is_second(actor, row.pk, *SECOND_OF, wrote=WROTE, until=PUBLISH)
