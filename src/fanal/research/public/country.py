"""One country: what is released about it, and the context that stands beside it. Never ranked, never a denominator."""

import csv
import io

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
    text = io.StringIO(newline="")
    text.write(f"# {context.SOURCE}; {context.LICENCE}; read {context.READ_ON}. Description only: not for ranking.\n")
    writer = csv.writer(text, lineterminator="\n")
    series = [name for indicator in context.SERIES for name in (indicator.code, indicator.year)]
    writer.writerow(["alpha2", "territory", *series])
    for territory in context.territories():
        cells = [cell for value in territory.values for cell in (value.number, value.year)]
        writer.writerow([territory.alpha2, territory.name, *("" if cell is None else cell for cell in cells)])
    answer = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="fanal-country-context.csv"'
    return answer
