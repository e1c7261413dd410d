"""Where practices show themselves."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import visible
from fanal.network.contracts import Actor
from fanal.progress.models import Practice
from fanal.progress.practices.desk import titled
from fanal.progress.practices.duties import KINDS
from fanal.web import api as web


def open_doors() -> None:
    """Called once when the room starts."""
    web.register_open(lazy("Practices"), "practices:all", place=46, under="board:board")
    for kind in KINDS:
        web.day.lead(kind, lambda subject: reverse("progress:practice", args=[subject]), about=_about, paper=True)


def _about(actor: Actor, subjects: Collection[UUID]) -> Mapping[UUID, web.day.About]:
    rows = visible(actor, Practice.objects.filter(pk__in=subjects))
    return {row.pk: web.day.About(titled(row)) for row in rows}
