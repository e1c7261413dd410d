"""Agreements with partners: how each stands, what it covers, proposing, signing, ending."""

from typing import ClassVar
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from fanal import vault
from fanal.access.api import may, staff
from fanal.network import api as network
from fanal.network.contracts import Actor, AgreementPurpose, Standing
from fanal.network.models import Agreement
from fanal.site.desk.deeds import do
from fanal.vocabulary.codes import DataCategory
from fanal.web import api as web
from fanal.web.api import deeds

WORDS = {
    Standing.IN_FORCE: gettext_lazy("in force until %(day)s"),
    Standing.EXPIRING: gettext_lazy("in force, ends %(day)s"),
    Standing.NOT_STARTED: gettext_lazy("signed, starts %(start)s"),
    Standing.YOURS_TO_SIGN: gettext_lazy("waits for our signature"),
    Standing.THEIRS_TO_SIGN: gettext_lazy("waits for the partner’s signature"),
    Standing.EXPIRED: gettext_lazy("expired %(day)s"),
    Standing.ENDED: gettext_lazy("ended %(ended)s"),
    Standing.FORGED: gettext_lazy("the signatures do not hold"),
    Standing.CHANGED: gettext_lazy("one of the two was changed past Fanal"),
    Standing.TORN: gettext_lazy("its journal was changed past Fanal"),
}
TONES = {
    Standing.IN_FORCE: "ok",
    Standing.EXPIRING: "soon",
    Standing.YOURS_TO_SIGN: "soon",
    Standing.FORGED: "danger",
    Standing.CHANGED: "danger",
    Standing.TORN: "danger",
}
_WAITS = {Standing.YOURS_TO_SIGN, Standing.THEIRS_TO_SIGN}
_OPEN = {Standing.IN_FORCE, Standing.EXPIRING, Standing.NOT_STARTED, *_WAITS, Standing.TORN}


