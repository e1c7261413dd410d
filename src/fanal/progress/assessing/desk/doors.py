"""Where duties on cells of the board are done."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.urls import reverse

from fanal.access.api import visible
from fanal.network.contracts import Actor
from fanal.progress.assessing.cells import Place
from fanal.progress.assessing.desk.acts import titled, url_of
from fanal.progress.assessing.duties import AGAIN, ANSWER, COMPARE, CONFIRM, PUBLISH, READ
from fanal.progress.commitments import rubrics
from fanal.progress.models import Cell
from fanal.web import api as web


def open_doors() -> None:
    """Called once when the room starts."""
    for kind in (READ, PUBLISH, AGAIN, ANSWER, CONFIRM, COMPARE):
        web.day.lead(kind, lambda _subject: reverse("progress:countries"), about=_about)


def _place(cell: Cell) -> Place:
    return Place(cell.country, rubrics.shipped()[cell.item], cell)


def _about(actor: Actor, subjects: Collection[UUID]) -> Mapping[UUID, web.day.About]:
    rows = map(_place, visible(actor, Cell.objects.filter(pk__in=subjects)))
    return {one.cell.pk: web.day.About(titled(one), url=url_of(one)) for one in rows if one.cell}
