"""Asks for everybody: what offices were asked for, and what became of it. The pages read no session and take
nothing."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from fanal.progress.asks import flow, forms, shown, telling, words
from fanal.progress.asks.ledger import Held
from fanal.vocabulary.countries import country_name
from fanal.web import api as web
from fanal.web.api import converters  # noqa: F401  `tongue`

PAGE: Final = 40
_OPEN = "asks that were sent are public to read; the page reads no session and takes nothing"


def _found(form: forms.Find, every: Sequence[Held]) -> list[Held]:
    country, state = form.cleaned_data["country"], form.cleaned_data["state"]
    return [
        held for held in every if (not country or held.row.country == country) and (not state or held.state == state)
    ]


@web.open_page(_OPEN)
def every(request: HttpRequest) -> HttpResponse:
    """All of them: that of which something was done last first; one may look at a country, or at one state alone."""
    listed = shown.listed()
    lands = {held.row.country: country_name(held.row.country, web.spoken()) for held in listed}
    there = {held.state for held in listed}
    form = forms.Find({name: request.GET.get(name, "") for name in ("country", "state")})
    web.offer(form, "country", web.all_or(sorted(lands.items(), key=lambda pair: pair[1])))
    web.offer(form, "state", web.all_or((one, said[0]) for one, said in words.STATES.items() if one in there))
    form.is_valid()
    here = f"{request.path}?{urlencode(form.cleaned_data)}"
    found, first, following = web.paged(request, here, _found(form, listed), PAGE)
    on = web.deeds.at(request).date()
    context = {
        "form": form,
        "every": len(listed),
        "rows": [telling.line(held, shown.told(held, on)) for held in found],
        "first": first,
        "following": following,
    }
    return render(request, "progress/asks/public/list.html", context)


@web.open_page(_OPEN)
def ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One of them: what was asked, on which sources, how it went on, and what moved."""
    held = shown.public_ask(pk)
    if held is None:
        raise Http404
    into, spoken = shown.merged_into(held), web.spoken()
    lang = held.tongue(spoken)
    context = {
        "title": held.text(spoken)["title"],
        "text": held.text(spoken),
        "lang": lang,
        "others": [(code, held.text(code)) for code in held.wording.texts if code != lang],
        "dates": telling.dates(held),
        "tag": web.tag(*words.STATES[held.state]),
        "facts": telling.facts(held, inside=False),
        "sources": telling.sources(held),
        "story": telling.story(held, inside=False),
        "fates": telling.fates(shown.told(held, web.deeds.at(request).date()), inside=False),
        "into": reverse("asks:ask", args=[spoken, into]) if into else "",
        "home": reverse("asks:all", args=[spoken]),
    }
    return render(request, "progress/asks/public/ask.html", context)


# ---- the same as data ----

COLUMNS: Final = (
    "id", "country", "kind", "organisation", "addressee", "state", "asked_on", "state_since", "title", "language",
    "commitments", "moved", "page",
)  # fmt: skip


def _record(held: Held, on: date) -> dict[str, Any]:
    assert held.sent is not None
    moved = [
        {"item": one.row.item, "before": one.moved.before.value, "after": one.moved.after.value,
         "on": one.moved.on.isoformat()}
        for one in shown.told(held, on)
        if one.moved
    ]  # fmt: skip
    return {
        "id": str(held.row.pk), "country": held.row.country, "kind": held.row.kind, "organisation": held.row.org.name,
        "addressee": held.wording.addressee, "state": held.state.value, "asked_on": held.sent.on.isoformat(),
        "state_since": held.steps[-1].on.isoformat(), "texts": held.wording.texts, "language": held.wording.lang,
        "commitments": held.wording.commitments, "moved": moved,
        "sources": [{"source": said, "url": url or None} for said, url, _mark in telling.sources(held)],
        "steps": [
            {"state": one.state, "on": one.on.isoformat(), "source": one.source}
            for one in held.steps
            if one.state not in flow.WORKED_ON
        ],
        "page": reverse("asks:ask", args=[web.spoken(), held.row.pk]),
    }  # fmt: skip


def _records(request: HttpRequest) -> Iterable[dict[str, Any]]:
    on = web.deeds.at(request).date()
    return (_record(held, on) for held in shown.listed())


@web.open_page(_OPEN)
def as_csv(request: HttpRequest) -> HttpResponse:
    """One row an ask."""
    table = web.papers.open_table(web.papers.CC_BY, COLUMNS, map(_row, _records(request)))
    return web.for_programs(request, table, web.papers.CSV)


def _row(one: dict[str, Any]) -> list[object]:
    moved = "; ".join(f"{each['item']} {each['before']} to {each['after']}" for each in one["moved"])
    told = {"title": one["texts"][one["language"]]["title"], "moved": moved}
    told["commitments"] = " ".join(one["commitments"])
    return [told.get(name, one.get(name)) for name in COLUMNS]


@web.open_page(_OPEN)
def as_json(request: HttpRequest) -> HttpResponse:
    """All of each."""
    told = {"format": "fanal.progress.asks/1", "licence": web.papers.CC_BY, "asks": list(_records(request))}
    return web.for_programs(request, json.dumps(told, ensure_ascii=False).encode(), "application/json")


app_name = "asks"
urlpatterns = [
    path("<tongue:lang>/asks/", every, name="all"),
    path("<tongue:lang>/asks.csv", as_csv, name="csv"),
    path("<tongue:lang>/asks.json", as_json, name="json"),
    path("<tongue:lang>/asks/<uuid:pk>/", ask, name="ask"),
]
