"""One handover: its path, what leaves or came, and what this person can do with it now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from fanal.access import api as access
from fanal.access.api import NotNow
from fanal.clocks import api as clocks
from fanal.concerns import staff_texts
from fanal.concerns.handovers import duties, handovers, kept, path, received, talk
from fanal.concerns.handovers.desk import new
from fanal.concerns.handovers.desk import words as wording
from fanal.concerns.handovers.desk.forms import Decline, NothingLeft, Outcome, Renew, Revoke, Write
from fanal.concerns.handovers.payload import PreviewChanged
from fanal.concerns.handovers.received import is_readable
from fanal.concerns.handovers.steps import ACCEPT, OVER, SENT, duty_on, hangs_on, is_urgent, row_of
from fanal.concerns.models import Handover
from fanal.concerns.triage.decisions import DECIDE
from fanal.concerns.triage.triage import is_undecided
from fanal.network.contracts import Actor
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
    **staff_texts.DECLINE,
    **staff_texts.OUTCOME,
    **kept.RENEW_REASONS,
    **kept.REVOKE_REASONS,
}


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that can be done with a handover: who may (deed), its words, its form, what it calls."""

    deed: str
    title: str | Promise
    lede: str | Promise
    button: str | Promise
    done: str | Promise
    form: type[Any]
    call: Callable[[Actor, UUID, dict[str, Any], datetime], object]


def _plain(
    function: Callable[[Actor, UUID, datetime], object],
) -> Callable[[Actor, UUID, dict[str, Any], datetime], object]:
    return lambda actor, row, _data, now: function(actor, row, now)


def _coded(function: Callable[[Actor, UUID, str, datetime], object]) -> Callable[..., object]:
    return lambda actor, row, data, now: function(actor, row, data["reason"], now)


ACTS: dict[str, Act] = {
    "accept": Act(
        ACCEPT,
        gettext_lazy("Accept this handover"),
        gettext_lazy("You take it on. The sender hears of it, and you tell what came of it within ninety days."),
        gettext_lazy("Accept it"),
        gettext_lazy("Accepted. What the sender added follows when they send it."),
        web.deeds.Sure,
        _plain(received.accept),
    ),
    "decline": Act(
        received.DECLINE,
        gettext_lazy("Decline this handover"),
        gettext_lazy("The copy is erased here, and the sender looks for another way at once."),
        gettext_lazy("Decline it"),
        gettext_lazy("Declined. The copy is erased."),
        Decline,
        _coded(received.decline),
    ),
    "outcome": Act(
        received.COMPLETE,
        gettext_lazy("What came of it"),
        gettext_lazy("This answer goes to the sender, and your words if you write any. Nothing else."),
        gettext_lazy("Tell the sender"),
        gettext_lazy("Told. Erase your copy when you no longer need it."),
        Outcome,
        lambda actor, row, data, now: received.complete(actor, row, data["reason"], now, data["words"]),
    ),
    "write": Act(
        talk.WRITE,
        gettext_lazy("Ask or write to the other side"),
        gettext_lazy("It is sealed for their team and for yours. Their time to accept or decline runs on."),
        gettext_lazy("Send it to them"),
        gettext_lazy("Sent. The other side has a task and a mark at this handover."),
        Write,
        lambda actor, row, data, now: talk.write(
            actor, row, data["text"], now, question=data["question"], key=data["key"]
        ),
    ),
    "purge": Act(
        received.PURGE,
        gettext_lazy("Erase it, and confirm"),
        gettext_lazy("Your name stands under this confirmation. The sender sees it."),
        gettext_lazy("Erase it and sign"),
        gettext_lazy("Erased. Your confirmation is in the journal of both sides."),
        NothingLeft,
        _plain(received.purge),
    ),
    "withdraw": Act(
        handovers.WITHDRAW,
        gettext_lazy("Take this handover back"),
        gettext_lazy("The copy is erased. What they have read already cannot be unread."),
        gettext_lazy("Take it back"),
        gettext_lazy("Taken back. The copy is erased."),
        web.deeds.Sure,
        _plain(handovers.withdraw),
    ),
    "release": Act(
        kept.RELEASE,
        gettext_lazy("Send what was added"),
        gettext_lazy("They have accepted. Now they get what you added in the preview, and nothing else."),
        gettext_lazy("Send it now"),
        gettext_lazy("Sent."),
        web.deeds.Sure,
        _plain(kept.release),
    ),
    "renew": Act(
        kept.RENEW,
        gettext_lazy("Give longer access"),
        gettext_lazy("Ninety days from today, never longer than the agreement."),
        gettext_lazy("Give longer access"),
        gettext_lazy("They can read it longer now."),
        Renew,
        _coded(kept.renew),
    ),
    "revoke": Act(
        kept.REVOKE,
        gettext_lazy("End their access"),
        gettext_lazy(
            "Their keys go at once, and they confirm that nothing is left. What they have read cannot be unread."
        ),
        gettext_lazy("End the access"),
        gettext_lazy("Their access is over."),
        Revoke,
        _coded(kept.revoke),
    ),
    "settle": Act(
        kept.SETTLE,
        gettext_lazy("Another way was found"),
        gettext_lazy("Then nobody need look for one any more, and it leaves the list of the referral desk."),
        gettext_lazy("Another way was found"),
        gettext_lazy("Noted."),
        web.deeds.Sure,
        _plain(kept.settle),
    ),
}
_CONFIRM = replace(
    ACTS["purge"],
    title=gettext_lazy("Confirm that nothing is left"),
    lede=gettext_lazy("The copy is erased. Your name stands under this confirmation. The sender sees it."),
    button=gettext_lazy("Sign it"),
    done=gettext_lazy("Your confirmation is in the journal of both sides."),
)
_SENDER = {
    State.OFFERED: ("write", "withdraw"),
    State.ACCEPTED: ("release", "write", "renew", "revoke"),
    State.COMPLETED: ("release", "write", "renew", "revoke"),
    **dict.fromkeys(map(State, OVER), ("settle",)),
}
_RECIPIENT = {
    State.OFFERED: ("accept", "decline", "write"),
    State.ACCEPTED: ("outcome", "write"),
    State.COMPLETED: ("purge", "write"),
    State.REVOKED: ("purge",),
    State.PURGED: ("purge",),  # by the clock: somebody must still sign
}


