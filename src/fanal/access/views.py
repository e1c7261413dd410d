"""Access decisions of views. Every view carries one: a test walks the URLconf."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from fanal.access.contracts import NotAllowed, Unreadable
from fanal.access.policy import may
from fanal.network.contracts import Actor

type StaffView[**P] = Callable[Concatenate[HttpRequest, Actor, P], HttpResponseBase]
type View = Callable[..., HttpResponseBase]


def staff(deed: str) -> Callable[[StaffView[Any]], View]:
    """A view for signed-in people whom the policy lets do `deed`. The view gets the actor after the request."""

    def wrap(view: StaffView[Any]) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            actor: Actor | None = request.actor  # type: ignore[attr-defined]
            if actor is None:
                return sign_in_first(request)
            answer = may(actor, deed)
            if not answer:
                return refuse(request, answer.words)
            try:
                with timezone.override(ZoneInfo(actor.time_zone)):  # people read the clock on their wall
                    return view(request, actor, *args, **kwargs)
            except NotAllowed as refused:
                return refuse(request, refused.refusal.words)
            except Unreadable as broken:
                return render(request, "access/unreadable.html", {"words": broken.words}, status=409)

        guarded.decision = f"staff: {deed}"  # type: ignore[attr-defined]
        return guarded

    return wrap


def public(reason: str) -> Callable[[View], View]:
    """A view for everybody, with the reason why it may be."""

    def wrap(view: View) -> View:
        view.decision = f"public: {reason}"  # type: ignore[attr-defined]
        return view

    return wrap


def signed_in(reason: str) -> Callable[[View], View]:
    """A view for whoever has given a password, whatever the state of the account (setting up a second factor,
    waiting)."""

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return sign_in_first(request)
            return view(request, *args, **kwargs)

        guarded.decision = f"signed in: {reason}"  # type: ignore[attr-defined]
        return guarded

    return wrap


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """To the sign-in page, or to what is missing for an account that is signed in and cannot work yet."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(reverse("desk:account"))
    query = f"?{urlencode({'next': request.get_full_path()})}" if request.method == "GET" else ""
    return HttpResponseRedirect(reverse("account_login") + query)


def refuse(request: HttpRequest, words: str) -> HttpResponse:
    """A page that says why not, and what to do."""
    return render(request, "access/refused.html", {"words": words}, status=403)
