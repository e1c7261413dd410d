"""Two things that every response needs: silence towards others, and a language."""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import get_script_prefix, set_script_prefix
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from fanal.access.api import languages
from fanal.web import tongues
from fanal.web.errors import PAGES, problem
from fanal.web.paths import PREVIEW, is_reporter, reporter_language

type Handler = Callable[[HttpRequest], HttpResponseBase]

LANGUAGE_KEY = "language"  # in the session of staff: their choice

_NOTHING = "=(), ".join(
    (
        "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen", "geolocation",
        "gyroscope", "hid", "magnetometer", "microphone", "midi", "payment", "picture-in-picture", "screen-wake-lock",
        "serial", "usb", "xr-spatial-tracking", "browsing-topics",
    )
)  # fmt: skip
PERMISSIONS = f"{_NOTHING}=()"


class Privacy:
    """Headers that keep a visit private; a reporter page never sets a cookie.

    Staff pages send `Referrer-Policy: same-origin`, since browsers hide the origin of a form under `no-referrer` and
    Django then takes our own form for one of another site; the address still never leaves the site.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        reporter = is_reporter(request)
        headers = response.headers
        headers.setdefault("Cache-Control", "no-store")
        headers["Referrer-Policy"] = "no-referrer" if reporter else "same-origin"
        headers["Permissions-Policy"] = PERMISSIONS
        headers["Server"] = ""  # else the server adds its name
        if not getattr(response, "indexable", False):
            headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        if reporter:
            response.cookies.clear()
            del headers["Vary"]  # the page is the same for everybody
        return response


class Language:
    """The language of the page: from the path for reporters; from the session, then the browser, for staff.

    Under a language that is not offered (`access.languages`) public pages speak one that is, and say so (`tongues`):
    whoever was writing when it was taken back goes on. Staff may choose it outside production, and under
    `/preview/<lang>/…` demonstration and tests see the public pages in it. An empty 4xx or 5xx answer gets its page
    here.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        prefix = get_script_prefix()
        preview = _enter_preview(request)
        try:
            language = reporter_language(request.path_info)
            if language is not None:
                request.session = type(request.session)(None)  # whoever signs in elsewhere is nobody here
            languages.look()
            there = language if preview or language in languages.offered() else None
            with translation.override(there or staff_language(request)):
                if language and not there:
                    tongues.speak(request, translation.get_language() or "", asked=language)
                request.LANGUAGE_CODE = translation.get_language()
                response = self._answer(request)
                response.headers.setdefault("Content-Language", translation.get_language() or "")
                return response
        finally:
            set_script_prefix(prefix)

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code in PAGES and not response.streaming and not getattr(response, "content", b""):
            page = problem(request, response.status_code)
            if "Allow" in response.headers:
                page["Allow"] = response.headers["Allow"]
            return page
        return response


def _enter_preview(request: HttpRequest) -> bool:
    if settings.MODE == "production" or not request.path_info.startswith(f"{PREVIEW}/"):
        return False
    inner = request.path_info.removeprefix(PREVIEW)
    if reporter_language(inner) is None:
        raise Http404
    request.path_info = inner
    set_script_prefix(f"{get_script_prefix().rstrip('/')}{PREVIEW}/")
    return True


def staff_language(request: HttpRequest) -> str:
    """The language for a page that has none in its path: chosen before, else what the browser asks for, else the
    first."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES and not is_reporter(request):
        chosen = request.session.get(LANGUAGE_KEY)
        if chosen in dict(languages.shown()):
            return str(chosen)
    return _accepted(request.headers.get("Accept-Language", ""), languages.offered()) or settings.LANGUAGE_CODE


def public_language() -> str:
    """The language of a public page that staff link to or tell people of: theirs where it is reviewed. In another one
    there is no such page."""
    chosen = translation.get_language()
    return chosen if chosen in languages.offered() else settings.LANGUAGE_CODE


def _accepted(header: str, offered: Iterable[str]) -> str | None:
    wanted = (code.split("-")[0].lower() for code, _ in parse_accept_lang_header(header[:200]))
    return next((code for code in wanted if code in set(offered)), None)
