"""Where to begin: what needs somebody, and what the room holds."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.views.decorators.http import require_GET

from fanal.access.api import stated
from fanal.network.contracts import Actor
from fanal.progress.policy import READ
from fanal.web import api as web


@web.deeds.page(READ)
@require_GET
def home(request: HttpRequest, _actor: Actor) -> HttpResponse:
    """The room, as long as nothing happens in it."""
    return render(request, "progress/desk/home.html")


def changed(request: HttpRequest, title: str | Promise, back: str) -> HttpResponse:
    """In place of a thing that is not as it was written last. `title` and `back`: the list in which it stands."""
    return render(request, "progress/desk/changed.html", {"title": title, "back": back, "words": stated.words()})
