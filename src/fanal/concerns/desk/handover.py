"""One handover: its path, what leaves or came, and what this person can do with it now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from fanal.access import api as access
from fanal.clocks import api as clocks
from fanal.concerns import duties_handover, handovers, handovers_kept, handovers_received, staff_texts
from fanal.concerns.desk import handover_new
from fanal.concerns.desk import handover_words as wording
from fanal.concerns.desk.telling import at, page
from fanal.concerns.desk.words import rows
from fanal.concerns.handover_steps import NotNow, row_of
from fanal.concerns.handovers_received import is_readable
from fanal.concerns.models import Handover
from fanal.concerns.payload import PreviewChanged
from fanal.network.contracts import Actor, NetworkError
from fanal.vocabulary.codes import TransitionState as State
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
    "renew": gettext_noop("Longer access given"),
    "revoke": gettext_noop("Access ended"),
    "lapse": gettext_noop("Access ended by itself"),
    "purge": gettext_noop("Erased at the recipient"),
    "settle": gettext_noop("Another way was found"),
    "call": gettext_noop("The referral desk telephoned"),
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
    **handovers_kept.RENEW_REASONS,
    **handovers_kept.REVOKE_REASONS,
}


class Sure(web.Page):
    """Nothing to fill in: the button is the answer."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)


class Reason(web.Page):
    """One reason from a closed list."""

    label: ClassVar[str | Promise] = gettext_lazy("Why?")
    choices: ClassVar[dict[str, str]] = {}
    reason = forms.ChoiceField(widget=forms.RadioSelect, error_messages={"required": gettext_lazy("Choose one.")})

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        field = self.fields["reason"]
        assert isinstance(field, forms.ChoiceField)
        field.label, field.choices = str(self.label), rows(self.choices)


class Decline(Reason):
    choices = dict(staff_texts.DECLINE)


class Outcome(Reason):
    label = gettext_lazy("What came of it?")
    choices = dict(staff_texts.OUTCOME)


class Renew(Reason):
    choices = handovers_kept.RENEW_REASONS


class Revoke(Reason):
    choices = handovers_kept.REVOKE_REASONS


class NothingLeft(web.Page):
    """The signed confirmation."""

    sure = forms.BooleanField(
        label=gettext_lazy("No print, note, photograph or file of it is left with us"),
        error_messages={"required": gettext_lazy("Look for prints and notes first. Then tick this.")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)


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
        handovers_received.ACCEPT,
        gettext_lazy("Accept this handover"),
        gettext_lazy("You take it on. The sender hears of it, and you tell what came of it within ninety days."),
        gettext_lazy("Accept it"),
        gettext_lazy("Accepted. What the sender added follows when they send it."),
        Sure,
        _plain(handovers_received.accept),
    ),
    "decline": Act(
        handovers_received.DECLINE,
        gettext_lazy("Decline this handover"),
        gettext_lazy("The copy is erased here, and the sender looks for another way at once."),
        gettext_lazy("Decline it"),
        gettext_lazy("Declined. The copy is erased."),
        Decline,
        _coded(handovers_received.decline),
    ),
    "outcome": Act(
        handovers_received.COMPLETE,
        gettext_lazy("What came of it"),
        gettext_lazy("Only this answer goes to the sender: no name, no words."),
        gettext_lazy("Tell the sender"),
        gettext_lazy("Told. Erase your copy when you no longer need it."),
        Outcome,
        _coded(handovers_received.complete),
    ),
    "purge": Act(
        handovers_received.PURGE,
        gettext_lazy("Erase it, and confirm"),
        gettext_lazy("Your name stands under this confirmation. The sender sees it."),
        gettext_lazy("Erase it and sign"),
        gettext_lazy("Erased. Your confirmation is in the journal of both sides."),
        NothingLeft,
        _plain(handovers_received.purge),
    ),
    "withdraw": Act(
        handovers.WITHDRAW,
        gettext_lazy("Take this handover back"),
        gettext_lazy("The copy is erased. What they have read already cannot be unread."),
        gettext_lazy("Take it back"),
        gettext_lazy("Taken back. The copy is erased."),
        Sure,
        _plain(handovers.withdraw),
    ),
    "release": Act(
        handovers_kept.RELEASE,
        gettext_lazy("Send what was added"),
        gettext_lazy("They have accepted. Now they get what you added in the preview, and nothing else."),
        gettext_lazy("Send it now"),
        gettext_lazy("Sent."),
        Sure,
        _plain(handovers_kept.release),
    ),
    "renew": Act(
        handovers_kept.RENEW,
        gettext_lazy("Give longer access"),
        gettext_lazy("Ninety days from today, never longer than the agreement."),
        gettext_lazy("Give longer access"),
        gettext_lazy("They can read it longer now."),
        Renew,
        _coded(handovers_kept.renew),
    ),
    "revoke": Act(
        handovers_kept.REVOKE,
        gettext_lazy("End their access"),
        gettext_lazy(
            "Their keys go at once, and they confirm that nothing is left. What they have read cannot be unread."
        ),
        gettext_lazy("End the access"),
        gettext_lazy("Their access is over."),
        Revoke,
        _coded(handovers_kept.revoke),
    ),
    "settle": Act(
        handovers_kept.SETTLE,
        gettext_lazy("Another way was found"),
        gettext_lazy("Then nobody need look for one any more, and it leaves the list of the referral desk."),
        gettext_lazy("Another way was found"),
        gettext_lazy("Noted."),
        Sure,
        _plain(handovers_kept.settle),
    ),
}
_SENDER = {
    State.OFFERED: ("withdraw",),
    State.ACCEPTED: ("release", "renew", "revoke"),
    State.COMPLETED: ("release", "renew", "revoke"),
    State.DECLINED: ("settle",),
    State.EXPIRED: ("settle",),
}
_RECIPIENT = {
    State.OFFERED: ("accept", "decline"),
    State.ACCEPTED: ("outcome",),
    State.COMPLETED: ("purge",),
    State.REVOKED: ("purge",),
    State.PURGED: ("purge",),  # by the clock: somebody must still sign
}


