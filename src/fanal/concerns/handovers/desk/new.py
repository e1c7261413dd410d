"""Preview and sending: what you see is what leaves. One page for what is not stored yet, one for a stored draft."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_http_methods

from fanal.access.api import NotNow, visible
from fanal.concerns.content import NoteContent
from fanal.concerns.handovers import handovers
from fanal.concerns.handovers.desk import words as wording
from fanal.concerns.handovers.kind import HANDOVERS
from fanal.concerns.handovers.payload import ADDABLE
from fanal.concerns.handovers.preview import CONFLICT, Sight, conflict_partners, may_go
from fanal.concerns.models import Concern, Handover, SecondOpinion
from fanal.concerns.routing.desk import cards
from fanal.concerns.triage import decisions
from fanal.concerns.triage.decisions import Choice, Overtaken
from fanal.concerns.triage.desk.acts import asked
from fanal.concerns.triage.desk.words import unconfirmed
from fanal.concerns.triage.triage import concern_of, is_undecided, look
from fanal.network.contracts import Actor
from fanal.passing.api import Addition, NotAddable, page, texts
from fanal.vocabulary.codes import TransitionState as State
from fanal.vocabulary.codes import Triage
from fanal.vocabulary.results import Allowed
from fanal.web import api as web


class Sending(forms.Form):
    """What is to go beyond the default: to write a reason is to add it. And the decision that is recorded with it."""

    request_key = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    version = web.Version()
    decide = forms.BooleanField(label=lazy("Record the decision with it: hand over"), required=False, initial=True)
    text = web.StaffText(label=lazy("Anything for your colleagues here"), max_length=1000, rows=2, required=False)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for field in ADDABLE:
            self.fields[f"why_{field}"] = web.StaffText(
                label=wording.label(field), max_length=200, rows=2, required=False
            )

    def additions(self) -> list[Addition]:
        """The fields for which a reason was written."""
        wanted = {field: self.cleaned_data.get(f"why_{field}", "") for field in ADDABLE}
        return [Addition(field, reason) for field, reason in wanted.items() if reason.strip()]

    def fill(self, seen: Sight, *, goes: bool) -> None:
        """Show the fields that may be added, and the hash of what is shown. The decision is asked for only where this
        very person sends it (`goes`): what the first of two wrote there would be thrown away."""
        allowed: list[str] = []
        if seen.preview is not None and isinstance(seen.agreement, Allowed):
            known = may_go(seen.concern.org_id, seen.role, seen.agreement)
            allowed = wording.addable(seen.preview.stays, seen.preview.added.items, known)
        for field in ADDABLE:
            if field not in allowed:
                del self.fields[f"why_{field}"]
        shown = seen.preview.hash if seen.preview else ""
        self.initial["seen"] = shown
        self.initial["version"] = seen.concern.version
        if not goes or not is_undecided(seen.concern):
            del self.fields["decide"], self.fields["text"]
        if self.is_bound:
            again = {"seen": shown, "version": str(seen.concern.version)}
            self.data = {**self.data.dict(), **again}  # type: ignore[attr-defined]

    @property
    def reasons(self) -> list[forms.BoundField]:
        return [bound for bound in self if bound.name.startswith("why_")]

    @property
    def opened(self) -> bool:
        """Whether something is being added."""
        return any(bound.value() for bound in self.reasons)


@web.deeds.page("concerns.hand_over")
@require_GET
def whom(request: HttpRequest, actor: Actor, concern_id: UUID) -> HttpResponse:
    """To hand over is to send something: to the preview for the one who can be sent it, or to the choice."""
    file = look(actor, concern_id, web.deeds.at(request))
    found = cards(actor, file.concern, file.content, file.offender, request)
    ready = [one for one in found if one["url"]]
    if len(ready) == 1:
        return HttpResponseRedirect(str(ready[0]["url"]))
    context = {"concern": file.concern, "cards": ready, "unconfirmed": unconfirmed(file)}
    return render(request, "concerns/handovers/whom.html", context)


@web.deeds.page("concerns.preview_handover")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, actor: Actor, concern_id: UUID, recipient: UUID) -> HttpResponse:
    """Look at what would leave for a recipient, add with a reason, send. `?for=conflict`: to a partner's lead."""
    conflict = request.GET.get("for") == CONFLICT
    form = Sending(web.deeds.posted(request), initial={"request_key": uuid4()})
    concern = concern_of(actor, concern_id)
    wanted = form.additions() if request.method == "POST" and form.is_valid() else []
    try:
        seen = _looked(actor, concern, recipient, request, form, conflict=conflict, wanted=wanted)
    except NotNow as why:
        return _blocked(request, concern, why)
    if request.method == "POST" and form.is_valid() and request.POST.get("act") in {"send", "keep"}:
        made = _sent(request, actor, seen, form, wanted, conflict=conflict)
        if made is not None:
            return made
    form.fill(seen, goes=not seen.to_authority)
    return _drawn(request, actor, seen, form)


