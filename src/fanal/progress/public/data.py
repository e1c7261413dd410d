"""The board as data: the same states as on the pages, missing ones spelled out, with source and licence."""

import csv
import io
import json
from typing import Any, Final

from django.http import Http404, HttpResponse

from fanal.progress.assessing import citing
from fanal.progress.commitments import rubrics
from fanal.progress.public.names import address, every_country
from fanal.progress.public.pages import Visit, page, text_of
from fanal.vocabulary.countries import is_country
from fanal.vocabulary.evidence import State
from fanal.web import api as web

ABOUT: Final = (
    "Fanal, where states stand with the commitments of Stockholm 1996; CC BY 4.0. Five states that stay apart: missing "
    "is not no. No rank, no score."
)
COLUMNS: Final = ("country", "item", "state", "as_of", "stale_since", "confidence", "under_review", "day")


def _json(visit: Visit, kind: str, content: dict[str, Any]) -> HttpResponse:
    told = {"format": f"fanal.progress.{kind}/1", "about": ABOUT, "day": visit.on.isoformat(), **content}
    return web.for_programs(visit.request, json.dumps(told, ensure_ascii=False).encode(), "application/json")


def _place(visit: Visit, country: str, item: str) -> dict[str, Any]:
    found = visit.board.of(country, item)
    if found is None:
        return {"item": item, "state": State.NOT_ASSESSED.value}
    return {
        "item": item,
        "state": found.state.value,
        "as_of": found.as_of.isoformat(),
        "stale_since": found.stale_on.isoformat() if found.is_stale(visit.on) else None,
        "confidence": found.confidence,
        "under_review": found.disputed,
    }


@page
def table(visit: Visit) -> HttpResponse:
    """Every country and every commitment, those that nobody looked at among them."""
    text = io.StringIO(newline="")
    text.write(f"# {ABOUT}\n")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for code, _name in every_country():
        for item in rubrics.shipped():
            told = _place(visit, code, item)
            review = {True: "yes", False: "no"}.get(told.get("under_review", ""), "")
            cells_ = [code, item, told["state"], told.get("as_of", ""), told.get("stale_since") or ""]
            writer.writerow([*cells_, told.get("confidence", ""), review, visit.on.isoformat()])
    name = f"fanal-progress-{visit.on.isoformat()}.csv"
    return web.for_programs(visit.request, text.getvalue().encode(), "text/csv; charset=utf-8", name)


@page
def of_board(visit: Visit) -> HttpResponse:
    """Every country with where its data are, and every commitment."""
    content = {
        "items": [{"item": one.id, "wording": text_of(visit, one) or None} for one in rubrics.shipped().values()],
        "countries": [
            {"country": code, "looked": visit.board.looked(code), "of": 35, "data": address("country_data", code)}
            for code, _name in every_country()
        ],
    }
    return _json(visit, "board", content)


@page
def of_country(visit: Visit, code: str) -> HttpResponse:
    """A country with its commitments: the state, why, and what that rests on."""
    if not is_country(code):
        raise Http404
    places = [_place(visit, code, item) for item in rubrics.shipped()]
    for one in places:
        stands = visit.board.of(code, one["item"])
        if stands and stands.state is not State.NOT_ASSESSED:
            shown = citing.shown(stands.citations)
            sources = [{"source": said, "url": url or None, "mark": mark or None} for said, url, mark in shown]
            one |= {"rationale": stands.rationale, "searched": stands.searched, "sources": sources}
    return _json(visit, "country", {"country": code, "page": address("country", code), "places": places})
