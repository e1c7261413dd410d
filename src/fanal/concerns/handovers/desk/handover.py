"""One handover: its path, what leaves or came, and what this person can do with it now."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from fanal.access import api as access
from fanal.concerns.handovers.desk import acts, new
from fanal.concerns.handovers.desk import words as wording
from fanal.concerns.handovers.kind import HANDOVERS
from fanal.concerns.handovers.steps import is_urgent
from fanal.concerns.models import Handover, SecondOpinion
from fanal.concerns.triage.decisions import DECIDE
from fanal.concerns.triage.triage import is_undecided
from fanal.network.contracts import Actor
from fanal.passing.api import page, steps
from fanal.vocabulary.codes import TransitionState as State
from fanal.vocabulary.codes import Triage
from fanal.web import api as web


@web.deeds.page("concerns.handovers")
@require_http_methods(["GET", "POST"])
def handover(request: HttpRequest, actor: Actor, handover_id: UUID) -> HttpResponse:
    """One handover, on either side. Opening what is sealed stands in the journal."""
    row = HANDOVERS.row_of(actor, handover_id)
    if row.state == State.DRAFT:
        return new.draft(request, actor, row)
    if request.method == "POST":
        return HttpResponseRedirect(reverse("concerns:handover", args=[row.pk]))
    read, context = page.look(HANDOVERS, actor, row, web.deeds.at(request))
    again = _again(actor, row)
    waits = context["due"] is not None or bool(again) or row.state == State.OFFERED
    context |= {
        "urgent": is_urgent(row, actor.org) and waits,
        "facts": wording.leaves(read.items) if read else [],
        "events": _with_partner(actor, row, context["events"]),
        "why": wording.why(row, sent=context["mine"]),
        "acts": acts.shown(actor, row),
        "acts_at": "concerns:handover_",
        "to_decide": _to_decide(actor, row),
        "again": again,
    }
    return render(request, "concerns/handovers/handover.html", context)


_OF_PARTNER = frozenset({"concerns.ask_partner", "concerns.agree_opinion", "concerns.refuse_opinion"})


def _with_partner(actor: Actor, row: Handover, events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The path, with what a partner was asked and said before it went: its journal says it."""
    asked = access.visible(actor, SecondOpinion.objects.filter(org_id=actor.org, subject=row.pk)).order_by("asked_at")
    said = [one for opinion in asked for one in access.history(actor, opinion.pk) if one.line.deed in _OF_PARTNER]
    told = [{"when": one.when, "what": one.what, "who": one.who, "said": ""} for one in said]
    return sorted([*told, *events], key=lambda event: event["when"])


def _to_decide(actor: Actor, row: Handover) -> str:
    """Where the decision is recorded, for what was sent of a concern on which nobody has decided."""
    concern = row.concern if row.org_id == actor.org and row.state in steps.SENT else None
    if concern is None or not is_undecided(concern) or not access.may(actor, DECIDE, concern):
        return ""
    return f"{reverse('concerns:decide', args=[concern.pk, Triage.ROUTE_ELSEWHERE])}?version={concern.version}"


def _again(actor: Actor, row: Handover) -> str:
    """The concern on which somebody must decide again, now that nobody acts on what was handed over."""
    concern = row.concern if row.org_id == actor.org and row.state in steps.OVER and not row.outcome else None
    if concern is None or not is_undecided(concern) or not access.may(actor, DECIDE, concern):
        return ""
    return reverse("concerns:concern", args=[concern.pk])


@web.deeds.page("concerns.handovers")
@require_GET
def opened_by(request: HttpRequest, actor: Actor, handover_id: UUID) -> HttpResponse:
    """Who did what with this handover, on both sides."""
    row = HANDOVERS.row_of(actor, handover_id)
    context = {"row": row, "back": reverse("concerns:handover", args=[row.pk]), "events": access.history(actor, row.pk)}
    return render(request, "passing/history.html", context)
