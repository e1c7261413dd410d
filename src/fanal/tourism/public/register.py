"""The register: who is a member today, for everybody. Nothing is kept of who reads."""

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from fanal.access.api import public
from fanal.tourism import words
from fanal.tourism.membership.told import Standing
from fanal.tourism.models import AnnualReport, Site
from fanal.tourism.public import entries, snapshots
from fanal.tourism.public.entries import Entry
from fanal.tourism.reports import reports
from fanal.tourism.reports.reports import State as Report
from fanal.tourism.said import marked_name
from fanal.vocabulary import short_codes
from fanal.vocabulary.countries import country_name
from fanal.web import api as web

PAGE, PLACES, LONGEST = 20, 50, 80
"""So many companies, and places of one, stand on a page; so many signs of what is looked for count."""
_OPEN = "the register is public to read; the page reads no session and takes nothing"


class Find(forms.Form):
    """What somebody looks for. It stands in the address; what cannot be is not looked for."""

    q = forms.CharField(label=lazy("Name, place or code"), required=False, max_length=LONGEST)
    country = web.Narrow(label=lazy("Country"))


def tag(one: Entry) -> Any:
    """Where it stands, as a tag."""
    if one.standing is Standing.ENDED:
        since = (
            _("not a member since %(day)s; suspended then") if one.was_suspended else _("not a member since %(day)s")
        )
        return web.tag(since % {"day": web.day_words(one.ended)})
    return web.tag(*words.STANDINGS[one.standing])


def _url(one: Entry) -> str:
    return reverse("promises:entry", args=[web.spoken(), one.code])


def _lines(found: Sequence[Entry], looked_for: str) -> list[dict[str, Any]]:
    """Companies of a page; of those that are found by a place, which."""
    by_place = [one for one in found if looked_for and looked_for not in one.name.casefold()]
    places = entries.places_of(by_place, looked_for) if by_place else {}
    return [_line(one, places.get(one.org, ())) for one in found]


def _line(one: Entry, here: Sequence[Site]) -> dict[str, Any]:
    is_member = one.standing is not Standing.ENDED
    lands = dict.fromkeys((one.country, *one.countries))
    return {
        "name": one.name,
        "url": _url(one),
        "tag": tag(one),
        "programme": marked_name(one.programme),
        "about": web.dots(
            web.listed([country_name(code, web.spoken()) for code in lands]),
            _("since %(year)s") % {"year": web.digits(str(one.since.year))} if is_member and one.since else "",
            _("last report accepted in %(year)s") % {"year": web.digits(str(one.reported))}
            if is_member and one.reported
            else "",
        ),
        "places": web.listed([place.name for place in here[:3]]),
        "appealed": one.appealed,
    }


def _found(every: list[Entry], looked_for: str, country: str) -> list[Entry]:
    if country:
        every = [one for one in every if country in {one.country, *one.countries}]
    if looked_for:
        there = entries.with_place({one.org for one in every if one.lists}, looked_for)
        every = [one for one in every if looked_for in one.name.casefold() or one.org in there]
    return every


@web.open_page(_OPEN)
def register(request: HttpRequest) -> HttpResponse:
    """All companies by name, a page at a time; those of a name, a place, a country. A code leads to its page."""
    typed = "".join(filter(str.isprintable, request.GET.get("q", "")))[:LONGEST].strip()
    today = web.deeds.at(request).date()
    if typed and (one := entries.entry(typed, today)):
        return HttpResponseRedirect(_url(one), status=303)
    every = entries.every(today)
    lands = {code: country_name(code, web.spoken()) for one in every for code in (one.country, *one.countries)}
    form = Find({"q": typed, "country": request.GET.get("country", "")})
    choices = [("", _("All countries")), *sorted(lands.items(), key=lambda pair: pair[1])]
    form.fields["country"].choices = choices  # type: ignore[attr-defined]
    form.is_valid()
    country = form.cleaned_data["country"]
    found = _found(every, typed.casefold(), country)
    begin = _begin(request)
    here, looked_for = request.path, {"q": typed, "country": country}
    following = {**looked_for, "from": begin + PAGE}
    context = {
        "form": form,
        "rows": _lines(found[begin : begin + PAGE], typed.casefold()),
        "every": web.digits(len(every)) if every else "",
        "counted": web.digits(len(found)),
        "first": f"{here}?{urlencode(looked_for)}" if begin else "",
        "following": f"{here}?{urlencode(following)}" if len(found) > begin + PAGE else "",
    }
    return render(request, "tourism/public/register.html", context)


