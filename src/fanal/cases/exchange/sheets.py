"""The table of another system, for the pages on which tables come in: columns, what rows come to, what waits."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, Final

from django.utils.translation import gettext as _

from fanal.cases.exchange import reading, words
from fanal.cases.exchange.maps import Map
from fanal.web import api as web
from fanal.web.api import tables

MOST: Final = 100
"""So many children come in at a time (own): each is looked at by a person afterwards."""
ALONE: Final = 50
"""So many one supervisor takes in alone (docs/cases.md)."""


def kind(map_: Map, today: date) -> tables.Kind:
    """What is taken of a table of a system."""
    taken = [one for one in map_.columns if not one.why]
    return tables.Kind(
        name=f"cases.{map_.name}",
        columns=tuple(tables.Column(one.name, reading.parser(map_, one), also=one.also) for one in taken),
        reading=partial(Reading, map_, today),
        left_out=partial(_why, map_),
        fixed=True,
        flat=partial(flat, map_.many),
        most=MOST,
    )


def _why(map_: Map, heading: str) -> str:
    code = map_.left_out(heading)
    return words.why(code) if code else ""


def flat(many: str, one: Mapping[str, Any]) -> dict[str, str]:
    """The cells of one object: several values in one cell, a table inside it as an empty one."""
    return {str(name): _cell(many, value) for name, value in one.items()}


def _cell(many: str, value: Any) -> str:
    if isinstance(value, list) and not any(isinstance(one, dict | list) for one in value):
        return (many or " ").join(_cell(many, one) for one in value)
    if value is None or isinstance(value, dict | list):
        return ""
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


@dataclass(slots=True)
class Reading:
    """The rows of one table: each is a child. What is kept are their cells, to be read once more when they are taken
    in."""

    map: Map
    today: date
    children: list[dict[str, str]] = field(default_factory=list, repr=False)
    counts: Counter[str] = field(default_factory=Counter)

    def take(self, rows: Sequence[tables.Row]) -> None:
        """One child. Raises `tables.Wrong`."""
        columns = {one.name: one for one in self.map.columns}
        for row in rows:
            cells = {name: one for name, one in row.values().items() if one is not None}
            made = reading.child(cells, columns, self.today)
            self.children.append({name: one.text for name, one in cells.items()})
            self.counts += made.counts

    def facts(self) -> list[tuple[str, str]]:
        """What the rows came to, in numbers."""
        told = {
            _("Children that can be taken in"): len(self.children),
            _("Values that become fields"): self.counts["mapped"],
            _("Values that stand in a note for the worker"): self.counts["proposed"],
            _("Addresses of something online that were taken out"): self.counts["addresses"],
        }
        return [(name, web.digits(count)) for name, count in told.items()] + list(self._left())

    def _left(self) -> Iterator[tuple[str, str]]:
        for name, count in sorted(self.counts.items()):
            if name.startswith("why:"):
                code = name.removeprefix("why:")
                yield _("Values that are left out: %(why)s") % {"why": words.why(code)}, web.digits(count)

    def kept(self) -> bytes:
        """The cells of each child."""
        return json.dumps(self.children, ensure_ascii=False).encode() if self.children else b""


def children(map_: Map, kept: bytes, today: date) -> list[reading.Child]:
    """What was kept, read once more. Raises `tables.Wrong`."""
    columns = {one.name: one for one in map_.columns}
    return [
        reading.child({name: reading.cell(map_, columns[name], text) for name, text in cells.items()}, columns, today)
        for cells in json.loads(kept)
    ]
