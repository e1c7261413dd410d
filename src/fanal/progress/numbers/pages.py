"""Numbers for everybody: every indicator that is public, its newest values by country, and one country's over time.
Countries stand by name, never by value."""

from collections import defaultdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from fanal.progress.catalogue import catalogue
from fanal.progress.catalogue.model import Indicator, Publication
from fanal.progress.numbers import files, picture, words
from fanal.progress.observations import observations, values
from fanal.progress.observations.observations import Number
from fanal.progress.observations.values import Kind
from fanal.vocabulary.countries import is_country
from fanal.web import api as web

SHOWN = frozenset({Publication.PUBLIC, Publication.RELEASE, Publication.RELEASE_N30})
"""What has a page: of the last two only values of releases stand there."""
PART = 40
"""Values on the page of a country."""
_OPEN = "numbers are public to read; the page reads no session and takes nothing"


def _today(request: HttpRequest) -> date:
    now: datetime = request.now  # type: ignore[attr-defined]
    return now.date()


def _indicator(code: str) -> Indicator:
    """One that has a page. Raises `Http404`."""
    one = catalogue.shipped().indicators.get(code)
    if one is None or one.publication not in SHOWN:
        raise Http404
    return one


def address(name: str, *parts: object) -> str:
    """The address of a page of numbers in the language of the reader."""
    return reverse(f"numbers:{name}", args=[web.spoken(), *parts])


@web.open_page(_OPEN)
def every(request: HttpRequest) -> HttpResponse:
    """What is measured, and what it means: first that of which something is known, and of how many countries."""
    held = observations.coverage(public=True)
    rows = [
        {
            "name": one.name, "definition": one.definition, "url": address("indicator", one.id),
            "countries": len(held.get(one.id, ())), "last": max(held.get(one.id, {"": ""}).values(), key=values.ends),
        }
        for one in catalogue.shipped().indicators.values()
        if one.publication in SHOWN
    ]  # fmt: skip
    parts = [(known, [one for one in rows if bool(one["countries"]) is known]) for known in (True, False)]
    return render(request, "progress/numbers/every.html", {"parts": [part for part in parts if part[1]]})


@web.open_page(_OPEN)
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """The newest value of each country, by name."""
    one, today = _indicator(code), _today(request)
    found = observations.newest(observations.of_indicator(code))
    rows = [
        {
            "cells": [words.territory(each.territory), words.group(each.cell), each.period, words.told(each, today)],
            "url": address("country", code, each.territory) if is_country(each.territory) else "",
            "open": words.territory(each.territory),
        }
        for each in found
    ]
    rows.sort(key=lambda row: tuple(map(str, row["cells"][:2])))
    known = {each.territory for each in found if each.kind is Kind.VALUE}
    context = {
        "one": one,
        "rows": rows,
        "columns": [_("Country"), _("Of whom"), _("Year"), _("Value")],
        "sources": _sources(found),
        "known": web.digits(len(known)),
        "home": address("every"),
        "csv": address("file", code, "csv"),
        "json": address("file", code, "json"),
    }
    return render(request, "progress/numbers/indicator.html", context)


@web.open_page(_OPEN)
def country(request: HttpRequest, code: str, state: str) -> HttpResponse:
    """One indicator of one country: a picture for each group, and the table of the same values beside it."""
    one, today = _indicator(code), _today(request)
    if not is_country(state):
        raise Http404
    found = [each for each in observations.of_country(state) if each.indicator.id == code]
    groups: dict[str, list[Number]] = defaultdict(list)
    for each in found:
        groups[each.cell].append(each)
    context = {
        "one": one,
        "name": words.territory(state),
        "groups": [_group(at, cell, held, today) for at, (cell, held) in enumerate(sorted(groups.items()))],
        "sources": _sources(found),
        "url": address("indicator", code),
    }
    return render(request, "progress/numbers/country.html", context)


def of_country(state: str, on: date) -> SafeString:
    """The newest of each for the page of a country, with year, interval and source; empty where nothing is known."""
    found = [each for each in observations.newest(observations.of_country(state)) if each.kind is Kind.VALUE]
    rows = [
        {
            "cells": [
                format_html('<span lang="en" dir="ltr">{}</span>', each.indicator.name), words.group(each.cell),
                each.period, words.told(each, on), words.source(each),
            ],
            "url": address("country", each.indicator.id, state), "open": each.indicator.name,
        }
        for each in sorted(found, key=lambda one: (one.indicator.id, one.cell))
    ]  # fmt: skip
    columns = [_("What"), _("Of whom"), _("Year"), _("Value"), _("Source")]
    context = {"rows": rows[:PART], "columns": columns, "more": address("every") if len(rows) > PART else ""}
    return render_to_string("progress/numbers/part.html", context) if rows else SafeString()


@web.open_page(_OPEN)
def file(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """All values of an indicator that everybody may read."""
    return files.answer(request, observations.of_indicator(_indicator(code).id), kind, f"fanal-{code}")


@web.open_page(_OPEN)
def country_file(request: HttpRequest, state: str, kind: str) -> HttpResponse:
    """All values of a country that everybody may read."""
    if not is_country(state):
        raise Http404
    return files.answer(request, observations.of_country(state), kind, f"fanal-{state.lower()}")


def _group(at: int, cell: str, held: list[Number], today: date) -> dict[str, Any]:
    drawn = [(each.period, each.version, *_limits(each)) for each in held if each.source.withdrawn_on is None]
    points = list(values.points(drawn))
    title = words.group(cell)
    svg = picture.drawn(title, _("The same values stand in the table."), points, _("counted otherwise"))
    order = sorted(held, key=lambda one: (values.ends(one.period), one.version), reverse=True)
    return {
        "title": title,
        "picture": web.drawings.inline(svg, f"g{at}") if svg else "",
        "columns": [_("Year"), _("Value"), _("Version"), _("Source"), _("Read on")],
        "rows": [
            {
                "cells": [
                    each.period, words.told(each, today), web.digits(each.version), words.source(each),
                    web.day_words(each.source.read_on),
                ]
            }
            for each in order
        ],
    }  # fmt: skip


def _limits(one: Number) -> tuple[float | None, float | None, float | None]:
    """The value with its interval, or a gap."""
    if one.kind is not Kind.VALUE:
        return None, None, None
    return _float(one.value), _float(one.lower), _float(one.upper)


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _sources(found: list[Number]) -> list[dict[str, Any]]:
    """Each source once, with its licence."""
    held = {(one.source.title, one.source.licence): one for one in found}
    return [
        {
            "named": words.source(one),
            "licence": one.source.licence,
            "leaves": one.may_leave,
            "release": one.source.release,
        }
        for one in held.values()
    ]
