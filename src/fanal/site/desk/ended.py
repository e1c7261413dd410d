"""A form that was sent after the session had ended: what was typed is kept, sealed, for the same person to send again.

After fifteen minutes without a request the session is over, also for somebody who was writing all the while. The text
rests in the new session of the same browser (sealed like everything there) and is shown only to the person whose
session it was.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import ResolverMatch, reverse
from django.views.decorators.http import require_http_methods

from fanal.access.api import staff
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.web import errors

KEY = "kept"
_NEVER = ("csrfmiddlewaretoken", "password", "again", "code", "share")  # secrets are typed anew


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's `CSRF_FAILURE_VIEW`: keeps what staff had typed when their session ended, else says what happened."""
    owner = _owner(request)
    if owner is None or not _may_keep(request.resolver_match):
        return errors.csrf_failure(request, reason)
    request.session[KEY] = {
        "owner": str(owner),
        "path": request.get_full_path(),
        "body": _typed(request.POST).urlencode(),
    }
    return render(request, "desk/ended.html", {"then": reverse("desk:kept")}, status=403)


def _owner(request: HttpRequest) -> Any:
    if request.session.get("_auth_user_id"):
        return None  # the session lives: the page was simply from elsewhere or too old
    return network.sessions.owner_of(request.COOKIES.get(settings.SESSION_COOKIE_NAME, ""))


def _may_keep(match: ResolverMatch | None) -> bool:
    """Only forms of signed-in staff; not those that a view marks as `forgets` (shares of the recovery kit)."""
    view = match.func if match else None
    return str(getattr(view, "decision", "")).startswith("staff:") and not getattr(view, "forgets", False)


def _typed(posted: QueryDict) -> QueryDict:
    kept = posted.copy()
    for name in posted:
        if name.startswith(_NEVER):
            del kept[name]
    return kept


@staff("desk.day")
@require_http_methods(["GET", "POST"])
def kept(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What was typed, with a button that sends it again, and one that throws it away."""
    found = request.session.get(KEY)
    if not found or found["owner"] != str(actor.person):
        request.session.pop(KEY, None)
        return HttpResponseRedirect(reverse("desk:day"))
    if request.method == "POST":
        del request.session[KEY]
        send = "kept_send" in request.POST
        # 307: the browser sends the same form on to the page where it belonged.
        return HttpResponseRedirect(found["path"] if send else reverse("desk:day"), status=307 if send else 303)
    body = QueryDict(found["body"])
    pairs = [(name, value) for name, values in body.lists() for value in values]
    shown = [value for _name, value in pairs if len(value) > 20 or " " in value]
    return render(request, "desk/kept.html", {"pairs": pairs, "shown": shown})


def waits(request: HttpRequest, actor: Actor) -> bool:
    """Whether something that this person typed waits to be sent again."""
    found = request.session.get(KEY)
    return found is not None and found["owner"] == str(actor.person)
