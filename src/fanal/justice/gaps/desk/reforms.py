"""Reforms: plans that were tried, drafts, the day on which the state was told, and publishing by another person."""

from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fanal.access import api as access
from fanal.justice.gaps import gaps, looks, policy, reform_texts, reforms
from fanal.justice.gaps import words as gap_words
from fanal.justice.gaps.counting import Kind, Step
from fanal.justice.gaps.desk.gaps import looking, step_of
from fanal.justice.gaps.reforms import Stage
from fanal.justice.law import library
from fanal.justice.law import words as law_words
from fanal.justice.models import Reform
from fanal.network.api import trusted
from fanal.network.contracts import Actor
from fanal.web import api as web
from fanal.web.api import deeds

_STAGES = {
    Stage.DRAFT: lazy("draft; the state was not told"),
    Stage.TOLD: lazy("the state was told; it is kept back"),
    Stage.READY: lazy("can be published by another person"),
    Stage.PUBLISHED: lazy("published"),
}
_TONES = {Stage.TOLD: "soon", Stage.READY: "info", Stage.PUBLISHED: "ok"}


class Words(web.Page):
    """Title and text of a reform."""

    title = web.StaffText(
        label=lazy("Title"), max_length=200, rows=2, error_messages={"required": lazy("Give it a title.")}
    )
    words = web.StaffText(
        label=lazy("What changes, why, and which provisions"),
        help_text=lazy("When it is published, everybody reads this. Name no person and no case."),
        max_length=8000,
        rows=16,
        error_messages={"required": lazy("Write what changes, and why.")},
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Keep it")),)


class Told(web.Page):
    """When the state was told."""

    on = web.Day(label=lazy("On which day was the state told?"), error_messages={"required": lazy("Choose a day.")})
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Note it")),)


@deeds.page(policy.REFORMS)
@require_GET
def listed(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The reforms of one's own organisation, and where plans are looked for."""
    rows = [
        {
            "cells": [
                one.title, law_words.state_name(one.state), str(_STAGES[reforms.stage(one, deeds.at(request).date())]),
                one.drafted_by.name, web.day_words(one.drafted_at),
            ],
            "url": reverse("justice:reform", args=[one.pk]),
            "open": one.title,
        }
        for one in reforms.reforms_of(actor)
    ]  # fmt: skip
    states = [(state, law_words.state_name(state)) for state in gaps.countries(actor)]
    columns = [_("Title"), _("Country"), _("State"), _("Drafted by"), _("Day")]
    return render(request, "justice/gaps/reforms.html", {"rows": rows, "columns": columns, "states": states})


@looking(policy.REFORMS)
@require_GET
def plans(request: HttpRequest, actor: Actor, state: str) -> HttpResponse:
    """The smallest sets of changes of one's own law that close what it can close, each tried before it is shown."""
    now = deeds.at(request)
    count = gaps.count_of(actor, state, now, Kind.REFORMS)
    context: dict[str, Any] = {
        "state": state,
        "name": law_words.state_name(state),
        "count": count,
        "step": step_of(count, now),
        "has_law": bool(library.corpus(now).parts(state)),
        "words": gap_words.MEMBERS_ONLY,
    }
    if count is not None and count.step == Step.DONE:
        looks.look(actor, 0, now)
        context["plans"] = [_plan(item.number, item.content) for item in count.items.order_by("number")]
    return render(request, "justice/gaps/reform_plans.html", context)


def _plan(number: int, content: dict[str, Any]) -> dict[str, Any]:
    figures = content["figures"]
    return {
        "number": number,
        "atoms": [gap_words.atom(**one) for one in content["atoms"]],
        "cost": figures["cost"],
        "certain": figures["certain"],
        **{name: web.digits(figures[name]) for name in ("gaps", "closable", "closed")},
    }


@deeds.page(policy.SEARCH_REFORMS)
@require_POST
def search(request: HttpRequest, actor: Actor, state: str) -> HttpResponse:
    """Have plans looked for."""
    gaps.start(actor, state, deeds.at(request), Kind.REFORMS)
    return HttpResponseRedirect(reverse("justice:reforms_of", args=[state]))


@deeds.page(policy.DRAFT_REFORM)
@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, actor: Actor, state: str, number: int) -> HttpResponse:
    """Draft a reform from a plan; its text stands there to be changed."""
    plan = gaps.found_one(actor, state, number, deeds.at(request), Kind.REFORMS)
    begun = reform_texts.begun(
        state, plan.content["atoms"], library.at_version(plan.count.corpus_version), deeds.at(request).date()
    )
    form = Words(deeds.posted(request), initial=begun)
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form):
            data = form.cleaned_data
            row = reforms.draft(actor, state, number, data["title"], data["words"], deeds.at(request))
            return HttpResponseRedirect(reverse("justice:reform", args=[row.pk]))
    context = {"form": form, "state": state, "name": law_words.state_name(state)}
    return render(request, "justice/gaps/reform_draft.html", context)


