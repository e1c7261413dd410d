"""Studies of how many children are on no list: registered, computed, signed from outside, and only then reviewed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fanal.access import api as access
from fanal.access.api import NotNow
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.research import deciding, words
from fanal.research.desk.saying import Because
from fanal.research.models import Study
from fanal.research.questions import catalogue
from fanal.research.studies import computing, declining, policy, registering, signing, studies
from fanal.research.studies import words as study_words
from fanal.research.studies.desk import reviews, view
from fanal.research.studies.desk.forms import AsWho, StudyPage, Whom, WhyNot
from fanal.research.studies.desk.steps import step, there
from fanal.research.studies.registering import StudyState
from fanal.vocabulary.countries import country_name
from fanal.web import api as web
from fanal.web.api import deeds


def _can(actor: Actor, one: Study) -> dict[str, bool]:
    """What the policy and the state of the study let this person do now."""
    states = {
        "change": (policy.REVISE, {StudyState.DRAFT}),
        "register": (policy.REGISTER, {StudyState.DRAFT}),
        "see_table": (policy.SEE_TABLE, set(StudyState) if studies.is_kept(one) else set()),
        "compute": (policy.COMPUTE, {StudyState.REGISTERED}),
        "ask": (policy.ASK_STATISTICIAN, {StudyState.COMPUTED}),
        "sign": (policy.SIGN, {StudyState.COMPUTED}),
        "decline": (policy.DECLINE, {StudyState.COMPUTED}),
        "stop": (policy.STOP, set(StudyState) - registering.ENDED),
    }
    return {
        name: one.state in fitting and bool(access.may(actor, deed, one)) for name, (deed, fitting) in states.items()
    }


@deeds.page(policy.STUDIES)
@require_GET
def listed(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The studies that this person may see."""
    rows = [
        {
            "cells": [one.title, study_words.state(one), one.made_by.name, web.day_words(one.made_at)],
            "url": reverse("research:study", args=[one.pk]),
            "open": one.title,
        }
        for one in registering.studies_of(actor)
    ]
    context = {
        "rows": rows,
        "columns": [_("Title"), _("State"), _("Opened by"), _("Day")],
        "may_open": bool(access.may(actor, policy.OPEN)),
    }
    return render(request, "research/studies/studies.html", context)