def _begin(request: HttpRequest) -> int:
    at = request.GET.get("from", "")
    return int(at) if at.isascii() and at.isdigit() and len(at) < 7 else 0


@web.open_page(_OPEN)
def entry(request: HttpRequest, code: str) -> HttpResponse:
    """What a badge leads to: the company in large letters, and how its membership stands now."""
    today = web.deeds.at(request).date()
    one = entries.entry(code, today)
    if one is None:
        context = {"code": short_codes.tidied(code), "dead": entries.is_dead(code)}
        return render(request, "tourism/public/unknown.html", context, status=410 if context["dead"] else 404)
    begin, places = _begin(request), entries.places(one)
    shown = [
        (place.name, country_name(place.country, web.spoken()), place.admin1)
        for place in places[begin : begin + PLACES]
    ]
    lands = [country_name(land, web.spoken()) for land in one.countries]
    facts = [
        (_("Programme"), marked_name(one.programme)),
        (_("Member since"), web.day_words(one.since) if one.standing is not Standing.ENDED else None),
        (_("Works in"), web.listed(lands)),
        (_("Last report accepted in"), one.reported or _("none yet")),
        (_("Code"), short_codes.grouped(one.code)),
    ]
    others = [
        {"name": marked_name(other.programme), "tag": tag(other), "url": _url(other)}
        for other in entries.beside(one, today)
    ]
    context = {
        "one": one,
        "place": country_name(one.country, web.spoken()),
        "tag": tag(one),
        "ended": one.standing is Standing.ENDED,
        "facts": [pair for pair in facts if pair[1]],
        "others": others,
        "places": [web.dots(name, region, land) for name, land, region in shown],
        "first": request.path if begin else "",
        "following": f"{request.path}?from={begin + PLACES}" if len(places) > begin + PLACES else "",
        "report": _report(one),
        "tell": web.concern_link(one.country, web.spoken()),
    }
    return render(request, "tourism/public/entry.html", context)


def _report(one: Entry) -> str:
    """Where the newest report is of which the company publishes a summary."""
    rows = AnnualReport.objects.filter(membership__public_code=one.code, state=Report.PUBLISHED.value)
    row = rows.select_related("membership").order_by("-due_on").first()
    return reverse("promises:report", args=[web.spoken(), row.pk]) if row and reports.is_public(row) else ""


@public("the short way from a badge, in the language of the reader; nothing is kept of who comes")
@require_safe
def short(request: HttpRequest, code: str) -> HttpResponse:
    """To the page of the code in the reader's language."""
    del request
    return HttpResponseRedirect(reverse("promises:entry", args=[web.spoken(), code]), status=303)


_PROGRAMS = "the register is public to read, also for the programs of others; nothing is kept of who reads"


@public(_PROGRAMS)
@require_safe
def as_json(request: HttpRequest) -> HttpResponse:
    """The whole register for programs. What did not change since is not sent again."""
    body = json.dumps(entries.document(web.deeds.at(request).date()), ensure_ascii=False).encode()
    return web.for_programs(request, body, "application/json")


@public(_PROGRAMS)
@require_safe
def snapshot(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """The register as it was signed last, or under a number."""
    found = snapshots.newest() if number is None else snapshots.numbered(number)
    if found is None:
        raise Http404
    return web.for_programs(request, found.token.encode(), "application/jose")
