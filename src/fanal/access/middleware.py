"""Puts the acting person on the request, opened at first use: a page that needs nobody opens no key."""

from collections.abc import Callable
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponseBase

from fanal.network import api as network
from fanal.network.contracts import Actor


class WhoActs:
    """`request.actor`: an `Actor` or None. `request.now`: the one instant of this request, UTC."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.now = datetime.now(UTC)  # type: ignore[attr-defined]
        type(request).actor = property(_actor)  # type: ignore[attr-defined]
        return self.get_response(request)


def _actor(request: HttpRequest) -> Actor | None:
    if not hasattr(request, "_actor"):
        request._actor = network.actor_of(request, request.now.date())  # type: ignore[attr-defined]
    return request._actor  # type: ignore[attr-defined,no-any-return]
