"""What was done with somebody's card without a network: they say whether it was them."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from fanal.learning import published
from fanal.learning.attempts import waiting
from fanal.learning.signin.views import Sitting, learner


def shown(sitting: Sitting) -> dict[str, Any]:
    """For *My courses*: what can be confirmed, and what was sent in too long ago; title and instant of each."""
    found: dict[str, list[tuple[str, datetime]]] = {"waiting": [], "late": []}
    for one in waiting.of(sitting.learner):
        course = published.course(one.course, one.version)
        title = published.spoken(course, one.language).texts["title"] if course else one.course
        soon = one.kept_until and one.kept_until > sitting.now
        found["waiting" if soon else "late"].append((title, one.started_at))
    return dict(found)


@require_http_methods(["POST"])
@learner
def confirm(sitting: Sitting) -> HttpResponse:
    """Say of what was done without a network that it was oneself, or somebody else."""
    if "mine" in sitting.request.POST:
        waiting.confirm(sitting.learner, sitting.now)
    elif "other" in sitting.request.POST:
        waiting.disown(sitting.learner)
    return HttpResponseRedirect(reverse("learner:mine", args=[sitting.language]))
