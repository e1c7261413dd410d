"""Where duties on cells of the board are done."""

from collections.abc import Collection, Mapping
from functools import partial
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from fanal.access.api import visible
from fanal.clocks.api import DutyKind
from fanal.network.contracts import Actor
from fanal.progress.assessing import cells, seconds
from fanal.progress.assessing.cells import Place
from fanal.progress.assessing.desk.acts import titled, url_of
from fanal.progress.assessing.duties import AGAIN, ANSWER, COMPARED, NEXT
from fanal.progress.commitments import rubrics
from fanal.progress.models import Cell
from fanal.web import api as web

_DEEDS = {kind: deed for deed, kind in (NEXT | COMPARED).items()}


def open_doors() -> None:
    """Called once when the room starts."""
    for kind in (*NEXT.values(), *COMPARED.values(), AGAIN, ANSWER):
        web.day.lead(kind, lambda _subject: reverse("progress:countries"), about=partial(_about, kind))


def _about(kind: DutyKind, actor: Actor, subjects: Collection[UUID]) -> Mapping[UUID, web.day.About]:
    found, who = {}, seconds.Able(timezone.now().date())
    for cell in visible(actor, Cell.objects.filter(pk__in=subjects)):
        where = Place(cell.country, rubrics.shipped()[cell.item], cell)
        found[cell.pk] = web.day.About(titled(where), url=url_of(where), barred=not _does(kind, actor, cell, who))
    return found


def _does(kind: DutyKind, actor: Actor, cell: Cell, who: seconds.Able) -> bool:
    deed = _DEEDS.get(kind)
    if deed is None:
        return True
    if deed in COMPARED:
        return seconds.compares(actor, deed, cell)
    work = cells.work(cell)
    return work is not None and seconds.does(actor, deed, cell, work, who)
