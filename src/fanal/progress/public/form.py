"""The form of a country for everybody who can help: on paper alone, with those wordings that everybody may read.
Somebody of a member types in what comes of it."""

from django.http import Http404, HttpResponse

from fanal.justice import api as justice
from fanal.progress.assessing.paper import About, paper
from fanal.progress.public.pages import Visit, page
from fanal.vocabulary.countries import is_country
from fanal.web import api as web


@page
def form(visit: Visit, code: str) -> HttpResponse:
    """The form as one page that needs no network."""
    if not is_country(code) or not visit.readable:
        raise Http404
    about = About(code, visit.board, visit.readable, justice.benchmark(code, visit.now), "Fanal")
    html = web.papers.Form.HTML
    return web.papers.answer(web.papers.made(paper(about, visit.on), html), html, f"assessment-{code}")
