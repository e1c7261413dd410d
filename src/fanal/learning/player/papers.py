"""A sheet of paper that somebody wrote in a session: whose it is, its writer says, signed in with card and PIN."""

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from fanal.access.api import NotNow
from fanal.learning.courses import library
from fanal.learning.player.pages import draw, to
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
        return HttpResponseRedirect(to(sitting, "mine"))
    if said == "yes":
        try:
            attempt = confirming.confirm(sitting.learner, one, sitting.now)
            return HttpResponseRedirect(to(sitting, "attempt", attempt))
        except NotNow as why:
            refused = why.words
    course = library.shipped().get(one.session.course)
    title = course.texts["title"] if course else one.session.course
    return draw(sitting, "on_paper", title=title, on=one.session.planned_on, refused=refused)
