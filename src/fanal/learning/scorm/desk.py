"""A course for somebody's learning system, on the desk of whoever writes or gives it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from fanal.learning import reviewing
from fanal.learning.courses import library
from fanal.learning.courses.model import Course
from fanal.learning.policy import READ
from fanal.learning.scorm import package
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.web import api as web


@web.deeds.page(READ)
@require_GET
def take(request: HttpRequest, actor: Actor, code: str, language: str) -> HttpResponse:
    """Take a course along, in a language in which the organisation gives it."""
    if language not in reviewing.given(actor.org, web.deeds.at(request).date()).get(code, ()):
        raise Http404
    course = library.shipped()[code]
    tell = request.build_absolute_uri(web.concern_link(network.org(actor.org).country, language))
    made = package.made(course, library.spoken(code, language), tell, request.get_host())
    answer = HttpResponse(made, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{package.name(course, language)}"'
    return answer


def places(actor: Actor, course: Course, request: HttpRequest) -> list[tuple[str, str]]:
    """By language, where the packages of a course are."""
    given = reviewing.given(actor.org, web.deeds.at(request).date()).get(course.code, ())
    return [(language, reverse("learning:scorm", args=[course.code, language])) for language in given]
