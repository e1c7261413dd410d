"""What is done with a plan: the gate, making the tables, showing less, review, assent, objection, publishing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_POST

from fanal.access.api import NotNow
from fanal.network.contracts import Actor
from fanal.research import policy, words
from fanal.research.contracts import Verdict
from fanal.research.desk.saying import PUBLISHED, SAID, Because, Said, SaidAs
from fanal.research.models import Plan
from fanal.research.plans import attacking, gates, plans, pooling, publishing, reviewing, working
from fanal.research.plans.desk import leaves, view
from fanal.web import api as web
from fanal.web.api import deeds


def _there(plan: Plan) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("research:plan", args=[plan.pk]))


def _page(request: HttpRequest, template: str, plan: Plan, form: forms.Form, **more: Any) -> HttpResponse:
    draft = working.draft_of(plan)
    context = {
        "plan": plan, "form": form, "shown": view.shown(draft), "stays": leaves.stays(plan),
        "changes": [{"cells": line} for line in leaves.differences(plan, draft)],
        "change_columns": [_("Where"), _("Before"), _("Now")], "facts": view.facts(plan),
    }  # fmt: skip
    return render(request, f"research/plans/{template}.html", context | more)


@deeds.page(policy.PASS_GATE)
@require_http_methods(["GET", "POST"])
def gate(request: HttpRequest, actor: Actor, plan_id: UUID) -> HttpResponse:
    """Say yes or no at the ethics gate, in one of one's roles."""
    plan = plans.plan_of(actor, plan_id)
    choices = {
        Verdict.PASSED: web.two_lines(_("Yes"), _("these rows may be opened for these tables")),
        Verdict.REFUSED: web.two_lines(_("No"), _("the author reads why and can change it")),
    }
    form = SaidAs([role for role in policy.GATE_ROLES if actor.has(role)], choices, deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form):
            data = form.cleaned_data
            gates.pass_gate(actor, plan.pk, data["role"], data["verdict"], data["reasons"], deeds.at(request))
            messages.success(request, SAID)
            return _there(plan)
    return _page(request, "answer", plan, form, protocol=view.protocol(plan))


@deeds.page(policy.WORK)
@require_POST
def work(request: HttpRequest, actor: Actor, plan_id: UUID) -> HttpResponse:
    """Open, count, protect and attack, in one go; the page of the plan shows what came of it."""
    plan = plans.plan_of(actor, plan_id)
    try:
        draft = working.work(actor, plan.pk, deeds.at(request))
    except NotNow as why:
        messages.error(request, why.words)
        return _there(plan)
    if draft.passed:
        messages.success(request, _("The tables withstood every attack. Look at them, then send them to review."))
    else:
        messages.error(request, _("Nothing is released: see below why, and what would help."))
    return _there(plan)


@deeds.page(policy.AGREE)
@require_POST
def agree(request: HttpRequest, actor: Actor, plan_id: UUID) -> HttpResponse:
    """A member takes part in a plan over several."""
    return _step(request, actor, plan_id, pooling.agree, _("You take part. Send your share once everybody does."))


@deeds.page(policy.SEND_SHARE)
@require_POST
def send_share(request: HttpRequest, actor: Actor, plan_id: UUID) -> HttpResponse:
    """Count at home and send what is noise to everybody."""
    return _step(request, actor, plan_id, pooling.send_share, _("Sent. To everybody else it is noise."))


@deeds.page(policy.ADD_UP)
@require_POST
def add_up(request: HttpRequest, actor: Actor, plan_id: UUID) -> HttpResponse:
    """Add up what all sent, and attack it."""
    return _step(request, actor, plan_id, pooling.add_up, _("Added up. Look below at what came of it."))


@deeds.page(policy.ADD_UP)
@require_POST
def begin_again(request: HttpRequest, actor: Actor, plan_id: UUID) -> HttpResponse:
    """A member does not send: the run is void, nothing was learnt."""
    return _step(request, actor, plan_id, pooling.begin_again, _("Void. Nothing was learnt; everybody is asked again."))


def _step(
    request: HttpRequest, actor: Actor, plan_id: UUID, deed: Callable[[Actor, UUID, datetime], object], done: str
) -> HttpResponse:
    plan = plans.plan_of(actor, plan_id)
    try:
        deed(actor, plan.pk, deeds.at(request))
        messages.success(request, done)
    except NotNow as why:
        messages.error(request, why.words)
    return _there(plan)


@deeds.page(policy.REVISE_PLAN)
@require_POST
def narrow(request: HttpRequest, actor: Actor, plan_id: UUID, place: int) -> HttpResponse:
    """Show less, as one of the proposals says."""
    plan = plans.plan_of(actor, plan_id)
    draft = working.draft_of(plan)
    found = attacking.proposals(draft) if draft else ()
    if place >= len(found):
        messages.error(request, _("A colleague changed this meanwhile. Look at it again."))
        return _there(plan)
    try:
        plans.narrow(actor, plan.pk, plan.version, found[place].tables, deeds.at(request), found[place].leave_out)
        messages.success(request, _("Changed. Make the tables again."))
    except NotNow as why:
        messages.error(request, why.words)
    return _there(plan)


