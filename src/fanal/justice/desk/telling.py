"""What all pages of the room share: the instant, what is not there, and how a deed that cannot be done is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import wraps
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponseBase

from fanal.access.api import staff
from fanal.justice.acting import NotNow
from fanal.justice.drafting import NoSuchFile
from fanal.justice.reviews import NoSuchItem
from fanal.network.contracts import Actor

type Deed = Callable[..., HttpResponseBase]


def at(request: HttpRequest) -> datetime:
    """The one instant of a request, UTC."""
    return request.now  # type: ignore[attr-defined,no-any-return]


def law_page(deed: str) -> Callable[[Deed], Deed]:
    """A page of the law for staff: `staff(deed)`, and what the law in force does not hold is not found."""

    def wrap(view: Deed) -> Deed:
        @wraps(view)
        def guarded(request: HttpRequest, actor: Actor, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                return view(request, actor, *args, **kwargs)
            except (NoSuchItem, NoSuchFile):
                raise Http404 from None

        return staff(deed)(guarded)

    return wrap


@contextmanager
def telling(form: forms.BaseForm) -> Iterator[None]:
    """A deed that cannot be done now becomes an error of the form, so that nothing that was typed is lost."""
    try:
        yield
    except NotNow as why:
        form.add_error(why.field if why.field in form.fields else None, why.words)
