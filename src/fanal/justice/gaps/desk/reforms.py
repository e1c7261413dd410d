"""Reforms: plans that were tried, drafts, the day on which the state was told, and publishing by another person."""

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_POST

from fanal.access import api as access
from fanal.justice.gaps import gaps, looks, onward, policy, reform_texts, reforms
from fanal.justice.gaps import words as gap_words
from fanal.justice.gaps.counting import CountKind, Step
from fanal.justice.gaps.desk.gaps import looking, step_of
from fanal.justice.gaps.reforms import Stage
from fanal.justice.law import library
from fanal.justice.law import words as law_words
from fanal.justice.models import GapsFound, Reform
from fanal.network.api import trusted
from fanal.network.contracts import Actor
from fanal.web import api as web
from fanal.web.api import Act, Things, deeds

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
                reform.title, law_words.state_name(reform.state),
                str(_STAGES[reforms.stage(reform, deeds.at(request).date())]),
                reform.drafted_by.name, web.day_words(reform.drafted_at),
            ],
            "url": reverse("justice:reform", args=[reform.pk]),
            "open": reform.title,
        }
        for reform in reforms.reforms_of(actor)
    ]  # fmt: skip
    states = [(state, law_words.state_name(state)) for state in gaps.countries(actor)]
    columns = [_("Title"), _("Country"), _("State"), _("Drafted by"), _("Day")]
    return render(request, "justice/gaps/reforms.html", {"rows": rows, "columns": columns, "states": states})


@looking(policy.REFORMS)
@require_GET
def plans(request: HttpRequest, actor: Actor, state: str) -> HttpResponse:
    """The smallest sets of changes of one's own law that close what it can close, each tried before it is shown."""
    now = deeds.at(request)
    count = gaps.count_of(actor, state, now, CountKind.REFORMS)
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
    gaps.start(actor, state, deeds.at(request), CountKind.REFORMS)
    return HttpResponseRedirect(reverse("justice:reforms_of", args=[state]))


@deeds.page(policy.REFORMS)
@require_GET
def reform(request: HttpRequest, actor: Actor, reform_id: UUID) -> HttpResponse:
    """One reform: its text, what it changes in the law, and what this person can do with it now."""
    reform, now = reforms.reform_of(actor, reform_id), deeds.at(request)
    stage, law = reforms.stage(reform, now.date()), library.corpus(now)
    fixed = stage in {Stage.DRAFT, Stage.TOLD} and reforms.is_law(reform, law, now.date())
    until = reform.told_state_on + reforms.EMBARGO if reform.told_state_on and stage is Stage.TOLD else None
    open_ = stage is not Stage.PUBLISHED
    context = {
        "one": reform,
        "name": law_words.state_name(reform.state),
        "stage": _STAGES[stage],
        "tone": _TONES.get(stage, ""),
        "atoms": [gap_words.atom(**atom) for atom in reform.atoms],
        "changes": reform_texts.changes(reform.atoms, law, now.date()),
        "until": until,
        "fixed": fixed,
        "may_change": open_,
        "may_publish": (stage is Stage.READY or fixed) and bool(access.may(actor, policy.PUBLISH_REFORM, reform)),
        "waits_for_other": (stage is Stage.READY or fixed)
        and actor.person in policy.wrote_reform(reform.pk, trusted.Signers()),
        "onward": onward.links(actor, reform),
        "events": access.history(actor, reform.pk),
        "words": gap_words.MEMBERS_ONLY,
    }
    return render(request, "justice/gaps/reform.html", context)


def _address(reform: Reform) -> str:
    return reverse("justice:reform", args=[reform.pk])


def _begun(request: HttpRequest, _actor: Actor, plan: GapsFound) -> Words:
    law, day = library.at_version(plan.count.corpus_version), deeds.at(request).date()
    begun = reform_texts.begun(plan.count.state, plan.content["atoms"], law, day)
    return Words(deeds.posted(request), initial=begun)


PLANS = Things(
    find=lambda actor, state, number, now: gaps.found_one(actor, state, number, now, CountKind.REFORMS),
    dated=True,
    url=lambda plan: reverse("justice:reforms_of", args=[plan.count.state]),
    back=lambda plan: _("%(name)s: plans of reforms") % {"name": law_words.state_name(plan.count.state)},
)
DRAFT = Act(
    deed=policy.DRAFT_REFORM,
    title=lazy("Draft a reform"),
    lede=lazy("The text is a beginning. Write it so that a parliament can use it, and nobody else."),
    form=_begun,
    call=lambda actor, plan, data, now: reforms.draft(
        actor, plan.count.state, plan.number, data["title"], data["words"], now
    ),
    slug="<int:number>",
    leads=_address,
)
REFORMS = Things(find=reforms.reform_of, url=_address, back=lambda reform: reform.title)


def _told(request: HttpRequest, _actor: Actor, reform: Reform) -> Told:
    return Told(deeds.posted(request), initial={"on": reform.told_state_on or deeds.at(request).date()})


ACTS = {
    "change": Act(
        deed=policy.CHANGE_REFORM,
        title=lazy("Change the text"),
        form=lambda request, _actor, reform: Words(
            deeds.posted(request), initial={"title": reform.title, "words": reform.words}
        ),
        call=lambda actor, reform, data, now: reforms.change(actor, reform.pk, data["title"], data["words"], now),
    ),
    "told": Act(
        deed=policy.TELL_STATE,
        title=lazy("The state was told"),
        lede=lambda _reform: (
            _("From that day on %(days)s days pass before it can be published, so that the law can be mended first.")
            % {"days": web.digits(reforms.EMBARGO.days)}
        ),
        form=_told,
        call=lambda actor, reform, data, now: reforms.tell_state(actor, reform.pk, data["on"], now),
    ),
    "publish": Act(
        deed=policy.PUBLISH_REFORM,
        title=lazy("Publish a reform"),
        heading=lazy("Publish this reform"),
        lede=lambda reform: (
            _("Everybody reads title and text with the law of %(name)s. It cannot be taken back.")
            % {"name": law_words.state_name(reform.state)}
        ),
        button=lazy("Publish it"),
        template="justice/gaps/reform_publish.html",
        call=web.plain(reforms.publish),
        done=lazy("Published. Everybody can read it with the law of the country."),
    ),
    "drop": Act(
        deed=policy.DROP_REFORM,
        title=lazy("Throw a draft away"),
        heading=lazy("Throw this draft away"),
        lede=lazy("The text is lost. That there was one stays in the journal."),
        button=lazy("Throw it away"),
        call=web.plain(reforms.drop),
        done=lazy("The draft is gone."),
        leads=lambda _made: reverse("justice:reforms"),
    ),
}
