"""Training cards on paper: shown once, to be printed."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from fanal.learning import hosts
from fanal.learning.people.people import Made
from fanal.web import api as web


def show(request: HttpRequest, country: str, made: Iterable[Made], then: str) -> HttpResponse:
    """Show cards once. Beside each: where to tell a concern, alike for all of a country. `then`: where one goes on."""
    sheet = [
        {
            "label": one.label,
            "code": one.code,
            "link": f"{hosts.printed_address(request, reverse('learner:in', args=[one.language]))}#{one.code}",
            "tell": hosts.printed_address(request, web.concern_link(country, one.language)),
        }
        for one in made
    ]
    return web.once.show(request, web.once.CARDS, sheet, then)
