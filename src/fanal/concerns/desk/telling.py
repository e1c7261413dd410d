"""What all pages of a concern share: the instant, and how a deed that cannot be done is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import wraps
from typing import Any, ClassVar

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import staff
from fanal.concerns.decisions import Incomplete
from fanal.concerns.desk import words
from fanal.concerns.triage import NotHere, PauseFirst
from fanal.network.contracts import Actor, NetworkError
from fanal.web import api as web

type Deed = Callable[..., HttpResponseBase]


def at(request: HttpRequest) -> datetime:
    """The one instant of a request, UTC."""
    return request.now  # type: ignore[attr-defined,no-any-return]


def page(deed: str) -> Callable[[Deed], Deed]:
    """A page of one concern: `staff(deed)`, and what does not exist for this organisation is not found."""

    def wrap(view: Deed) -> Deed:
        @wraps(view)
        def guarded(request: HttpRequest, actor: Actor, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                return view(request, actor, *args, **kwargs)
            except NotHere:
                raise Http404 from None
            except PauseFirst as pause:
                return pause_page(request, pause)

        return staff(deed)(guarded)

    return wrap


class PauseReason(web.Page):
    """Why somebody goes on where a child may be in danger now."""

    reason = forms.ChoiceField(
        label=lazy("A child may be in danger now. Why do you open it?"),
        choices=list(words.PAUSE_REASONS.items()),
        widget=forms.RadioSelect,
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Open it"), "pause", "go"),)


def pause_page(request: HttpRequest, pause: PauseFirst) -> HttpResponse:
    """Asks for a pause, kindly; says when one can go on, and what cannot wait."""
    asked = request.method == "POST" and "pause" in request.POST
    form = PauseReason(request.POST if asked else None) if pause.reason_will_do else None
    context = {"form": form, "count": pause.count, "until": pause.until, "now": at(request)}
    return render(request, "concerns/desk/pause.html", context, status=429)


@contextmanager
def telling(form: forms.Form) -> Iterator[None]:
    """A deed that cannot be done becomes an error of the form, so that nothing that was typed is lost."""
    try:
        yield
    except Incomplete as lacks:
        form.add_error(lacks.field if lacks.field in form.fields else None, lacks.words)
    except NetworkError as why:
        form.add_error(None, str(why))
