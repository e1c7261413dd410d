"""A map of the world in the five states of evidence: shapes from `corpus/world.svg`, never a scale of colour.

The map is a picture beside its table: links on it are for the pointer, those of the table for everybody.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from fanal.vocabulary.corpus import CORPUS
from fanal.vocabulary.countries import country_name, is_country
from fanal.vocabulary.evidence import State

PATTERNS = frozenset({State.PARTIAL.value, State.NO_DATA.value})
"""States drawn by a pattern of the drawing; the others by a tone of the style sheet."""
_SHAPE = re.compile(r'<(path|circle) id="([A-Z]{2})(?:-dot)?" ([^>]+)/>')


@dataclass(frozen=True, slots=True)
class Land:
    """One country as drawn: its shapes as SVG elements, how it stands, and where its page is ("" for none)."""

    code: str
    name: str
    state: str
    shapes: tuple[tuple[str, str], ...]  # element, attributes
    url: str


@cache
def _drawing() -> tuple[str, dict[str, tuple[tuple[str, str], ...]]]:
    """The view box, and the shapes by country; nothing in it comes from outside this repository."""
    text = (CORPUS / "world.svg").read_text("utf-8")
    box = re.search(r'viewBox="([^"]+)"', text)
    assert box is not None
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for element, code, attributes in _SHAPE.findall(text):
        found[code] = (*found.get(code, ()), (element, attributes))
    return box[1], found


def box() -> str:
    return _drawing()[0]


def drawn() -> frozenset[str]:
    """The countries that the map shows."""
    return frozenset(_drawing()[1])


def lands(states: Mapping[str, str], links: Mapping[str, str], language: str) -> list[Land]:
    """All countries of the map. One that `states` does not hold is "not assessed", never left out."""
    return [
        Land(code, country_name(code, language), str(states.get(code, State.NOT_ASSESSED)), shapes, links.get(code, ""))
        for code, shapes in sorted(_drawing()[1].items())
        if is_country(code)
    ]
