"""The page on which a concern goes to the safeguarding lead alone, or back to the intake team."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fanal.concerns.conflict.conflict import CLEAR, MARK, clear, mark
from fanal.concerns.triage.desk.acts import asked
from fanal.concerns.triage.triage import concern_of
from fanal.network.contracts import Actor
from fanal.web import api as web


@web.deeds.page("concerns.open")
@require_http_methods(["GET", "POST"])
def about_us(request: HttpRequest, actor: Actor, concern_id: UUID) -> HttpResponse:
    """Give it to the safeguarding lead alone, or back."""
    row = concern_of(actor, concern_id)
    deed = CLEAR if row.restricted else MARK
    asked(actor, concern_id, deed)
    form = forms.Form(web.deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        with web.deeds.telling(form):
            (clear if row.restricted else mark)(actor, concern_id, web.deeds.at(request))
            messages.success(request, _("Done. It is in the other hands now."))
            return HttpResponseRedirect(reverse("concerns:queue"))
    return render(request, "concerns/conflict/conflict.html", {"form": form, "concern": row})
