"""A signed study in review: a second person, the survivor adviser, the ethics reviewer; then maker and key keeper."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from fanal.access import api as access
from fanal.access.api import NotNow
from fanal.network.contracts import Actor
from fanal.research import words
from fanal.research.contracts import Verdict
from fanal.research.desk.saying import PUBLISHED, SAID, Said, SaidAs
from fanal.research.models import Study
from fanal.research.plans import gates
from fanal.research.policy import ASSENT_ROLES
from fanal.research.studies import correcting, policy, publishing, registering, texts
from fanal.research.studies.desk import view
from fanal.research.studies.desk.forms import WordsPage
from fanal.research.studies.desk.steps import step, there
from fanal.research.studies.registering import StudyState
from fanal.web import api as web
from fanal.web.api import deeds


def lines(study: Study) -> list[dict[str, Any]]:
    """Who must agree, and how each stands."""
    if study.state in {StudyState.DRAFT, StudyState.REGISTERED, StudyState.COMPUTED}:
        return []
    return words.lines(publishing.standing(study))


def said(actor: Actor, study: Study) -> set[str]:
    """The steps to which this person has said yes already: they are done, and can only be said anew."""
    return gates.said_yes(actor, publishing.standing(study)) if lines(study) else set()


def corrections(study: Study) -> list[dict[str, Any]]:
    """What was corrected after registration: which text, the words that stand now, why, by whom, when."""
    return [
        {"cells": [texts.LABELS[one.field], one.words, one.because, one.by.name, web.day_words(one.at)]}
        for one in texts.corrections_of(study)
    ]


def can(actor: Actor, study: Study) -> dict[str, bool]:
    """What this person can do with a signed study now."""
    waiting = {StudyState.IN_REVIEW, StudyState.APPROVED, StudyState.TO_SIGN}
    states = {
        "submit": (policy.SUBMIT, {StudyState.SIGNED}),
        "review": (policy.REVIEW, waiting),
        "correct": (policy.CORRECT_WORDS, correcting.CORRECTABLE),
        "assent": (policy.ASSENT, waiting),
        "publish": (policy.PUBLISH, {StudyState.APPROVED}),
        "sign_release": (policy.SIGN_RELEASE, {StudyState.TO_SIGN}),
    }
    return {
        name: study.state in fitting and bool(access.may(actor, deed, study))
        for name, (deed, fitting) in states.items()
    }


@deeds.page(policy.SUBMIT)
@require_POST
def submit(request: HttpRequest, actor: Actor, study_id: UUID) -> HttpResponse:
    """Send it to review."""
    study = registering.study_of(actor, study_id)
    try:
        publishing.submit(actor, study.pk, deeds.at(request))
        messages.success(request, _("It is in review."))
    except NotNow as why:
        messages.error(request, why.words)
    return there(study.pk)


@deeds.page(policy.REVIEW)
@require_http_methods(["GET", "POST"])
@step("review", can)
def review(request: HttpRequest, actor: Actor, study_id: UUID) -> HttpResponse:
    """The second person reads what would be published, and decides."""
    study = registering.study_of(actor, study_id)
    choices = {
        Verdict.APPROVED: web.two_lines(_("Approve it"), _("it answers the question, and says how sure that is")),
        Verdict.RETURNED: web.two_lines(_("Send it back"), _("the maker reads why")),
    }
    form = Said(choices, deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form):
            data = form.cleaned_data
            publishing.review(actor, study.pk, data["verdict"], data["reasons"], deeds.at(request))
            messages.success(request, SAID)
            return there(study.pk)
    return _reviewing(request, study, form)


@deeds.page(policy.CORRECT_WORDS)
@reauthentication_required(app="allauth.mfa")  # type: ignore[untyped-decorator]
@require_http_methods(["GET", "POST"])
@step("correct", can)
def correct(request: HttpRequest, actor: Actor, study_id: UUID) -> HttpResponse:
    """A second person corrects words that were frozen when the study was registered."""
    study = registering.study_of(actor, study_id)
    form = WordsPage(study, deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form):
            data = form.cleaned_data
            correcting.correct(actor, study.pk, data["version"], form.asked(), data["because"], deeds.at(request))
            messages.success(request, _("Corrected. Whoever made the study sees it, and so does every reader."))
            return there(study.pk)
    return render(request, "research/studies/correct.html", {"form": form, "study": study})


@deeds.page(policy.ASSENT)
@require_http_methods(["GET", "POST"])
@step("assent", can)
def assent(request: HttpRequest, actor: Actor, study_id: UUID) -> HttpResponse:
    """Survivor adviser and ethics reviewer say yes, or stop it."""
    study = registering.study_of(actor, study_id)
    choices = {
        Verdict.ASSENT: web.two_lines(_("Yes"), _("it may be published")),
        Verdict.VETO: web.two_lines(_("No"), _("it is not published; nobody overrules this")),
    }
    form = SaidAs([role for role in ASSENT_ROLES if actor.has(role)], choices, deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form):
            data = form.cleaned_data
            answer = data["role"], data["verdict"], data["reasons"]
            publishing.assent(actor, study.pk, *answer, deeds.at(request))
            messages.success(request, SAID)
            return there(study.pk)
    return _reviewing(request, study, form)


def _reviewing(request: HttpRequest, study: Study, form: forms.Form) -> HttpResponse:
    context = {"form": form, "study": study, "result": view.result(study)}
    return render(request, "research/studies/review.html", context)


@deeds.page(policy.PUBLISH)
@reauthentication_required(app="allauth.mfa")  # type: ignore[untyped-decorator]
@require_http_methods(["GET", "POST"])
@step("publish", can)
def publish(request: HttpRequest, actor: Actor, study_id: UUID) -> HttpResponse:
    """The maker publishes it; where they keep no key, a key keeper signs after them."""
    study, form = registering.study_of(actor, study_id), deeds.Sure(deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form):
            made = publishing.publish(actor, study.pk, deeds.at(request))
            messages.success(request, PUBLISHED if made else words.waits_for_signature(study.org_id))
            return there(study.pk)
    context = {"form": form, "study": study, "result": view.result(study)}
    return render(request, "research/studies/publish.html", context)


@deeds.page(policy.SIGN_RELEASE)
@reauthentication_required(app="allauth.mfa")  # type: ignore[untyped-decorator]
@require_http_methods(["GET", "POST"])
@step("sign_release", can)
def sign_release(request: HttpRequest, actor: Actor, study_id: UUID) -> HttpResponse:
    """A key keeper signs the exact bytes for the organisation."""
    study, form = registering.study_of(actor, study_id), deeds.Sure(deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form):
            publishing.sign_release(actor, study.pk, deeds.at(request))
            messages.success(request, PUBLISHED)
            return there(study.pk)
    context = {"form": form, "study": study, "result": view.result(study)}
    return render(request, "research/studies/publish.html", context)
