"""Public pages that belong to the product, not to a reporter: read only, no session, no cookie, a language first."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from fanal.access.api import languages, public
from fanal.web.privacy import indexable

type View = Callable[..., HttpResponseBase]


def open_page(reason: str) -> Callable[[View], View]:
    """A page for everybody, with the reason why it may be: `view(request, …)` without the language of the path, which
    the middleware has set."""

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, lang: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            del lang
            return view(request, *args, **kwargs)

        return public(reason)(indexable(require_safe(guarded)))

    return wrap


def concern_link(country: str, language: str) -> str:
    """Where a concern about a child in a country is told, in a language: in the one that is offered, where that one is
    not."""
    offered = languages.offered()
    return reverse("public:entry", args=[language if language in offered else offered[0], country.lower()])
