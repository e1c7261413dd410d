"""What other concerns of the room show on the page of a country, each in its place: asks, programmes, numbers; and on
that of a commitment in a country. One that has nothing to show is left out."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.safestring import SafeString

ASKS, PROGRAMMES, NUMBERS = 10, 20, 30
"""The order of the page."""
type Part = Callable[[str, date], SafeString]
"""Of a country and a day: what is shown, empty where there is nothing."""
type PlacePart = Callable[[str, str, date], SafeString]
"""The same of a country, a commitment and a day."""
type Open = Callable[[], Mapping[tuple[str, str], int]]
"""How many asks are open, by country and commitment, and with no commitment by country."""
_parts: Final[dict[int, tuple[str | Promise, Part]]] = {}
_places: Final[list[tuple[str | Promise, PlacePart]]] = []
_open: Final[list[Open]] = []


def register(place: int, title: str | Promise, part: Part) -> None:
    """Called once when the room starts."""
    _parts[place] = title, part


def of(country: str, on: date) -> Iterator[tuple[str, SafeString]]:
    """The parts that have something to show, in their order."""
    for _place, (title, part) in sorted(_parts.items()):
        if shown := part(country, on):
            yield str(title), shown


def register_place(title: str | Promise, part: PlacePart) -> None:
    """Called once when the room starts."""
    _places.append((title, part))


def of_place(country: str, item: str, on: date) -> Iterator[tuple[str, SafeString]]:
    """The parts that have something to show of a commitment in a country."""
    for title, part in _places:
        if shown := part(country, item, on):
            yield str(title), shown


def register_open(counts: Open) -> None:
    """Called once when the room starts: whoever counts asks that are open."""
    _open.append(counts)


def open_asks() -> Mapping[tuple[str, str], int]:
    """How many asks are open, by country and commitment (none: of the country); what nobody asked for is left out."""
    return {place: n for counts in _open for place, n in counts().items()}
