"""The same pages as data: the address of each with `.json` in place of the last stroke, for whoever works with the law.

Codes and days as the library has them, with the version of the law, how far each text is reviewed, and what the page is
not; words in the language of the address. No rank, no score, nothing that a page does not show (docs/justice.md, "The
pages as data").
"""

import json
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse

from fanal.engines.jurisdiction.contracts import ItemResult, Law, Version, exporting, standards
from fanal.justice.gaps import reforms
from fanal.justice.law import codes, items, ladder, library, replies, results, sources
from fanal.justice.law import words as law_words
from fanal.justice.law.declared import Declared, Stands
from fanal.justice.law.places import address
from fanal.justice.public import plainly, treaties, world
from fanal.justice.public.frame import Visit, page
from fanal.vocabulary.countries import is_country

type _Data = Mapping[str, Any]


def _answer(visit: Visit, kind: str, shown: str, content: _Data) -> JsonResponse:
    """What stands on every page, then its own: `shown` is the address of the page for people."""
    return JsonResponse(_framed(visit, kind, shown, content), json_dumps_params={"ensure_ascii": False})


def _framed(visit: Visit, kind: str, shown: str, content: _Data) -> dict[str, Any]:
    frame = {
        "format": f"fanal.law.{kind}/1",
        "about": world.SOURCE,
        "page": visit.request.build_absolute_uri(shown),
        "day": visit.on.isoformat(),
        "corpus_version": visit.law.version,
        "checklist_version": standards.shipped().version,
    }
    return {**frame, **content}


@page
def of_world(visit: Visit) -> JsonResponse:
    """Every country, and every item of the checklist, with where its data are."""
    listed = world.rows(visit, standards.shipped().items[world.FIRST])
    content = {
        "jurisdictions": [
            {"jurisdiction": row.code, "name": row.name, "in_library": row.code in visit.law.laws,
             "data": address("state_data", row.code)}
            for row in listed
        ],
        "items": [
            {"item": one.code, "title": str(items.title(one.id)), "data": address("item_data", one.code)}
            for one in standards.shipped().items.values()
            if not one.outside
        ],
        "treaties": address("treaties_data"),
    }  # fmt: skip
    return _answer(visit, "world", address("world"), content)


@page
def of_item(visit: Visit, code: str) -> JsonResponse:
    """One item for all states, those that nobody assessed among them."""
    asked = world.item_of(code)
    states = [
        {"jurisdiction": row.code, "name": row.name, "state": row.state.value,
         **(_held(row.brief.unreviewed, row.brief.stale_since, row.brief.provisions) if row.brief else {})}
        for row in world.rows(visit, asked)
    ]  # fmt: skip
    content = {"item": asked.code, "title": str(items.title(asked.id)), "states": states}
    return _answer(visit, "item", address("item", code), content)


def _held(unreviewed: bool, stale_since: object, provisions: tuple[str, ...]) -> dict[str, Any]:
    return {"unreviewed": unreviewed, "stale_since": exporting.plain(stale_since), "provisions": list(provisions)}


@page
def of_state(visit: Visit, code: str) -> HttpResponse:
    """All that the page of a state rests on; `law` is the compiled file, null where none is in the library."""
    law = visit.law.laws.get(code)
    if law is None and not is_country(code):
        raise Http404
    whole = code.partition("-")[0]
    said = {
        "replies": [
            {"item": one.item, "office": one.office, "on": one.on.isoformat(), "words": one.words}
            for one in replies.of_state(whole)
        ],
        "reforms": [
            {"title": one.title, "words": one.words, "by": one.org, "on": one.on.isoformat()}
            for one in reforms.published(code)
        ],
        "complete": [
            _declared(one) for one, stands in library.declarations(visit.now).get(code, ()) if stands is Stands.IN_FORCE
        ],
    }
    head = json.dumps(_framed(visit, "state", address("state", code), said), ensure_ascii=False)
    law_told = visit.kept(lambda: json.dumps(_of_law(visit, code, law), ensure_ascii=False))
    return HttpResponse(f"{head[:-1]}, {law_told[1:]}", content_type="application/json")


def _of_law(visit: Visit, code: str, law: Law | None) -> dict[str, Any]:
    """What follows from the law of today and from treaties."""
    whole, told = code.partition("-")[0], plainly.told(visit.law, law, visit.on) if law else None
    return {
        "jurisdiction": code,
        "name": law_words.law_name(law) if law else law_words.state_name(code),
        "parts": [] if law else [part.jurisdiction for part in visit.law.parts(code)],
        "plainly": [
            {"about": one.about, "words": one.words, "provisions": [url for _words, url in one.refs]}
            for one in (told.sentences if told else ())
        ],
        "items": [_item(one) for one in results.of_state(visit.law, code, visit.on)],
        "treaties": [exporting.plain(row) for row in visit.law.treaties if row.state == whole],
        "reservations": [exporting.plain(row) for row in visit.law.reservations if row.state == whole],
        "law": exporting.law(law) if law else None,
    }


def _declared(one: Declared) -> dict[str, Any]:
    """What two lawyers declared complete, and until when that holds."""
    row = one.row
    days = {"first": row.first, "last": row.last, "valid_until": row.valid_until}
    said = {"conduct": row.conduct, "declared_by": row.declared_as, "confirmed_by": row.confirmed_as}
    return {**said, **{name: exporting.plain(day) for name, day in days.items()}}


def _item(result: ItemResult) -> dict[str, Any]:
    ids = tuple(dict.fromkeys(ref.id for ref in result.provisions))
    named = {"item": items.code_of(result.item), "title": str(items.title(result.item)), "state": result.state.value}
    return named | _held(result.unreviewed, result.stale_since, ids)


@page
def of_provision(visit: Visit, code: str, provision: str) -> JsonResponse:
    """A provision, a group of fields, a definition or a measure, with its versions and the texts it was read in."""
    law = visit.law.laws.get(code)
    item = ladder.item(law, provision) if law else None
    if law is None or item is None:
        raise Http404
    parts = ladder.parts(item.thing)
    keys = sorted(ladder.sources_of(item.thing) & set(law.sources))
    content = {
        "jurisdiction": code,
        "id": item.id,
        "kind": item.kind.value,
        "review": exporting.plain(item.review),
        "versions": [exporting.version(one) if isinstance(one, Version) else exporting.plain(one) for one in parts],
        "sources": {key: exporting.source(law.sources[key]) for key in keys},
    }
    return _answer(visit, "provision", address("provision", code, provision), content)


@page
def of_treaties(visit: Visit) -> JsonResponse:
    """The treaties of which the library knows who is bound."""
    rows = [
        {"treaty": one, "name": str(name), "data": address("treaty_data", one)} for one, name in codes.TREATIES.items()
    ]
    return _answer(visit, "treaties", address("treaties"), {"treaties": rows})


@page
def of_treaty(visit: Visit, treaty: str) -> JsonResponse:
    """One treaty: its articles where we hold them, and who is bound since when."""
    if treaty not in codes.TREATIES or treaty not in standards.shipped().instruments:
        raise Http404
    content = {
        "treaty": treaty,
        "name": str(codes.TREATIES[treaty]),
        "articles": [
            {"number": number, "title": title, "text": lines} for number, title, lines in treaties.articles(treaty)
        ],
        "parties": [
            {**exporting.plain(row), "source": sources.title(row.source)}
            for row in visit.law.treaties
            if row.treaty == treaty
        ],
        "reservations": [exporting.plain(row) for row in visit.law.reservations if row.treaty == treaty],
    }
    return _answer(visit, "treaty", address("treaty", treaty), content)
