"""The page of a step of a study: where it is done, or not this person's now, the study says how it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from fanal.network.contracts import Actor
from fanal.research.models import Study
from fanal.research.studies import registering

type View = Callable[[HttpRequest, Actor, UUID], HttpResponse]


def there(study_id: UUID) -> HttpResponseRedirect:
    """The page of the study."""
    return HttpResponseRedirect(reverse("research:study", args=[study_id]))


def step(name: str, can: Callable[[Actor, Study], Mapping[str, bool]]) -> Callable[[View], View]:
    """Shows the page of a step only while it can be done. What is sent the deed decides, which keeps the words."""

    def of(view: View) -> View:
        @wraps(view)
        def shown(request: HttpRequest, actor: Actor, study_id: UUID) -> HttpResponse:
            if request.method == "GET" and not can(actor, registering.study_of(actor, study_id))[name]:
                messages.info(request, _("This step is done, or it is not its turn. Here is how the study stands."))
                return there(study_id)
            return view(request, actor, study_id)

        return shown

    return of
