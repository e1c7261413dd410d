"""The frame of the public pages of the law: who may see them, their addresses, and how a page is drawn.

What a page says follows from the law and its words, so a process draws it once a day in each language and keeps it.
The browser keeps nothing (`no-store`, as on every page): on a device that several use, the law that somebody read may
say who they are.
"""

import zlib
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from threading import Lock
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from fanal.access.api import languages
from fanal.engines.jurisdiction.contracts import Corpus
from fanal.justice.law import library
from fanal.justice.law.places import address
from fanal.web import api as web

type View = Callable[..., HttpResponseBase]

_MOST = 128  # texts that a process keeps, some 20 kB each: those that were asked for last
_kept: dict[Hashable, bytes] = {}
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Visit:
    """One request: the law in force, and the day for which it is shown."""

    request: HttpRequest
    law: Corpus
    now: datetime

    @property
    def on(self) -> date:
        return self.now.date()

    def kept(self, make: Callable[[], str], *rests: Hashable) -> str:
        """A text that follows from the law, the day, the language, the address and what it `rests` on besides, made
        where it is not there yet."""
        key = self.law.version, self.on, get_language(), languages.turn(), self.request.path, rests
        if (packed := _kept.get(key)) is None:
            packed = zlib.compress(make().encode(), 1)
        with _lock:
            _kept.pop(key, None)
            while len(_kept) >= _MOST:
                del _kept[next(iter(_kept))]
            _kept[key] = packed
        return zlib.decompress(packed).decode()


def page(view: View) -> View:
    """A page of the law for everybody: read only, no session, no cookie, in the language of its path."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        now: datetime = request.now  # type: ignore[attr-defined]
        return view(Visit(request, library.corpus(now), now), *args, **kwargs)

    return web.open_page("law is public; the page reads no session and takes nothing")(guarded)


def draw_kept(
    visit: Visit, template: str, make: Callable[[], dict[str, Any]], *rests: Hashable, **context: Any
) -> HttpResponse:
    """A page that costs much: a template without a frame, drawn of what `make` gives where it is not kept."""

    def main() -> str:
        known = {"home_law": address("world"), **context, **make()}
        return render_to_string(f"justice/public/{template}.html", known, visit.request)

    return draw(visit, "kept", main=mark_safe(visit.kept(main, *rests)), **context)  # noqa: S308 - a template made it


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
