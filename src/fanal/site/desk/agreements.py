"""Agreements with partners: how each stands, what it covers, proposing, signing, ending."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from fanal import vault
from fanal.access.api import NotHere, may
from fanal.concerns.contracts import BASE
from fanal.network import api as network
from fanal.network.contracts import LIGHT, Actor, AgreementPurpose, Standing
from fanal.network.models import Agreement, Organisation
from fanal.vocabulary.codes import DataCategory
from fanal.web import api as web
from fanal.web.api import Act, Things, below, deeds

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
READS = (AgreementPurpose.SECOND_PERSON, AgreementPurpose.CONFLICT_OF_INTEREST)
"""For these the partner reads what was told."""
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
        help_text=gettext_lazy(
            "To be second person, or to hear about the other’s safeguarding lead, a partner needs at least: that there "
            "is a concern, place and time, what was told."
        ),
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
        super().__init__(data, **kwargs)
        others = [org for org in network.orgs() if org.id != actor.org and org.kind not in LIGHT]
        choices = [(str(org.id), f"{org.name}, {org.country}") for org in others]
        web.offer(self, "partner", [("", "—"), *choices])

    def clean_categories(self) -> list[str]:
        """A partner that may see too little would be none: the form of a small member would stay closed."""
        found: list[str] = self.cleaned_data["categories"]
        asked = [one for one in READS if one in self.cleaned_data.get("purposes", ())]
        if asked and (missing := BASE - set(found)):
            words = _("For %(purposes)s this must be ticked, too: %(categories)s.")
            named = {"purposes": _named(network.words.PURPOSES, asked)}
            raise ValidationError(words % {**named, "categories": _named(network.words.CATEGORIES, missing)})
        return found


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


@dataclass(frozen=True, slots=True)
class Ours:
    """An agreement, and the other organisation in it."""

    one: Agreement
    other: Organisation

    @property
    def partner(self) -> str:
        return f"{self.other.name}, {self.other.country}"


def _ours(actor: Actor, one: Agreement) -> Ours:
    return Ours(one, one.b if one.a_id == actor.org else one.a)


def _found(actor: Actor, agreement_id: UUID) -> Ours:
    found = [one for one in network.agreements.of(actor.org) if one.id == agreement_id]
    if not found:
        raise NotHere
    return _ours(actor, found[0])


def _named[T](words: Mapping[T, Promise], codes: Collection[T] | Collection[str]) -> str:
    return web.listed(str(said) for code, said in words.items() if code in codes)


def _purposes(agreement: Agreement) -> str:
    return _named(network.words.PURPOSES, agreement.purposes)


def _categories(agreement: Agreement) -> str:
    return _named(network.words.CATEGORIES, agreement.categories)


def waiting(actor: Actor, now: datetime) -> web.day.Section:
    """What a partner signed and wants signed here: until then nothing passes between the two."""
    rows = [
        web.day.Row(
            _("Agreement with %(partner)s") % {"partner": _ours(actor, one).partner},
            reverse("desk:agreement", args=[one.pk]),
            note=_("waits for our signature"),
        )
        for one in network.agreements.to_sign(actor.org, now.date())
    ]
    return web.day.Section(_("Agreements to sign"), rows)


@deeds.page("desk.agreements")
@require_GET
def agreements(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every agreement by partner; those in force or waiting first."""
    today, lines = deeds.at(request).date(), []
    for agreement in network.agreements.of(actor.org):
        standing = network.agreements.standing(agreement, actor.org, today)
        lines.append((standing not in _OPEN, _ours(actor, agreement).partner, standing, agreement))
    rows = [
        {
            "cells": [
                partner,
                _purposes(agreement),
                web.tag(standing_words(agreement, standing), TONES.get(standing, "")),
            ],
            "url": reverse("desk:agreement", args=[agreement.id]),
            "open": partner,
        }
        for _closed, partner, standing, agreement in sorted(lines, key=lambda line: line[:2])
    ]
    columns = [_("Partner"), _("What for"), _("State")]
    context = {"rows": rows, "columns": columns, "may_propose": bool(may(actor, "network.propose_agreement"))}
    return render(request, "desk/agreements.html", context)


