"""One door for codes: what somebody types who keeps nothing but a code is looked for by every room that gives such
codes (docs/web.md, "Codes"). A room says how it finds one, and which page it opens.

Every room looks, also where another has found it already, and before a page is made: how long it takes until a code is
not found says nothing of the rooms, and a code of one room is no slower to find than that of another.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from fanal import vault


class NotFound(Exception):
    """Nothing has this code: never more than that is said."""


class AskAgain(Exception):
    """The code must be typed again. `notice`: why, as a sentence for the person; `draft`: what they wrote."""

    def __init__(self, notice: str, draft: str = "", status: int = 200) -> None:
        super().__init__(notice)
        self.notice, self.draft, self.status = notice, draft, status


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """What codes of one room open. `page`: how forms of its pages name it, in the field `page`; `has`: whether a code
    is one of the room's, in one short query, whichever code it is; `show`: its page; `go_on`: what a form of it is
    answered with. Both may raise `NotFound` and `AskAgain`."""

    page: str
    has: Callable[[vault.Receipt], bool]
    show: Callable[[HttpRequest, vault.Receipt], HttpResponse]
    go_on: Callable[[HttpRequest], HttpResponse]


_doors: dict[str, Door] = {}


def register(door: Door) -> None:
    """Let codes of a room open something. Called when the room starts. Raises ValueError when it is there already."""
    if door.page in _doors:
        raise ValueError(f"the door {door.page} is registered twice")
    _doors[door.page] = door


def opened(request: HttpRequest, typed: str) -> HttpResponse:
    """The page that a code opens. Raises `NotFound`, `AskAgain`."""
    try:
        code = vault.parse_receipt(typed)
    except vault.BadReceipt:
        raise NotFound from None
    found = [door for door in _doors.values() if door.has(code)]
    if not found:
        raise NotFound
    return found[0].show(request, code)


def gone_on(request: HttpRequest, page: str) -> HttpResponse | None:
    """The answer to a form of a page that a code opened; None where there is no such page. Raises `NotFound`,
    `AskAgain`."""
    door = _doors.get(page)
    return door.go_on(request) if door else None
