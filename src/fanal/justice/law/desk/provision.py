"""Drafting a provision at a time: the list of a law, one provision with the words it rests on, before and after."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_http_methods

from fanal.engines.jurisdiction.contracts import Law, splicing
from fanal.justice.law import changes, codes, declaring, drafting, ladder, library, places, policy, provisions
from fanal.justice.law import words as law_words
from fanal.justice.law.codes import GROUPS
from fanal.justice.law.desk.drafts import LawText, stored, who
from fanal.justice.law.provisions import Held, Meanwhile, Place, Trial
from fanal.justice.law.texts import words_of
from fanal.network.contracts import Actor
from fanal.web import api as web
from fanal.web.api import deeds

KINDS: dict[str, tuple[Promise, Promise | None]] = {
    "offences": (lazy("Offences"), lazy("A new offence")),
    "jurisdiction_rules": (lazy("Rules of jurisdiction"), lazy("A new rule of jurisdiction")),
    "limitation": (lazy("Limitation"), lazy("A new rule of limitation")),
    "groups": (lazy("Rules for all"), None),
    "definitions": (lazy("Definitions"), lazy("A new definition")),
    "victim_measures": (lazy("Measures for the child"), lazy("A new measure")),
    "sources": (lazy("Sources"), lazy("A new source")),
}
"""The parts of a law in the order in which it is read, with what begins a new one."""
_WHOLE = {
    "settings": lazy("How days and ages are counted"),
    "not_entered": lazy("Law that exists and is not in the library yet"),
    "treaties": lazy("Treaties"),
}
_BEGIN = {
    "offences": "- id: {code}.\n  covers: []\n  elements: {{child_age_lt: }}\n  max_penalty_years: \n{read}",
    "jurisdiction_rules": '- id: {code}.j.\n  basis: \n  offences: "*"\n{read}',
    "limitation": '- id: {code}.l.\n  offences: "*"\n{read}',
    "definitions": '- term: \n  value: \n  cite: {{source: , art: "", quote: ""}}\n',
    "victim_measures": '- id: {code}.m.\n  kind: \n  cite: {{source: , art: "", quote: ""}}\n',
    "sources": 'key:\n  title: \n  kind: statute\n  version_date: \n  url: "https://"\n  lang: \n  retrieved: \n',
}
_READ = '  cite: {source: , art: "", quote: ""}\n  versions:\n    - {to: , unknown: true}\n    - {from: , source: }\n'
_CHECK, _DRAFT, _AGAIN, _OUT = (
    web.Button(lazy("Check it, and see before and after")),
    web.Button(lazy("Put it into force"), "draft", "1"),
    web.Button(lazy("Check it again")),
    web.Button(lazy("Take it out of this law"), "draft", "1"),
)


type Items = Mapping[str, ladder.Item]


class ProvisionForm(web.Page):
    """One provision as it is written, with what the person began from and what they were shown."""

    base = forms.UUIDField(widget=forms.HiddenInput, required=False)
    was = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    text = LawText(
        longest=provisions.LONGEST,
        rows=24,
        label=lazy("The provision"),
        help_text=lazy("In the form “fanal.law/1”. All else in the law stays as it is."),
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (_CHECK,)


class OutForm(ProvisionForm):
    """Nothing to write: the provision goes as it stands."""

    text = None  # type: ignore[assignment]
    buttons: ClassVar[tuple[web.Button, ...]] = (_OUT,)


@dataclass(frozen=True, slots=True)
class At:
    """Where somebody is: in which law, at which provision, and whether it is to go."""

    held: Held
    place: Place
    ref: str = ""
    gone: bool = False


@deeds.page(policy.DRAFT)
@require_GET
def of_law(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """All provisions of a law, each to be drafted by itself, and what may be new."""
    held = provisions.held(code, deeds.at(request))
    law = library.corpus(deeds.at(request)).laws.get(code)
    items, kinds = ladder.by_id(law), []
    for kind, (title, more) in KINDS.items():
        begin = reverse("justice:draft_new", args=[code, kind]) if more else ""
        kinds.append((title, more, begin, list(_listed(held, law, items, kind))))
    context = {"code": code, "name": law_words.state_name(code), "kinds": kinds, "whole": not held.parts}
    return render(request, "justice/law/provisions.html", context)


def _listed(held: Held, law: Law | None, items: Items, kind: str) -> Iterator[tuple[str, str, str, bool]]:
    """The parts of a kind: what each is called, its reference, its page, whether the file has it."""
    there = [ref for ref, part in held.parts.items() if _kind(part.kind) == kind]
    absent = [ref for ref in splicing.SINGLE if ref not in held.parts] if kind == "groups" else []
    for ref in (*there, *absent):
        place = held.place(ref)
        yield (
            _called(law, items, place, ref),
            ref,
            reverse("justice:draft_provision", args=[held.code, ref]),
            bool(place.part),
        )


def _kind(kind: str) -> str:
    return kind if kind in KINDS else "groups"


def _called(law: Law | None, items: Items, place: Place, ref: str) -> str:
    """A provision by its article, or in words what it is about."""
    if law and (item := items.get(place.item)):
        return places.heading(law, item)
    return str(_WHOLE.get(ref) or GROUPS.get(ref) or place.name)


@deeds.page(policy.DRAFT)
@require_http_methods(["GET", "POST"])
def provision(request: HttpRequest, actor: Actor, code: str, ref: str) -> HttpResponse:
    """One provision: written anew, or for the first time where a law has no such rule yet."""
    held = provisions.held(code, deeds.at(request))
    try:
        place = held.place(ref)
    except provisions.NoSuchPart:
        if ref in held.text:
            messages.info(request, _("In this file it cannot be drafted by itself. Here is the whole law."))
            return HttpResponseRedirect(f"{reverse('justice:draft')}?from={code}")
        raise
    return _page(request, actor, At(held, place, ref))


@deeds.page(policy.DRAFT)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, actor: Actor, code: str, kind: str) -> HttpResponse:
    """One provision more, of a kind of which a law has several."""
    if kind not in provisions.NEW:
        raise provisions.NoSuchPart(kind)
    return _page(request, actor, At(provisions.held(code, deeds.at(request)), Place(kind)))


@deeds.page(policy.DRAFT)
@require_http_methods(["GET", "POST"])
def out(request: HttpRequest, actor: Actor, code: str, ref: str) -> HttpResponse:
    """A provision is taken out: what is lost, and what stands against it."""
    held = provisions.held(code, deeds.at(request))
    return _page(request, actor, At(held, held.place(ref), ref, gone=True))


def _page(request: HttpRequest, actor: Actor, at: At) -> HttpResponse:
    """Look at what was typed, say what is wrong, show before and after; store what was seen as it is."""
    now, held, place = deeds.at(request), at.held, at.place
    kind: type[ProvisionForm] = OutForm if at.gone else ProvisionForm
    begun = {"text": place.written or _begun(held, place), "base": held.base, "was": provisions.digest(place.written)}
    trial = provisions.taken_out(held, place, now) if at.gone else None
    if trial and trial.good:
        begun["seen"] = trial.seen
    form, others = kind(deeds.posted(request), initial=begun), None
    if trial and not trial.good:
        form.buttons = ()  # type: ignore[misc]
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        if given["seen"] and given["seen"] == provisions.digest(held.text) and "draft" in request.POST:
            return HttpResponseRedirect(reverse("justice:draft_law", args=[held.code]))  # pressed twice: it is done
        trial = trial or provisions.tried(held, place, given["text"], now)
        if given["base"] != held.base:
            began = drafting.file_of(actor, given["base"]) if given["base"] else None
            others = provisions.meanwhile(held, place, began, given["was"], now)
        pressed = "draft" in request.POST and trial.good and not others
        if pressed and given["seen"] == trial.seen:
            with deeds.telling(form):
                made = drafting.draft(actor, trial.text, held.base, now)
                messages.success(request, stored(made))
                return HttpResponseRedirect(_after(at, trial))
        elif pressed:
            words = _("You changed it after you looked at it. Nothing was stored: look at it once more.")
            form.add_error(None if at.gone else "text", words)
        _go_on(form, at, trial)
    ends = list(_ends(trial.law, now)) if trial and trial.law else ()
    shown = {"form": form, "ends": ends, **_shown(actor, at, trial, others)}
    return render(request, "justice/law/provision.html", shown)


def _ends(law: Law, now: datetime) -> Iterator[str]:
    """What two lawyers declared complete, and what ends with this text."""
    words = _("Declared complete for %(conduct)s, %(days)s, by %(by)s: this ends it.")
    for one in declaring.ended_by(law, now):
        days = law_words.stretch(one.row.first, one.row.last)
        by = web.listed(filter(None, (one.row.declared_as, one.row.confirmed_as)))
        yield words % {"conduct": codes.word(one.row.conduct), "days": days, "by": by}


def _begun(held: Held, place: Place) -> str:
    """The first lines of something new."""
    code = held.code.lower()
    if place.name:
        return f'{place.name}:\n  cite: {{source: , art: "", quote: ""}}\n'
    return _BEGIN[place.kind].format(code=code, read=_READ)


def _after(at: At, trial: Trial) -> str:
    """Where somebody goes on: to the provision as reviewers see it, or to the list."""
    if trial.item and not at.gone and trial.law and ladder.item(trial.law, trial.item):
        return reverse("justice:law_item", args=[at.held.code, trial.item])
    return reverse("justice:draft_law", args=[at.held.code])


def _go_on(form: ProvisionForm, at: At, trial: Trial) -> None:
    """What was typed stays; from here on it is laid over the newest text, and this is what was looked at."""
    sent = QueryDict(mutable=True)
    sent.update(form.data)
    sent["base"], sent["was"] = str(at.held.base or ""), provisions.digest(at.place.written)
    sent["seen"] = trial.seen if trial.good else ""
    form.data = sent
    if not trial.good:
        words = _("Nothing was stored. Mend what stands below, and check it again.")
        form.add_error(None if at.gone else "text", words)
    elif not at.gone and trial.text != at.held.text:
        form.buttons = (_DRAFT, _AGAIN)  # type: ignore[misc]


def _shown(actor: Actor, at: At, trial: Trial | None, others: Meanwhile | None) -> dict[str, Any]:
    """The page: what it is called, what is wrong, before and after, and the words beside it."""
    held, place = at.held, at.place
    new = trial.law if trial and not at.gone else None
    law, items = (new, ladder.by_id(new)) if new else (held.law, held.items)
    item = trial.item if trial and trial.item else place.item
    looked = trial is not None and trial.good
    return {
        "code": held.code,
        "name": law_words.state_name(held.code),
        "heading": _called(held.law, held.items, place, at.ref) if place.name else KINDS[place.kind][1],
        "ref": at.ref,
        "gone": at.gone,
        "there": place.part is not None,
        "trial": trial,
        "same": looked and trial is not None and trial.text == held.text,
        "change": changes.change(place.written, trial.written) if looked and trial else None,
        "also": _named(law, items, trial.also) if trial else "",
        "words": words_of(law, items.get(item)) if law else [],
        "aliases": place.part.aliases.items() if place.part else (),
        **_meanwhile(actor, at, others, item),
    }


def _meanwhile(actor: Actor, at: At, others: Meanwhile | None, item: str) -> dict[str, object]:
    """What somebody else did since: who drafted and when, their change of this provision, and of which others."""
    if others is None:
        return {}
    return {
        "meanwhile": others,
        "by": who(actor, others.by) if others.by else "",
        "day": web.day_words(others.by.drafted_at) if others.by else "",
        "theirs": None if others.began is None else changes.change(others.began, at.place.written),
        "changed": _named(at.held.law, at.held.items, [one for one in others.others if one != item]),
    }


def _named(law: Law | None, items: Items, ids: Sequence[str]) -> str:
    """Provisions by their articles, with their ids."""
    return web.listed(f"{places.heading(law, items[one])} ({one})" if law and one in items else one for one in ids)
