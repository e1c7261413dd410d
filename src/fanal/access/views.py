"""Access decisions of views. Every view carries one: a test walks the URLconf."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from fanal.access import clearing
from fanal.access.contracts import UNCLEARED, NotAllowed, NotHere, Unreadable
from fanal.access.kinds import names, taught
from fanal.access.policy import may
from fanal.network.contracts import Actor
from fanal.vocabulary.results import NotDone, Refused

logger = logging.getLogger(__name__)

type StaffView[**P] = Callable[Concatenate[HttpRequest, Actor, P], HttpResponseBase]
type View = Callable[..., HttpResponseBase]


def staff(deed: str) -> Callable[[StaffView[Any]], View]:
    """A view for signed-in people whom the policy lets do `deed`. The view gets the actor after the request; what it
    does not tell itself of a deed that cannot be done has a page here."""

    def wrap(view: StaffView[Any]) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            actor: Actor | None = request.actor  # type: ignore[attr-defined]
            if actor is None:
                return sign_in_first(request)
            answer = may(actor, deed)
            if not answer:
                return refuse(request, answer)
            try:
                with timezone.override(ZoneInfo(actor.time_zone)):  # people read the clock on their wall
                    return view(request, actor, *args, **kwargs)
            except NotHere:
                raise Http404 from None
            except NotAllowed as why:
                return refuse(request, why.refusal)
            except Unreadable as why:
                return _stopped(request, _("This cannot be read"), why.words, 409)
            except NotDone as why:
                logger.exception("a deed could not be done, and its page did not say so")
                return _stopped(request, _("This cannot be done now"), why.words, 409)

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


def refuse(request: HttpRequest, why: Refused) -> HttpResponse:
    """A page that says why not, and what to do."""
    actor: Actor | None = request.actor  # type: ignore[attr-defined]
    if why.reason_code != UNCLEARED or actor is None:
        return _stopped(request, _("Not for you to open"), why.words, 403)
    keep: Callable[[], bool] = getattr(request, "keep_typed", lambda: False)
    today = request.now.date()  # type: ignore[attr-defined]
    context = {
        "names": names(why.detail),
        "courses": taught(actor.org, why.detail, today),
        "givers": sorted(clearing.givers(actor.org, actor.person).values()),
        "kept": request.method == "POST" and keep(),
    }
    return render(request, "access/uncleared.html", context, status=403)


def _stopped(request: HttpRequest, title: str, words: str, status: int) -> HttpResponse:
    return render(request, "access/stopped.html", {"title": title, "words": words}, status=status)
