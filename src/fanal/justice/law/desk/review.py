"""The review queue: what of the law waits for a check or a review, by country, and the page of one provision."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_http_methods

from fanal.access.api import NotHere, history, may
from fanal.engines.jurisdiction.contracts import Law
from fanal.justice.law import changes, library, places, policy, proved, queue, reviews
from fanal.justice.law import words as law_words
from fanal.justice.law.ladder import Item, StepKind
from fanal.justice.law.queue import Waits
from fanal.justice.law.reviews import NoSuchItem, OnLadder
from fanal.justice.law.texts import in_lines, texts
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.web import api as web
from fanal.web.api import deeds

WAITS: dict[Waits, tuple[Promise, str]] = {
    Waits.EXPIRED: (lazy("the review has ended"), "late"),
    Waits.EXPIRES: (lazy("the review ends within 60 days"), "soon"),
    Waits.DRAFTER: (lazy("given back to its drafter"), "soon"),
    Waits.CHECK: (lazy("to be compared with the text"), "info"),
    Waits.REVIEW: (lazy("to be reviewed by a lawyer"), "info"),
    Waits.TEXT: (lazy("no text was read"), ""),
    Waits.NOTHING: (lazy("reviewed"), "ok"),
}
DEEDS = {"check": policy.CHECK, "review": policy.REVIEW, "return": policy.RETURN}


@deeds.page(policy.READ)
@require_GET
def law(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The law in force here, and how far its review is, by country."""
    now = deeds.at(request)
    drafted, lost = library.in_force(now), library.tampered(now)
    laws, waits = library.corpus(now).laws, library.reviews_waiting(now)
    rows = [_line(laws[code], [kind for kind, _item in held], drafted=code in drafted) for code, held in waits.items()]
    return render(
        request,
        "justice/law/law.html",
        {
            "rows": rows,
            "lost": web.listed(map(law_words.state_name, lost)),
            "columns": [
                _("Country"),
                _("Ends soon or has ended"),
                _("To review"),
                _("To compare"),
                _("Given back"),
                _("No text read"),
                _("Reviewed"),
            ],
            "ending": [
                places.ending(laws[code], item, now.date())
                for code, held in waits.items()
                for kind, item in held
                if kind in {Waits.EXPIRED, Waits.EXPIRES}
            ],
            "may_draft": bool(may(actor, policy.DRAFT)),
            "may_reply": bool(may(actor, policy.REPLY)),
            "public": reverse("law:world", args=[web.public_language()]),
        },
    )


def _line(law: Law, waits: Sequence[Waits], *, drafted: bool) -> dict[str, Any]:
    numbers = (
        waits.count(Waits.EXPIRED) + waits.count(Waits.EXPIRES),
        *(waits.count(kind) for kind in (Waits.REVIEW, Waits.CHECK, Waits.DRAFTER, Waits.TEXT, Waits.NOTHING)),
    )
    name = law_words.law_name(law)
    shown = f"{name} ({_('drafted here')})" if drafted else name
    url = reverse("justice:law_queue", args=[law.jurisdiction])
    return {"cells": [shown, *map(web.digits, numbers)], "url": url, "open": name}


