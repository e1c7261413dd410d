"""One concern: what was told, who can act, what to think of, and what we do."""

from datetime import date
from typing import Any, ClassVar
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fanal.access import api as access
from fanal.access.contracts import UNCLEARED
from fanal.clocks import api as clocks
from fanal.concerns.access_terms import circle, is_by_partner
from fanal.concerns.models import UNDECIDED, Concern, SecondOpinion
from fanal.concerns.routing.desk import cards
from fanal.concerns.triage import texts as triage_texts
from fanal.concerns.triage import triage
from fanal.concerns.triage.decisions import DECIDE, is_under_way
from fanal.concerns.triage.desk import words as wording
from fanal.concerns.triage.desk.acts import asked
from fanal.concerns.triage.triage import File
from fanal.network import api as network
from fanal.network.contracts import Actor, RingKind
from fanal.vocabulary.codes import Triage
from fanal.vocabulary.ids import short
from fanal.vocabulary.keeping import days_left
from fanal.web import api as web

ASK = "ask"


class What(web.Page):
    """What do we do? Each choice leads to the page where it is recorded."""

    choice = forms.ChoiceField(label=lazy("What do we do?"), widget=forms.RadioSelect)
    groups: ClassVar[tuple[web.Group, ...]] = (web.Group(("choice",), legend=lazy("What do we do?")),)
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Go on to record it")),)

    def __init__(self, file: File, data: Any = None) -> None:
        super().__init__(data, use_required_attribute=False)
        web.offer(self, "choice", _choices(file))
        version = forms.CharField(widget=forms.HiddenInput, initial=str(file.concern.version))
        self.fields["version"] = version


def _choices(file: File) -> list[tuple[str, object]]:
    practice = file.concern.practice
    talk = [(ASK, _("Ask the person who told us"))] if file.concern.locator and not practice else []
    others = () if practice else (Triage.LINK_TO_CASE, Triage.ROUTE_ELSEWHERE)
    undecided = file.concern.triage in UNDECIDED
    urgent = [
        (
            Triage.URGENT_RESPONSE,
            web.two_lines(_("Act now by phone, then decide"), _("who was called, when, what they said")),
        )
    ]
    return [
        *(urgent if undecided else []),
        (Triage.OPEN_CASE, _(triage_texts.TRIAGE[Triage.OPEN_CASE])),
        *((code, _(triage_texts.TRIAGE[code])) for code in others),
        *talk,
        (
            Triage.CLOSED_NO_CASE,
            web.two_lines(
                _("Close, with what we found"), _("confirmed, not confirmed, not enough, unfounded, bad faith")
            ),
        ),
        (Triage.INFORMATION_ONLY, _(triage_texts.TRIAGE[Triage.INFORMATION_ONLY])),
        (Triage.OUT_OF_SCOPE, _(triage_texts.TRIAGE[Triage.OUT_OF_SCOPE])),
    ]


@web.deeds.page("concerns.open")
@require_http_methods(["GET", "POST"])
def concern(request: HttpRequest, actor: Actor, concern_id: UUID) -> HttpResponse:
    """Open one concern. Who opens it holds it for ten minutes."""
    now = web.deeds.at(request)
    file = triage.look(actor, concern_id, now, reason=request.POST.get("reason", ""))
    row = file.concern
    held = triage.holder(row, now)
    by_partner = any(one.waits and is_by_partner(actor.org, row.pk, one.id) for one in file.decisions)
    decisions = [_decision(decision, actor, by_partner=by_partner) for decision in file.decisions]
    decided = all(broken.part != "standing" for broken in file.unreadable)  # else nobody decided the day of erasure
    context = {
        "file": file,
        "concern": row,
        "now": now,
        **told(file),
        "cards": cards(actor, row, file.content, file.offender, request),
        "unconfirmed": wording.unconfirmed(file),
        "what": What(file),
        "reporter": wording.reporter(file, network.org(actor.org).name),
        "mine": held == actor.person,
        "number": short(row.pk),
        "holder": network.names([held]).get(held, "") if held and held != actor.person else "",
        "due": clocks.next_of([row.pk], org=row.org_id).get(row.pk),
        **_team(row),
        "decisions": decisions,
        "by_partner": by_partner,
        "opinions": access.visible(actor, SecondOpinion.objects.filter(concern=row)).select_related("partner"),
        "to_confirm": next((decision for decision in decisions if decision["url"]), None),
        "days_left": days_left(row.erase_on, now.date()) if row.erase_on and decided else None,
        "undecided": row.triage in UNDECIDED,
        "same": _same(row),
        "may": {
            name: bool(access.may(actor, f"concerns.{name}", row))
            for name in ("mark_conflict", "clear_conflict", "give_team", "hold")
        },
        **_uncleared(actor, row, now.date()),
        "unknown_sender": not row.locator,
    }
    return render(request, "concerns/triage/concern.html", context)


