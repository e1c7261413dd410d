"""The frame of every page of the form: one visit, the addresses of the steps, and how a page is drawn."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import get_script_prefix, reverse
from django.utils.safestring import SafeString

from fanal.access.api import languages
from fanal.concerns.public import state as states
from fanal.concerns.public import words
from fanal.concerns.public.around import Around
from fanal.concerns.public.place import Place
from fanal.concerns.public.state import State
from fanal.web.api import digits

MOST_KEPT = 512
_RANDOM = secrets.token_hex(8)
_kept: dict[Hashable, str] = {}


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of one reporter: where they are, what they have answered, and when it is."""

    request: HttpRequest
    place: Place
    around: Around
    state: State
    now: datetime

    def now_at(self, state: State) -> Visit:
        """The same visit with a newer state."""
        return replace(self, state=state)


def draw(visit: Visit, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """A page of the form."""
    html = drawn(visit, template, {**context, "state": states.wrap(visit.state, visit.now)})
    return HttpResponse(html, status=status)


def drawn(visit: Visit, template: str, context: dict[str, Any]) -> str:
    """The HTML of a page in its frame."""
    place = visit.place
    frame = {
        "place": place,
        "around": visit.around,
        "country": words.name_of_country(place.country),
        "leave": address("leave_country", place.country),
        "practice": bool(visit.state.practice),
        "door": visit.state.door,
    }
    return render_to_string(f"concerns/public/{template}.html", {**frame, **context}, visit.request)


def for_back(visit: Visit, response: HttpResponse) -> HttpResponse:
    """Lets a browser without script keep a page that holds no word of its reader, so that its Back shows the page and
    no error (decision 10). With a script pages are fetched, and nothing is kept."""
    if visit.request.method == "POST" and visit.request.headers.get("Sec-Fetch-Dest") == "document":
        response["Cache-Control"] = "private, no-cache"
    return response


def keep(key: Hashable, make: Callable[[], str]) -> str:
    """HTML that holds nothing of its reader, drawn once. What is the reader's own is filled into its blanks later."""
    if key not in _kept:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[key] = make()
    return _kept[key]


def same_for_all(visit: Visit) -> Hashable:
    """What a kept page depends on besides its own: language, address, place, what stands around, who is being asked."""
    where = words.language(), languages.turn(), get_script_prefix(), visit.request.path_info
    return *where, visit.place, visit.around, visit.state.door, bool(visit.state.practice)


def blank(name: str) -> str:
    """A mark in a kept page that is filled in for each reader. It is random, so that nobody can type it."""
    return f"@{name}-{_RANDOM}@"


def address(name: str, country: str = "", **parts: object) -> str:
    """The address of a page of the form in the language of the page."""
    given = {"lang": words.language(), **parts} | ({"cc": country.lower()} if country else {})
    return reverse(f"public:{name}", kwargs=given)


def steps(place: Place) -> tuple[str, ...]:
    """The pages of questions in their order."""
    return tuple(page.id for page in place.questions.pages)


def step_address(place: Place, page_id: str) -> str:
    """Where a page stands: the first one is the entry, the check page follows the last."""
    known = (*steps(place), "check")
    if page_id in known:
        at = known.index(page_id) + 1
        return address("entry", place.country) if at == 1 else address("step", place.country, n=at)
    return {
        "tell": lambda: address("door_form", place.country),
        "phone": lambda: address("phone", place.country),
        "sent": lambda: address("sent", place.country),
    }[page_id]()


# ---- texts that stand before the first field, and again wherever something can be sent ----


def who_reads(place: Place) -> SafeString:
    """Who can open what is told."""
    country = words.name_of_country(place.country)
    return words.before("who_reads", member=place.member, country=country, n=digits(place.readers))


def no_pictures(around: Around) -> SafeString:
    return words.before("no_pictures", hotline=around.hotline)


def law(around: Around) -> SafeString:
    return words.before("law", law=around.law)


def repeated(place: Place, around: Around) -> list[SafeString]:
    """The three texts that stand again wherever something can be sent."""
    return [words.lead_in(text) for text in (law(around), no_pictures(around), who_reads(place))]
