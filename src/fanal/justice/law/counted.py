"""What other rooms count of the law: items of the benchmark by country, group and state, and barriers to prosecution.

Counts alone, of whole countries. What rests on law that no lawyer of the country reviewed, or whose review ended, is
unknown: never no.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from django.utils import timezone

from fanal.engines.jurisdiction.contracts import ItemState, standards
from fanal.justice.law import library, results
from fanal.justice.law.results import Brief

type Cell = tuple[Mapping[str, str | bool | float], int]

_BARRIERS: Final[Mapping[str, tuple[str, ...]]] = {
    "double_criminality": ("law.B6",), "complaint": ("law.B7",), "limitation": ("law.C1", "law.C2"),
}  # fmt: skip
"""By barrier, the items one of which does not hold where it stands."""


def counted_items(on: date) -> list[Cell]:
    """The 48 items of each country by group: yes, partial, no, unknown, or not applicable."""
    items = standards.shipped().items
    found: Counter[tuple[str, str, str]] = Counter()
    for country, held in _countries(on):
        for name, brief in held.items():
            if not items[name].outside:
                found[country, items[name].group, _state(brief)] += 1
    return [
        ({"on": True, "country": country, "group": group, "state": state}, number)
        for (country, group, state), number in sorted(found.items())
    ]


def barriers(on: date) -> list[Cell]:
    """By barrier the countries of which it is known, and whether it stands there."""
    found: list[Cell] = []
    for country, held in _countries(on):
        for barrier, items in _BARRIERS.items():
            states = {_state(held[one]) for one in items if one in held}
            if states & {"no", "partial"}:
                found.append(({"on": True, "country": country, "barrier": barrier, "stands": True}, 1))
            elif states == {"yes"}:
                found.append(({"on": True, "country": country, "barrier": barrier, "stands": False}, 1))
    return found


def _countries(on: date) -> Iterator[tuple[str, Mapping[str, Brief]]]:
    """Whole countries: a part of one does not speak for it."""
    table = results.table(library.corpus(timezone.now()), on)
    return ((code, held) for code, held in sorted(table.items()) if len(code) == 2)


def _state(brief: Brief) -> str:
    if brief.state is ItemState.NOT_APPLICABLE:
        return "n_a"
    return "unknown" if brief.unreviewed or brief.state.is_unknown else brief.state.value
