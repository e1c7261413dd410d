"""What pages of matters share: what is not there for a person is not found, a law that is gone says so."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase

from fanal.access.api import NotHere, staff
from fanal.justice.desk.law_page import Deed
from fanal.justice.library import LawGone
from fanal.network.contracts import Actor
from fanal.web import api as web


def page(deed: str) -> Callable[[Deed], Deed]:
    """A page of matters: `staff(deed)`; what is not there for this person is 404, a law that is gone says so."""

    def wrap(view: Deed) -> Deed:
        @wraps(view)
        def guarded(request: HttpRequest, actor: Actor, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                return view(request, actor, *args, **kwargs)
            except NotHere:
                raise Http404 from None
            except LawGone:
                return gone(request)

        return staff(deed)(guarded)

    return wrap


def gone(request: HttpRequest) -> HttpResponseBase:
    """The law that an answer used is not kept here any more."""
    from django.utils.translation import gettext as _

    return web.problem(
        request,
        404,
        happened=_("The law that gave this answer is not kept here any more."),
        kept=_("The answer itself is kept, and can be read."),
        todo=_("Ask again: the law in the library now will answer."),
    )
