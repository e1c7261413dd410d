"""Small pages around one concern: writing to the reporter, countries of the adult, moves between lists."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from fanal.access.api import ask
from fanal.concerns.content import PersonCountry, PersonSuspected
from fanal.concerns.desk import words
from fanal.concerns.models import Concern
from fanal.concerns.triage import adults, dialogue, lists, triage
from fanal.concerns.triage import texts as triage_texts
from fanal.concerns.triage.desk import words as wording
from fanal.network.contracts import Actor
from fanal.vocabulary.countries import country_choices
from fanal.web import api as web


def back(concern_id: UUID) -> HttpResponseRedirect:
    """To the concern."""
    return HttpResponseRedirect(reverse("concerns:concern", args=[concern_id]))


def asked(actor: Actor, concern_id: UUID, deed: str) -> Concern:
    """The row of a concern, for a page that opens nothing. Raises `NotHere`, `NotAllowed`."""
    row = triage.concern_of(actor, concern_id)
    ask(actor, deed, row)
    return row


# ---- the dialogue ----


class Write(web.Page):
    """A message to the person who told us. `key` makes one of a message that is sent twice."""

    text = web.StaffText(
        label=lazy("What do you want to ask or say?"),
        help_text=lazy(
            "They read it with their code, from the organisation, without your name. Never ask for pictures."
        ),
        max_length=2000,
        rows=6,
    )
    question = forms.BooleanField(label=lazy("This is a question: we hope for an answer"), required=False, initial=True)
    key = forms.UUIDField(widget=forms.HiddenInput)
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Send to the person who told us")),)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"key": uuid4()}, use_required_attribute=False)


# ---- countries of the adult ----


class Country(web.Page):
    """One country of the adult: how they stand to it, and how we know."""

    country = forms.ChoiceField(label=lazy("Which country?"))
    relation = forms.ChoiceField(
        label=lazy("The adult …"), choices=list(wording.RELATIONS.items()), widget=forms.RadioSelect
    )
    basis = forms.ChoiceField(
        label=lazy("How do we know?"),
        help_text=lazy("Looks and language are no reason."),
        widget=forms.RadioSelect,
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Confirm this country")),)

    use_required_attribute = False

    def __init__(self, named: tuple[str, ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = [code for code in _countries() if code not in named]
        chosen = ((code, words.country(code)) for code in (*named, *listed))
        web.offer(self, "country", [("", _("Choose a country")), *chosen])
        told = [(code, words.answer("basis", code)) for code in adults.BASES if code != wording.WORKER]
        web.offer(self, "basis", [*told, (wording.WORKER, _("We found out"))])


def _countries() -> list[str]:
    return [code for code, _name in country_choices(web.spoken(), not settings.PRODUCTION)]


@web.deeds.page("concerns.confirm_countries")
@require_http_methods(["GET", "POST"])
def countries(request: HttpRequest, actor: Actor, concern_id: UUID) -> HttpResponse:
    """Confirm how the adult stands to a country, or take it back."""
    now = web.deeds.at(request)
    if request.method == "POST" and "take_back" in request.POST:
        country, _sep, relation = request.POST["take_back"].partition(":")
        adults.take_back(actor, concern_id, country, relation, now)
        messages.success(request, _("Taken back. Who can act was worked out anew."))
        return back(concern_id)
    row, known = adults.confirmed(actor, concern_id, now)
    form = Country(known.countries, web.deeds.posted(request), initial=_first(known))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with web.deeds.telling(form):
            adults.confirm(actor, concern_id, PersonCountry(data["country"], data["relation"], data["basis"]), now)
            messages.success(request, _("Confirmed. Who can act was worked out anew."))
            return back(concern_id)
    links = [
        (f"{adult.country}:{adult.relation}", f"{wording.RELATIONS[adult.relation]} {words.country(adult.country)}")
        for adult in known.confirmed
    ]
    basis = web.dots(*words.answers("basis", known.basis))
    confirmed = {adult.country for adult in known.confirmed}
    open_ones = [code for code in known.countries if code not in confirmed]
    named = wording.named_countries(open_ones, basis) if open_ones else ""
    return render(
        request, "concerns/triage/countries.html", {"form": form, "concern": row, "links": links, "named": named}
    )


def _first(known: PersonSuspected) -> dict[str, str]:
    """What stands chosen: the first country that was named and not confirmed, with the basis that was told."""
    open_ones = [code for code in known.countries if code not in {one.country for one in known.confirmed}]
    return {"country": open_ones[0], "basis": known.basis} if open_ones else {}


# ---- lists ----


class Same(web.Page):
    """Which of the similar concerns is the same one."""

    other = forms.ChoiceField(label=lazy("Which one is it the same as?"), widget=forms.RadioSelect)
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Mark as the same")),)


@web.deeds.page("concerns.same_as")
@require_http_methods(["GET", "POST"])
def same(request: HttpRequest, actor: Actor, concern_id: UUID) -> HttpResponse:
    """What is similar by place and day, and marking one as the same."""
    now = web.deeds.at(request)
    if request.method == "POST" and "apart" in request.POST:
        lists.apart(actor, concern_id, now)
        messages.success(request, _("It stands in the queue again."))
        return back(concern_id)
    row = triage.concern_of(actor, concern_id)
    similar = lists.similar(actor, concern_id, now)
    form = Same(web.deeds.posted(request), use_required_attribute=False)
    web.offer(form, "other", ((str(other.id), web.two_lines(_title(other), _about(other))) for other in similar))
    if request.method == "POST" and form.is_valid():
        with web.deeds.telling(form):
            lists.same_as(actor, concern_id, UUID(form.cleaned_data["other"]), now)
            messages.success(request, _("Marked as the same. It takes the decision of the other one."))
            return HttpResponseRedirect(reverse("concerns:queue"))
    return render(request, "concerns/triage/same.html", {"form": form, "concern": row, "found": similar})


def _title(one: lists.Similar) -> str:
    day = _("Concern of {day}").format(day=web.day_words(one.received_on))
    return web.dots(day, _("same place") if one.same_place else _("same kind of place, days nearby"))


def _about(one: lists.Similar) -> str:
    return web.dots(one.place, *words.answers("what", one.what), _(triage_texts.TRIAGE[one.triage]))


class Sort(forms.Form):
    """Where it belongs: each button of the page says one."""

    to = forms.ChoiceField(choices=[(one, one) for one in ("queue", "unverified", "spam")])


def _sort(actor: Actor, row: Concern, data: dict[str, Any], now: datetime) -> str:
    if data["to"] == "spam":
        lists.spam(actor, row.pk, now)
        return _("Called spam. It is erased seven days after it came.")
    lists.move(actor, row.pk, unverified=data["to"] == "unverified", now=now)
    return _("Moved.")


def _queue(_made: object) -> str:
    return reverse("concerns:queue")


CONCERNS = web.Things(
    find=triage.concern_of,
    url=lambda row: reverse("concerns:concern", args=[row.pk]),
    back=lazy("Back to the concern"),
    asks=True,
)
ACTS = {
    "write": web.Act(
        deed="concerns.write",
        title=lazy("A message"),
        heading=lazy("Write to the person who told us"),
        form=Write,
        template="concerns/triage/write.html",
        call=lambda actor, row, data, now: dialogue.write(
            actor, row.pk, data["text"], question=data["question"], now=now, key=data["key"]
        ),
        done=lazy("Your message is there. They read it when they come back with their code."),
    ),
    "settle": web.press("concerns.settle_message", dialogue.settle, lazy("The message is settled.")),
    "let_go": web.Act(
        deed="concerns.open",
        form=None,
        call=lambda actor, row, _data, _now: triage.let_go(actor, row.pk),
        done=lazy("You no longer hold it. Colleagues see that it is free."),
        leads=_queue,
    ),
    "sort": web.Act(
        deed="concerns.sort",
        title=lazy("A concern"),
        heading=lambda row: _("Where does it belong?") if row.unverified else _("Move it to the unverified?"),
        form=Sort,
        template="concerns/triage/sort.html",
        more=lambda _request, _actor, row: {"pressing": triage.pressing(row)},
        call=_sort,
        done=lambda _row, told: told,
        leads=_queue,
    ),
}