class Propose(web.Page):
    """What two organisations agree on."""

    partner = forms.ChoiceField(
        label=gettext_lazy("With whom?"), error_messages={"required": gettext_lazy("Choose an organisation.")}
    )
    purposes = forms.MultipleChoiceField(
        label=gettext_lazy("What for?"),
        choices=[(purpose.value, words) for purpose, words in network.words.PURPOSES.items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick at least one purpose.")},
    )
    categories = forms.MultipleChoiceField(
        label=gettext_lazy("What may be passed on?"),
        choices=[(category.value, words) for category, words in network.words.CATEGORIES.items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick at least one kind of data.")},
    )
    starts = web.Day(label=gettext_lazy("From"), error_messages={"required": gettext_lazy("Choose the first day.")})
    ends = web.Day(
        label=gettext_lazy("Until"),
        help_text=gettext_lazy("The last day counts."),
        error_messages={"required": gettext_lazy("Choose the last day.")},
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(gettext_lazy("Sign and send to the partner")),)

    def __init__(self, actor: Actor, data: object = None, **kwargs: object) -> None:
        super().__init__(data, **kwargs)  # type: ignore[arg-type]
        others = [org for org in network.orgs() if org.id != actor.org]
        choices = [(str(org.id), f"{org.name}, {org.country}") for org in others]
        self.fields["partner"].choices = [("", "—"), *choices]  # type: ignore[attr-defined]


class Compared(web.Page):
    """A tick before the signature."""

    sure = forms.BooleanField(
        label=gettext_lazy("I compared the partner’s fingerprint with them"),
        error_messages={"required": gettext_lazy("Compare the fingerprint first, by telephone. Then tick this.")},
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(gettext_lazy("Sign for our organisation")),)


def standing_words(agreement: Agreement, standing: Standing) -> str:
    """How an agreement stands, in words."""
    days = {"day": agreement.ends, "start": agreement.starts, "ended": network.agreements.ended(agreement)}
    return str(WORDS[standing]) % {name: web.day_words(day) for name, day in days.items()}


def _found(actor: Actor, agreement_id: UUID) -> Agreement:
    found = [one for one in network.agreements.of(actor.org) if one.id == agreement_id]
    if not found:
        raise Http404
    return found[0]


def _partner(agreement: Agreement, actor: Actor) -> str:
    other = agreement.b if agreement.a_id == actor.org else agreement.a
    return f"{other.name}, {other.country}"


def _purposes(agreement: Agreement) -> str:
    return web.listed(str(words) for purpose, words in network.words.PURPOSES.items() if purpose in agreement.purposes)


def _categories(agreement: Agreement) -> str:
    found = network.words.CATEGORIES.items()
    return web.listed(str(words) for category, words in found if category in agreement.categories)


@staff("desk.agreements")
@require_GET
def agreements(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every agreement by partner; those in force or waiting first."""
    today, lines = deeds.at(request).date(), []
    for one in network.agreements.of(actor.org):
        standing = network.agreements.standing(one, actor.org, today)
        lines.append((standing not in _OPEN, _partner(one, actor), standing, one))
    rows = [
        {
            "cells": [
                partner,
                _purposes(one),
                web.tag(standing_words(one, standing), TONES.get(standing, "")),
            ],
            "url": reverse("desk:agreement", args=[one.id]),
            "open": partner,
        }
        for _closed, partner, standing, one in sorted(lines, key=lambda line: line[:2])
    ]
    columns = [_("Partner"), _("What for"), _("State")]
    context = {"rows": rows, "columns": columns, "may_propose": bool(may(actor, "network.propose_agreement"))}
    return render(request, "desk/agreements.html", context)


@staff("desk.agreements")
@require_GET
def agreement(request: HttpRequest, actor: Actor, agreement_id: UUID) -> HttpResponse:
    """One agreement: parties, what for, what may go, days, signatures, fingerprints."""
    one = _found(actor, agreement_id)
    standing = network.agreements.standing(one, actor.org, deeds.at(request).date())
    facts = [
        (_("Between"), f"{one.a.name}, {one.a.country} · {one.b.name}, {one.b.country}"),
        (_("What for"), _purposes(one)),
        (_("What may be passed on"), _categories(one)),
        (_("From"), web.day_words(one.starts)),
        (_("Until"), web.day_words(one.ends)),
    ]
    prints = [(org.name, vault.fingerprint(bytes(org.identity))) for org in (one.a, one.b)]
    context = {
        "one": one,
        "partner": _partner(one, actor),
        "facts": facts,
        "prints": prints,
        "forged": standing is Standing.FORGED,
        "changed": standing is Standing.CHANGED,
        "torn": network.trusted.torn() if standing is Standing.TORN else "",
    }
    context |= {"words": standing_words(one, standing), "tone": TONES.get(standing, "")}
    context["may_sign"] = standing is Standing.YOURS_TO_SIGN and bool(may(actor, "network.sign_agreement"))
    context["may_end"] = standing in _OPEN and bool(may(actor, "network.end_agreement"))
    context["needs_keeper"] = standing is Standing.YOURS_TO_SIGN and not context["may_sign"]
    return render(request, "desk/agreement.html", context)


@staff("network.propose_agreement")
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Draw up an agreement and sign it for our side."""
    form = Propose(actor, deeds.posted(request), initial={"starts": timezone.localdate(deeds.at(request))})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        purposes = [AgreementPurpose(purpose) for purpose in data["purposes"]]
        categories = [DataCategory(category).value for category in data["categories"]]
        with deeds.telling(form):
            made = do(
                actor, "network.propose_agreement", None, network.agreements.propose, UUID(data["partner"]),
                purposes, categories, data["starts"], data["ends"], deeds.at(request),
            )  # fmt: skip
            return HttpResponseRedirect(reverse("desk:agreement", args=[made]))
    return render(request, "desk/propose.html", {"form": form})


@staff("network.sign_agreement")
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, actor: Actor, agreement_id: UUID) -> HttpResponse:
    """Sign for our side, after comparing fingerprints."""
    one = _found(actor, agreement_id)
    form = Compared(deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form):
            do(actor, "network.sign_agreement", one, network.agreements.sign, one.id, deeds.at(request))
            return HttpResponseRedirect(reverse("desk:agreement", args=[one.id]))
    other = one.a if one.b_id == actor.org else one.b
    context = {
        "form": form,
        "one": one,
        "partner": _partner(one, actor),
        "fingerprint": vault.fingerprint(bytes(other.identity)),
    }
    context |= {"purposes": _purposes(one), "categories": _categories(one)}
    return render(request, "desk/sign.html", context)


@staff("network.end_agreement")
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, actor: Actor, agreement_id: UUID) -> HttpResponse:
    """End an agreement from today."""
    one = _found(actor, agreement_id)
    form = forms.Form(deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form):
            do(actor, "network.end_agreement", one, network.agreements.end, one.id, deeds.at(request))
            return HttpResponseRedirect(reverse("desk:agreement", args=[one.id]))
    return render(request, "desk/end_agreement.html", {"form": form, "one": one, "partner": _partner(one, actor)})
