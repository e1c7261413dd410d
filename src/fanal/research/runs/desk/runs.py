"""Linkage runs: everybody who takes part sees each step, who did it and when, and what the unit sees. No page shows a
pair, a record, or two lists."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from fanal.access import api as access
from fanal.network.contracts import Actor
from fanal.research import calculating, deciding
from fanal.research.runs import policy, runs, words
from fanal.research.runs.desk import view
from fanal.web import api as web
from fanal.web.api import deeds


@deeds.page(policy.RUNS)
@require_GET
def listed(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The runs in which the own organisation takes part."""
    rows = [
        {
            "cells": [
                run.title,
                web.tag(words.STATES[run.state], words.TONES.get(run.state, "")),
                view.turn(actor, run, list(run.steps.all())),
                run.unit.name,
                web.day_words(run.delete_by),
            ],
            "url": reverse("research:run", args=[run.pk]),
            "open": run.title,
        }
        for run in runs.runs_of(actor)
    ]
    context = {
        "rows": rows,
        "columns": [_("Title"), _("State"), _("Whose turn it is"), _("Unit"), _("Day of deletion")],
        "may_open": bool(access.may(actor, policy.OPEN)),
        "left_out": calculating.left_out(),
    }
    return render(request, "research/runs/runs.html", context)


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