@deeds.page(policy.OPEN)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Begin a study."""
    form = StudyPage(registering.runs_for(actor), deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form):
            return there(registering.open_study(actor, form.asked(), deeds.at(request)).pk)
    return render(request, "research/studies/form.html", {"form": form, "study": None})


@deeds.page(policy.REVISE)
@require_http_methods(["GET", "POST"])
@step("change", _can)
def change(request: HttpRequest, actor: Actor, study_id: UUID) -> HttpResponse:
    """Change a draft. Its table is not shown; a new one may take its place."""
    study = registering.study_of(actor, study_id)
    runs = registering.runs_for(actor)
    if study.run is not None and study.run not in runs:
        runs.append(study.run)
    form = StudyPage(runs, deeds.posted(request), study)
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form):
            version = form.cleaned_data["version"] or 0
            registering.revise(actor, study.pk, version, form.asked(), deeds.at(request))
            return there(study.pk)
    return render(request, "research/studies/form.html", {"form": form, "study": study})


@deeds.page(policy.LOOK)
@require_GET
def study(request: HttpRequest, actor: Actor, study_id: UUID) -> HttpResponse:
    """One study: how far it is, the result with what speaks against it, and what this person can do with it now."""
    one = registering.study_of(actor, study_id)
    context = {
        **_computing(one, deeds.at(request)),
        "state": study_words.state(one),
        "tone": study_words.TONES.get(StudyState(one.state), ""),
        "question": catalogue.question(one.question),
        "facts": _plan(one),
        "result": view.result(one),
        "signed": signing.is_signed(one) if one.signature else None,
        "events": access.history(actor, one.pk),
        "can": _can(actor, one) | reviews.can(actor, one),
        "lines": reviews.lines(one),
        "missing": deciding.missing(one.pk),
        "said": reviews.said(actor, one),
        "signers": words.signers(one.org_id) if one.state == StudyState.TO_SIGN else "",
        "declined": _declined(one),
        "declined_columns": [_("Who"), _("Why"), _("Day")],
        "may_begin_anew": may_begin_anew(actor, one),
        "line_columns": [_("Who"), _("Answer"), _("Why"), _("Day")],
        "corrections": reviews.corrections(one),
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


def _plan(one: Study) -> list[tuple[str, object]]:
    options = one.options
    checks = web.listed(str(study_words.SENSITIVITIES[part][0]) for part in one.sensitivities)
    facts: list[tuple[str, object]] = [
        (_("Table"), str(study_words.SOURCES[one.source])),
        (_("Where it was published"), one.source_words) if one.run is None else (_("Linkage run"), one.run.title),
        (_("Method"), study_words.method(options["method"])),
        *_model(one),
        (_("Level of the interval"), study_words.share(options["level"])),
        (_("Repeated samples"), web.digits(options["replicates"])),
        (_("Seed"), str(options["seed"])),
        *_country(one),
        (_("Checks"), checks),
        (_("Who is counted"), one.protocol["counted"]),
        (_("What the answer is for"), one.protocol["use"]),
        (_("Whom it could harm"), one.protocol["harms"]),
    ]
    if one.registered_at:
        facts.append((_("Registered"), web.day_words(one.registered_at)))
    return facts


def _model(one: Study) -> Iterator[tuple[str, object]]:
    """The given model. Where the lists are not known yet, as of a run, or kept by 0.1.0, its notation alone."""
    if given := one.options.get("model"):
        found = studies.estimate_of(one)
        yield _("The given model"), study_words.model_of(given, found.lists if found else one.lists)


def _country(one: Study) -> Iterator[tuple[str, object]]:
    if code := one.protocol["country"]:
        yield _("Country"), country_name(code, get_language() or "en")


@deeds.page(policy.REGISTER)
@require_http_methods(["GET", "POST"])
@step("register", _can)
def register(request: HttpRequest, actor: Actor, study_id: UUID) -> HttpResponse:
    """Register it: from then on nothing of it changes, and the table may be opened."""
    one, form = registering.study_of(actor, study_id), deeds.Sure(deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form):
            registering.register(actor, one.pk, deeds.at(request))
            messages.success(request, _("Registered. Look at the overlaps first, then compute it."))
            return there(one.pk)
    return render(request, "research/studies/register.html", {"form": form, "study": one, "facts": _plan(one)})


@deeds.page(policy.SEE_TABLE)
@require_GET
def table(request: HttpRequest, actor: Actor, study_id: UUID) -> HttpResponse:
    """How the lists overlap, and the verdict on that. The look is noted."""
    one = registering.study_of(actor, study_id)
    context: dict[str, Any] = {"study": one, "can": _can(actor, one)}
    try:
        context |= view.overlaps(studies.table(actor, one.pk, deeds.at(request)))
    except NotNow as why:
        messages.error(request, why.words)
        return there(one.pk)
    return render(request, "research/studies/table.html", context)


@deeds.page(policy.COMPUTE)
@require_POST
def compute(request: HttpRequest, actor: Actor, study_id: UUID) -> HttpResponse:
    """Compute it. It goes on beside the requests; the page of the study shows how far it is."""
    try:
        computing.begin(actor, study_id, deeds.at(request))
    except NotNow as why:
        messages.error(request, why.words)
    return there(study_id)


@deeds.page(policy.ASK_STATISTICIAN)
@require_http_methods(["GET", "POST"])
@step("ask", _can)
def ask(request: HttpRequest, actor: Actor, study_id: UUID) -> HttpResponse:
    """Ask a statistician from outside."""
    one, now = registering.study_of(actor, study_id), deeds.at(request)
    places = {org.id: org.name for org in network.orgs()}
    people = [(person, places[person.org]) for person in signing.statisticians_for(one, now)]
    form = Whom(people, deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form):
            signing.ask_statistician(actor, one.pk, UUID(form.cleaned_data["person"]), now)
            messages.success(request, _("Asked. The table opens for this person, too."))
            return there(one.pk)
    return render(request, "research/studies/ask.html", {"form": form, "study": one, "people": people})


@deeds.page(policy.SIGN)
@require_http_methods(["GET", "POST"])
@step("sign", _can)
def sign(request: HttpRequest, actor: Actor, study_id: UUID) -> HttpResponse:
    """Sign the exact bytes of the estimate."""
    one, form = registering.study_of(actor, study_id), AsWho(deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form):
            signing.sign(actor, one.pk, form.cleaned_data["affiliation"], deeds.at(request))
            messages.success(request, _("Signed. It goes to review now."))
            return there(one.pk)
    context = {"form": form, "study": one, "result": view.result(one)}
    return render(request, "research/studies/sign.html", context)


@deeds.page(policy.DECLINE)
@require_http_methods(["GET", "POST"])
@step("decline", _can)
def decline(request: HttpRequest, actor: Actor, study_id: UUID) -> HttpResponse:
    """Say why one does not sign. From then on the study is not theirs to see."""
    one, form = registering.study_of(actor, study_id), WhyNot(deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form):
            declining.decline(actor, one.pk, form.cleaned_data["reasons"], deeds.at(request))
            messages.success(request, _("You did not sign it. Whoever asked you reads why. It opens for you no more."))
            return HttpResponseRedirect(reverse("research:studies"))
    return render(request, "research/studies/decline.html", {"form": form, "study": one})


@deeds.page(policy.COMPUTE_ANEW)
@require_POST
def anew(request: HttpRequest, actor: Actor, study_id: UUID) -> HttpResponse:
    """Take back an estimate that a statistician did not sign."""
    try:
        declining.begin_anew(actor, study_id, deeds.at(request))
        messages.success(request, _("It is registered as before. Compute it now."))
    except NotNow as why:
        messages.error(request, why.words)
    return there(study_id)


@deeds.page(policy.STOP)
@require_http_methods(["GET", "POST"])
@step("stop", _can)
def stop(request: HttpRequest, actor: Actor, study_id: UUID) -> HttpResponse:
    """End a study before it is published."""
    one, form = registering.study_of(actor, study_id), Because(deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form):
            registering.stop(actor, one.pk, form.cleaned_data["because"], deeds.at(request))
            messages.success(request, _("Stopped. What was computed is kept; the table is erased tonight."))
            return there(one.pk)
    return render(request, "research/studies/stop.html", {"form": form, "study": one})