def told(file: File) -> dict[str, object]:
    """What `told.html` draws: facts, words of their own, what to think of, what cannot be read."""
    quotes = wording.quotes(file)
    return {
        "facts": wording.facts(file),
        "quotes": quotes,
        "length": wording.length(quotes),
        "before": wording.before(file),
        "unreadable": wording.unreadable(file),
    }


def _team(row: Concern) -> dict[str, object]:
    """How many can open it, in which team it is, and whether there are others."""
    return {
        "team": len({person for one in circle(row) for person in network.team_people(row.org_id, one)}),
        "team_name": network.teams.words_of(row.team_id) if row.team_id else "",
        "other_teams": bool(network.teams.named(row.org_id, RingKind.INTAKE)),
    }


def _uncleared(actor: Actor, row: Concern, today: date) -> dict[str, object]:
    """What somebody lacks who may read this and not decide on it, and the course that gives it."""
    answer = access.may(actor, DECIDE, row)
    if answer or answer.reason_code != UNCLEARED:
        return {}
    return {"uncleared": answer.words, "courses": access.taught(actor.org, answer.detail, today)}


def _decision(one: triage.Decided, actor: Actor, *, by_partner: bool = False) -> dict[str, object]:
    """`by_partner`: the second person is a partner, whom everybody asks who opens it."""
    waits = one.waits and (by_partner or one.person != actor.person)
    page_of = "concerns:second" if one.code in set(Triage) else "concerns:erase"
    url = reverse(page_of, args=[one.id]) if waits else ""
    if waits and by_partner:
        url = reverse("concerns:ask_partner", args=[one.finding or one.code, one.id])
    return {"one": one, "words": wording.triage(one.code, one.finding), "url": url, "own": one.person == actor.person}


def _same(row: Concern) -> list[Concern]:
    """What came with the same text within the hour."""
    head = row.grouped_with_id or row.pk
    group = Concern.objects.filter(**_as(row), grouped_with_id=head)
    found = list(group.exclude(pk=row.pk).only("pk", "received_on", "triage", "duplicate_of_id")[:20])
    if row.grouped_with_id:
        found += list(Concern.objects.filter(**_as(row), pk=row.grouped_with_id))
    return found


def _as(row: Concern) -> dict[str, object]:
    """What the same people open."""
    return {"org_id": row.org_id, "restricted": row.restricted, "team_id": row.team_id}


@web.deeds.page("concerns.open")
@require_GET
def opened_by(request: HttpRequest, actor: Actor, concern_id: UUID) -> HttpResponse:
    """Who opened or changed it: from the journal, without opening it."""
    row = triage.concern_of(actor, concern_id)
    access.ask(actor, "concerns.open", row)
    context = {"concern": row, "events": access.history(actor, row.pk)}
    return render(request, "concerns/triage/opened_by.html", context)


@web.deeds.page("concerns.open")
@require_POST
def choose(request: HttpRequest, actor: Actor, concern_id: UUID) -> HttpResponse:
    """From the choice to the page where it is recorded."""
    choice, row = request.POST.get("choice", ""), asked(actor, concern_id, "concerns.open")
    if choice == ASK:
        return HttpResponseRedirect(reverse("concerns:write", args=[concern_id]))
    if choice not in set(Triage):
        messages.warning(request, _("Choose what to do, then go on."))
        return HttpResponseRedirect(reverse("concerns:concern", args=[concern_id]))
    if choice == Triage.ROUTE_ELSEWHERE and not is_under_way(row):
        return HttpResponseRedirect(reverse("concerns:handover_whom", args=[concern_id]))
    target = reverse("concerns:decide", args=[concern_id, choice])
    return HttpResponseRedirect(f"{target}?{urlencode({'version': request.POST.get('version', '')})}")
