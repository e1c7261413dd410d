"""Plans of releases: the list by next step, opening one on three pages, and the page of a plan."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from fanal.access import api as access
from fanal.access.api import NotHere, NotNow
from fanal.network.contracts import Actor
from fanal.research import calculating, deciding, words
from fanal.research.contracts import ENDED, WITH_DRAFT, PlanForm, PlanState
from fanal.research.models import Plan, Population
from fanal.research.plans import attacking, gates, plans, policy, reviewing, working
from fanal.research.plans.desk import runs, view
from fanal.research.plans.desk.forms import Choose
from fanal.research.plans.desk.pages import Pages
from fanal.research.questions import catalogue
from fanal.research.records import populations
from fanal.web import api as web
from fanal.web.api import deeds

type Save = Callable[[PlanForm], Plan]


@deeds.page(policy.PLANS)
@require_GET
def listed(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Plans by what is next: those that run first."""
    ordered = sorted(plans.plans_of(actor), key=lambda plan: plan.state in ENDED)
    rows = [
        {
            "cells": [
                plan.title, str(words.STATES[plan.state]), plan.org.name, plan.made_by.name,
                web.day_words(plan.made_at),
            ],
            "url": reverse("research:plan", args=[plan.pk]),
            "open": plan.title,
        }
        for plan in ordered
    ]  # fmt: skip
    context = {
        "rows": rows,
        "columns": [_("Title"), _("What is next"), _("Organisation"), _("Opened by"), _("Day")],
        "may_open": bool(access.may(actor, policy.OPEN_PLAN)),
        "left_out": calculating.left_out(),
    }
    return render(request, "research/plans/plans.html", context)


@deeds.page(policy.OPEN_PLAN)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Which question, of which records."""
    there = [one for one in populations.populations_of(actor) if one.closed_on is None and one.org_id == actor.org]
    form = Choose(there, deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        args = [form.cleaned_data["records"], form.cleaned_data["question"]]
        return HttpResponseRedirect(reverse("research:plan_what", args=args))
    return render(request, "research/plans/new.html", {"form": form, "there": there})


@deeds.page(policy.OPEN_PLAN)
@require_http_methods(["GET", "POST"])
def what(request: HttpRequest, actor: Actor, population_id: UUID, question: str) -> HttpResponse:
    """The three pages of a new plan."""
    population = populations.population_of(actor, population_id)

    def save(form: PlanForm) -> Plan:
        return plans.open_plan(actor, form, deeds.at(request))

    return _pages(request, population, question, save, None)


@deeds.page(policy.REVISE_PLAN)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, actor: Actor, plan_id: UUID) -> HttpResponse:
    """The same pages for a plan that is there; the gate decides anew."""
    plan = plans.plan_of(actor, plan_id)

    def save(form: PlanForm) -> Plan:
        version = request.POST.get("version", "")
        return plans.revise(actor, plan.pk, int(version) if version.isdigit() else 0, form, deeds.at(request))

    return _pages(request, plan.population, plan.question, save, plan)


def _pages(request: HttpRequest, population: Population, question: str, save: Save, plan: Plan | None) -> HttpResponse:
    """Tables, words, gate. What was typed on one page is carried to the others, and nothing is saved before the end."""
    asked = catalogue.question(question)
    if asked is None or asked.population != population.class_set:
        raise NotHere
    pages = Pages(population, asked, deeds.at(request).date(), deeds.posted(request), plan)
    if pages.ready and (made := _saved(save, pages)):
        return HttpResponseRedirect(reverse("research:plan", args=[made.pk]))
    carry = pages.carried()
    if plan is not None:
        carry.append(("version", request.POST.get("version") or str(plan.version)))
    context = {
        "population": population, "question": asked.words, "plan": plan, "form": pages.form, "carry": carry,
        "sentences": pages.sentences(), "left": pages.left(),
    }  # fmt: skip
    return render(request, f"research/plans/{pages.name}.html", context)


def _saved(save: Save, pages: Pages) -> Plan | None:
    """The plan, or None with each error at the field that it is about."""
    try:
        made: Plan = save(pages.plan_form())
    except NotNow as why:
        pages.tell(why)
        return None
    return made


@deeds.page(policy.PLANS)
@require_GET
def plan(request: HttpRequest, actor: Actor, plan_id: UUID) -> HttpResponse:
    """One plan: what is next, the tables as they would be published, who must agree, what happened."""
    plan = plans.plan_of(actor, plan_id)
    draft = working.draft_of(plan)
    can, not_here = view.can(actor, plan) | view.pooled_acts(actor, plan), view.not_here(actor, plan)
    context = {
        "plan": plan,
        "state": words.STATES[plan.state],
        "tone": words.TONES.get(plan.state, ""),
        "stopped": _(plan.stopped_because) if plan.stopped_because else "",
        "facts": view.facts(plan),
        "protocol": view.protocol(plan),
        "gate": words.lines(gates.standing(plan)),
        "review": words.lines(reviewing.standing(plan))
        if plan.state in WITH_DRAFT | ENDED | {PlanState.TO_SIGN}
        else [],
        "missing": deciding.missing(plan.pk),
        "unread": "" if plan.state in ENDED else populations.unread(plan.population, deeds.at(request)),
        "line_columns": [_("Who"), _("Answer"), _("Why"), _("Day")],
        "said": access.deciding.said_yes(actor.person, [*gates.standing(plan), *reviewing.standing(plan)]),
        "signers": words.signers(plan.org_id) if plan.state == PlanState.TO_SIGN else "",
        "draft": draft,
        "shown": view.shown(draft),
        "attacks": view.attacks(draft),
        "proposals": [(place, proposal.words) for place, proposal in enumerate(attacking.proposals(draft))]
        if draft and plan.state == PlanState.PROTECTED
        else [],
        "can": can | {"work": can["work"] and not not_here},
        "not_here": not_here,
        "members": view.members(plan),
        "member_columns": [_("Member"), _("State"), _("Day")],
        "runs": runs.runs(plan),
        "release": plan.releases.order_by("-version").first(),
        "events": access.history(actor, plan.pk),
    }
    return render(request, "research/plans/plan.html", context)
