"""A poster for places where people work: where everybody tells what worries them. Country and language alone make it,
so that the same sheet hangs in every place of a country, and says of nobody where they work."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from fanal.learning import hosts
from fanal.vocabulary.countries import country_name, is_country
from fanal.web import api as web

_WHY = "a poster says where everybody tells; it reads no session and takes nothing"


@web.open_page(_WHY)
def page(request: HttpRequest, country: str) -> HttpResponse:
    """The poster, to print."""
    return _page(request, country)


@web.open_page(_WHY)
def file(request: HttpRequest, country: str) -> HttpResponse:
    """The poster as a tagged PDF."""
    told = _sheet(request, country)
    paper = web.papers.Certificate(
        title=f"{told['head']} {told['place']}", kind=told["place"], name=told["head"], did=told["tell"],
        of=told["free"], of_language=web.spoken(), terms=told["danger"], camera=told["address"],
        camera_label=told["label"], how=told["how"], code="", check=told["address"], small=told["small"],
        language=web.spoken(),
    )  # fmt: skip
    try:
        made = web.papers.made(paper, web.papers.Form.PDF)
    except web.papers.NoFont as why:
        return _page(request, country, str(why))
    return web.papers.answer(made, web.papers.Form.PDF, f"poster-{country}-{web.spoken()}")


def _page(request: HttpRequest, country: str, refused: str = "") -> HttpResponse:
    context = _sheet(request, country) | {"country": country, "refused": refused}
    return render(request, "learning/public/poster.html", context, status=422 if refused else 200)


def _sheet(request: HttpRequest, country: str) -> dict[str, Any]:
    if not is_country(country):
        raise Http404
    return {
        "head": _("Worried about a child?"),
        "place": country_name(country, web.spoken()),
        "tell": _("Tell people whose work it is. You need not be sure."),
        "free": _("You need not say who you are."),
        "danger": _("If a child is in danger now: the page behind this code shows whom to call."),
        "how": _("Open this with the camera of your telephone, or type the address."),
        "small": _("We tell no employer that somebody told, or what. Nothing on this sheet says where it hangs."),
        "label": _("Where to tell it"),
        "address": hosts.printed_address(request, web.concern_link(country, web.spoken())),
    }
