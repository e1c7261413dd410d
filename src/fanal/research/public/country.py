"""One country: what is released about it, and the context that stands beside it. Never ranked, never a denominator."""

from django.http import Http404, HttpRequest, HttpResponse

from fanal.research.public import shelf, surroundings
from fanal.research.public.frame import address, draw, page
from fanal.research.public.frame import country as country_named
from fanal.vocabulary import context
from fanal.vocabulary.countries import is_country
from fanal.web import api as web


@page
def country(request: HttpRequest, code: str) -> HttpResponse:
    """Releases first; context below, each value with its year; "no data" where the source has none."""
    if not is_country(code):
        raise Http404
    releases = [release for release in shelf.newest() if code in release.countries]
    return draw(
        request,
        "country",
        code=code,
        name=country_named(code),
        releases=[(release, address("release", release.number)) for release in releases],
        territories=surroundings.of(code),
        source=context.SOURCE,
        licence=context.LICENCE,
        read_on=context.READ_ON,
        table=address("context"),
        world=address("countries"),
        front=web.elsewhere("board:country", code),
    )


@page
def table(request: HttpRequest) -> HttpResponse:
    """The whole context as CSV: an empty cell is no data; each value has its year beside it."""
    made = web.papers.open_table(
        f"{context.SOURCE}; {context.LICENCE}; read {context.READ_ON}. Description only: not for ranking.",
        ["alpha2", "territory", *(name for one in context.SERIES for name in (one.code, one.year))],
        (
            [one.alpha2, one.name, *(cell for value in one.values for cell in (value.number, value.year))]
            for one in context.territories()
        ),
    )
    return web.for_programs(request, made, web.papers.CSV, "fanal-country-context.csv")