def known(name: str, row: Handover) -> Act:
    """A thing to do with this handover, in its words: what is erased already is not erased again, only signed."""
    return _CONFIRM if name == "purge" and not is_readable(row) else ACTS[name]


def acts_of(actor: Actor, row: Handover) -> list[str]:
    """What this person can do with it now, the likeliest first."""
    table = _SENDER if row.org_id == actor.org else _RECIPIENT
    found = [name for name in table.get(State(row.state), ()) if access.may(actor, ACTS[name].deed, row)]
    if row.released or not bytes(row.additions):
        found = [name for name in found if name != "release"]
    if row.org_id == actor.org and "revoke" not in found and is_readable(row) and not access.stated.stands(row):
        found += ["revoke"] if access.may(actor, ACTS["revoke"].deed, row) else []
    if "purge" in found and row.state == State.PURGED and received.is_signed(row):
        return []
    if "settle" in found and not _came_back(row):
        found.remove("settle")
    return found


def _came_back(row: Handover) -> bool:
    kinds = {duties.UNANSWERED.code, duties.CAME_BACK.code}
    found = clocks.open_duties(org=row.org_id, subjects=[row.pk])
    return any(one.kind in kinds for one in found)


@web.deeds.page("concerns.handovers")
@require_http_methods(["GET", "POST"])
def handover(request: HttpRequest, actor: Actor, handover_id: UUID) -> HttpResponse:
    """One handover, on either side. Opening what is sealed stands in the journal."""
    row = row_of(actor, handover_id)
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
    due, again = duty_on(row, actor.org), _again(actor, row)
    context = {
        "row": row,
        "mine": mine,
        "other": f"{other.name}, {other.country}",
        "state": _(WAITS) if row.state == State.OFFERED and not mine else _(staff_texts.STATE[row.state]),
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
        "acts": [(name, known(name, row).title) for name in acts_of(actor, row)],
        "outcome": _(staff_texts.OUTCOME.get(row.outcome, "")) if row.outcome else "",
        "to_decide": _to_decide(actor, row),
        "again": again,
        "purged_by_clock": row.state == State.PURGED and not received.is_signed(row),
    }
    return render(request, "concerns/handovers/handover.html", context)