@deeds.page(policy.READ)
@require_GET
def law_queue(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """All that the file of a jurisdiction holds, the most pressing first."""
    now = deeds.at(request)
    law = library.corpus(now).laws.get(code)
    if law is None:
        raise NotHere
    rows = [_row(law, kind, item) for kind, item in library.reviews_waiting(now)[code]]
    own = library.in_force(now).get(code)
    return render(
        request,
        "justice/law/queue.html",
        {
            "law": law,
            "name": law_words.law_name(law),
            "rows": rows,
            "columns": [_("Provision"), _("Waits for"), _("Open question")],
            "file": own,
            "may_draft": bool(may(actor, policy.DRAFT)),
            "public": reverse("law:state", args=[web.public_language(), code]),
        },
    )


def _row(law: Law, kind: Waits, item: Item) -> dict[str, Any]:
    words, tone = WAITS[kind]
    heading = places.heading(law, item)
    expert = _("a question for an expert") if item.review.needs_expert else ""
    return {"cells": [heading, web.tag(words, tone), expert], "url": places.desk_address(item), "open": heading}


@deeds.page(policy.READ)
@require_GET
def law_item(request: HttpRequest, actor: Actor, code: str, provision: str) -> HttpResponse:
    """One provision with all its fields, where it stands on the ladder, and what this person may do with it."""
    now = deeds.at(request)
    on_ladder, law = _look(code, provision, request)
    item, climbed = on_ladder.item, library.steps(now).get(code, queue.NONE)
    kind = queue.waits(item, now.date(), climbed)
    words, tone = WAITS[kind]
    return render(
        request,
        "justice/law/item.html",
        {
            "law": law,
            "item": item,
            "name": law_words.law_name(law),
            "heading": places.heading(law, item),
            "texts": texts(law, item, now.date()),
            "staff": True,
            "waits": web.tag(words, tone),
            "drafter": _drafter(actor, on_ladder),
            "deeds": list(_offered(actor, on_ladder, kind)),
            "refused": _refused(actor, on_ladder),
            "history": history(actor, proved.chain(code, provision)),
            "may_draft": bool(may(actor, policy.DRAFT)),
            "since": _since(law, item, climbed, request),
            "notes": [step.note for step in climbed.get((item.id, item.digest), ()) if step.note],
            "torn": reviews.is_torn(item, now),
        },
    )


def _since(law: Law, item: Item, climbed: queue.Climbed, request: HttpRequest) -> dict[str, Any] | None:
    """What changed since another wording was reviewed, or at least compared, last: which step, and both in words."""
    steps = [
        (step.kind is StepKind.REVIEWED, step.on, digest)
        for (ref, digest), taken in climbed.items() if ref == item.id
        for step in taken if step.kind in {StepKind.REVIEWED, StepKind.CHECKED}
    ]  # fmt: skip
    if not steps or (last := max(steps))[2] == item.digest:
        return None
    reviewed, on, digest = last
    then, day = library.wording(law.jurisdiction, item.id, digest, deeds.at(request)), deeds.at(request).date()
    before = in_lines(texts(*then, day)) if then else ""
    shown = changes.change(before, in_lines(texts(law, item, day))) if then else None
    return {"reviewed": reviewed, "on": on, "change": shown}


def _look(code: str, provision: str, request: HttpRequest) -> tuple[OnLadder, Law]:
    found = reviews.look(code, provision, deeds.at(request))
    return found, library.corpus(deeds.at(request)).laws[code]


def _drafter(actor: Actor, found: OnLadder) -> str:
    """Who drafted it."""
    if not found.drafters:
        return "Fanal"
    person = network.person(found.drafters[0])
    return law_words.known_as(actor, person.name, person.org)


def _offered(actor: Actor, found: OnLadder, kind: Waits) -> list[tuple[str, Promise]]:
    """What this person may do now: the deed as it stands in the address, and its words."""
    if kind is Waits.TEXT:
        return []
    compared = kind in {Waits.REVIEW, Waits.EXPIRED, Waits.EXPIRES, Waits.NOTHING}
    shown: list[tuple[str, Promise, bool]] = [
        ("check", lazy("I compare it with the text"), not compared),
        ("review", lazy("I review it as a lawyer"), compared),
        ("return", lazy("Give it back with a note"), True),
    ]
    return [(name, words) for name, words, fits in shown if fits and may(actor, DEEDS[name], found)]


def _refused(actor: Actor, found: OnLadder) -> str:
    """Why somebody who may review law may not review this."""
    if not may(actor, policy.CHECK):
        return ""
    answer = may(actor, policy.CHECK, found)
    return "" if answer else answer.words


# ---- the deeds, one form each ----


class CheckForm(web.Page):
    """Each field was compared with the text."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    sure = forms.BooleanField(
        label=lazy("I compared each field with the text of the source that is named"),
        error_messages={"required": lazy("Tick this once you have compared each field, or give it back.")},
    )
    note = web.Text(label=lazy("What stays open"), max_length=500, rows=3, required=False)
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("It is as the text says")),)


class ReviewForm(web.Page):
    """A lawyer of the country agrees with the reading, until a day."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    shown = forms.CharField(
        label=lazy("Name or office, as everybody will see it"),
        help_text=lazy("For example: Bar Association of Stockholm, working group on children."),
        max_length=80,
    )
    until = web.Day(label=lazy("Until when does your review hold?"), help_text=lazy("24 months at most."))
    note = web.Text(label=lazy("What stays open"), max_length=500, rows=3, required=False)
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("I agree with this reading")),)


class ReturnForm(web.Page):
    """What is wrong."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    note = web.Text(
        label=lazy("What is wrong, or open?"), help_text=lazy("The note is shown with the provision."), max_length=500
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Give it back")),)


_FORMS: dict[str, type[web.Page]] = {"check": CheckForm, "review": ReviewForm, "return": ReturnForm}
_TITLES = {
    "check": lazy("Compare it with the text"),
    "review": lazy("Review it as a lawyer"),
    "return": lazy("Give it back"),
}


@deeds.page(policy.CHECK)
@require_http_methods(["GET", "POST"])
def law_deed(request: HttpRequest, actor: Actor, code: str, provision: str, deed: str) -> HttpResponse:
    """The form of one deed of the ladder; the wording that was looked at rides in it."""
    if deed not in _FORMS:
        raise NoSuchItem(deed)
    now = deeds.at(request)
    on_ladder, law = _look(code, provision, request)
    first = {"digest": on_ladder.item.digest, "until": reviews.last_day(now.date())}
    form = _FORMS[deed](request.POST) if request.method == "POST" else _FORMS[deed](initial=first)
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form):
            _do(actor, deed, code, provision, form.cleaned_data, request)
            messages.success(request, _("Done. It stands in the journal."))
            return HttpResponseRedirect(reverse("justice:law_item", args=[code, provision]))
    return render(
        request,
        "justice/law/deed.html",
        {
            "form": form,
            "title": _TITLES[deed],
            "name": law_words.law_name(law),
            "item": on_ladder.item,
            "heading": places.heading(law, on_ladder.item),
            "texts": texts(law, on_ladder.item, now.date()),
            "staff": True,
            "expired": on_ladder.item.digest != form["digest"].value(),
        },
    )


def _do(actor: Actor, deed: str, code: str, provision: str, data: dict[str, Any], request: HttpRequest) -> None:
    about, now, note = (actor, code, provision, data["digest"]), deeds.at(request), data["note"]
    if deed == "check":
        reviews.check(*about, now, note)
    elif deed == "review":
        reviews.review(*about, now, shown=data["shown"], until=data["until"], note=note)
    else:
        reviews.give_back(*about, now, note)
