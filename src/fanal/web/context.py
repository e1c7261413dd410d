"""The context processor: what every frame needs to know about the page it draws, computed only when a template asks."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix
from django.utils import translation

from fanal.access.api import languages
from fanal.network import api as network
from fanal.web import dates, nav, tongues
from fanal.web.paths import PREVIEW, is_reporter


@dataclass(frozen=True, slots=True)
class Language:
    """A language to choose: code, own name, the address of this page in it (reporter pages), whether it is the
    current one."""

    code: str
    name: str
    url: str
    current: bool


class Page:
    """What the frames read as `page`: language, direction, digits, ways out, languages, navigation, person."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.language = translation.get_language() or settings.LANGUAGE_CODE
        self.dir = "rtl" if translation.get_language_bidi() else "ltr"
        self.digits = dates.DIGITS.get(self.language, "")
        self.reporter = is_reporter(request)
        self.preview = get_script_prefix().endswith(f"{PREVIEW}/")
        self.demo = settings.MODE == "demo"
        self.path = request.get_full_path() if request.method == "GET" else ""

    @property
    def leave(self) -> str:
        """Where "Leave this page" leads."""
        return f"{get_script_prefix()}{self.language}/leave"

    @property
    def start(self) -> str:
        """The entry of the public form in this language, without a country."""
        return f"{get_script_prefix()}{self.language}/"

    @property
    def home(self) -> str:
        """The first page of staff."""
        return nav.address("desk:day") or "/"

    @property
    def sign_in_url(self) -> str:
        """Where a person looks after password, second step and language."""
        return nav.address("desk:account")

    @property
    def sign_out_url(self) -> str:
        """Where the button "Sign out" posts to."""
        return nav.address("account_logout")

    @property
    def session(self) -> dict[str, object]:
        """For the browser of somebody who is signed in: after how many seconds to ask, and where, how long that
        lasts."""
        lasts = network.sessions.IDLE - timedelta(minutes=1)  # a session begins its time anew once a minute
        left = min(lasts, self._request.session.left()[1])  # type: ignore[attr-defined]
        return {"left": int(left.total_seconds()), "url": nav.address("desk:left"), "sign_in": nav.address("desk:day")}

    @property
    def language_url(self) -> str:
        """Where staff's choice of language posts to."""
        return nav.address("web:language")

    @cached_property
    def languages(self) -> list[Language]:
        """Reviewed languages for the public, those in which the page is there; for staff and in previews also those
        still to be reviewed, outside production."""
        shown = languages.shown()
        if self.reporter and not self.preview:
            offered = languages.offered()
            shown = [pair for pair in shown if pair[0] in offered and tongues.has(self._request, pair[0])]
        return [Language(code, name, self._same_page(code), code == self.language) for code, name in shown]

    @property
    def language_name(self) -> str:
        """The page's language in its own words."""
        return str(dict(settings.LANGUAGES).get(self.language, self.language))

    @property
    def asked(self) -> str:
        """The language in which the page was asked for, in its own words, where it speaks another one."""
        return str(dict(settings.LANGUAGES).get(tongues.asked_in(self._request), ""))

    @property
    def said_in(self) -> str:
        """In which language that is said: in that which was asked for, where other pages are there in it."""
        asked = tongues.asked_in(self._request)
        return asked if asked in languages.offered() else self.language

    @cached_property
    def entries(self) -> list[nav.Entry]:
        """The doors that open for this person."""
        return nav.entries(self._request)

    @cached_property
    def menus(self) -> list[nav.Menu]:
        """The parts of the menu that are folded."""
        return nav.menus(self.entries)

    @cached_property
    def open_rows(self) -> tuple[list[nav.Entry], list[nav.Entry]]:
        """The places of open pages, and the parts of the one that this page is in."""
        return nav.open_entries(self._request.path, self.language)

    @cached_property
    def front_entries(self) -> list[nav.Entry]:
        """The open pages that stand on the front door."""
        return nav.front_entries(self.language)

    @cached_property
    def person(self) -> nav.Who | None:
        """Who is signed in."""
        return nav.who(self._request)

    def _same_page(self, code: str) -> str:
        if not self.reporter:
            return ""
        rest = self._request.path_info.lstrip("/").split("/", 1)[1:]
        return f"{get_script_prefix()}{code}/{rest[0] if rest else ''}"


def page(request: HttpRequest) -> dict[str, Page]:
    """`page` for every template."""
    return {"page": Page(request)}
