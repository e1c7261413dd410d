"""The pages of a second yes: what the partner would see, what they see and answer, how it stands."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_http_methods

from fanal.access import api as access
from fanal.access.api import NotHere, NotNow
from fanal.concerns.content import SecondContent
from fanal.concerns.contracts import BASE
from fanal.concerns.handovers.desk import words as wording
from fanal.concerns.models import SecondOpinion
from fanal.concerns.routing.acting import note_of
from fanal.concerns.second import duties, record, second, texts
from fanal.concerns.second.matters import Matter, What
from fanal.contacts.api import country_info
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.vocabulary.ids import short
from fanal.web import api as web

type Fact = tuple[object, object]


class Ask(forms.Form):
    """What was seen, named by its hash, and whom to ask."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    partner = forms.UUIDField(widget=forms.HiddenInput)
    why = web.StaffText(
        label=lazy("Why do you ask for it? Do not name anyone."),
        help_text=lazy("One sentence: what makes you sure. They judge by it, and by what stands above."),
        max_length=300,
        rows=2,
        error_messages={"required": lazy("Write why, so that your partner can judge by it.")},
    )
    use_required_attribute = False

    def __init__(self, what: str, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if not second.needs_reason(what):
            del self.fields["why"]


@web.deeds.page(record.ASK)
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, actor: Actor, what: str, subject: UUID) -> HttpResponse:
    """What the partner would see, and asking them. What is asked already leads to where it stands."""
    if what not in set(What):
        raise NotHere
    now, partners = web.deeds.at(request), _partners(actor, request)
    if not partners:
        words = _("No partner is second person for you. A key keeper agrees on it, under Agreements.")
        return render(request, "concerns/second/ask.html", {"blocked": words}, status=409)
    if (there := _there(request, actor, subject)) is not None:
        return HttpResponseRedirect(reverse("concerns:opinion", args=[there.pk]))
    form = Ask(what, web.deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        with web.deeds.telling(form):
            said = {name: form.cleaned_data.get(name, "") for name in ("partner", "seen", "why")}
            made = second.ask_partner(actor, What(what), subject, now=now, **said)
            messages.success(request, _("Asked. They see this for two days, and you have a task when they answer."))
            return HttpResponseRedirect(reverse("concerns:opinion", args=[made.pk]))
    try:
        matter = second.look(actor, What(what), subject, partners[0], now)
    except NotNow as why:
        return render(request, "concerns/second/ask.html", {"blocked": why.words, "form": form}, status=409)
    return render(request, "concerns/second/ask.html", _asked(actor, matter, partners, form))


def _there(request: HttpRequest, actor: Actor, subject: UUID) -> SecondOpinion | None:
    """What was asked about it before and waits, or was answered with a yes. Whoever presses again, or left the page
    open, hears that it is so."""
    rows = SecondOpinion.objects.filter(org_id=actor.org, subject=subject, state__in=record.LIVE)
    row = access.visible(actor, rows).select_related("partner").first()
    if row is None or request.method == "GET":
        return row
    if not record.counts(row, web.deeds.at(request)):
        return None
    messages.warning(request, second.AskedAlready(row).words)
    return row


def _partners(actor: Actor, request: HttpRequest) -> list[UUID]:
    """Who may be asked; whom the page is about first."""
    found = network.small.partners(actor.org, web.deeds.at(request).date(), data=BASE)
    chosen = request.POST.get("partner") or request.GET.get("partner", "")
    return sorted(found, key=lambda one: (str(one) != chosen, str(one)))


def _asked(actor: Actor, matter: Matter, partners: list[UUID], form: Ask) -> dict[str, object]:
    names = [(one, network.org(one).name) for one in partners]
    facts, leaves = shown(matter.content)
    return {
        "concern": matter.concern,
        "form": form if form.errors else Ask(matter.content.what),
        "seen": matter.hash,
        "partner": names[0],
        "others": names[1:],
        "what": texts.WHAT[matter.content.what],
        "facts": facts,
        "leaves": leaves,
        "org": network.org(actor.org).name,
    }


def shown(content: SecondContent) -> tuple[list[Fact], list[Fact]]:
    """What is asked, and the facts of it, as the partner reads them."""
    asked: list[Fact] = [(_("Asked for"), texts.WHAT[content.what])]
    if content.to:
        asked.append((_("To whom"), content.to))
    if content.kept_until:
        asked.append((_("Else kept until"), web.day_words(date.fromisoformat(content.kept_until))))
    if content.reason:
        asked.append((_("Why"), _own_words(content.reason)))
    if content.evidence:
        asked.append((_("The evidence"), _own_words(content.evidence)))
    if content.messages:
        asked.append((_("Messages of the reporter"), content.messages))
    return asked, list(wording.leaves(content.items))


def _own_words(text: str) -> str:
    return format_html('<span class="said" dir="auto">{}</span>', text)


@web.deeds.page(record.OPEN)
@require_GET
def opinion(request: HttpRequest, actor: Actor, opinion_id: UUID) -> HttpResponse:
    """How it stands, on either side. The partner who can answer is led to where they do."""
    row, now = record.found(actor, opinion_id), web.deeds.at(request)
    mine = row.org_id == actor.org
    if not mine and row.state == record.ASKED and now < row.due_at:
        return HttpResponseRedirect(reverse("concerns:opinion_answer", args=[row.pk]))
    read = second.read(actor, row.pk, now) if mine and access.may(actor, record.OPEN, row) else None
    facts, leaves = shown(read.content) if read else ([], [])
    context = {
        "row": row,
        "mine": mine,
        "other": row.partner.name if mine else row.org.name,
        "number": short(row.pk),
        "what": texts.WHAT.get(row.what, row.what),
        "state": texts.STATE.get(row.state, row.state),
        "tone": texts.TONES.get(row.state, ""),
        "reason": read.reason if read else "",
        "facts": facts,
        "leaves": leaves,
        "may_use": mine and bool(access.may(actor, record.USE, row)) and row.state in {"yes", "no"},
        "erases": _erases(row),
        "may_end": mine and bool(access.may(actor, record.BACK, row)) and row.state in record.LIVE,
        "send": reverse("concerns:handover", args=[row.subject]) if row.what == What.TO_AUTHORITY else "",
        "usable_until": row.answered_at + duties.USABLE
        if mine and row.answered_at and row.state == record.SAID_YES
        else None,
        "events": access.history(actor, row.pk),
    }
    return render(request, "concerns/second/opinion.html", context)


class Answer(web.Page):
    """Yes or no, with the reason."""

    agree = forms.ChoiceField(
        label=lazy("Do you agree?"), choices=[("yes", lazy("Yes")), ("no", lazy("No"))], widget=forms.RadioSelect
    )
    text = web.StaffText(label=lazy("Why? Do not name anyone."), max_length=1000, rows=3)
    use_required_attribute = False
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Give this answer")),)


def _preview(request: HttpRequest, actor: Actor, row: SecondOpinion) -> dict[str, Any]:
    read = second.read(actor, row.pk, web.deeds.at(request))
    facts, leaves = shown(read.content)
    info = country_info(read.content.country) if read.content.country else None
    note = note_of(info, web.deeds.at(request).date(), web.spoken()) if info else None
    return {"asked": facts, "leaves": leaves, "until": row.due_at, "authority": note}


def _answer(actor: Actor, row: SecondOpinion, data: dict[str, Any], now: datetime) -> None:
    second.answer(actor, row.pk, agree=data["agree"] == "yes", reason=data["text"], now=now)


def _use(actor: Actor, row: SecondOpinion, data: dict[str, Any], now: datetime) -> tuple[str, str]:
    """What is said then, and where one goes on: to the concern, where it is still there. Nothing is erased by one
    press."""
    if _erases(row) and not data.get("sure"):
        raise NotHere
    is_no, there = row.state == record.SAID_NO, reverse("concerns:concern", args=[row.concern_id])
    what = second.carry_out(actor, row.pk, now)
    if is_no:
        return _("Taken over. The reason stands in the concern, and nothing follows."), there
    if what == What.ERASE_EARLY:
        return _("It is erased. A mark of class and month stays, so that counts stay right."), reverse("concerns:queue")
    return _("The decision holds now."), there


class Erase(web.Page):
    """That it goes for good."""

    sure = forms.BooleanField(
        label=lazy("Yes, erase it for good"), error_messages={"required": lazy("Tick this, or go back.")}
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Erase it")),)


def _erases(row: SecondOpinion) -> bool:
    return row.state == record.SAID_YES and row.what == What.ERASE_EARLY


OPINIONS = web.Things(
    find=record.found,
    url=lambda row: reverse("concerns:opinion", args=[row.pk]),
    back=lazy("The second yes"),
    asks=True,
    fits=lambda _actor, row, name: row.state == record.ASKED if name == "answer" else True,
)
_DONE, _LEADS = lambda _row, made: made[0], lambda made: made[1]
ACTS = {
    "answer": web.Act(
        deed=record.YES,
        title=lazy("A second yes"),
        heading=lambda row: _("%(name)s asks for your second yes") % {"name": row.org.name},
        lede=lazy("This is all that you see of it. Your answer is for exactly this."),
        form=Answer,
        template="concerns/second/answer.html",
        more=_preview,
        call=_answer,
        done=lazy("Answered. You no longer see what it was about."),
    ),
    "use": web.Act(deed=record.USE, form=None, call=_use, done=_DONE, leads=_LEADS),
    "erase": web.Act(
        deed=record.USE,
        title=lazy("A second yes"),
        heading=lazy("Erase it for good?"),
        lede=lazy("Everything that was told goes, with the messages. Nobody can bring it back."),
        form=Erase,
        call=_use,
        done=_DONE,
        leads=_LEADS,
    ),
    "withdraw": web.press(record.BACK, second.withdraw, lazy("Taken back. The partner sees it no more.")),
}
