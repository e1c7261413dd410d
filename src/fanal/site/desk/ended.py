"""A form that was sent after the session had ended, or after a clearance that it needs: what was typed is kept, sealed,
for the same person to send again.

Each form of the desk carries a mark of whose it is (`web.templatetags.parts`). So it does not matter what became of the
session: ended by time, by a restart, in another tab, or begun anew. The text rests under a cookie of its own and is
shown only to the person who had typed it, under the title of its page and with the labels of its boxes. It stays until
that page has taken it.
"""

import json
import secrets
from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import ResolverMatch, resolve, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods

from fanal.access.api import public, staff
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.site.desk.signin import LoginForm
from fanal.web import api as web
from fanal.web import errors

KEY = "kept"
MOST = 8
"""Forms that wait in one browser: as many as somebody has tabs; older ones make room."""
_STEPS = frozenset({"account_login", "mfa_authenticate"})
_NEVER = frozenset({"csrfmiddlewaretoken", web.WHOSE, "password", "again"})  # secrets are typed anew


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's `CSRF_FAILURE_VIEW`: keeps what staff had typed when their session ended, else says what happened."""
    mark = network.sessions.read_mark(request.POST.get(web.WHOSE, ""))
    if mark is None and not errors.is_from_elsewhere(request) and (signing_in := _signing_in(request)) is not None:
        return signing_in
    if mark is None or errors.is_from_elsewhere(request) or not _may_keep(request.resolver_match):
        return errors.csrf_failure(request, reason)
    _store_typed(request, mark)
    return _answer(request, mark[0])


def _store_typed(request: HttpRequest, mark: tuple[UUID, str]) -> None:
    """Keep what was sent, if it does not wait here already."""
    owner, about = mark
    store = _store(request)
    if not any(kept["id"] == request.POST.get(web.SENT_AGAIN) for kept in store.get(KEY, [])):
        kept = {"id": secrets.token_hex(8), "owner": str(owner), "path": request.get_full_path(), "about": about}
        store[KEY] = [*store.get(KEY, []), kept | {"body": _typed(request.POST).urlencode()}][-MOST:]
    store.save()
    request.kept_under = store.session_key or ""  # type: ignore[attr-defined]


