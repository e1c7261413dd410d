"""Studies of how many children are on no list: registered, computed, signed from outside, and only then reviewed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from fanal.access import api as access
from fanal.access.api import NotNow
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.research import calculating, deciding, words
from fanal.research.models import Study
from fanal.research.questions import catalogue
from fanal.research.studies import computing, declining, policy, registering, signing, studies
from fanal.research.studies import words as study_words
from fanal.research.studies.desk import acts, reviews, view
from fanal.research.studies.registering import StudyState
from fanal.web import api as web
from fanal.web.api import deeds


@deeds.page(policy.STUDIES)
@require_GET
def listed(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The studies that this person may see."""
    rows = [
        {
            "cells": [study.title, study_words.state(study), study.made_by.name, web.day_words(study.made_at)],
            "url": reverse("research:study", args=[study.pk]),
            "open": study.title,
        }
        for study in registering.studies_of(actor)
    ]
    context = {
        "rows": rows,
        "columns": [_("Title"), _("State"), _("Opened by"), _("Day")],
        "may_open": bool(access.may(actor, policy.OPEN)),
        "left_out": calculating.left_out(),
    }
    return render(request, "research/studies/studies.html", context)


@deeds.page(policy.LOOK)
@require_GET
def study(request: HttpRequest, actor: Actor, study_id: UUID) -> HttpResponse:
    """One study: how far it is, the result with what speaks against it, and what this person can do with it now."""
    study = registering.study_of(actor, study_id)
    context = {
        **_computing(study, deeds.at(request)),
        "state": study_words.state(study),
        "tone": study_words.TONES.get(StudyState(study.state), ""),
        "question": catalogue.question(study.question),
        "facts": view.plan(study),
        "result": view.result(study),
        "signed": signing.is_signed(study) if study.signature else None,
        "events": access.history(actor, study.pk),
        "can": acts.can(actor, study),
        "lines": reviews.lines(study),
        "missing": deciding.missing(study.pk),
        "said": reviews.said(actor, study),
        "signers": words.signers(study.org_id) if study.state == StudyState.TO_SIGN else "",
        "declined": _declined(study),
        "declined_columns": [_("Who"), _("Why"), _("Day")],
        "may_begin_anew": may_begin_anew(actor, study),
        "line_columns": [_("Who"), _("Answer"), _("Why"), _("Day")],
        "corrections": reviews.corrections(study),
        "correction_columns": [_("Text"), _("Words now"), _("Why"), _("By"), _("Day")],
    }
    return render(request, "research/studies/study.html", context)


def may_begin_anew(actor: Actor, one: Study) -> bool:
    """Whether this person can compute anew what a statistician did not sign."""
    fits = one.state == StudyState.COMPUTED and bool(access.may(actor, policy.COMPUTE_ANEW, one))
    return fits and declining.may_begin_anew(one)


def _declined(one: Study) -> list[dict[str, Any]]:
    """Who did not sign it: name, why, day."""
    rows = declining.declined(one)
    names = network.names(row.person_id for row in rows)
    return [{"cells": [names[row.person_id], row.reasons, web.day_words(row.at)]} for row in rows]


def _computing(one: Study, now: datetime) -> dict[str, Any]:
    at_work = computing.at_work(one, now)
    cut_off = "" if at_work else study_words.cut_off(one)
    return {"study": one, "progress": studies.progress(one), "at_work": at_work, "cut_off": cut_off}


@deeds.page(policy.LOOK)
@require_GET
def progress(request: HttpRequest, actor: Actor, study_id: UUID) -> HttpResponse:
    """How far computing is, asked by a page on its own: that nobody is there must end the session all the same."""
    one = registering.study_of(actor, study_id)
    answer = render(request, "research/studies/progress.html", _computing(one, deeds.at(request)))
    session: Any = request.session
    session.only_asked()
    return answer


@deeds.page(policy.SEE_TABLE)
@require_GET
def table(request: HttpRequest, actor: Actor, study_id: UUID) -> HttpResponse:
    """How the lists overlap, and the verdict on that. The look is noted."""
    one = registering.study_of(actor, study_id)
    context: dict[str, Any] = {"study": one, "can": acts.can(actor, one)}
    try:
        context |= view.overlaps(studies.table(actor, one.pk, deeds.at(request)))
    except NotNow as why:
        messages.error(request, why.words)
        return HttpResponseRedirect(acts.address(one))
    return render(request, "research/studies/table.html", context)
