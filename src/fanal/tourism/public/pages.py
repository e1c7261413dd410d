"""What there is to join, and each programme as a text. Nothing is asked, and nothing is kept of who reads."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.network import api as network
from fanal.tourism import known, words
from fanal.tourism.membership.flow import State
from fanal.tourism.models import AnnualReport
from fanal.tourism.programmes import library
from fanal.tourism.programmes.model import Kind, Programme
from fanal.tourism.reports import reports
from fanal.tourism.said import marked, said, tell_link
from fanal.vocabulary.countries import country_name
from fanal.web import api as web

KINDS = {
    Kind.VOLUNTARY: lazy("companies join because they want to"),
    Kind.STATUTORY: lazy("the law asks for it"),
    Kind.SECTOR: lazy("of one trade"),
    Kind.UNKNOWN: lazy("nobody here has read which kind it is"),
}


def _lands(one: Programme) -> str:
    names = sorted(country_name(code, web.spoken()) for code in one.countries)
    return web.listed(names) if names else _("all countries")


@web.open_page("programmes are public to read; the page reads no session and takes nothing")
def programmes(request: HttpRequest) -> HttpResponse:
    """All that are known, those that a company can join here first."""
    joinable = known.joinable(web.deeds.at(request).date())
    every = [
        {
            "name": marked(one.name),
            "where": _lands(one),
            "kind": KINDS[one.kind],
            "open": code in joinable,
            "url": reverse("promises:programme", args=[web.spoken(), code]),
        }
        for code, one in sorted(library.shipped().items(), key=lambda pair: (pair[0] not in joinable, pair[0]))
    ]
    return render(request, "tourism/public/programmes.html", {"rows": every})


@web.open_page("programmes are public to read; the page reads no session and takes nothing")
def programme(request: HttpRequest, code: str) -> HttpResponse:
    """One programme: what it asks, whom it does not take, what it costs, how a company joins."""
    one = library.shipped().get(code)
    if one is None:
        raise Http404
    criteria = one.current(web.deeds.at(request).date())
    fees = one.fees if criteria else None
    context = {
        "one": one,
        "title": said(one.name),
        "name": marked(one.name),
        "where": _lands(one),
        "kind": KINDS[one.kind],
        "criteria": [(marked(c.title), marked(c.purpose)) for c in criteria.criteria] if criteria else [],
        "set": criteria,
        "unreviewed": criteria is not None and criteria.is_draft,
        "checked": web.day_words(criteria.checked_on) if criteria else "",
        "excludes": [marked(q.text) for q in criteria.exclusions if q.refuse_if == "yes"] if criteria else [],
        "steps": [{"title": words.STATES[State(step)][0], "note": "", "done": False} for step in one.steps],
        "fees": [
            (words.revenue_class(each, fees.currency), words.price(each.fee, fees.currency)) for each in fees.classes
        ]
        if fees
        else [],
        "fees_read": fees.evidence if fees else "",
        "statement": marked(one.statement) if one.statement else "",
        "facts": [(marked(fact.text), fact.source) for fact in one.facts],
        "apply": reverse("desk:apply", args=[code]) if criteria else "",
    }
    return render(request, "tourism/public/programme.html", context)


@web.open_page("a company publishes the summary of its report itself; the page reads no session and takes nothing")
def report(request: HttpRequest, report: UUID) -> HttpResponse:
    """What a company publishes of a year, in its own words; and whether its programme recognises it."""
    row = AnnualReport.objects.select_related("membership__org").filter(pk=report).first()
    if row is None or not reports.is_public(row) or not network.vouched.whole([row.membership.org]):
        raise Http404
    context = {
        "tell": tell_link(row.membership),
        "back": reverse("promises:entry", args=[web.spoken(), row.membership.public_code]),
        "company": row.membership.org.name,
        "programme": said(known.of(row.membership).name),
        "year": web.digits(str(row.cut_off.year)),
        "until": web.day_words(row.cut_off),
        "on": web.day_words(row.published_on),
        "summary": row.summary,
        "recognised": reports.lacking(row.membership, row) == (),
        "weighed": row.weighed,
        "accepted": web.day_words(row.decided_at),
    }
    return render(request, "tourism/public/report.html", context)
