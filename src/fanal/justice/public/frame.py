"""The frame of the public pages of the law: who may see them, their addresses, and how a page is drawn."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from fanal.engines.jurisdiction.contracts import Corpus
from fanal.justice.law import library
from fanal.justice.law.places import address
from fanal.web import api as web

type View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Visit:
    """One request: the law in force, and the day for which it is shown."""

    request: HttpRequest
    law: Corpus
    now: datetime

    @property
    def on(self) -> date:
        return self.now.date()


def page(view: View) -> View:
    """A page of the law for everybody: read only, no session, no cookie, in the language of its path."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        now: datetime = request.now  # type: ignore[attr-defined]
        return view(Visit(request, library.corpus(now), now), *args, **kwargs)

    return web.open_page("law is public; the page reads no session and takes nothing")(guarded)


def draw(visit: Visit, template: str, **context: Any) -> HttpResponse:
    """A page in its frame; the day and the versions stand on each."""
    frame = {"on": visit.on, "corpus_version": visit.law.version[:12]}
    frame |= {"home_law": address("world"), "data": _data(visit)}
    return render(visit.request, f"justice/public/{template}.html", {**frame, **context})


def _data(visit: Visit) -> str:
    """Where the same is as data."""
    shown = visit.request.resolver_match
    assert shown is not None
    return address(f"{shown.url_name}_data", *(value for name, value in shown.kwargs.items() if name != "lang"))