@deeds.page("desk.agreements")
@require_GET
def agreement(request: HttpRequest, actor: Actor, agreement_id: UUID) -> HttpResponse:
    """One agreement: parties, what for, what may go, days, signatures, fingerprints."""
    ours = _found(actor, agreement_id)
    agreement = ours.one
    standing = network.agreements.standing(agreement, actor.org, deeds.at(request).date())
    facts = [
        (_("Between"), f"{agreement.a.name}, {agreement.a.country} · {agreement.b.name}, {agreement.b.country}"),
        (_("What for"), _purposes(agreement)),
        (_("What may be passed on"), _categories(agreement)),
        (_("From"), web.day_words(agreement.starts)),
        (_("Until"), web.day_words(agreement.ends)),
    ]
    prints = [(org.name, vault.fingerprint(bytes(org.identity))) for org in (agreement.a, agreement.b)]
    context = {
        "one": agreement,
        "partner": ours.partner,
        "facts": facts,
        "prints": prints,
        "forged": standing is Standing.FORGED,
        "changed": standing is Standing.CHANGED,
        "torn": network.trusted.torn() if standing is Standing.TORN else "",
    }
    context |= {"words": standing_words(agreement, standing), "tone": TONES.get(standing, "")}
    context["may_sign"] = standing is Standing.YOURS_TO_SIGN and bool(may(actor, "network.sign_agreement"))
    context["may_end"] = standing in _OPEN and bool(may(actor, "network.end_agreement"))
    context["needs_keeper"] = standing is Standing.YOURS_TO_SIGN and not context["may_sign"]
    return render(request, "desk/agreement.html", context)


def _propose(actor: Actor, _thing: None, data: dict[str, Any], now: datetime) -> UUID:
    purposes = [AgreementPurpose(purpose) for purpose in data["purposes"]]
    categories = [DataCategory(category).value for category in data["categories"]]
    return network.agreements.propose(
        actor, UUID(data["partner"]), purposes, categories, data["starts"], data["ends"], now
    )


def _signed(ours: Ours) -> str:
    days = {"start": web.day_words(ours.one.starts), "end": web.day_words(ours.one.ends)}
    return _("From %(start)s until %(end)s, for: %(purposes)s.") % {**days, "purposes": _purposes(ours.one)}


PROPOSE = Act(
    deed="network.propose_agreement",
    title=gettext_lazy("Propose an agreement"),
    lede=gettext_lazy("You sign first. It is in force once the partner signs too."),
    form=lambda request, actor, _thing: Propose(
        actor, deeds.posted(request), initial={"starts": timezone.localdate(deeds.at(request))}
    ),
    call=_propose,
    leads=lambda made: reverse("desk:agreement", args=[made]),
)
AGREEMENTS = Things(
    find=_found,
    url=lambda ours: reverse("desk:agreement", args=[ours.one.id]),
    back=lambda ours: _("Agreement with %(partner)s") % {"partner": ours.partner},
    guards=True,
)
ACTS = {
    "sign": Act(
        deed="network.sign_agreement",
        title=gettext_lazy("Sign an agreement"),
        heading=lambda ours: _("Sign the agreement with %(partner)s?") % {"partner": ours.partner},
        lede=_signed,
        note=lambda ours: f"{_('What may be passed on:')} {_categories(ours.one)}",
        form=Compared,
        template="desk/sign.html",
        more=lambda _request, _actor, ours: {"fingerprint": vault.fingerprint(bytes(ours.other.identity))},
        call=lambda actor, ours, _data, now: network.agreements.sign(actor, ours.one.id, now),
    ),
    "end-agreement": Act(
        deed="network.end_agreement",
        title=gettext_lazy("End an agreement"),
        heading=lambda ours: _("End the agreement with %(partner)s?") % {"partner": ours.partner},
        points=(
            gettext_lazy("From today nothing more can be handed over under it, in either direction."),
            gettext_lazy("What was handed over before keeps its end date."),
            gettext_lazy("A new agreement needs both signatures again."),
        ),
        button=gettext_lazy("End it today"),
        call=lambda actor, ours, _data, now: network.agreements.end(actor, ours.one.id, now),
        slug="end",
    ),
}
PATHS = [
    *below(gettext_lazy("Agreements"), "desk:agreements", guards=True).paths("agreements/", "", {"propose": PROPOSE}),
    *AGREEMENTS.paths("agreements/<uuid:agreement_id>/", "", ACTS),
]
