"""Who can act, as cards of a page: who, why, under which agreement, what must be read, and where one goes on."""

from collections.abc import Iterator
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from fanal.concerns.content import ConcernContent, PersonSuspected
from fanal.concerns.contracts import PayloadClass, Proposal, Provision, Verdict
from fanal.concerns.desk import words
from fanal.concerns.models import Concern, Handover
from fanal.concerns.routing import acting, texts
from fanal.network.contracts import Actor, OrgKind
from fanal.passing.api import texts as passing
from fanal.vocabulary.codes import TransitionState
from fanal.vocabulary.results import Allowed, Refused
from fanal.web import api as web

_UNDER_WAY = (
    TransitionState.DRAFT,
    TransitionState.OFFERED,
    TransitionState.ACCEPTED,
    TransitionState.COMPLETED,
    TransitionState.PURGED,
)
"""States of a handover that stand in the way of drafting another one to the same partner."""


def cards(
    actor: Actor, concern: Concern, content: ConcernContent, offender: PersonSuspected, request: HttpRequest
) -> list[dict[str, object]]:
    """The proposals as cards: who, why, under which agreement, what must be read, and where one goes on."""
    language = web.spoken()
    found = acting.proposals(actor, concern, content, offender, web.deeds.at(request), language)
    mine = Handover.objects.filter(concern=concern).exclude(state=TransitionState.WITHDRAWN).order_by("pk")
    sent = {row.recipient_id: row for row in mine.only("recipient", "state")}
    return [_card(proposal, concern, sent) for proposal in found]


def _card(proposal: Proposal, concern: Concern, sent: dict[UUID, Handover]) -> dict[str, object]:
    org = proposal.recipient
    last = sent.get(org.id) if org else None
    state = last.state if last else ""
    verdicts = [(words.country(rule.verdict.state), rule.verdict) for rule in proposal.reasons if rule.verdict]
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
        "state": _(passing.STATE[state]) if state else "",
        "sent": reverse("concerns:handover", args=[last.pk]) if last else "",
        "url": _preview(concern, org.id) if org and proposal.sendable and state not in _UNDER_WAY else "",
        "authority": bool(org and org.kind is OrgKind.AUTHORITY),
    }


def _nobody(proposal: Proposal) -> str:
    if proposal.role == "hotline_signpost":
        return _("Hotline")
    return words.country(proposal.country) if proposal.country else _("Nobody yet")


def _reason(rule: str, country: str) -> str:
    return _(texts.ROUTING[rule]).format(country=words.country(country) if country else "")


def _law(country: str, verdict: Verdict) -> str:
    """What the law of a country says, with links to the provisions that it rests on."""
    said = _("Law of {country}: {answer}").format(country=country, answer=_(texts.LAW[verdict.answer]))
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
            "" if proposal.recipient or not proposal.country or proposal.role == "hotline_signpost" else _(texts.NOBODY)
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