@web.deeds.page("concerns.preview_handover")
@require_GET
def partners(request: HttpRequest, actor: Actor, concern_id: UUID) -> HttpResponse:
    """The partners whose safeguarding lead may hear a concern about ours."""
    concern = asked(actor, concern_id, "concerns.preview_handover")
    partners = [
        {
            "name": f"{proposal.recipient.name}, {proposal.recipient.country}",
            "words": proposal.agreement.words,
            "url": f"{reverse('concerns:handover_new', args=[concern.pk, proposal.recipient.id])}?for={CONFLICT}"
            if proposal.agreement
            else "",
        }
        for proposal in conflict_partners(actor.org, web.deeds.at(request).date())
        if proposal.recipient is not None
    ]
    return render(request, "concerns/handovers/partners.html", {"concern": concern, "partners": partners})


def _looked(
    actor: Actor,
    concern: Concern,
    recipient: UUID,
    request: HttpRequest,
    form: Sending,
    *,
    conflict: bool,
    wanted: list[Addition],
) -> Sight:
    """The preview with what was added; without it where that may not go, which the form then says."""
    try:
        return handovers.look(actor, concern.pk, recipient, web.deeds.at(request), conflict=conflict, additions=wanted)
    except NotAddable as refused:
        form.add_error(f"why_{refused.field}", _(texts.ADDITION[refused.code]))
        return handovers.look(actor, concern.pk, recipient, web.deeds.at(request), conflict=conflict)


def _blocked(request: HttpRequest, concern: Concern, why: NotNow) -> HttpResponse:
    context = {"concern": concern, "words": why.words}
    return render(request, "concerns/handovers/blocked.html", context, status=409)


def _sent(
    request: HttpRequest, actor: Actor, seen: Sight, form: Sending, wanted: list[Addition], *, conflict: bool
) -> HttpResponse | None:
    """Store the draft and, where one person is enough, send it. None: look again, the form says why."""
    now, shown = web.deeds.at(request), form.cleaned_data["seen"]
    with web.deeds.telling(form), _saying(), transaction.atomic():
        if seen.preview is not None:
            seen.preview.confirm(shown)
        row = handovers.draft(
            actor,
            seen.concern.pk,
            seen.recipient.id,
            form.cleaned_data["request_key"],
            now,
            conflict=conflict,
            additions=wanted,
        )
        if not seen.to_authority and request.POST["act"] == "send":
            row = _confirmed(request, actor, row, form)
        return HttpResponseRedirect(reverse("concerns:handover", args=[row.pk]))
    return None


def _confirmed(request: HttpRequest, actor: Actor, row: Handover, form: Sending) -> Handover:
    """Confirm it and, where it goes now, record the decision with it: both, or neither."""
    data, before = form.cleaned_data, row.state
    with transaction.atomic():
        row = handovers.confirm(actor, row.pk, data["seen"], web.deeds.at(request))
        goes = before == State.DRAFT and row.state == State.OFFERED
        if goes and data["decide"] and row.concern_id is not None:
            choice = Choice(Triage.ROUTE_ELSEWHERE, NoteContent(text=data["text"]))
            decisions.decide(actor, row.concern_id, choice, data["version"], web.deeds.at(request))
    messages.success(request, _after(row, decided=bool(goes and data["decide"])))
    return row


@contextmanager
def _saying() -> Iterator[None]:
    """Why it cannot be done, in words that fit what was looked at."""
    try:
        with page.saying("why_"):
            yield
    except Overtaken:
        words = _("Something changed since you looked: a colleague decided, or a message came. Nothing was sent.")
        raise NotNow(words) from None


