"""Navigation: rooms register doors. Each person of the staff sees those that open for them; open pages show all."""

from dataclasses import dataclass
from enum import StrEnum

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from fanal.access import api as access
from fanal.network.contracts import Actor

type Words = str | Promise


class Part(StrEnum):
    """The three parts of the menu: with people, with evidence, and running the house."""

    WORK = "work"
    EVIDENCE = "evidence"
    OFFICE = "office"


PARTS: dict[Part, Words] = {Part.WORK: _("Work"), Part.EVIDENCE: _("Evidence"), Part.OFFICE: _("Office")}


@dataclass(frozen=True, slots=True)
class Door:
    """One place of the navigation: its words, the name of its URL, and the deed that a person must be allowed."""

    label: Words
    url_name: str
    deed: str
    place: int = 50
    part: Part = Part.WORK
    under: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A door as one page shows it."""

    label: Words
    url: str
    current: bool
    part: Part = Part.WORK


@dataclass(frozen=True, slots=True)
class Menu:
    """One part of the menu as one page shows it."""

    label: Words
    entries: list[Entry]

    @property
    def current(self) -> bool:
        return any(entry.current for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Who:
    """The person who is signed in, as the menu names them."""

    name: str
    organisation: str = ""


_doors: dict[str, Door] = {}
_open: dict[str, Door] = {}
_front: dict[str, Words] = {}


def register(label: Words, url_name: str, deed: str, *, place: int = 50, part: Part = Part.WORK) -> None:
    """Adds a door; call it from the room's `AppConfig.ready`. Registering again replaces it.

    Doors stand in the order of their `place` (the day 0), then of registration, in their `part` of the menu.
    """
    _doors[url_name] = Door(label, url_name, deed, place, part)


def register_open(label: Words, url_name: str, *, place: int = 50, front: Words = "", under: str = "") -> None:
    """Adds a place to the navigation of open pages; its address takes the language. Call it as `register`.

    `front`: what it is, for somebody who knows nothing yet; then it stands on the front door of the site, too.
    `under`: the place of which it is a part; then it stands in the second row of the pages of that place alone.
    """
    _open[url_name] = Door(label, url_name, "", place, under=under)
    if front:
        _front[url_name] = front


def open_entries(path: str, language: str) -> tuple[list[Entry], list[Entry]]:
    """The navigation of open pages, and its second row: the parts of the place that the page is in, none if there are
    none. The place and the part whose path the page is in are current."""
    shown = [(door, url) for door in _open_doors() if (url := address(door.url_name, language))]
    inside = [(door, url) for door, url in shown if path.startswith(url)]
    here = max(inside, key=lambda one: len(one[1]), default=(None, ""))[0]
    place = here and (here.under or here.url_name)
    first = [Entry(door.label, url, door.url_name == place) for door, url in shown if not door.under]
    parts = [Entry(door.label, url, door is here) for door, url in shown if place in {door.url_name, door.under}]
    return first, parts if len(parts) > 1 else []


def _open_doors() -> list[Door]:
    return sorted(_open.values(), key=lambda door: door.place)


def front_entries(language: str) -> list[Entry]:
    """The open pages that stand on the front door, in the words that say what they are."""
    shown = [(one.url_name, address(one.url_name, language)) for one in _open_doors()]
    return [Entry(_front[name], url, False) for name, url in shown if url and name in _front]


def doors() -> list[Door]:
    """Every registered door, in order."""
    return sorted(_doors.values(), key=lambda door: door.place)


def who(request: HttpRequest) -> Who | None:
    """Who is signed in and can work, or None."""
    actor = _actor(request)
    return Who(actor.name, actor.org_name) if actor else None


def entries(request: HttpRequest) -> list[Entry]:
    """The doors that the policy opens for the person of this request; the one whose path they are in is current."""
    actor = _actor(request)
    if actor is None:
        return []
    shown = [(door, address(door.url_name)) for door in doors() if access.may(actor, door.deed)]
    inside = [url for _, url in shown if url and request.path.startswith(url)]
    here = max(inside, key=len, default=None)
    return [Entry(door.label, url, url == here, door.part) for door, url in shown if url]


def menus(found: list[Entry]) -> list[Menu]:
    """The parts of the menu beside work, whose doors stand open; a part without a door is left out."""
    parts = [(PARTS[part], [one for one in found if one.part is part]) for part in Part if part is not Part.WORK]
    return [Menu(label, entries) for label, entries in parts if entries]


def address(url_name: str, *args: str) -> str:
    """The address of a named page, or an empty text where this site has no such page."""
    try:
        return reverse(url_name, args=args)
    except NoReverseMatch:
        return ""


def elsewhere(url_name: str, *parts: str) -> str:
    """The address, in the language of the reader, of an open page of a room that one does not know; empty where this
    site has no such page."""
    return address(url_name, get_language() or "en", *parts)


def _actor(request: HttpRequest) -> Actor | None:
    # A request that fails early never met the middleware that puts the actor there.
    return getattr(request, "actor", None)
