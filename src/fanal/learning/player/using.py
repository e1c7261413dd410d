"""What somebody says of their practice: which skills they use three months later, and when they had supervision."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from fanal.learning.player import practice
from fanal.learning.player.pages import draw, shown_of, to
from fanal.learning.signin.views import Sitting, learner
from fanal.learning.skills import skills, supervision
from fanal.learning.skills.forms import Supervision, Used, barriers
from fanal.web import api as web


@require_http_methods(["GET", "POST"])
@learner
def use(sitting: Sitting, code: str) -> HttpResponse:
    """Say which skills one uses."""
    shown, today = shown_of(sitting, code), sitting.now.date()
    if not practice.steps(sitting.learner, shown, today).get("asks_use"):
        raise Http404
    form = Used({key: shown.texts[key] for key in shown.course.skills}, sitting.request.POST or None)
    if sitting.request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with web.deeds.telling(form):
            skills.say_use(sitting.learner, shown.course, data, barriers(data), sitting.now)
            return HttpResponseRedirect(to(sitting, "course", code))
    return draw(sitting, "use", shown=shown, form=form, course=to(sitting, "course", code))


@require_http_methods(["GET", "POST"])
@learner
def supervised(sitting: Sitting) -> HttpResponse:
    """When one had supervision, and one more time."""
    today = sitting.now.date()
    form = Supervision(sitting.request.POST or None)
    if sitting.request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        with web.deeds.telling(form):
            supervision.enter(sitting.learner, said["on"], said["kind"], said["with_role"], today)
            return HttpResponseRedirect(to(sitting, "supervised"))
    entries = supervision.of(sitting.learner)
    rows = [(one.on, supervision.KINDS[one.kind], supervision.ROLES[one.with_role]) for one in entries]
    regular = supervision.is_supervised([one.on for one in entries], today)
    return draw(sitting, "supervised", form=form, rows=rows, regular=regular)
