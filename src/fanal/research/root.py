"""`/desk/research/` leads to the first place of research that opens for the person."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from fanal.access.api import may, sign_in_first, signed_in
from fanal.network.contracts import Actor
from fanal.research.plans import policy
from fanal.research.requests import policy as policy_requests
from fanal.research.runs import policy as policy_runs
from fanal.research.studies import policy as policy_studies
from fanal.web.api import public_language

_PLACES = (
    (policy.PLANS, "plans"),
    (policy_studies.STUDIES, "studies"),
    (policy_runs.RUNS, "runs"),
    (policy_requests.REQUESTS, "requests"),
)


@signed_in("only leads on to what the person may see")
@require_GET
def root(request: HttpRequest) -> HttpResponse:
    """Releases, studies, runs or requests, in this order; to what is public where none opens."""
    actor: Actor | None = request.actor  # type: ignore[attr-defined]
    if actor is None:
        return sign_in_first(request)
    opened = next((name for deed, name in _PLACES if may(actor, deed)), None)
    public = reverse("evidence:evidence", args=[public_language()])
    return HttpResponseRedirect(reverse(f"research:{opened}") if opened else public)