@deeds.page(policy.SUBMIT)
@require_POST
def submit(request: HttpRequest, actor: Actor, plan_id: UUID) -> HttpResponse:
    """Send the tables to review."""
    plan = plans.plan_of(actor, plan_id)
    try:
        reviewing.submit(actor, plan.pk, deeds.at(request))
        messages.success(request, _("It is in review."))
    except NotNow as why:
        messages.error(request, why.words)
    return _there(plan)


class Review(Said):
    """Each table is ticked against the question."""

    ticks = forms.MultipleChoiceField(
        label=lazy("Which tables answer the question, and nothing else?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    field_order = ("ticks", "verdict", "reasons")

    def __init__(self, numbers: list[tuple[str, str]], choices: Any, data: Any = None) -> None:
        super().__init__(choices, data)
        self.fields["ticks"].choices = numbers  # type: ignore[attr-defined]
        self.fields["ticks"].needed = True  # type: ignore[attr-defined]  # to approve; not to send it back


@deeds.page(policy.REVIEW)
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, actor: Actor, plan_id: UUID) -> HttpResponse:
    """The second person reads tables, error, coverage and text, and decides."""
    plan = plans.plan_of(actor, plan_id)
    shown = view.shown(working.draft_of(plan))
    numbers = [(number, table.title) for number, table in shown["tables"]] if shown else []
    if plan.synthetic:
        numbers.append((working.ROWS, _("Synthetic rows")))
    choices = {
        Verdict.APPROVED: web.two_lines(_("Approve it"), _("it answers the question, and points at nobody")),
        Verdict.RETURNED: web.two_lines(_("Send it back"), _("the maker reads why")),
    }
    form = Review(numbers, choices, deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form):
            data = form.cleaned_data
            reviewing.review(actor, plan.pk, data["verdict"], data["ticks"], data["reasons"], deeds.at(request))
            messages.success(request, SAID)
            return _there(plan)
    return _page(request, "review", plan, form)


@deeds.page(policy.ASSENT)
@require_http_methods(["GET", "POST"])
def assent(request: HttpRequest, actor: Actor, plan_id: UUID) -> HttpResponse:
    """Survivor adviser and ethics reviewer say yes, or stop it."""
    plan = plans.plan_of(actor, plan_id)
    choices = {
        Verdict.ASSENT: web.two_lines(_("Yes"), _("it may be published")),
        Verdict.VETO: web.two_lines(_("No"), _("it is not published; nobody overrules this")),
    }
    form = SaidAs([role for role in policy.ASSENT_ROLES if actor.has(role)], choices, deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form):
            data = form.cleaned_data
            reviewing.assent(actor, plan.pk, data["role"], data["verdict"], data["reasons"], deeds.at(request))
            messages.success(request, SAID)
            return _there(plan)
    return _page(request, "review", plan, form)


class Objection(web.Page):
    """A member objects; it need not say why."""

    reasons = web.StaffText(
        label=lazy("Why, if you want to say it"), help_text=lazy("Nobody needs a reason."), max_length=1000, rows=3,
        required=False,
    )  # fmt: skip
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Object")),)


@deeds.page(policy.OBJECT)
@require_http_methods(["GET", "POST"])
def objection(request: HttpRequest, actor: Actor, plan_id: UUID) -> HttpResponse:
    """A contributing member objects: the plan ends."""
    plan, form = plans.plan_of(actor, plan_id), Objection(deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form):
            reviewing.object_(actor, plan.pk, form.cleaned_data["reasons"], deeds.at(request))
            messages.success(request, SAID)
            return _there(plan)
    return _page(request, "object", plan, form)


@deeds.page(policy.PUBLISH)
@reauthentication_required(app="allauth.mfa")  # type: ignore[untyped-decorator]
@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, actor: Actor, plan_id: UUID) -> HttpResponse:
    """The maker publishes: attacks run on the final bytes; where they keep no key, a key keeper signs after them."""
    plan, form = plans.plan_of(actor, plan_id), deeds.Sure(deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form):
            made = publishing.publish(actor, plan.pk, deeds.at(request))
            messages.success(request, PUBLISHED if made else words.waits_for_signature(plan.org_id))
            return _there(plan)
    return _page(request, "publish", plan, form)


@deeds.page(policy.SIGN)
@reauthentication_required(app="allauth.mfa")  # type: ignore[untyped-decorator]
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, actor: Actor, plan_id: UUID) -> HttpResponse:
    """A key keeper signs the exact bytes for the organisation."""
    plan, form = plans.plan_of(actor, plan_id), deeds.Sure(deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form):
            publishing.sign(actor, plan.pk, deeds.at(request))
            messages.success(request, PUBLISHED)
            return _there(plan)
    return _page(request, "publish", plan, form)


@deeds.page(policy.STOP_PLAN)
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, actor: Actor, plan_id: UUID) -> HttpResponse:
    """End a plan before it is published."""
    plan, form = plans.plan_of(actor, plan_id), Because(deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form):
            plans.stop(actor, plan.pk, form.cleaned_data["because"], deeds.at(request))
            messages.success(request, _("Stopped."))
            return _there(plan)
    return _page(request, "stop", plan, form)
