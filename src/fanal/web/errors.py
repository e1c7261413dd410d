"""Pages for what went wrong: what happened, what was kept, what to do, in the reader's language. Logs: see
`logs.py`."""

import logging
import sys
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from django.core.exceptions import DisallowedHost, RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fanal.engines import extra
from fanal.vocabulary.room import is_full
from fanal.web.logs import SilentFilter, SilentReporter, configure_logging
from fanal.web.paths import is_reporter
from fanal.web.uploads import MediaRefused

__all__ = ["SilentFilter", "SilentReporter", "bad_request", "configure_logging", "csrf_failure", "problem"]

type Words = str | Promise

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Problem:
    """Words of one page: heading, what was kept of what the reader did, what to do now."""

    happened: Words
    kept: Words
    todo: Words


_NOTHING_SENT = _("Nothing was sent. Nothing was stored.")
_GO_BACK = _("Go back. What you wrote may still be on the page.")

PAGES: dict[int, Problem] = {
    400: Problem(_("We could not read this request."), _NOTHING_SENT, _GO_BACK),
    403: Problem(_("This page is not open to you."), _("Nothing was changed."), _("Ask a colleague who may open it.")),
    404: Problem(
        _("There is no page here."),
        _("Nothing was sent and nothing was lost."),
        _("Check the address, or start again."),
    ),
    405: Problem(_("This page cannot do that."), _NOTHING_SENT, _("Go back and use the button on the page.")),
    413: Problem(_("This is too long for us to take in."), _NOTHING_SENT, _("Go back and make your text shorter.")),
    415: Problem(
        _("We cannot take files, pictures or videos."),
        _("Nothing was sent. Nothing of the file was stored."),
        _("Go back and tell us in words."),
    ),
    422: Problem(
        _("We cannot take this text."),
        _NOTHING_SENT,
        _("Go back and write it in your own words, without files or code."),
    ),
    429: Problem(
        _("That was too often in a short time."), _("Nothing was changed."), _("Wait a minute. Then try again.")
    ),
    500: Problem(
        _("Something went wrong on our side."),
        _("We do not know if your last step arrived. What was confirmed before is kept."),
        _("Go back and press the button again. If it did arrive, it counts only once."),
    ),
    503: Problem(
        _("This could not be looked up now."),
        _("Nothing was changed. That nothing is shown does not mean that there is nothing."),
        _("Wait a minute. Then try again."),
    ),
}

_VARIANTS: dict[tuple[int, str], Problem] = {
    (403, "elsewhere"): Problem(
        _("This request came from another website."),
        _NOTHING_SENT,
        _("Open the page here and try again."),
    ),
    (403, "expired"): Problem(
        _("This page was open for too long."),
        _("Nothing was sent. What you wrote may still be on the page before."),
        _("Go back, load the page again, and send once more."),
    ),
    (503, "full"): Problem(
        _("There is no room left on our disk."),
        _("Nothing of this was kept. What was confirmed before is kept."),
        _("Tell whoever runs this site that it needs free space. Then go back and press the button again."),
    ),
    (503, "left_out"): Problem(
        _("The programs that count and estimate are not installed on this site."),
        _("Nothing was changed. Everything else works."),
        _("Whoever runs this site installs them, and starts it again; “fanal check” says how."),
    ),
    (400, "host"): Problem(
        _("This address does not belong to us."),
        _("Nothing was sent. Nothing was stored."),
        _("Check the address. Use the one that you were given."),
    ),
}


def problem(
    request: HttpRequest,
    status: int,
    variant: str = "",
    *,
    happened: Words = "",
    kept: Words = "",
    todo: Words = "",
) -> HttpResponse:
    """The page for `status` (one of `PAGES`), in the frame of the reader. `happened`, `kept`, `todo` replace its words.

    Never raises: where the frame cannot be drawn, the words come as plain HTML.
    """
    words = _VARIANTS.get((status, variant)) or PAGES[status]
    words = replace(words, happened=happened or words.happened, kept=kept or words.kept, todo=todo or words.todo)
    frame = "web/public.html" if is_reporter(request) else "web/plain.html"
    try:
        body = render_to_string("web/problem.html", {"problem": words, "status": status, "frame": frame}, request)
    except Exception:
        logger.exception("The page for status %s could not be drawn.", status)
        body = render_to_string("web/bare.html", {"problem": words})
    return HttpResponse(body, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's `handler400`: also a file (415), too much (413), and a wrong host name."""
    if isinstance(exception, MediaRefused):
        return problem(request, 415)
    if isinstance(exception, RequestDataTooBig):
        return problem(request, 413)
    return problem(request, 400, "host" if isinstance(exception, DisallowedHost) else "")


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's `handler403`. A `PermissionDenied` may carry a translated sentence that says why; it is shown."""
    why = exception.args[0] if exception.args else ""
    return problem(request, 403, happened=why if isinstance(why, str | Promise) else "")


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's `handler404`."""
    return problem(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's `handler500`: also what somebody can mend (503), a full disk and programs that were left out."""
    if is_full(error := sys.exception()):
        return problem(request, 503, "full")
    return problem(request, 503, "left_out") if extra.missed(error) else problem(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's `CSRF_FAILURE_VIEW`: most often a page that was open until the session ended."""
    return problem(request, 403, "elsewhere" if is_from_elsewhere(request) else "expired")


def is_from_elsewhere(request: HttpRequest) -> bool:
    """Whether a form was sent from another site, as the browser says it; not by the words of a refusal, which are not
    ours."""
    said = request.headers.get("Origin") or request.headers.get("Referer")
    return said is not None and urlsplit(said)[:2] != (request.scheme, request.get_host())
