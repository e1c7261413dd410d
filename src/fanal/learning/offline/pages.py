"""Pages of a device that may be without a network: the player that it keeps, its worker, and the packs."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET

from fanal.access.api import public
from fanal.learning import hosts, published, reviewing
from fanal.learning.certificates import jws
from fanal.learning.courses import library
from fanal.learning.offline import packs
from fanal.learning.signin.views import Sitting, in_language, learner
from fanal.web import api as web


@public("the program that shows the player where there is no network; it is the same for everybody")
@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker of everything below `/learn/`."""
    if not hosts.apart():
        raise Http404
    return render(request, "learning/offline/worker.js", content_type="text/javascript")


@public("the player that a device keeps; it names nobody")
@in_language
@require_GET
def page(request: HttpRequest, language: str) -> HttpResponse:
    """Learn without a network, or why that cannot be done here."""
    context = {
        "language": language,
        "apart": hosts.apart(),
        "key": jws.encoded(packs.signer().public),
        "tell": hosts.address(request, f"/{web.public_language()}/"),
    }
    return render(request, "learning/offline/page.html", context)


@gzip_page
@require_GET
@learner
def pack(sitting: Sitting, code: str, file: str) -> HttpResponse:
    """A file of the pack of a course that is given, in the language of the page, else in the first."""
    given = reviewing.given(sitting.learner.org_id, sitting.now.date()).get(code)
    if not given or file not in packs.FILES or not hosts.apart():
        raise Http404
    language = reviewing.nearest(sitting.language, given)
    if file == packs.MANIFEST:
        published.keep(library.shipped()[code], sitting.now)
    return HttpResponse(packs.pack(code, language)[file], content_type="application/json")
