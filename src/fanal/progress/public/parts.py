"""What other concerns of the room show on the page of a country, each in its place: asks, programmes, numbers. One that
has nothing to show of a country is left out."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.safestring import SafeString

ASKS, PROGRAMMES, NUMBERS = 10, 20, 30
"""The order of the page."""
type Part = Callable[[str, date], SafeString]
"""Of a country and a day: what is shown, empty where there is nothing."""
_parts: Final[dict[int, tuple[str | Promise, Part]]] = {}


def register(place: int, title: str | Promise, part: Part) -> None:
    """Called once when the room starts."""
    _parts[place] = title, part


def of(country: str, on: date) -> Iterator[tuple[str, SafeString]]:
    """The parts that have something to show, in their order."""
    for _place, (title, part) in sorted(_parts.items()):
        if shown := part(country, on):
            yield str(title), shown
