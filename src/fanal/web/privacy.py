"""What a response may tell to others, and what a reporter's request may bring: decorators for views, and the way
out."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt

from fanal.access.api import public
from fanal.web import tongues
from fanal.web.errors import problem

type View = Callable[..., HttpResponseBase]

FORM_TYPE = "application/x-www-form-urlencoded"
REPORTER_BYTES = 192 * 1024
"""Far more than a page may carry: what is too long is read all the same, so that its writer gets it back and can
shorten it."""


def reporter_page(view: View | None = None, *, max_bytes: int = REPORTER_BYTES) -> Any:
    """A view of the public form: no session, no cookie, no upload.

    A POST with another content type than `application/x-www-form-urlencoded` answers 415, one with more than
    `max_bytes` bytes 413, one that another site sends 403. The sealed state of the form stands in for Django's CSRF
    token, which would need a cookie. Marks the view's access decision, which a test asks of every view.
    """

    def decorate(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return refuse_form(request, max_bytes) or view(request, *args, **kwargs)

        return public("a page of the public form; what was answered rides sealed in the form itself")(guarded)

    return decorate(view) if view else decorate


def refuse_form(request: HttpRequest, max_bytes: int) -> HttpResponse | None:
    """The answer to a request that is no short form of this site; None where it is one, or only looks."""
    if request.method in {"GET", "HEAD"}:
        return None
    length = request.META.get("CONTENT_LENGTH") or "0"
    is_number = length.isascii() and length.isdigit()
    reasons = (
        (request.method != "POST", 405, ""),
        (request.content_type != FORM_TYPE, 415, ""),
        (not is_number, 400, ""),
        (is_number and int(length) > max_bytes, 413, ""),
        (request.headers.get("Sec-Fetch-Site") == "cross-site", 403, "elsewhere"),
    )
    return next((problem(request, status, variant) for holds, status, variant in reasons if holds), None)


def for_all(answer: HttpResponse) -> HttpResponse:
    """What any page may read, also one of another site or one that somebody keeps on a telephone; a browser keeps it
    for where there is no network, and asks each time where there is one."""
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Cache-Control"] = "no-cache"
    return answer


def for_programs(request: HttpRequest, body: bytes, kind: str, name: str = "") -> HttpResponse:
    """A file for everybody. What did not change since whoever asks has it is not sent again. `name`: what it is called
    where it is kept, with its ending."""
    answer = for_all(HttpResponse(body, content_type=kind))
    answer["ETag"] = f'"{hashlib.sha256(body).hexdigest()}"'
    if name:
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return get_conditional_response(request, etag=answer["ETag"], response=answer) or answer


def indexable(view: View) -> View:
    """Lets search engines list the page (the entry of the public form) where it speaks the language of its address. All
    other pages are `noindex`."""

    @wraps(view)
    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if response.status_code == 200 and not tongues.asked_in(request):
            response.indexable = True  # type: ignore[attr-defined]
        return response

    return marked


def leave(target: str) -> HttpResponse:
    """The quick way out: 303 to `target` (an absolute https address), and the browser forgets what it kept of this
    site."""
    if urlsplit(target).scheme not in {"https", "http"}:
        raise ValueError("the exit target must be an absolute web address")
    response = HttpResponseRedirect(target)
    response.status_code = 303
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response
