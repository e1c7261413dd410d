"""The pages on which a decision is recorded, and on which a second person agrees or not."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from fanal.access.api import NotHere
from fanal.concerns.access_terms import is_by_partner
from fanal.concerns.content import NoteContent
from fanal.concerns.desk import words
from fanal.concerns.models import UNDECIDED, Concern, Decision
from fanal.concerns.triage import accepting, decisions
from fanal.concerns.triage import texts as triage_texts
from fanal.concerns.triage.decisions import Choice, Overtaken
from fanal.concerns.triage.desk import words as wording
from fanal.concerns.triage.desk.acts import asked
from fanal.network.contracts import Actor
from fanal.vocabulary.codes import Finding, Triage
from fanal.web import api as web

_REASON = lazy("Why? Do not name anyone.")


class Decide(web.Page):
    """What a decision needs. `version` is the state of the concern that the person looked at."""

    version = web.Version()
    title: ClassVar[Any] = ""
    code: ClassVar[Triage]

    use_required_attribute = False

    def __init__(self, concern: Concern, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.concern = concern

    def choice(self) -> Choice:
        """The decision that was typed. What it lacks, the deed says."""
        return Choice(self.code, NoteContent(text=self.cleaned_data.get("text", "")))


class Urgent(Decide):
    title = lazy("Act now by phone")
    code = Triage.URGENT_RESPONSE
    called = forms.CharField(label=lazy("Who was called?"), max_length=200)
    called_at = web.Moment(label=lazy("When?"))
    they_said = web.StaffText(label=lazy("What did they say they would do?"), max_length=1000, rows=3)
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Record the call")),)

    def __init__(self, concern: Concern, *args: Any, **kwargs: Any) -> None:
        super().__init__(concern, *args, **kwargs)
        zone = timezone.get_current_timezone_name()
        self.fields["called_at"].help_text = _("Day and time. Time zone: {zone}.").format(zone=zone)

    def choice(self) -> Choice:
        data = self.cleaned_data
        note = NoteContent(called=data["called"], called_at=data["called_at"], they_said=data["they_said"])
        return Choice(self.code, note)


class Case(Decide):
    title = lazy("Open a case")
    code = Triage.OPEN_CASE
    worker = forms.ChoiceField(label=lazy("Who takes it on?"))
    supervisor = forms.ChoiceField(label=lazy("Who answers for the work?"))
    safe_contact = web.StaffText(
        label=lazy("How may the child safely be reached?"),
        help_text=lazy("Write “nobody knows” where that is so."),
        max_length=500,
        rows=3,
    )
    text = web.StaffText(label=lazy("Anything the colleague should know"), max_length=1000, rows=3, required=False)
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Record: open a case")),)

    def __init__(self, concern: Concern, *args: Any, **kwargs: Any) -> None:
        super().__init__(concern, *args, **kwargs)
        for name, roles in (("worker", accepting.WORKER), ("supervisor", accepting.SUPERVISOR)):
            those = [(str(one.id), one.name) for one in accepting.people(concern.org_id, roles)]
            web.offer(self, name, [("", _("Choose a person")), *those])

    def choice(self) -> Choice:
        data = self.cleaned_data
        note = NoteContent(
            text=data["text"],
            worker=data["worker"],
            supervisor=data["supervisor"],
            safe_contact=data["safe_contact"],
        )
        return Choice(self.code, note)


class ToCase(Decide):
    title = lazy("Add it to a file that is open")
    code = Triage.LINK_TO_CASE
    case = forms.CharField(
        label=lazy("Number of the file"),
        help_text=lazy("Whoever works with the child knows it. They get the keys of this concern, and hear of it."),
        max_length=40,
    )
    text = web.StaffText(label=lazy("Anything the colleague should know"), max_length=1000, rows=3, required=False)
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Record: added to the file")),)

    def choice(self) -> Choice:
        return Choice(self.code, NoteContent(text=self.cleaned_data["text"], case=self.cleaned_data["case"]))


class HandOver(Decide):
    title = lazy("Hand over")
    code = Triage.ROUTE_ELSEWHERE
    text = web.StaffText(label=lazy("Anything for your colleagues here"), max_length=1000, rows=3, required=False)
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Record: handed over")),)


class Information(Decide):
    title = lazy("Keep as information")
    code = Triage.INFORMATION_ONLY
    text = web.StaffText(label=_REASON, max_length=1000, rows=3)
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Record: information only")),)


class OutOfScope(Decide):
    title = lazy("Not for us")
    code = Triage.OUT_OF_SCOPE
    text = web.StaffText(label=_REASON, max_length=1000, rows=3)
    tell = web.StaffText(
        label=lazy("Tell the person who wrote where to turn"),
        help_text=lazy("They read this with their code. Name a service and its number."),
        max_length=2000,
        rows=4,
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Record: not for us")),)

    def __init__(self, concern: Concern, *args: Any, **kwargs: Any) -> None:
        super().__init__(concern, *args, **kwargs)
        if not concern.locator:
            del self.fields["tell"]

    def choice(self) -> Choice:
        return Choice(self.code, NoteContent(text=self.cleaned_data["text"]), tell=self.cleaned_data.get("tell", ""))


class Close(Decide):
    title = lazy("Close, with what we found")
    code = Triage.CLOSED_NO_CASE
    finding = forms.ChoiceField(label=lazy("What did we find?"), widget=forms.RadioSelect)
    text = web.StaffText(label=_REASON, max_length=1000, rows=3)
    evidence = web.StaffText(
        label=lazy("Only for bad faith: the evidence"),
        help_text=lazy("A mistake is not bad faith. A second person looks at this."),
        max_length=1000,
        rows=3,
        required=False,
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Record: close")),)

    def __init__(self, concern: Concern, *args: Any, **kwargs: Any) -> None:
        super().__init__(concern, *args, **kwargs)
        web.offer(self, "finding", words.rows(triage_texts.FINDING))

    def choice(self) -> Choice:
        data = self.cleaned_data
        return Choice(
            self.code, NoteContent(text=data["text"], evidence=data["evidence"]), finding=Finding(data["finding"])
        )


FORMS: dict[Triage, type[Decide]] = {
    form.code: form for form in (Urgent, Case, ToCase, HandOver, Information, OutOfScope, Close)
}


@web.deeds.page("concerns.decide")
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, actor: Actor, concern_id: UUID, code: str) -> HttpResponse:
    """Record one decision. What a colleague did in the meantime is shown, and what was typed stays."""
    kind = FORMS.get(Triage(code)) if code in set(Triage) else None
    if kind is None:
        raise NotHere
    concern = asked(actor, concern_id, "concerns.decide")
    if request.method == "GET" and kind is HandOver and not decisions.is_under_way(concern):
        return HttpResponseRedirect(reverse("concerns:handover_whom", args=[concern_id]))
    form = kind(concern, web.deeds.posted(request), initial=first(request, web.deeds.at(request)))
    if request.method == "POST" and form.is_valid():
        try:
            with web.deeds.telling(form):
                decisions.decide(actor, concern_id, form.choice(), form.cleaned_data["version"], web.deeds.at(request))
                return _done(request, concern, form.code)
        except Overtaken as overtaken_:
            return overtaken(request, actor, form, overtaken_.concern)
    return _page(request, form, concern)


def first(request: HttpRequest, now: datetime) -> dict[str, object]:
    """What stands in the form before anything is typed."""
    return {"version": request.GET.get("version", ""), "called_at": now.replace(second=0, microsecond=0)}


def _page(request: HttpRequest, form: Decide, concern: Concern) -> HttpResponse:
    return render(request, "concerns/triage/decide.html", {"form": form, "concern": concern, "title": form.title})


def _done(request: HttpRequest, concern: Concern, code: Triage) -> HttpResponse:
    if code is Triage.URGENT_RESPONSE:
        messages.success(request, _("The call is recorded. Now decide what follows."))
        return HttpResponseRedirect(reverse("concerns:concern", args=[concern.pk]))
    waits = Decision.objects.filter(concern=concern, needs_second=True).first()
    if waits is not None and is_by_partner(concern.org_id, concern.pk, waits.pk):
        messages.info(request, _("Recorded. It holds once your partner says yes: ask them now."))
        return HttpResponseRedirect(reverse("concerns:ask_partner", args=[waits.finding or waits.code, waits.pk]))
    if waits is not None:
        messages.info(request, _("Recorded. It holds once a second person confirms it."))
        return HttpResponseRedirect(reverse("concerns:queue"))
    if code is Triage.LINK_TO_CASE:
        messages.success(request, _("Recorded. Whoever works with the child hears of it."))
    elif code is Triage.OPEN_CASE:
        messages.success(request, _("Recorded. Whoever takes it on has it on their day, and opens the file."))
    else:
        messages.success(request, _("The decision is recorded."))
    return HttpResponseRedirect(reverse("concerns:queue"))


def overtaken(request: HttpRequest, actor: Actor, form: Decide, concern: Concern) -> HttpResponse:
    """Somebody was a second faster, or pressed twice: what they decided, and what was typed here, kept in the form."""
    last = Decision.objects.filter(concern=concern).select_related("person").order_by("-at", "-id").first()
    data = request.POST.copy()
    data["version"] = str(concern.version)
    context = {
        "form": type(form)(concern, data),
        "concern": concern,
        "title": form.title,
        "last": last,
        "own": last is not None and last.person_id == actor.person,
        "last_words": wording.triage(last.code, last.finding) if last else "",
        "decided": concern.triage not in UNDECIDED,
    }
    return render(request, "concerns/triage/overtaken.html", context, status=409)


# ---- the second person ----


class Second(web.Page):
    """Agree or not, with the reason."""

    agree = forms.ChoiceField(
        label=lazy("Do you agree?"),
        choices=[("yes", lazy("Yes, the evidence shows it")), ("no", lazy("No"))],
        widget=forms.RadioSelect,
    )
    text = web.StaffText(label=lazy("If not: why?"), max_length=1000, rows=3, required=False)
    use_required_attribute = False
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Record this")),)


def _confirm(actor: Actor, decision: Decision, data: dict[str, Any], now: datetime) -> tuple[int, str, str]:
    agree, note = data["agree"] == "yes", NoteContent(text=data["text"])
    try:
        decisions.confirm(actor, decision.pk, agree=agree, note=note, now=now)
    except Overtaken as overtaken:
        there = reverse("concerns:concern", args=[overtaken.concern.pk])
        return messages.INFO, _("A colleague has looked at it already. Here is how it stands."), there
    told = _("The decision holds now.") if agree else _("The decision does not hold.")
    return messages.SUCCESS, told, reverse("concerns:queue")


def _recorded(decision: Decision) -> str:
    said = _("%(name)s recorded:") % {"name": decision.person.name}
    return f"{said} {wording.triage(decision.code, decision.finding)}"


DECISIONS = web.Things(
    find=decisions.decided,
    url=lambda decision: reverse("concerns:concern", args=[decision.concern_id]),
    back=lazy("Open the concern and read the evidence"),
)
SECOND = web.Act(
    deed="concerns.confirm",
    title=lazy("A decision"),
    heading=lazy("Look at it as the second person"),
    lede=_recorded,
    form=Second,
    call=_confirm,
    done=lambda _decision, made: made[:2],
    leads=lambda made: made[2],
)
