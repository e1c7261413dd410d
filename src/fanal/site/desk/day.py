"""My day: what waits for this person, due first, each with the reason why it stands there."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from fanal.access.api import may, signed_in, staff
from fanal.clocks import api as clocks
from fanal.clocks.contracts import DutyRef, Target, TargetKind
from fanal.network import api as network
from fanal.network.contracts import Actor, RingKind, Role
from fanal.site.desk import ended
from fanal.site.desk.deeds import at
from fanal.web import day as days

LIMIT = 100


@signed_in("only leads on to the day")
@require_GET
def root(request: HttpRequest) -> HttpResponse:
    """`/desk/` leads to the day."""
    return HttpResponseRedirect(reverse("desk:day"))


@staff("desk.day")
@require_GET
def day(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Duties, colleagues who wait, and what rooms add."""
    duties = clocks.open_duties(org=actor.org, person=actor.person, owners=owners(actor), limit=LIMIT)
    words = {kind.code: kind.words for kind in clocks.all_kinds()}
    added = [build(actor, at(request)) for deed, build in days.sections() if may(actor, deed)]
    context = {
        "duties": [_duty(duty, words, actor) for duty in duties],
        "now": at(request),
        "waiting": network.queries.waiting_for(actor) if may(actor, "network.admit") else [],
        "sections": [section for section in added if section.rows or section.empty],
        "kept": ended.waits(request, actor),
    }
    return render(request, "desk/day.html", context)


def owners(actor: Actor) -> list[Target]:
    """Every team and role whose free duties are also this person's."""
    teams = [Target.team(kind) for kind in sorted(network.people.rings_of(actor.roles))]
    return teams + [Target.role(role) for role in sorted(actor.roles)]


def _duty(duty: DutyRef, words: dict[str, str], actor: Actor) -> dict[str, object]:
    return {
        "words": _(words.get(duty.kind, duty.kind)),
        "due": duty.due_at,
        "why": _why(duty, actor),
        "url": days.address(duty.kind, duty.subject),
        "alert": duty.alert,
    }


def _why(duty: DutyRef, actor: Actor) -> str:
    if duty.person == actor.person:
        return _("You hold it.")
    if duty.owner.kind is TargetKind.TEAM:
        return _("Your team %(team)s can take it.") % {"team": network.words.RINGS[RingKind(duty.owner.value)]}
    return _("Your role %(role)s can take it.") % {"role": network.words.ROLES[Role(duty.owner.value)]}
