"""The law on the page of a file: asking about an act, the answers at it, and proceedings as the child meets them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.cases.acts import law, suspects
from fanal.cases.acts.policy import ASK_LAW
from fanal.cases.acts.suspects import FOR_THE_LAW
from fanal.cases.files import files
from fanal.cases.files.desk import filled
from fanal.cases.files.files import File
from fanal.cases.model import words
from fanal.cases.models import Act, CaseProceeding
from fanal.justice import api as justice
from fanal.justice.contracts import Asking, ProceedingRef, QuestionRef
from fanal.network.contracts import Actor
from fanal.web import api as web

_ENTITY = "alleged_offender"


class Tie(NamedTuple):
    """A matter of law, the acts of the file about which it is, and since when."""

    matter: UUID
    acts: list[str]
    since: datetime


def ties(actor: Actor, found: File) -> list[Tie]:
    """The matters of a file, for whoever may ask the law about it."""
    if not access.may(actor, ASK_LAW, found.case):
        return []
    rows = [one.row for one in found.of(CaseProceeding)]
    return [Tie(one.matter_id, one.acts, one.made_at) for one in rows if one.matter_id]


def answers(actor: Actor, found: File) -> dict[str, list[QuestionRef]]:
    """By act, what the law was asked in its matter."""
    asked: dict[str, list[QuestionRef]] = {}
    for tie in ties(actor, found):
        found_here = justice.questions_of(actor, tie.matter)
        for act in tie.acts:
            asked.setdefault(act, []).extend(found_here)
    return asked


def shown(actor: Actor, found: File, now: datetime) -> Mapping[str, Any] | None:
    """The part of the page of a file. What is said to the child before a date: Council of Europe, Guidelines on
    child-friendly justice (2010), IV.A.1."""
    those = ties(actor, found)
    if not those:
        return None
    return {"matters": [_matter(actor, one, now) for one in those]}


def _matter(actor: Actor, tie: Tie, now: datetime) -> dict[str, object]:
    try:
        found = justice.proceedings_of(actor, tie.matter, now)
    except (access.NotHere, access.NotAllowed):
        found = ()
    return {
        "url": reverse("justice:matter", args=[tie.matter]),
        "opened": tie.since,
        "proceedings": [_proceeding(one) for one in found],
        "dated": any(one.next_on for one in found),
    }


def _proceeding(one: ProceedingRef) -> dict[str, object]:
    facts = [
        (_("Next date"), web.day_words(one.next_on) if one.next_on else _("none is known")),
        (_("Interviews of the child so far"), web.digits(one.interviews)),
        (
            _("A person who supports the child"),
            words.code("yes_no_unknown", one.support_person) if one.support_person else _("Not known"),
        ),
    ]
    if one.child_punished == "yes":
        facts.insert(0, (_("The child is punished"), _("Yes: talk to the lawyer today.")))
    return {"url": one.url, "facts": facts, "ended": one.ended_on}


# ---- asking ----


def _ask(request: HttpRequest, actor: Actor, act: Act) -> filled.Filled:
    found = files.look(actor, act.case_id, web.deeds.at(request))
    persons = [one for one in suspects.entries(found) if one.row.made_by_id == actor.person]
    held = filled.by_path(_ENTITY, persons[0]) if len(persons) == 1 else {}
    fields = filled.fields(_ENTITY, *FOR_THE_LAW) if persons else []
    form = filled.form(lazy("Go on"), fields, web.deeds.posted(request), held=held)
    own: dict[str, forms.Field] = {}
    if persons:
        named = [
            (str(one.row.pk), web.dots(suspects.word(one.said["status"]), web.listed(one.said["names"])))
            for one in persons
        ]
        choices = [*named, ("", _("Nobody who stands here"))]
        own["person"] = forms.ChoiceField(
            label=_("Who is suspected of it?"), choices=choices, required=False, widget=forms.RadioSelect,
            initial=named[0][0] if len(named) == 1 else "", help_text=_("The name does not leave the file."),
        )  # fmt: skip
    others = [one for one in ties(actor, found) if str(act.pk) not in one.acts]
    if others and not any(str(act.pk) in one.acts for one in ties(actor, found)):
        dated = [(str(one.matter), web.day_words(one.since)) for one in others]
        own["matter"] = forms.ChoiceField(
            label=_("In which matter?"), choices=[("", _("In a new one")), *dated], required=False,
            widget=forms.RadioSelect, initial="",
        )  # fmt: skip
    form.ask(own)
    form.groups = (*(web.Group((name,)) for name in own), *form.groups)  # type: ignore[misc]
    return form


def _asked(actor: Actor, act: Act, data: dict[str, Any], now: datetime) -> tuple[Act, Asking]:
    person, matter = (UUID(data[name]) if data.get(name) else None for name in ("person", "matter"))
    traits = filled.of(_ENTITY, data)
    asking = law.ask(actor, act.case_id, act.pk, now, person=person, traits=traits, matter=matter)
    return act, asking


def _go_on(request: HttpRequest, made: tuple[Act, Asking]) -> HttpResponse:
    """The facts stand in the form that goes on, and nowhere in an address."""
    act, asking = made
    return render(request, "cases/acts/law.html", {"act": act, "asking": asking})


ACTS = {
    "act_law": web.Act(
        deed=ASK_LAW,
        title=lazy("Ask the law about this"),
        lede=lazy(
            "Which countries can prosecute? The law gets facts: what it is, when, where, and ages. It gets no name, no "
            "words and no number of the file."
        ),
        form=_ask,
        call=filled.named(_asked),
        seal=lazy("The question stands in a matter, which caseworkers, supervisors and lawyers open."),
        answer=_go_on,
        slug="law",
    ),
}