def _drawn(request: HttpRequest, actor: Actor, seen: Sight, form: Sending, **more: Any) -> HttpResponse:
    preview, blocked = seen.preview, seen.blocked
    context = {
        "concern": seen.concern,
        "to": f"{seen.recipient.name}, {seen.recipient.country}",
        "name": seen.recipient.name,
        "until": seen.until,
        "due": seen.due,
        "now": web.deeds.at(request),
        "reasons": [wording.reason_words(reason) for reason in seen.reasons],
        "leaves": wording.leaves(preview.leaves) if preview else [],
        "stays": wording.stays(preview.stays) if preview else [],
        "added": bool(preview and preview.added.items),
        "agreement": seen.agreement.words,
        "blocked": blocked.words if blocked is not None else "",
        "notes": [note for note in seen.notes if not note.missing],
        "authority": seen.to_authority,
        "conflict": seen.role == CONFLICT,
        "urgent": seen.urgent,
        "undecided": is_undecided(seen.concern),
        "form": form,
    }
    return render(request, "concerns/handovers/preview.html", context | more)


# ---- a stored draft ----


def draft(request: HttpRequest, actor: Actor, row: Handover) -> HttpResponse:
    """The page of a draft: the note, the preview as it is now, who confirmed, and what is still needed."""
    form = Sending(web.deeds.posted(request), initial={"request_key": row.request_key})
    try:
        seen, same = handovers.look_again(actor, row.pk, web.deeds.at(request))
    except NotNow as why:
        return render(
            request,
            "concerns/handovers/blocked.html",
            {"concern": row.concern, "words": why.words, "row": row},
            status=409,
        )
    if request.method == "POST" and form.is_valid():
        made = _act(request, actor, row, form)
        if made is not None:
            return made
        row.refresh_from_db()
        seen, same = handovers.look_again(actor, row.pk, web.deeds.at(request))
    if not form.is_bound and seen.preview is not None:
        for item in seen.preview.added.items:
            form.initial[f"why_{item.field.split(':')[0]}"] = item.reason
    second, by_partner = handovers.waits_for_second(row, actor), HANDOVERS.by_partner(row)
    form.fill(seen, goes=not second)
    more = {
        "row": row,
        "changed": not same,
        "note_read": handovers.note_read(row, actor.person, web.deeds.at(request)),
        "second": second,
        "waits": second and row.confirmed_by_id is not None,
        "by_partner": by_partner is not None,
        "opinion": _opinion(actor, row) if by_partner is False else None,
        "by": row.confirmed_by.name if row.confirmed_by and by_partner is None else "",
    }
    return _drawn(request, actor, seen, form, **more)


def _opinion(actor: Actor, row: Handover) -> SecondOpinion | None:
    """What a partner was asked about a draft and can still answer, or said no to."""
    rows = SecondOpinion.objects.filter(org_id=actor.org, subject=row.pk, state__in=("asked", "no"))
    return visible(actor, rows).select_related("partner").order_by("-asked_at").first()


def _act(request: HttpRequest, actor: Actor, row: Handover, form: Sending) -> HttpResponse | None:
    """Take over what is there now, note that the note was read, or confirm. None: look again, with what was typed."""
    now, act = web.deeds.at(request), request.POST.get("act")
    with web.deeds.telling(form), _saying():
        if act == "note":
            handovers.read_note(actor, row.pk, now)
        elif act == "preview":
            handovers.redraft(actor, row.pk, form.additions(), now)
            return None  # a word for the colleagues that is there already stays
        else:
            row = _confirmed(request, actor, row, form)
            if HANDOVERS.by_partner(row) is False and row.state == State.DRAFT:
                return HttpResponseRedirect(reverse("concerns:ask_partner", args=["to_authority", row.pk]))
        return HttpResponseRedirect(reverse("concerns:handover", args=[row.pk]))
    return None


def _after(row: Handover, *, decided: bool) -> str:
    if decided:
        return _("Sent, and the decision is recorded. You have a task when they answer.")
    if row.state == State.OFFERED:
        return _("Sent. You have a task when they answer.")
    if HANDOVERS.by_partner(row) is not None:
        return _("Confirmed by you. It goes once your partner says yes.")
    return _("Confirmed by you. A second person must confirm it too, and then it goes.")
