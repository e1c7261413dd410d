"""A sheet of paper that somebody wrote in a session: whose it is, its writer says, signed in with card and PIN."""

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from fanal.access.api import NotNow
from fanal.learning.courses import library
from fanal.learning.player import pages
from fanal.learning.sessions import confirming
from fanal.learning.signin.views import Sitting, learner


@require_http_methods(["GET", "POST"])
@learner
def paper(sitting: Sitting, sheet: UUID) -> HttpResponse:
    """Is this sheet mine? It counts once I say so."""
    one = confirming.sheet(sitting.learner, sheet, sitting.now.date())
    if one is None:
        raise Http404
    said, refused = sitting.request.POST.get("mine", ""), ""
    if said == "no":
        confirming.refuse(sitting.learner, one)
        return HttpResponseRedirect(reverse("learner:mine", args=[sitting.language]))
    if said == "yes":
        try:
            attempt = confirming.confirm(sitting.learner, one, sitting.now)
            return HttpResponseRedirect(reverse("learner:attempt", args=[sitting.language, attempt]))
        except NotNow as why:
            refused = why.words
    course = library.shipped().get(one.session.course)
    title = course.texts["title"] if course else one.session.course
    shown = {"title": title, "on": one.session.planned_on, "refused": refused}
    return render(sitting.request, "learning/player/on_paper.html", {**pages.frame(sitting), **shown})
