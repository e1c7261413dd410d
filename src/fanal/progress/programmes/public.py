"""Programmes for everybody: find what worked, and what did not. The pages read no session and take nothing."""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fanal.access.api import public
from fanal.progress.models import Cost, Programme, Remark
from fanal.progress.programmes import forms, measuring, outline, published, showing, theory, words
from fanal.progress.programmes.kinds import Level
from fanal.progress.programmes.published import Entry
from fanal.vocabulary.countries import country_name
from fanal.web import api as web

PAGE = 20
_OPEN = "programmes that two people published are public to read; the page reads no session and takes nothing"


def _line(entry: Entry) -> dict[str, Any]:
    row = entry.row
    outcomes = [one for one in entry.measures if one.level is not Level.OUTPUT]
    return {
        "title": row.title,
        "url": reverse("prevention:programme", args=[web.spoken(), row.pk]),
        "about": web.dots(
            str(words.KINDS[row.kind]), country_name(row.country, web.spoken()), entry.org,
            web.day_words(row.published_at),
        ),
        "grade": showing.grade(entry.graded),
        "changes": [(one.title, web.tag(*words.CHANGES[measuring.change(one)])) for one in outcomes],
    }  # fmt: skip


def _found(every: list[Entry], sought: dict[str, str]) -> list[Entry]:
    return [
        one
        for one in every
        if (not sought["push"] or sought["push"] in one.row.push)
        and (not sought["age"] or sought["age"] in one.row.ages)
        and (not sought["setting"] or sought["setting"] in one.row.settings)
        and (not sought["grade"] or (one.graded is not None and int(one.graded.grade) >= int(sought["grade"])))
    ]


@web.open_page(_OPEN)
def programmes(request: HttpRequest) -> HttpResponse:
    """All of them, how sure one may be first, then the newest; never by how large an effect is."""
    form = forms.Find({name: request.GET.get(name, "") for name in ("push", "age", "setting", "grade")})
    form.is_valid()
    every = published.every()
    found = _found(every, form.cleaned_data)
    here = f"{request.path}?{urlencode(form.cleaned_data)}"
    shown, first, following = web.paged(request, here, found, PAGE)
    context = {
        "form": form,
        "every": len(every),
        "counted": web.digits(len(found)),
        "rows": [_line(one) for one in shown],
        "grades": [(web.digits(int(grade)), *said) for grade, said in words.GRADES.items()],
        "first": first,
        "following": following,
    }
    return render(request, "progress/programmes/public/list.html", context)


def of_country(code: str, _on: date) -> SafeString:
    """Those of a country for its page; empty where there are none."""
    every = published.every(code)
    shown = [_line(one) for one in every[:PAGE]]
    more = reverse("prevention:programmes", args=[web.spoken()]) if len(every) > PAGE else ""
    context = {"rows": shown, "more": more}
    return render_to_string("progress/programmes/public/part.html", context) if shown else SafeString()


@web.open_page(_OPEN)
def programme(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One of them: how it should work, what came of it, how sure one may be, what it cost, what was said since."""
    found = Programme.objects.filter(pk=pk).select_related("org").first()
    entry = published.entry(found) if found else None
    if entry is None:
        raise Http404
    row = entry.row
    costs = [one for one in entry.beside if isinstance(one, Cost) and one.published_at]
    context = {
        "row": row,
        "org": entry.org,
        "on": web.day_words(row.published_at),
        "about": showing.about(row, inside=False),
        **outline.shown(request, request.path, row, theory.read(row.theory)),
        "grade": showing.grade(entry.graded),
        "results": showing.results(entry.measures),
        "columns": showing.columns(),
        "costs": showing.costs(costs, inside=False),
        "cost_columns": [_("Year"), _("Who paid"), _("How much")],
        "each": list(showing.each(costs, entry.measures)),
        "remarks": [one for one in entry.beside if isinstance(one, Remark) and one.published_at],
        "safe": web.day_words(row.safe_until),
    }
    return render(request, "progress/programmes/public/programme.html", context)


def _today(request: HttpRequest) -> datetime:
    """The same bytes all day."""
    return web.deeds.at(request).replace(hour=0, minute=0, second=0, microsecond=0)


@public("what is published of programmes, for programs; nothing is kept of who reads")
@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    """One row a measurement."""
    return web.for_programs(request, published.as_csv(published.every(), _today(request)), web.papers.CSV)


@public("what is published of programmes, for programs; nothing is kept of who reads")
@require_safe
def as_iati(request: HttpRequest) -> HttpResponse:
    """All of them as activities of IATI; a file without any is no file."""
    entries = published.every()
    if not entries:
        raise Http404
    body = b"".join(published.as_iati(entries, _today(request)))
    return web.for_programs(request, body, "application/xml; charset=utf-8")
