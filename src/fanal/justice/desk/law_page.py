"""What pages of the law share: what the law in force does not hold is not found."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase

from fanal.access.api import staff
from fanal.justice.drafting import NoSuchFile
from fanal.justice.reviews import NoSuchItem
from fanal.network.contracts import Actor

type Deed = Callable[..., HttpResponseBase]


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
