"""What we had wrong: a state, or a reply that somebody typed otherwise than it came; with what stood there before."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse

from fanal.progress.assessing import cells
from fanal.progress.commitments import rubrics
from fanal.progress.models import BesideReply, Cell, Publication, StateReply
from fanal.progress.public import pages
from fanal.progress.public.names import address, named
from fanal.progress.public.pages import Visit, page
from fanal.vocabulary.countries import country_name
from fanal.web import api as web


def _every() -> list[tuple[datetime, UUID, bool]]:
    """When, which row, and whether it is a reply; the newest first."""
    states = Publication.objects.exclude(corrects="").values_list("at", "pk")
    confirmed = BesideReply.objects.filter(kind=cells.CONFIRMED).exclude(reply__corrects="")
    typed = confirmed.exclude(reply__notice__assessment__publication=None).values_list("at", "reply")
    every = [(*one, False) for one in states] + [(*one, True) for one in typed]
    return sorted(every, key=lambda one: (one[0], str(one[1])), reverse=True)


@page
def corrections(visit: Visit) -> HttpResponse:
    """What was wrong, when it was put right, and what was said before."""
    shown, first, following = web.paged(visit.request, visit.request.path, _every(), pages.PAGE)
    lines = [line for at, pk, is_reply in shown if (line := (_typed_anew if is_reply else _found_anew)(pk, at))]
    return visit.draw("corrections", lines=lines, first=first, following=following)


def _found_anew(pk: UUID, at: datetime) -> dict[str, Any] | None:
    row = Publication.objects.select_related("assessment__cell").get(pk=pk)
    cell = row.assessment.cell
    if not cells.is_believed(cell):
        return None
    before = cells.state(one for one in cells.published(cell) if one.version < row.version)
    said = {"state": before.state if before else "", "text": before.rationale if before else ""}
    return _line(cell, at, row.corrects) | said


def _typed_anew(pk: UUID, at: datetime) -> dict[str, Any] | None:
    row = StateReply.objects.select_related("notice__assessment__cell").get(pk=pk)
    cell = row.notice.assessment.cell
    if not cells.is_believed(cell):
        return None
    before = [one for one in cells.replies(row.notice) if one.at < at and cells.beside(one, cells.CONFIRMED)]
    text = next((one.words for one in before if one.pk != row.pk), "")
    return _line(cell, at, row.corrects) | {"state": "", "text": text, "is_reply": True}


def _line(cell: Cell, at: datetime, wrong: str) -> dict[str, Any]:
    name = country_name(cell.country, web.spoken())
    return {
        "day": web.day_words(at),
        "place": web.dots(name, named(rubrics.shipped()[cell.item])),
        "url": address("cell", cell.country, cell.item),
        "wrong": wrong,
    }