@deeds.page(policy.REFORMS)
@require_GET
def reform(request: HttpRequest, actor: Actor, reform_id: UUID) -> HttpResponse:
    """One reform: its text, what it changes in the law, and what this person can do with it now."""
    one, now = reforms.reform_of(actor, reform_id), deeds.at(request)
    stage, law = reforms.stage(one, now.date()), library.corpus(now)
    fixed = stage in {Stage.DRAFT, Stage.TOLD} and reforms.is_law(one, law, now.date())
    until = one.told_state_on + reforms.EMBARGO if one.told_state_on and stage is Stage.TOLD else None
    open_ = stage is not Stage.PUBLISHED
    context = {
        "one": one,
        "name": law_words.state_name(one.state),
        "stage": _STAGES[stage],
        "tone": _TONES.get(stage, ""),
        "atoms": [gap_words.atom(**atom) for atom in one.atoms],
        "changes": reform_texts.changes(one.atoms, law, now.date()),
        "until": until,
        "fixed": fixed,
        "may_change": open_,
        "may_publish": (stage is Stage.READY or fixed) and bool(access.may(actor, policy.PUBLISH_REFORM, one)),
        "waits_for_other": (stage is Stage.READY or fixed)
        and actor.person in policy.wrote_reform(one.pk, trusted.Signers()),
        "events": access.history(actor, one.pk),
        "words": gap_words.MEMBERS_ONLY,
    }
    return render(request, "justice/gaps/reform.html", context)


@deeds.page(policy.CHANGE_REFORM)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, actor: Actor, reform_id: UUID) -> HttpResponse:
    """Change title and text."""
    one = reforms.reform_of(actor, reform_id)
    form = Words(deeds.posted(request), initial={"title": one.title, "words": one.words})
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form):
            reforms.change(actor, one.pk, form.cleaned_data["title"], form.cleaned_data["words"], deeds.at(request))
            return HttpResponseRedirect(reverse("justice:reform", args=[one.pk]))
    return render(request, "justice/gaps/reform_change.html", {"form": form, "one": one})


@deeds.page(policy.TELL_STATE)
@require_http_methods(["GET", "POST"])
def told(request: HttpRequest, actor: Actor, reform_id: UUID) -> HttpResponse:
    """Note when the state was told."""
    one = reforms.reform_of(actor, reform_id)
    form = Told(deeds.posted(request), initial={"on": one.told_state_on or deeds.at(request).date()})
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form):
            reforms.tell_state(actor, one.pk, form.cleaned_data["on"], deeds.at(request))
            return HttpResponseRedirect(reverse("justice:reform", args=[one.pk]))
    context = {"form": form, "one": one, "days": reforms.EMBARGO.days}
    return render(request, "justice/gaps/reform_told.html", context)


@deeds.page(policy.PUBLISH_REFORM)
@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, actor: Actor, reform_id: UUID) -> HttpResponse:
    """Publish it, by another person than the drafter."""
    one, form = reforms.reform_of(actor, reform_id), deeds.Sure(deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form):
            reforms.publish(actor, one.pk, deeds.at(request))
            messages.success(request, _("Published. Everybody can read it with the law of the country."))
            return HttpResponseRedirect(reverse("justice:reform", args=[one.pk]))
    context = {"form": form, "one": one, "name": law_words.state_name(one.state)}
    return render(request, "justice/gaps/reform_publish.html", context)


@deeds.page(policy.DROP_REFORM)
@require_http_methods(["GET", "POST"])
def drop(request: HttpRequest, actor: Actor, reform_id: UUID) -> HttpResponse:
    """Throw a draft away."""
    one: Reform = reforms.reform_of(actor, reform_id)
    form = deeds.Sure(deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form):
            reforms.drop(actor, one.pk, deeds.at(request))
            messages.success(request, _("The draft is gone."))
            return HttpResponseRedirect(reverse("justice:reforms"))
    return render(request, "justice/gaps/reform_drop.html", {"form": form, "one": one})