def _hold(response: HttpResponse, key: str) -> None:
    """Have the browser hold the key of what was kept."""
    response.set_cookie(
        settings.KEPT_COOKIE_NAME,
        key,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def _keep_typed(request: HttpRequest) -> bool:
    """Keep what somebody sent who lacks a clearance for it by now, for when they have it. Whether it is kept."""
    mark = network.sessions.read_mark(request.POST.get(web.WHOSE, ""))
    if mark is None or not _may_keep(request.resolver_match):
        return False
    _store_typed(request, mark)
    return True


def _signing_in(request: HttpRequest) -> HttpResponse | None:
    """To a step of a sign-in whose page is older than the last sign-in of this browser (a second tab): there is no need
    to sign in again, or what waits here is said once more. None: nothing waits, or it is another page."""
    match = request.resolver_match
    if match is None or match.view_name not in _STEPS:
        return None
    if request.actor is not None:  # type: ignore[attr-defined]
        return HttpResponseRedirect(reverse("desk:kept"), status=303)
    return _sign_in_first(request) if _store(request).get(KEY) else None


def _answer(request: HttpRequest, owner: UUID) -> HttpResponse:
    """To what is kept, or first to sign in: on the spot, or after whoever is signed in now has left."""
    actor: Actor | None = request.actor  # type: ignore[attr-defined]
    if actor is not None and actor.person == owner:
        return HttpResponseRedirect(reverse("desk:kept"), status=303)
    return _sign_in_first(request)


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    then = f"{reverse('account_login')}?{urlencode({'next': reverse('desk:kept')})}"
    form = None if request.user.is_authenticated else LoginForm(request=request)
    return render(request, "desk/ended.html", {"then": then, "form": form}, status=403)


def _store(request: HttpRequest) -> Any:
    return network.sessions.KeptStore(request.COOKIES.get(settings.KEPT_COOKIE_NAME))


def _may_keep(match: ResolverMatch | None) -> bool:
    """Only forms of signed-in staff; not those that a view marks as `forgets` (shares of the recovery kit)."""
    view = match.func if match else None
    return str(getattr(view, "decision", "")).startswith("staff:") and not getattr(view, "forgets", False)


def _typed(posted: QueryDict) -> QueryDict:
    kept = posted.copy()
    for name in _NEVER & set(posted):
        del kept[name]
    return kept


@staff("desk.day")
@require_http_methods(["GET", "POST"])
def kept(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What was typed, each with a button that sends it again, and one that throws it away."""
    store = _store(request)
    mine = _of(store, actor)
    if request.method == "POST":
        return _done(request, store, mine)
    if not mine:
        return HttpResponseRedirect(reverse("desk:day"))
    return render(request, "desk/kept.html", {"kept": [_shown(one) for one in mine]})


def _done(request: HttpRequest, store: Any, mine: list[dict[str, Any]]) -> HttpResponse:
    send = request.POST.get(web.SENT_AGAIN, "")
    found = next((one for one in mine if one["id"] == (send or request.POST.get("kept_drop", ""))), None)
    if found is None:
        return HttpResponseRedirect(reverse("desk:kept"), status=303)
    if send:
        found["tried"] = True
        store.save()
        return HttpResponseRedirect(found["path"], status=307)  # the browser sends the same form on to its page
    _drop(store, found["id"])
    return HttpResponseRedirect(reverse("desk:kept"), status=303)


def _drop(store: Any, which: str) -> None:
    store[KEY] = [one for one in store.get(KEY, []) if one["id"] != which]
    store.save()


def settle(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: what was sent again is let go once the page where it belongs has taken it, and not before. A page
    that refuses for want of a clearance can have what was sent kept."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.keep_typed = partial(_keep_typed, request)  # type: ignore[attr-defined]
        response = get_response(request)
        if hasattr(request, "kept_under"):
            _hold(response, request.kept_under)
        if _is_taken(request, response):
            store, actor = _store(request), request.actor  # type: ignore[attr-defined]
            which = request.POST[web.SENT_AGAIN]
            if any(one["id"] == which for one in _of(store, actor)):
                _drop(store, which)
        return response

    return middleware


def _is_taken(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether a page has done what was sent to it again: it neither refused, nor showed what to mend, nor asked who
    this is. Which page that is says the path: what waited for the password is taken up under the match of the page
    that asked for it."""
    if request.method != "POST" or response.status_code >= 400:  # what was refused unread is not read here
        return False
    if web.SENT_AGAIN not in request.POST or getattr(request, "refused", False):
        return False
    match = resolve(request.path_info)
    asked = response.headers.get("Location", "").startswith((reverse("account_login"), reverse("desk:kept")))
    return _may_keep(match) and match.view_name != "desk:kept" and not asked


def _of(store: Any, actor: Actor | None) -> list[dict[str, Any]]:
    return [one for one in store.get(KEY, []) if actor is not None and one["owner"] == str(actor.person)]


def _shown(one: dict[str, Any]) -> dict[str, object]:
    about, body = json.loads(one["about"]), QueryDict(one["body"])
    pairs = [(name, value) for name, values in body.lists() for value in values]
    texts = [(label, body[name]) for name, label in about["texts"].items() if body.get(name, "").strip()]
    return {"id": one["id"], "tried": one.get("tried", False), "pairs": pairs, **about, "texts": texts}


def waits(request: HttpRequest, actor: Actor) -> bool:
    """Whether something that this person typed waits to be sent again."""
    return bool(_of(_store(request), actor))


@public("tells a browser how long its own session lasts, and nothing else")
@require_GET
def left(request: HttpRequest) -> HttpResponse:
    """Seconds until the session ends by itself, and until it ends in any case. With `stay` its time begins anew."""
    session: Any = request.session
    if session.get("_auth_user_id") and "stay" in request.GET:
        session.save()
    session.only_asked()
    idle, most = session.left()
    return JsonResponse({"idle": int(idle.total_seconds()), "most": int(most.total_seconds())})
