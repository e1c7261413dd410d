"""One handover: its path, what leaves or came, and what this person can do with it now."""

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from fanal.access import api as access
from fanal.concerns.desk.words import HANDOVER_STATE
from fanal.concerns.handovers import kept, received, talk
from fanal.concerns.handovers import texts as handovers_texts
from fanal.concerns.handovers.desk import acts, new
from fanal.concerns.handovers.desk import words as wording
from fanal.concerns.handovers.kind import HANDOVERS
from fanal.concerns.handovers.steps import is_urgent
from fanal.concerns.models import Handover
from fanal.concerns.triage.decisions import DECIDE
from fanal.concerns.triage.triage import is_undecided
from fanal.network.contracts import Actor
from fanal.passing.api import is_readable, path, steps
from fanal.vocabulary.codes import TransitionState as State
from fanal.vocabulary.codes import Triage
from fanal.vocabulary.ids import short
from fanal.vocabulary.words import gettext_noop
from fanal.web import api as web

EVENTS = {
    "draft": gettext_noop("Drafted"),
    "read_note": gettext_noop("Note on the authorities read"),
    "confirm": gettext_noop("Confirmed; a second person follows"),
    "offer": gettext_noop("Sent"),
    "accept": gettext_noop("Accepted"),
    "decline": gettext_noop("Declined"),
    "expire": gettext_noop("Not answered in time; the copy was taken back"),
    "withdraw": gettext_noop("Withdrawn"),
    "release": gettext_noop("What was added was sent"),
    "complete": gettext_noop("Outcome told"),
    "still_open": gettext_noop("Still open"),
    "renew": gettext_noop("Longer access given"),
    "revoke": gettext_noop("Access ended"),
    "lapse": gettext_noop("Access ended by itself"),
    "purge": gettext_noop("Erased at the recipient"),
    "settle": gettext_noop("Another way was found"),
    "call": gettext_noop("The referral desk telephoned"),
    "ask": gettext_noop("Asked a question"),
    "tell": gettext_noop("Wrote"),
}
TONES = {
    State.OFFERED: "soon",
    State.ACCEPTED: "ok",
    State.COMPLETED: "ok",
    State.DECLINED: "late",
    State.EXPIRED: "late",
}
WAITS = gettext_noop("Waits for your answer")
_REASONS = {
    **handovers_texts.DECLINE,
    **handovers_texts.OUTCOME,
    **kept.RENEW_REASONS,
    **kept.REVOKE_REASONS,
}


@web.deeds.page("concerns.handovers")
@require_http_methods(["GET", "POST"])
def handover(request: HttpRequest, actor: Actor, handover_id: UUID) -> HttpResponse:
    """One handover, on either side. Opening what is sealed stands in the journal."""
    row = HANDOVERS.row_of(actor, handover_id)
    if row.state == State.DRAFT:
        return new.draft(request, actor, row)
    if request.method == "POST":
        return HttpResponseRedirect(reverse("concerns:handover", args=[row.pk]))
    mine = row.org_id == actor.org
    opens = is_readable(row) and bool(access.may(actor, received.OPEN, row)) and _holds(actor, row)
    read = received.read(actor, row.pk, web.deeds.at(request)) if opens else None
    said = talk.read(actor, row, web.deeds.at(request))
    talk.seen(actor, row, web.deeds.at(request))
    other = row.recipient if mine else row.org
    due, again = steps.duty_on(HANDOVERS, row, actor.org), _again(actor, row)
    context = {
        "row": row,
        "mine": mine,
        "other": f"{other.name}, {other.country}",
        "state": _(WAITS) if row.state == State.OFFERED and not mine else _(HANDOVER_STATE[row.state]),
        "tone": TONES.get(State(row.state), ""),
        "due": due,
        "urgent": is_urgent(row, actor.org) and (due is not None or bool(again) or row.state == State.OFFERED),
        "asked": due is not None and talk.is_asked(actor, row),
        "now": web.deeds.at(request),
        "facts": wording.leaves(read.items) if read else [],
        "rest": bool(bytes(row.additions)) and read is not None and read.additions is None,
        "waits": bool(bytes(row.additions)) and not row.released,
        "closed": is_readable(row) and read is None,
        "why": wording.why(row, sent=mine),
        "number": short(row.pk),
        "events": _events(actor, row, said),
        "acts": acts.shown(actor, row),
        "outcome": _(handovers_texts.OUTCOME.get(row.outcome, "")) if row.outcome else "",
        "to_decide": _to_decide(actor, row),
        "again": again,
        "purged_by_clock": row.state == State.PURGED and not received.is_signed(row),
    }
    return render(request, "concerns/handovers/handover.html", context)


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


def _holds(actor: Actor, row: Handover) -> bool:
    """Whether the recipient's keys are still there: after the end of access the page opens without what was sealed."""
    return row.org_id == actor.org or row.state in {State.OFFERED, State.ACCEPTED, State.COMPLETED}


def _events(actor: Actor, row: Handover, said: Mapping[int, str]) -> list[dict[str, object]]:
    """The path in words, with what was written. People of the other side appear as their organisation."""
    offices = {row.org_id: row.org.name, row.recipient_id: row.recipient.name}
    signed, events = path.signed([row.pk]), []
    for event in row.events.select_related("person").order_by("at", "pk"):
        person = event.person
        who = _("by itself") if person is None else person.name
        if person is not None and person.org_id != actor.org:
            who = offices.get(person.org_id, _("the referral desk"))
        if not path.holds(HANDOVERS, event, signed):
            who = _("nobody signed for it")
        what = _(EVENTS[event.event])
        if event.reason in _REASONS:
            what = f"{what}: {_(_REASONS[event.reason])}"
        events.append({"when": event.at, "what": what, "who": who, "said": said.get(event.pk, "")})
    return events


@web.deeds.page("concerns.handovers")
@require_GET
def opened_by(request: HttpRequest, actor: Actor, handover_id: UUID) -> HttpResponse:
    """Who did what with this handover, on both sides."""
    row = HANDOVERS.row_of(actor, handover_id)
    return render(request, "concerns/handovers/history.html", {"row": row, "events": access.history(actor, row.pk)})
