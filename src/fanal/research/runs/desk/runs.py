"""Linkage runs: everybody who takes part sees each step, who did it and when, and what the unit sees. No page shows a
pair, a record, or two lists."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fanal.access import api as access
from fanal.access.api import NotNow
from fanal.network import api as network
from fanal.network.contracts import Actor, NetworkError
from fanal.research import deciding
from fanal.research.contracts import Verdict
from fanal.research.desk.saying import Because, SaidAs
from fanal.research.policy import GATE_ROLES
from fanal.research.runs import policy, runs, words
from fanal.research.runs import steps as run_steps
from fanal.research.runs.desk import view
from fanal.research.runs.desk.forms import ListPage, Most, Number, RunPage, gate_words
from fanal.web import api as web
from fanal.web.api import deeds

type Deed = Callable[[Actor, UUID, datetime], object]


def _there(run_id: UUID) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("research:run", args=[run_id]))


@deeds.page(policy.RUNS)
@require_GET
def listed(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The runs in which the own organisation takes part."""
    rows = [
        {
            "cells": [
                one.title,
                web.tag(words.STATES[one.state], words.TONES.get(one.state, "")),
                view.turn(actor, one, list(one.steps.all())),
                one.unit.name,
                web.day_words(one.delete_by),
            ],
            "url": reverse("research:run", args=[one.pk]),
            "open": one.title,
        }
        for one in runs.runs_of(actor)
    ]
    context = {
        "rows": rows,
        "columns": [_("Title"), _("State"), _("Whose turn it is"), _("Unit"), _("Day of deletion")],
        "may_open": bool(access.may(actor, policy.OPEN)),
    }
    return render(request, "research/runs/runs.html", context)


