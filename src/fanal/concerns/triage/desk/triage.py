"""One concern: what was told, who can act, what to think of, and what we do."""

from collections.abc import Iterator
from typing import ClassVar
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fanal.access import api as access
from fanal.clocks import api as clocks
from fanal.concerns.contracts import PayloadClass, Proposal, Provision, Verdict
from fanal.concerns.desk import words
from fanal.concerns.handovers import texts as handovers_texts
from fanal.concerns.keeping.keeping import ERASE_EARLY
from fanal.concerns.models import Concern, Handover
from fanal.concerns.retention import days_left
from fanal.concerns.routing import acting
from fanal.concerns.routing import texts as routing_texts
from fanal.concerns.triage import texts as triage_texts
from fanal.concerns.triage import triage
from fanal.concerns.triage.decisions import UNDER_WAY, is_under_way
from fanal.concerns.triage.triage import File
from fanal.network import api as network
from fanal.network.contracts import Actor, OrgKind, RingKind
from fanal.vocabulary.codes import TransitionState, Triage
from fanal.vocabulary.ids import short
from fanal.vocabulary.results import Allowed, Refused
from fanal.web import api as web

ASK = "ask"


class What(web.Page):
    """What do we do? Each choice leads to the page where it is recorded."""

    choice = forms.ChoiceField(label=lazy("What do we do?"), widget=forms.RadioSelect)
    groups: ClassVar[tuple[web.Group, ...]] = (web.Group(("choice",), legend=lazy("What do we do?")),)
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Go on to record it")),)

    def __init__(self, file: File) -> None:
        super().__init__(use_required_attribute=False)
        field = self.fields["choice"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = _choices(file)
        version = forms.CharField(widget=forms.HiddenInput, initial=str(file.concern.version))
        self.fields["version"] = version


def _choices(file: File) -> list[tuple[str, object]]:
    talk = [(ASK, _("Ask the person who told us"))] if file.concern.locator else []
    undecided = file.concern.triage in triage.UNDECIDED
    urgent = [
        (
            Triage.URGENT_RESPONSE,
            web.two_lines(_("Act now by phone, then decide"), _("who was called, when, what they said")),
        )
    ]
    return [
        *(urgent if undecided else []),
        (Triage.OPEN_CASE, _(triage_texts.TRIAGE[Triage.OPEN_CASE])),
        (Triage.ROUTE_ELSEWHERE, _(triage_texts.TRIAGE[Triage.ROUTE_ELSEWHERE])),
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
    quotes, decisions = words.quotes(file), [_decision(one, actor) for one in file.decisions]
    decided = all(one.part != "standing" for one in file.unreadable)  # else nobody decided the day of erasure
    context = {
        "file": file,
        "concern": row,
        "now": now,
        "facts": words.facts(file),
        "quotes": quotes,
        "length": words.length(quotes),
        "before": words.before(file),
        "unreadable": words.unreadable(file),
        "cards": cards(actor, file, request),
        "unconfirmed": _unconfirmed(file),
        "what": What(file),
        "reporter": words.reporter(file, network.org(actor.org).name),
        "mine": held == actor.person,
        "number": short(row.pk),
        "holder": network.names([held]).get(held, "") if held and held != actor.person else "",
        "due": clocks.due_of([row.pk], org=row.org_id).get(row.pk),
        "team": len(network.team_people(actor.org, RingKind.SAFEGUARDING if row.restricted else RingKind.INTAKE)),
        "decisions": decisions,
        "to_confirm": next((one for one in decisions if one["url"]), None),
        "days_left": days_left(row.erase_on, now.date()) if row.erase_on and decided else None,
        "undecided": row.triage in triage.UNDECIDED,
        "same": _same(row),
        "may": {
            name: bool(access.may(actor, f"concerns.{name}", row))
            for name in ("mark_conflict", "clear_conflict", "hold")
        },
        "unknown_sender": not row.locator,
    }
    return render(request, "concerns/triage/concern.html", context)


def _decision(one: triage.Decided, actor: Actor) -> dict[str, object]:
    waits = one.waits and one.person != actor.person
    page_of = "concerns:erase" if one.code == ERASE_EARLY else "concerns:second"
    url = reverse(page_of, args=[one.id]) if waits else ""
    return {"one": one, "words": words.triage(one.code, one.finding), "url": url, "own": one.person == actor.person}


def _same(row: Concern) -> list[Concern]:
    """What came with the same text within the hour."""
    head = row.grouped_with_id or row.pk
    group = Concern.objects.filter(org_id=row.org_id, grouped_with_id=head, restricted=row.restricted)
    found = list(group.exclude(pk=row.pk).only("pk", "received_on", "triage", "duplicate_of_id")[:20])
    if row.grouped_with_id:
        found += list(Concern.objects.filter(pk=row.grouped_with_id, org_id=row.org_id, restricted=row.restricted))
    return found


def _unconfirmed(file: File) -> list[str]:
    """Countries that were named and that nobody has confirmed: they make no proposal before."""
    known = {one.country for one in file.offender.confirmed}
    return [words.country(code) for code in file.offender.countries if code not in known]


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
def let_go(request: HttpRequest, actor: Actor, concern_id: UUID) -> HttpResponse:
    """Give it free for a colleague."""
    triage.let_go(actor, concern_id)
    messages.success(request, _("You no longer hold it. Colleagues see that it is free."))
    return HttpResponseRedirect(reverse("concerns:queue"))


@web.deeds.page("concerns.open")
@require_POST
def choose(request: HttpRequest, actor: Actor, concern_id: UUID) -> HttpResponse:
    """From the choice to the page where it is recorded."""
    choice, row = request.POST.get("choice", ""), triage.concern_of(actor, concern_id)
    if choice == ASK:
        return HttpResponseRedirect(reverse("concerns:write", args=[concern_id]))
    if choice not in set(Triage):
        messages.warning(request, _("Choose what to do, then go on."))
        return HttpResponseRedirect(reverse("concerns:concern", args=[concern_id]))
    if choice == Triage.ROUTE_ELSEWHERE and not is_under_way(row):
        return HttpResponseRedirect(reverse("concerns:handover_whom", args=[concern_id]))
    target = reverse("concerns:decide", args=[concern_id, choice])
    return HttpResponseRedirect(f"{target}?{urlencode({'version': request.POST.get('version', '')})}")


@web.deeds.page("concerns.hand_over")
@require_GET
def whom(request: HttpRequest, actor: Actor, concern_id: UUID) -> HttpResponse:
    """To hand over is to send something: to the preview for the one who can be sent it, or to the choice."""
    file = triage.look(actor, concern_id, web.deeds.at(request))
    found = cards(actor, file, request)
    ready = [one for one in found if one["url"]]
    if len(ready) == 1:
        return HttpResponseRedirect(str(ready[0]["url"]))
    context = {"concern": file.concern, "cards": ready, "unconfirmed": _unconfirmed(file)}
    return render(request, "concerns/handovers/whom.html", context)


# ---- who can act ----


def cards(actor: Actor, file: File, request: HttpRequest) -> list[dict[str, object]]:
    """The proposals as cards: who, why, under which agreement, what must be read, and where one goes on."""
    language = get_language() or "en"
    day = web.deeds.at(request).date()
    found = acting.proposals(file.concern, file.content, file.offender, day, language)
    mine = Handover.objects.filter(concern=file.concern).exclude(state=TransitionState.WITHDRAWN).order_by("pk")
    sent = {row.recipient_id: row for row in mine.only("recipient", "state")}
    return [_card(proposal, file.concern, sent) for proposal in found]


def _card(proposal: Proposal, concern: Concern, sent: dict[UUID, Handover]) -> dict[str, object]:
    org = proposal.recipient
    last = sent.get(org.id) if org else None
    state = last.state if last else ""
    verdicts = [(words.country(one.verdict.state), one.verdict) for one in proposal.reasons if one.verdict]
    return {
        "name": f"{org.name}, {words.country(org.country)}" if org else _nobody(proposal),
        "reasons": [_reason(rule.rule, rule.country) for rule in proposal.reasons],
        "law": list(dict.fromkeys(_law(country, verdict) for country, verdict in verdicts)),
        "rests_on": list(dict.fromkeys(line for _country, verdict in verdicts for line in _rests_on(verdict))),
        "tag": _tag(proposal),
        "payload": _payload(proposal),
        "notes": list(proposal.must_read),
        "blocked": "" if proposal.sendable or proposal.payload is PayloadClass.NOTHING else _blocked(proposal),
        "signpost": proposal.signpost,
        "state": _(handovers_texts.STATE[state]) if state else "",
        "sent": reverse("concerns:handover", args=[last.pk]) if last else "",
        "url": _preview(concern, org.id) if org and proposal.sendable and state not in UNDER_WAY else "",
        "authority": bool(org and org.kind is OrgKind.AUTHORITY),
    }


def _nobody(proposal: Proposal) -> str:
    if proposal.role == "hotline_signpost":
        return _("Hotline")
    return words.country(proposal.country) if proposal.country else _("Nobody yet")


def _reason(rule: str, country: str) -> str:
    return _(routing_texts.ROUTING[rule]).format(country=words.country(country) if country else "")


def _law(country: str, verdict: Verdict) -> str:
    """What the law of a country says, with links to the provisions that it rests on."""
    said = _("Law of {country}: {answer}").format(country=country, answer=_(routing_texts.LAW[verdict.answer]))
    if verdict.words:
        said = f"{said} {_(verdict.words)}"
    linked = format_html_join(", ", "{}", ((cited(one),) for one in verdict.provisions))
    return format_html("{} {}", said, linked) if linked else said


def cited(one: Provision) -> str:
    """A provision as people say it: a bare number becomes "section 4", or "article 4" where its act counts articles."""
    number = one.citation
    bare = number[:1].isdigit() and "§" not in number
    named = _("article {number}") if one.articles else _("section {number}")
    name = named.format(number=number) if bare else number
    return (
        format_html('<a href="{}"><bdi>{}</bdi></a>', one.url, name) if one.url else format_html("<bdi>{}</bdi>", name)
    )


def _rests_on(verdict: Verdict) -> Iterator[str]:
    """Each provision with the words that carry it, and how far its review is."""
    for one in verdict.provisions:
        review = (
            _("reviewed on {day}").format(day=web.day_words(one.reviewed)) if one.reviewed else _("not yet reviewed")
        )
        quoted = format_html(" <q>{}</q>", one.words) if one.words else ""
        yield format_html("{}{} ({})", cited(one), quoted, review)


def _tag(proposal: Proposal) -> tuple[str, str]:
    """A short word on the card, and its tone."""
    if proposal.role in {"keep", "hotline_signpost"}:
        return (_("us: keep"), "ok") if proposal.role == "keep" else (_("nothing is sent"), "info")
    if proposal.recipient is None:
        return (_("no member"), "") if proposal.country else (_("ask first"), "soon")
    if isinstance(proposal.agreement, Refused):
        return _("no agreement that allows it"), "late"
    if proposal.must_read:
        blocked = any(note.missing for note in proposal.must_read)
        return (_("no note, blocked"), "late") if blocked else (_("read the note first"), "soon")
    return _until(proposal.agreement), "ok"


def _until(agreement: Allowed) -> str:
    return _("agreement to {day}").format(day=web.day_words(agreement.until)) if agreement.until else _("agreement")


def _payload(proposal: Proposal) -> str:
    if proposal.recipient is None or proposal.payload is PayloadClass.NOTHING:
        return (
            ""
            if proposal.recipient or not proposal.country or proposal.role == "hotline_signpost"
            else _(routing_texts.NOBODY)
        )
    if proposal.payload is PayloadClass.WITH_ADULT_WORDS:
        return _(
            "Sent by default: place, time, coded facts, words on the adult. Never: the reporter, the child’s name."
        )
    return _("Sent by default: place, time, coded facts. Never: the reporter, the child’s name.")


def _blocked(proposal: Proposal) -> str:
    if isinstance(proposal.agreement, Refused):
        return _(proposal.agreement.words)
    return next((_(note.words) for note in proposal.must_read if note.missing), "")


def _preview(concern: Concern, recipient: UUID) -> str:
    return reverse("concerns:handover_new", args=[concern.pk, recipient])
