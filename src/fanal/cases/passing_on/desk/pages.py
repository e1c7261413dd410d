"""Pages of passing on inside: one offer, and all files of a worker who leaves."""

import json
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from fanal.access import api as access
from fanal.access.api import NotHere
from fanal.cases import duties
from fanal.cases.access_terms import relation
from fanal.cases.codes_work import HandOnKind, HandOnState
from fanal.cases.files.desk import filled, words
from fanal.cases.models import Case
from fanal.cases.passing_on import inside
from fanal.cases.passing_on.desk.acts import ask_colleague, kind_words
from fanal.cases.passing_on.policy import ACCEPT, HAND_ONS, OFFER_ALL, TAKE_BACK
from fanal.clocks import api as clocks
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.web import api as web


@web.deeds.page(HAND_ONS)
@require_safe
def hand_on(request: HttpRequest, actor: Actor, row_id: UUID) -> HttpResponse:
    """One offer: number, risk and what is due next; nothing of the child before it is accepted."""
    row = inside.hand_on_of(actor, row_id)
    now, case = web.deeds.at(request), row.case
    waits = row.state == HandOnState.OFFERED
    eye = relation(actor, case)
    due = [
        one
        for one in clocks.open_duties(org=case.org_id, files=[case.pk])
        if one.subject != row.pk and eye in duties.FOR_FEW.get(one.kind, {eye})
    ]
    return render(
        request,
        "cases/passing_on/hand_on.html",
        {
            "row": row,
            "case": case,
            "what": kind_words(row),
            "state": words.code("hand_on_state", row.state),
            "risk": words.risk(case.risk),
            "next": [(web.due_tag(one.due_at, now), _(clocks.kind(one.kind).words)) for one in due[:4]],
            "parts": web.listed(words.code("data_category", one) for one in row.parts),
            "may_answer": waits and row.to_id == actor.person and bool(access.may(actor, ACCEPT, case)),
            "beside": row.before.name if row.kind == HandOnKind.ASSIGN and row.before else "",
            "may_end": bool(access.may(actor, TAKE_BACK, case)),
            "waits": waits,
            "runs": row.state == HandOnState.ACCEPTED and row.until is not None,
        },
    )


class _All(filled.Filled):
    """All files of one worker: those that were shown, each with its key."""

    keys = forms.CharField(widget=forms.HiddenInput)


@web.deeds.page(OFFER_ALL)
@require_http_methods(["GET", "POST"])
def offer_all(request: HttpRequest, actor: Actor, worker: UUID) -> HttpResponse:
    """Offer all files of a worker who leaves to one colleague, one offer each."""
    access.ask(actor, OFFER_ALL)
    name = network.names([worker]).get(worker)
    if name is None or network.person(worker).org != actor.org:
        raise NotHere
    cases = inside.of_worker(actor, worker)
    form = _form_all(request, cases)
    if request.method == "POST" and form.is_valid():
        with web.deeds.telling(form):
            data = form.cleaned_data | {"asked": form.asked()}
            made = inside.offer_all(
                actor, worker, UUID(data["to"]), filled.of("hand_on", data), _keys(data["keys"]), web.deeds.at(request)
            )
            words_ = _("Offers made: {n}. Until the answers nothing changes.").format(n=web.digits(len(made)))
            messages.success(request, words_)
            return HttpResponseRedirect(reverse("cases:team"))
    context = {"name": name, "count": web.digits(len(cases)), "cases": cases, "form": form}
    return render(request, "cases/passing_on/offer_all.html", context)


def _form_all(request: HttpRequest, cases: list[Case]) -> _All:
    shown = json.dumps({str(case.pk): str(uuid4()) for case in cases})
    form = _All(
        filled.fields("hand_on", *inside.NOTE, "until", "over_ceiling"), web.deeds.posted(request),
        required=[f"hand_on.{one}" for one in inside.NOTE], initial={"keys": shown},
    )  # fmt: skip
    form.buttons = (web.Button(lazy("Offer them all")),)  # type: ignore[misc]
    people = [set(inside.colleagues(case, HandOnKind.ASSIGN)) for case in cases]
    ask_colleague(form, sorted(set.intersection(*people)) if people else [])
    return form


def _keys(typed: str) -> dict[UUID, UUID]:
    """The files that were shown; what is no such list names none."""
    try:
        said: Any = json.loads(typed)
        return {UUID(case): UUID(key) for case, key in said.items()}
    except (ValueError, AttributeError, TypeError):
        return {}