@deeds.page(policy.OPEN)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Open a run, and ask members and unit to join."""
    form = RunPage(network.orgs(), deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form):
            return _there(runs.open_run(actor, form.asked(), deeds.at(request)).pk)
    return render(request, "research/runs/form.html", {"form": form})


@deeds.page(policy.LOOK)
@require_GET
def run(request: HttpRequest, actor: Actor, run_id: UUID) -> HttpResponse:
    """One run: how far it is, who did what when, and what this person can do now."""
    one = runs.run_of(actor, run_id)
    steps, gate_lines = runs.steps_of(one), runs.gate_of(one)
    context = {
        "run": one,
        **view.shown(actor, one, steps, gate_lines),
        "can": view.can(actor, one, steps, gate_lines),
        "missing": deciding.missing(one.pk),
        "events": access.history(actor, one.pk),
    }
    return render(request, "research/runs/run.html", context)


# ---- steps ----


@deeds.page(policy.GATE)
@require_http_methods(["GET", "POST"])
def gate(request: HttpRequest, actor: Actor, run_id: UUID) -> HttpResponse:
    """Say yes or no before anything begins."""
    one = runs.run_of(actor, run_id)
    choices = {Verdict(code): label for code, label in gate_words().items()}
    form = SaidAs([role for role in GATE_ROLES if actor.has(role)], choices, deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form):
            data = form.cleaned_data
            runs.pass_gate(actor, one.pk, data["role"], data["verdict"], data["reasons"], deeds.at(request))
            return _there(one.pk)
    context = {"form": form, "run": one, "facts": view.facts(one), **_unit_words()}
    return render(request, "research/runs/gate.html", context)


def _unit_words() -> dict[str, Any]:
    return {"sees": words.SEES, "sees_not": words.SEES_NOT}


@deeds.page(policy.JOIN)
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, actor: Actor, run_id: UUID) -> HttpResponse:
    """Take part, with a list or as the unit."""
    one = runs.run_of(actor, run_id)
    is_unit = one.unit_id == actor.org
    form = (deeds.Sure if is_unit else Most)(deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form):
            runs.join(actor, one.pk, form.cleaned_data.get("most"), deeds.at(request))
            return _there(one.pk)
    context = {"form": form, "run": one, "is_unit": is_unit, "facts": view.facts(one), **_unit_words()}
    return render(request, "research/runs/join.html", context)


@deeds.page(policy.DECLARE)
@require_http_methods(["GET", "POST"])
def declare(request: HttpRequest, actor: Actor, run_id: UUID) -> HttpResponse:
    """Say how many children are on the list."""
    one, form = runs.run_of(actor, run_id), Number(deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form):
            data = form.cleaned_data
            run_steps.declare(actor, one.pk, data["count"], data["script"], deeds.at(request))
            return _there(one.pk)
    return render(request, "research/runs/declare.html", {"form": form, "run": one})


@deeds.page(policy.COUNTERSIGN)
@require_http_methods(["GET", "POST"])
def countersign(request: HttpRequest, actor: Actor, run_id: UUID) -> HttpResponse:
    """The second person signs number and definition."""
    one, form = runs.run_of(actor, run_id), deeds.Sure(deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form):
            run_steps.countersign(actor, one.pk, deeds.at(request))
            return _there(one.pk)
    said = one.steps.filter(org_id=actor.org, step="declared").select_related("by").first()
    return render(request, "research/runs/countersign.html", {"form": form, "run": one, "said": said})


@deeds.page(policy.SEND)
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, actor: Actor, run_id: UUID) -> HttpResponse:
    """Paste the list: it is encoded in memory, and nothing of it is kept."""
    one, form = runs.run_of(actor, run_id), ListPage(deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form):
            run_steps.send(actor, one.pk, form.cleaned_data["rows"], deeds.at(request))
            messages.success(request, _("Encoded and sent. Nothing of the list was kept here."))
            return _there(one.pk)
    response = render(request, "research/runs/send.html", {"form": form, "run": one, **_unit_words()})
    response["Cache-Control"] = "no-store"
    return response


def _do(request: HttpRequest, actor: Actor, run_id: UUID, deed: Deed) -> HttpResponse:
    """A step that takes nothing but a button."""
    one = runs.run_of(actor, run_id)
    try:
        deed(actor, one.pk, deeds.at(request))
    except NotNow as why:
        messages.error(request, why.words)
    except NetworkError as error:
        messages.error(request, str(error))
    return _there(one.pk)


@deeds.page(policy.KEY)
@require_POST
def key(request: HttpRequest, actor: Actor, run_id: UUID) -> HttpResponse:
    """Draw a part of the key."""
    return _do(request, actor, run_id, run_steps.draw_key)


@deeds.page(policy.COMMIT)
@require_POST
def commit(request: HttpRequest, actor: Actor, run_id: UUID) -> HttpResponse:
    """The unit joins the lists and commits to that."""
    return _do(request, actor, run_id, run_steps.commit)


@deeds.page(policy.REVEAL)
@require_POST
def reveal(request: HttpRequest, actor: Actor, run_id: UUID) -> HttpResponse:
    """Tell the unit which rows were test rows."""
    return _do(request, actor, run_id, run_steps.reveal)


@deeds.page(policy.COUNT)
@require_POST
def count(request: HttpRequest, actor: Actor, run_id: UUID) -> HttpResponse:
    """The unit counts."""
    return _do(request, actor, run_id, run_steps.count)


@deeds.page(policy.DELETED)
@require_http_methods(["GET", "POST"])
def deleted(request: HttpRequest, actor: Actor, run_id: UUID) -> HttpResponse:
    """Confirm that nothing is left, here or elsewhere."""
    one, form = runs.run_of(actor, run_id), deeds.Sure(deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form):
            run_steps.confirm_deletion(actor, one.pk, deeds.at(request))
            return _there(one.pk)
    return render(request, "research/runs/deleted.html", {"form": form, "run": one})


@deeds.page(policy.STOP)
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, actor: Actor, run_id: UUID) -> HttpResponse:
    """End a run before it is counted."""
    one, form = runs.run_of(actor, run_id), Because(deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form):
            runs.stop(actor, one.pk, form.cleaned_data["because"], deeds.at(request))
            messages.success(request, _("Stopped. What was sent is deleted, and nothing was learnt."))
            return _there(one.pk)
    return render(request, "research/runs/stop.html", {"form": form, "run": one})
