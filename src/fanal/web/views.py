"""Pages of the look itself: the parts with their states, the choice of language, an icon that says nothing."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from fanal.access.api import languages, public
from fanal.web import samples
from fanal.web.middleware import LANGUAGE_KEY
from fanal.web.privacy import reporter_page


@public("the parts of the look, with made-up words; only in demonstration and test")
@require_GET
def components(request: HttpRequest) -> HttpResponse:
    """Every part of staff pages with its states. 404 in production."""
    return _components(request, "desk")


@reporter_page
def public_components(request: HttpRequest, lang: str) -> HttpResponse:
    """Every part of reporter pages with its states, under the language of the path. 404 in production."""
    return _components(request, "public")


def _components(request: HttpRequest, part: str) -> HttpResponse:
    if settings.MODE == "production":
        raise Http404
    return render(request, f"web/components/{part}.html", samples.context(part))


# Exempt: the button stands on pages that open no session, and all it can change is a language.
@public("whoever reads a staff page may read it in their language")
@csrf_exempt
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remembers the language for this session and goes back to the page."""
    chosen = request.POST.get("language", "")
    if chosen in dict(languages.shown()):
        request.session[LANGUAGE_KEY] = chosen
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    return HttpResponseRedirect(back if safe else "/")


@public("nothing is in it")
@require_GET
def icon(request: HttpRequest) -> HttpResponse:
    """No icon: browsers that ask show their own neutral one and need not ask again."""
    response = HttpResponse(status=204)
    response["Cache-Control"] = "public, max-age=86400"
    return response
