"""The world by one item of the checklist: a map in five states with its table, and the table as CSV."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.engines.jurisdiction.contracts import Item, ItemState, standards
from fanal.justice.law import codes as law_codes
from fanal.justice.law import items as law_items
from fanal.justice.law import places, results
from fanal.justice.law import words as law_words
from fanal.justice.law.places import address
from fanal.justice.law.results import Brief
from fanal.justice.public.frame import Visit, draw_kept, page
from fanal.justice.public.treaties import anchor
from fanal.vocabulary.countries import countries
from fanal.web import api as web

FIRST = "law.B6"
"""The item with which the map opens: no double criminality for nationals, which is what travel across borders meets."""
COLUMNS = (
    "jurisdiction", "name", "item", "state", "unreviewed", "stale_since", "provisions", "day", "checklist_version",
    "corpus_version",
)  # fmt: skip
SOURCE = "Fanal law corpus; CC BY 4.0. The law as written, not practice. No rank, no score. Not legal advice."


@dataclass(frozen=True, slots=True)
class Row:
    """One jurisdiction in the table of an item."""

    code: str
    name: str
    url: str
    state: ItemState
    brief: Brief | None
    refs: tuple[tuple[str, str], ...]  # words, address


class Choose(web.Page):
    """Which item the map shows."""

    item = forms.ChoiceField(label=lazy("The law …"))
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Show on the map")),)

    def __init__(self, chosen: str) -> None:
        super().__init__(initial={"item": chosen})
        groups = (
            (law_items.group(group), [(item.code, f"{item.code} {law_items.title(item.id)}") for item in items])
            for group, items in _grouped()
        )
        web.offer(self, "item", groups)


def _grouped() -> Iterator[tuple[str, list[Item]]]:
    held = standards.shipped()
    for group in held.groups:
        yield group, [item for item in held.items.values() if item.group == group]


@page
def world(visit: Visit) -> HttpResponse:
    """The first page: the map with the item that was chosen (`?item=A8`), or with the first one."""
    chosen = visit.request.GET.get("item", "")
    if chosen:
        return HttpResponseRedirect(address("item", item_of(chosen).code))
    return _draw(visit, standards.shipped().items[FIRST], first=True)


@page
def item(visit: Visit, code: str) -> HttpResponse:
    """One item for all states."""
    return _draw(visit, item_of(code), first=False)


@page
def table(visit: Visit, code: str) -> HttpResponse:
    """The table of an item as CSV, with its source and licence; states that nobody assessed stand in it."""
    asked, day = item_of(code), visit.on.isoformat()
    about = day, standards.shipped().version, visit.law.version
    made = web.papers.open_table(
        f"{SOURCE} {asked.code}: the law {asked.title}",
        COLUMNS,
        ((row.code, row.name, asked.code, row.state.value, *_marks(row), *about) for row in rows(visit, asked)),
    )
    return web.for_programs(visit.request, made, web.papers.CSV, f"fanal-law-{asked.code}-{day}.csv")


def _marks(row: Row) -> tuple[str, date | None, str]:
    """Whether somebody reviewed it, since when it is old, its provisions; nothing of a state that nobody assessed."""
    if (held := row.brief) is None:
        return "", None, ""
    return "yes" if held.unreviewed else "no", held.stale_since, " ".join(held.provisions)


def item_of(code: str) -> Item:
    """An item of the checklist by its code; 404 for any other."""
    found = standards.shipped().items.get(f"law.{code}")
    if found is None:
        raise Http404
    return found


def rows(visit: Visit, asked: Item) -> list[Row]:
    """All countries of the world and the parts that have a law of their own, by name; none is left out."""
    held = results.table(visit.law, visit.on)
    codes = [country.alpha2 for country in countries(demonstration=False)]
    codes += [code for code in visit.law.laws if code not in codes]
    return sorted((_row(visit, code, held.get(code, {}).get(asked.id)) for code in codes), key=lambda row: row.name)


def _row(visit: Visit, code: str, brief: Brief | None) -> Row:
    law = visit.law.laws.get(code)
    name = law_words.law_name(law) if law else law_words.state_name(code)
    state = brief.state if brief else ItemState.NOT_ASSESSED
    refs = places.linked(law, brief.provisions) if law and brief else ()
    return Row(code, name, address("state", code), state, brief, refs)


def _draw(visit: Visit, asked: Item, *, first: bool) -> HttpResponse:
    def make() -> dict[str, Any]:
        every = rows(visit, asked)
        drawn = {row.code: row.state.value for row in every if row.state is not ItemState.NOT_APPLICABLE}
        return {
            "item": asked,
            "title": law_items.title(asked.id),
            "form": Choose(asked.code),
            "first": first,
            "states": drawn,
            "links": {row.code: row.url for row in every},
            "rows": [row for row in every if row.brief],
            "counts": _counts(every),
            "unassessed": [row for row in every if not row.brief],
            "articles": [_article(str(place), place.instrument, place.article) for place in asked.places],
            "csv": address("table", asked.code),
        }

    return draw_kept(visit, "world", make, title=_("The law of the world"))


def _counts(found: list[Row]) -> list[tuple[str, str]]:
    order = [state for state in ItemState if state is not ItemState.NOT_APPLICABLE]
    return [(web.state_tag(state.value), web.digits(sum(row.state is state for row in found))) for state in order]


def _article(place: str, instrument: str, article: str) -> tuple[str, str]:
    """An article with the address of its text, where we hold it."""
    words = f"{law_codes.TREATIES.get(instrument, instrument)} {article}".strip() or place
    return str(words), anchor(instrument, article)