def acts_of(actor: Actor, row: Handover) -> list[str]:
    """What this person can do with it now, the likeliest first."""
    table = _SENDER if row.org_id == actor.org else _RECIPIENT
    found = [name for name in table.get(State(row.state), ()) if access.may(actor, ACTS[name].deed, row)]
    if row.released or not bytes(row.additions):
        found = [name for name in found if name != "release"]
    if row.state == State.PURGED and handovers_received.is_signed(row):
        return []
    if "settle" in found and not _came_back(row):
        found.remove("settle")
    return found


def _came_back(row: Handover) -> bool:
    kinds = {duties_handover.UNANSWERED.code, duties_handover.CAME_BACK.code}
    due = clocks.due_of([row.pk], org=row.org_id).get(row.pk)
    return due is not None and due.kind in kinds


@page("concerns.handovers")
@require_http_methods(["GET", "POST"])
def handover(request: HttpRequest, actor: Actor, handover_id: UUID) -> HttpResponse:
    """One handover, on either side. Opening what is sealed stands in the journal."""
    row = row_of(actor, handover_id)
    if row.state == State.DRAFT:
        return handover_new.draft(request, actor, row)
    if request.method == "POST":
        return HttpResponseRedirect(reverse("concerns:handover", args=[row.pk]))
    mine = row.org_id == actor.org
    opens = is_readable(row) and bool(access.may(actor, handovers_received.OPEN, row)) and _holds(actor, row)
    read = handovers_received.read(actor, row.pk, at(request)) if opens else None
    other = row.recipient if mine else row.org
    acts = acts_of(actor, row)
    context = {
        "row": row,
        "mine": mine,
        "other": f"{other.name}, {other.country}",
        "state": _(WAITS) if row.state == State.OFFERED and not mine else _(staff_texts.STATE[row.state]),
        "tone": TONES.get(State(row.state), ""),
        "due": clocks.due_of([row.pk], org=actor.org).get(row.pk),
        "now": at(request),
        "facts": wording.leaves(read.items) if read else [],
        "rest": bool(bytes(row.additions)) and read is not None and read.additions is None,
        "waits": bool(bytes(row.additions)) and not row.released,
        "closed": is_readable(row) and read is None,
        "role": _(wording.ROLES.get(row.role, row.role)),
        "events": _events(actor, row),
        "acts": [(name, ACTS[name].title) for name in acts],
        "outcome": _(staff_texts.OUTCOME.get(row.outcome, "")) if row.outcome else "",
        "purged_by_clock": row.state == State.PURGED and not handovers_received.is_signed(row),
    }
    return render(request, "concerns/desk/handover.html", context)


def _holds(actor: Actor, row: Handover) -> bool:
    """Whether the recipient's keys are still there: after the end of access the page opens without what was sealed."""
    return row.org_id == actor.org or row.state in {State.OFFERED, State.ACCEPTED, State.COMPLETED}


def _events(actor: Actor, row: Handover) -> list[dict[str, object]]:
    """The path in words. People of the other side appear under the name of their organisation."""
    offices = {row.org_id: row.org.name, row.recipient_id: row.recipient.name}
    found = []
    for one in row.events.select_related("person").order_by("at", "pk"):
        person = one.person
        who = _("by itself") if person is None else person.name
        if person is not None and person.org_id != actor.org:
            who = offices.get(person.org_id, _("the referral desk"))
        what = _(EVENTS[one.event])
        if one.reason in _REASONS:
            what = f"{what}: {_(_REASONS[one.reason])}"
        found.append({"when": one.at, "what": what, "who": who})
    return found


@page("concerns.handovers")
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, actor: Actor, handover_id: UUID, name: str) -> HttpResponse:
    """One deed with its own page: what happens, the reason where one is needed, the button."""
    row, known = row_of(actor, handover_id), ACTS.get(name)
    if known is None:
        raise Http404
    answer = access.may(actor, known.deed, row)
    if not answer:
        raise access.NotAllowed(answer)
    form = known.form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            known.call(actor, row.pk, form.cleaned_data, at(request))
        except NotNow as why:
            form.add_error(None, _(why.refused.words))
        except PreviewChanged:
            form.add_error(None, _("What is stored is not what was previewed. Nothing was sent."))
        except NetworkError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, str(known.done))
            return HttpResponseRedirect(reverse("concerns:handover", args=[row.pk]))
    form.buttons = (web.Button(known.button),)
    return render(request, "concerns/desk/handover_act.html", {"row": row, "act": known, "form": form})


@page("concerns.handovers")
@require_GET
def opened_by(request: HttpRequest, actor: Actor, handover_id: UUID) -> HttpResponse:
    """Who did what with this handover, on both sides."""
    row = row_of(actor, handover_id)
    return render(request, "concerns/desk/handover_history.html", {"row": row, "events": access.history(actor, row.pk)})
