"""The frame of the evidence pages: who may see them, their addresses, and how a page is drawn."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from fanal.engines.disclosure.contracts import NotWhole
from fanal.vocabulary.countries import country_name
from fanal.web import api as web

type View = Callable[..., HttpResponseBase]


def page(view: View) -> View:
    """A page of evidence for everybody. A release whose stored bytes were changed is not shown: the page says so."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except NotWhole:
            return web.problem(
                request,
                500,
                happened=_("This release is not what was published. It is not shown."),
                kept=_("What you took along before can still be checked."),
                todo=_("Tell those who published it. They restore it from their backup."),
            )

    return web.open_page("releases are public; the page reads no session and takes nothing")(guarded)


def draw(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """A page in its frame."""
    return render(request, f"research/public/{template}.html", {"home": address("evidence"), **context})


def address(name: str, *parts: object) -> str:
    """The address of a public page in the language of the reader."""
    return reverse(f"evidence:{name}", args=[web.spoken(), *parts])


def country(code: str) -> str:
    """The name of a country in the language of the reader."""
    return country_name(code, web.spoken())
