"""The table in which a company brings its places: what a column is, and which are refused by name."""

import json
from collections.abc import Sequence
from functools import cache, partial
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.tourism.companies.companies import MOST_SITES
from fanal.tourism.membership import twice
from fanal.tourism.words import KINDS, OPERATED
from fanal.vocabulary.countries import is_country
from fanal.web import api as web

_PEOPLE: Final = ("mail", "phone", "birth", "nationality", "guest", "passport")
"""What a heading of a table of places never holds: people are no places."""


def _country(cell: str) -> str:
    code = cell.strip().upper()
    if not is_country(code):
        raise web.tables.Wrong(_("This column should have the two letters of a country, such as KH."))
    return code


def _short(most: int) -> Any:
    def parse(cell: str) -> str:
        text = " ".join(cell.split())
        if len(text) > most:
            raise web.tables.Wrong(_("At most %(count)s characters.") % {"count": web.digits(most)})
        return text

    return parse


def _rooms(cell: str) -> int:
    count = web.tables.whole(cell)
    if not 0 <= count <= 100_000:
        raise web.tables.Wrong(_("This column should have a whole number."))
    return int(count)


def _never(heading: str) -> str:
    if any(part in heading.casefold() for part in _PEOPLE):
        return _("A table of places holds nothing of people.")
    return ""


class Sites:
    """The places of a table, in memory."""

    def __init__(self, org: UUID) -> None:
        self.barred = cache(lambda country: twice.barred(org, [country]))
        self.rows: list[dict[str, Any]] = []
        self.codes: set[str] = set()

    def take(self, rows: Sequence[web.tables.Row]) -> None:
        """One place a row. A code that comes twice is one too many."""
        for row in rows:
            told = dict(row.values())
            if told["site_code"] in self.codes:
                raise web.tables.Wrong(_("This code stands in the table before."), "site_code")
            self.codes.add(told["site_code"])
            place = {
                "code": told["site_code"], "name": told["name"], "country": told["country"],
                "admin1": told.get("admin1") or "", "kind": told["kind"], "rooms": told.get("rooms"),
                "licence": told.get("licence_no") or "", "operated": told.get("operated") or twice.OWNED,
                "brand": told.get("brand") or "",
            }  # fmt: skip
            if twice.is_barred(place, self.barred(place["country"])):
                raise web.tables.Wrong(twice.words(), "licence_no")
            self.rows.append(place)

    def facts(self) -> list[tuple[str, str]]:
        """How many."""
        return [(_("Places"), web.digits(len(self.rows)))]

    def kept(self) -> bytes:
        """What is taken in."""
        return json.dumps(self.rows).encode() if self.rows else b""


def _column(name: str, parse: Any, title: Any, *, required: bool = False) -> web.tables.Column:
    return web.tables.Column(name, parse, title=title, required=required)


def kind(org: UUID) -> web.tables.Kind:
    """The table of places of a company."""
    return web.tables.Kind(
        name="tourism.sites",
        columns=(
            _column("site_code", _short(40), lazy("code of the place"), required=True),
            _column("name", _short(120), lazy("name"), required=True),
            _column("country", _country, lazy("country"), required=True),
            _column("admin1", _short(80), lazy("region")),
            _column("kind", web.tables.one_of(KINDS), lazy("kind"), required=True),
            _column("rooms", _rooms, lazy("rooms, seats or vehicles")),
            _column("licence_no", _short(80), lazy("number of the licence")),
            _column("operated", web.tables.one_of(OPERATED), lazy("who runs it")),
            _column("brand", _short(120), lazy("brand")),
        ),
        reading=partial(Sites, org),
        left_out=_never,
        most=MOST_SITES,
        beside="site_code",
    )
