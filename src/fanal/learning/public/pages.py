"""What there is to learn, and each course as a text. Nothing is asked, and nothing is kept of who reads."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from fanal.learning import reviewing, words
from fanal.learning.courses import library
from fanal.learning.courses.model import Audience
from fanal.learning.player.showing import Shown
from fanal.web import api as web


@web.open_page("courses are public to read; the page reads no session and takes nothing")
def catalogue(request: HttpRequest) -> HttpResponse:
    """The courses that members give, by whom they are for."""
    offered = reviewing.offered(web.deeds.at(request).date())
    groups: dict[Audience, list[dict[str, Any]]] = {audience: [] for audience in Audience}
    for code, languages in offered.items():
        course = library.shipped()[code]
        shown = Shown(course, library.spoken(code, reviewing.nearest(web.spoken(), languages)))
        groups[course.audience].append(
            {
                "shown": shown,
                "about": shown.texts["about"],
                "url": reverse("learn:course", args=[web.spoken(), code]),
            }
        )
    told = [(words.AUDIENCES[audience], rows) for audience, rows in groups.items() if rows]
    return render(request, "learning/public/catalogue.html", {"groups": told})


@web.open_page("courses are public to read; the page reads no session and takes nothing")
def course(request: HttpRequest, code: str) -> HttpResponse:
    """The lessons of a course on one page; forms are for who learns."""
    languages = reviewing.offered(web.deeds.at(request).date()).get(code)
    if languages is None:
        raise Http404
    one = library.shipped()[code]
    shown = Shown(one, library.spoken(code, reviewing.nearest(web.spoken(), languages)))
    lessons = [
        {"title": shown.texts[lesson.title], "pages": [shown.page(page) for page in lesson.pages]}
        for lesson in one.lessons
    ]
    context = {
        "shown": shown,
        "about": shown.texts["about"],
        "objectives": [shown.texts[key] for key in one.objectives],
        "lessons": lessons,
        "other": shown.lang != web.spoken(),
    }
    return render(request, "learning/public/course.html", context)
