"""One concern of practice, and deciding on it."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fanal.access.api import NotHere
from fanal.concerns.triage import practising
from fanal.concerns.triage.decisions import Overtaken
from fanal.concerns.triage.desk import words as wording
from fanal.concerns.triage.desk.deciding import FORMS, HandOver, ToCase, first, overtaken
from fanal.concerns.triage.desk.triage import What, told
from fanal.network.contracts import Actor
from fanal.vocabulary.codes import Triage
from fanal.web import api as web


@web.deeds.page("concerns.practise")
@require_http_methods(["GET", "POST"])
def concern(request: HttpRequest, actor: Actor, concern_id: UUID) -> HttpResponse:
    """Open one; the choice leads to the page where it is recorded."""
    file = practising.look(actor, concern_id, web.deeds.at(request))
    what = What(file, web.deeds.posted(request))
    if request.method == "POST" and what.is_valid():
        target = reverse("concerns:practise_decide", args=[concern_id, what.cleaned_data["choice"]])
        return HttpResponseRedirect(f"{target}?{urlencode({'version': what.cleaned_data['version']})}")
    decisions = [{"one": one, "words": wording.triage(one.code, one.finding)} for one in file.decisions]
    context = {"concern": file.concern, "what": what, "decisions": decisions, **told(file)}
    return render(request, "concerns/triage/practice.html", context)


@web.deeds.page("concerns.practise")
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, actor: Actor, concern_id: UUID, code: str) -> HttpResponse:
    """Record one decision, on the page of a real one."""
    now, kind = web.deeds.at(request), FORMS.get(Triage(code)) if code in set(Triage) else None
    if kind in {None, HandOver, ToCase}:
        raise NotHere
    row = practising.concern_of(actor, concern_id)
    form = kind(row, web.deeds.posted(request), initial=first(request, now))
    if request.method == "POST" and form.is_valid():
        try:
            with web.deeds.telling(form):
                practising.decide(actor, concern_id, form.choice(), form.cleaned_data.get("version") or 0, now)
                messages.success(request, _("The decision is recorded, for practice."))
                return HttpResponseRedirect(reverse("concerns:practise", args=[concern_id]))
        except Overtaken as overtaken_:
            return overtaken(request, actor, form, overtaken_.concern)
    return render(request, "concerns/triage/decide.html", {"form": form, "concern": row, "title": form.title})
