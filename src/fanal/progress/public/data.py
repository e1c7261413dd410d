"""The board as data: the same states as on the pages, missing ones spelled out, with source and licence."""

import json
from dataclasses import asdict
from typing import Any, Final

from django.http import Http404, HttpResponse

from fanal.progress.assessing import citing
from fanal.progress.assessing.standing import Earlier, Stands
from fanal.progress.commitments import rubrics
from fanal.progress.public.names import address
from fanal.progress.public.pages import Visit, page, text_of
from fanal.vocabulary.countries import is_country
from fanal.vocabulary.evidence import State
from fanal.web import api as web

ABOUT: Final = (
    "Fanal, where states stand with the commitments of Stockholm 1996; CC BY 4.0. Five states that stay apart: missing "
    "is not no. No rank, no score."
)
COLUMNS: Final = (
    "country", "item", "state", "as_of", "stale_since", "confidence", "under_review", "day", "reply", "reply_by",
    "reply_language", "reply_on", "answers", "no_reply_by", "earlier",
)  # fmt: skip


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


def _heard(visit: Visit, stands: Stands | Earlier) -> dict[str, Any]:
    """What the state replied, as it came; or by when it did not."""
    heard = stands.heard
    if heard is None or (heard.reply is None and heard.silent_since(visit.on) is None):
        return {}
    if heard.reply is None:
        return {"no_reply_by": str(heard.until)}
    said = heard.reply
    reply = {
        "text": said.words, "language": said.language, "office": said.office, "name": said.name or None,
        "on": said.on.isoformat(), "by_letter": said.letter, "answers": [asdict(one) for one in said.answers],
        "translations": [{"language": code, "text": words} for code, words in said.translations],
    }  # fmt: skip
    return {"reply": reply}


def _earlier(visit: Visit, stands: Stands) -> list[dict[str, Any]]:
    """What else was published of a place, the oldest first, with what the state replied to it."""
    return [
        {
            "published": one.at.date().isoformat(), "kind": one.kind, "state": one.state.value,
            "as_of": one.as_of.isoformat(), **_why(one), **_heard(visit, one),
        }
        for one in stands.earlier
    ]  # fmt: skip


def _why(one: Stands | Earlier) -> dict[str, Any]:
    shown = citing.shown(one.citations)
    sources = [{"source": said, "url": url or None, "mark": mark or None} for said, url, mark in shown]
    return {"rationale": one.rationale, "searched": one.searched, "sources": sources}


def _replied(visit: Visit, country: str, item: str) -> list[str]:
    """What the state replied to what stands, and what was published before with the reply to that."""
    stands = visit.board.of(country, item)
    if stands is None:
        return [""] * 7
    return [*_reply(_heard(visit, stands)), "\n".join(map(_was, _earlier(visit, stands)))]


def _reply(told: dict[str, Any]) -> list[str]:
    said = told.get("reply")
    if said is None:
        return [*[""] * 5, told.get("no_reply_by", "")]
    by = ", ".join(filter(None, (said["office"], said["name"])))
    answers = "; ".join(
        f"{one['point']}: {'changed' if one['changed'] else 'not changed'}: {one['words']}" for one in said["answers"]
    )
    return [said["text"], by, said["language"], said["on"], answers, ""]


def _was(told: dict[str, Any]) -> str:
    """Something that was published before, on one line: its day, what it was, the reply and who sent it."""
    text, by, _language, on, answers, silent = (" ".join(part.split()) for part in _reply(told))
    parts = [told["published"], told["kind"], told["state"]]
    if text:
        parts += [f"reply of {on} by {by}: {text}", *([f"answers: {answers}"] if answers else [])]
    return " | ".join([*parts, *([f"no reply by {silent}"] if silent else [])])


@page
def table(visit: Visit) -> HttpResponse:
    """Every country and every commitment, those that nobody looked at among them."""
    rows = (_row(visit, code, item) for code, _name in visit.states for item in rubrics.shipped())
    name = f"fanal-progress-{visit.on.isoformat()}.csv"
    return web.for_programs(visit.request, web.papers.open_table(ABOUT, COLUMNS, rows), web.papers.CSV, name)


def _row(visit: Visit, country: str, item: str) -> list[str | None]:
    told = _place(visit, country, item)
    review = {True: "yes", False: "no"}.get(told.get("under_review", ""))
    about = [told["state"], *map(told.get, ("as_of", "stale_since", "confidence"))]
    return [country, item, *about, review, visit.on.isoformat(), *_replied(visit, country, item)]


@page
def of_board(visit: Visit) -> HttpResponse:
    """Every country with where its data are, and every commitment."""
    content = {
        "items": [{"item": one.id, "wording": text_of(visit, one) or None} for one in rubrics.shipped().values()],
        "countries": [
            {"country": code, "looked": visit.board.looked(code), "of": 35, "data": address("country_data", code)}
            for code, _name in visit.states
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
            one.update(**_why(stands), **_heard(visit, stands))
        if stands and stands.earlier:
            one["earlier"] = _earlier(visit, stands)
    return _json(visit, "country", {"country": code, "page": address("country", code), "places": places})