def _to_decide(actor: Actor, row: Handover) -> str:
    """Where the decision is recorded, for what was sent of a concern on which nobody has decided."""
    concern = row.concern if row.org_id == actor.org and row.state in SENT else None
    if concern is None or not is_undecided(concern) or not access.may(actor, DECIDE, concern):
        return ""
    return f"{reverse('concerns:decide', args=[concern.pk, Triage.ROUTE_ELSEWHERE])}?version={concern.version}"


def _again(actor: Actor, row: Handover) -> str:
    """The concern on which somebody must decide again, now that nobody acts on what was handed over."""
    concern = row.concern if row.org_id == actor.org and row.state in OVER and not row.outcome else None
    if concern is None or not is_undecided(concern) or not access.may(actor, DECIDE, concern):
        return ""
    return reverse("concerns:concern", args=[concern.pk])


def _holds(actor: Actor, row: Handover) -> bool:
    """Whether the recipient's keys are still there: after the end of access the page opens without what was sealed."""
    return row.org_id == actor.org or row.state in {State.OFFERED, State.ACCEPTED, State.COMPLETED}


def _events(actor: Actor, row: Handover, said: Mapping[int, str]) -> list[dict[str, object]]:
    """The path in words, with what was written. People of the other side appear as their organisation."""
    offices = {row.org_id: row.org.name, row.recipient_id: row.recipient.name}
    signed, found = path.signed([row.pk]), []
    for one in row.events.select_related("person").order_by("at", "pk"):
        person = one.person
        who = _("by itself") if person is None else person.name
        if person is not None and person.org_id != actor.org:
            who = offices.get(person.org_id, _("the referral desk"))
        if not path.holds(one, signed):
            who = _("nobody signed for it")
        what = _(EVENTS[one.event])
        if one.reason in _REASONS:
            what = f"{what}: {_(_REASONS[one.reason])}"
        found.append({"when": one.at, "what": what, "who": who, "said": said.get(one.pk, "")})
    return found


@web.deeds.page("concerns.handovers")
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, actor: Actor, handover_id: UUID, name: str) -> HttpResponse:
    """One deed with its own page: what happens, the reason where one is needed, the button."""
    row = row_of(actor, handover_id)
    if name not in ACTS:
        raise Http404
    this = known(name, row)
    access.ask(actor, this.deed, row)
    if request.method == "GET" and name not in acts_of(actor, row):
        messages.info(request, _("This cannot be done any more. Here is how it stands."))
        return HttpResponseRedirect(reverse("concerns:handover", args=[row.pk]))
    form = this.form(request.POST if request.method == "POST" else None)
    if isinstance(form, Write):
        form.initial["question"] = not talk.is_asked(actor, row)
    if request.method == "POST" and form.is_valid():
        with web.deeds.telling(form):
            try:
                this.call(actor, row.pk, form.cleaned_data, web.deeds.at(request))
            except PreviewChanged:
                raise NotNow(_("What is stored is not what was previewed. Nothing was sent.")) from None
            row.refresh_from_db()
            still = name == "outcome" and row.state == State.ACCEPTED
            messages.success(request, _("Told. Say what came of it when you know.") if still else str(this.done))
            return HttpResponseRedirect(reverse("concerns:handover", args=[row.pk]))
    form.buttons = (web.Button(this.button),)
    context = {"row": row, "act": this, "form": form, "reopens": name in _REOPENS and _reopens(row)}
    return render(request, "concerns/handovers/act.html", context)


_REOPENS = ("withdraw", "revoke")


def _reopens(row: Handover) -> bool:
    """Whether to take it back leaves the concern undecided: it hangs on nothing else, and no outcome was told."""
    return row.state in {State.OFFERED, State.ACCEPTED} and hangs_on(row) is not None


@web.deeds.page("concerns.handovers")
@require_GET
def opened_by(request: HttpRequest, actor: Actor, handover_id: UUID) -> HttpResponse:
    """Who did what with this handover, on both sides."""
    row = row_of(actor, handover_id)
    return render(request, "concerns/handovers/history.html", {"row": row, "events": access.history(actor, row.pk)})
