"""Who may see gaps of the law: proposed by one person, confirmed by another, ended by anybody of them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_http_methods

from fanal.access import api as access
from fanal.justice import granting, policy_gaps
from fanal.justice.desk.granted import Sure, page, posted, telling
from fanal.justice.desk.telling import at
from fanal.justice.models import GapsGrant
from fanal.network import api as network
from fanal.network.contracts import Actor, OrgKind, PersonRef
from fanal.web import api as web

_USUAL = timedelta(days=180)


class Propose(web.Page):
    """Who, what for, until when."""

    who = forms.ChoiceField(
        label=lazy("Who should see gaps?"),
        widget=forms.RadioSelect,
        required=False,
    )
    name = forms.CharField(
        label=lazy("Sign-in name of the person"),
        help_text=lazy("Ask the person for it. Nothing is shown of people of other organisations."),
        max_length=60,
        required=False,
    )
    reason = web.StaffText(
        label=lazy("What is it needed for?"),
        help_text=lazy("The second person reads this. No names of persons."),
        max_length=300,
        rows=3,
        error_messages={"required": lazy("Write what it is needed for.")},
    )
    until = web.Day(
        label=lazy("Until when?"),
        help_text=lazy("At most twelve months. It ends by itself, and can be ended at any time."),
        error_messages={"required": lazy("Choose a day.")},
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Propose it")),)

    def __init__(self, people: list[PersonRef], today: date, data: Any = None, *, anywhere: bool = False) -> None:
        super().__init__(data, initial={"until": today + _USUAL})
        if anywhere:
            del self.fields["who"]
        else:
            del self.fields["name"]
            self.fields["who"].choices = [  # type: ignore[attr-defined]
                (str(one.id), web.two_lines(one.name, ", ".join(network.words.roles(one.roles)))) for one in people
            ]

    @property
    def person(self) -> PersonRef | None:
        """Whom it is for."""
        if "name" in self.fields:
            return network.person_called(self.cleaned_data["name"])
        chosen = self.cleaned_data["who"]
        return network.person(UUID(chosen)) if chosen else None


@page(policy_gaps.GRANTS)
@require_GET
def grants(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every grant that the reader may see: what waits first, then what is in force, then what ended."""
    today = at(request).date()
    found = sorted(granting.grants_of(actor), key=lambda one: _order(one, today))
    rows = [
        {
            "cells": [one.person.name, one.org.name, _state(one, today), web.day_words(one.until)],
            "url": reverse("justice:grant", args=[one.pk]),
            "open": one.person.name,
        }
        for one in found
    ]
    context = {
        "rows": rows,
        "columns": [_("Who"), _("Organisation"), _("State"), _("Until")],
        "may_propose": bool(access.may(actor, policy_gaps.PROPOSE)),
    }
    return render(request, "justice/desk/grants.html", context)


def _order(one: GapsGrant, today: date) -> int:
    return 0 if granting.waits(one, today) else 1 if granting.in_force(one, today) else 2


def _state(one: GapsGrant, today: date) -> str:
    if granting.waits(one, today):
        return _("waits for a second person")
    if granting.in_force(one, today):
        return _("in force")
    if one.confirmed_at is None:
        return _("taken back") if one.ended_at else _("not confirmed in time")
    return _("ended")


@page(policy_gaps.PROPOSE)
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Propose it for somebody else."""
    anywhere = actor.org_kind is OrgKind.SECRETARIAT
    form = Propose(granting.people_for(actor), at(request).date(), posted(request), anywhere=anywhere)
    if request.method == "POST" and form.is_valid():
        with telling(form):
            data = form.cleaned_data
            row = granting.propose(actor, form.person, data["reason"], data["until"], at(request))
            messages.success(request, _("Proposed. Another person confirms it: neither you nor the one who gets it."))
            return HttpResponseRedirect(reverse("justice:grant", args=[row.pk]))
    return render(request, "justice/desk/grant_propose.html", {"form": form})


@page(policy_gaps.GRANTS)
@require_GET
def grant(request: HttpRequest, actor: Actor, grant_id: UUID) -> HttpResponse:
    """One grant: for whom, why, by whom; and what this person can do with it now."""
    one, today = granting.grant_of(actor, grant_id), at(request).date()
    waits, holds = granting.waits(one, today), granting.in_force(one, today)
    context = {
        "one": one,
        "facts": [
            (_("For"), f"{one.person.name}, {one.org.name}"),
            (_("What for"), one.reason),
            (_("Until"), web.day_words(one.until)),
        ],
        "state": _state(one, today),
        "tone": "soon" if waits else "ok" if holds else "",
        "waits": waits,
        "may_confirm": waits and bool(access.may(actor, policy_gaps.CONFIRM, one)),
        "may_end": (waits or holds) and bool(access.may(actor, policy_gaps.END, one)),
        "events": access.history(actor, one.pk),
    }
    return render(request, "justice/desk/grant.html", context)


@page(policy_gaps.CONFIRM)
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, actor: Actor, grant_id: UUID) -> HttpResponse:
    """The second person confirms."""
    one, form = granting.grant_of(actor, grant_id), Sure(posted(request))
    if request.method == "POST" and form.is_valid():
        with telling(form):
            granting.confirm(actor, one.pk, at(request))
            messages.success(request, _("%(name)s may see gaps now.") % {"name": one.person.name})
            return HttpResponseRedirect(reverse("justice:grant", args=[one.pk]))
    return render(request, "justice/desk/grant_confirm.html", {"form": form, "one": one})


@page(policy_gaps.END)
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, actor: Actor, grant_id: UUID) -> HttpResponse:
    """End it at once."""
    one, form = granting.grant_of(actor, grant_id), Sure(posted(request))
    if request.method == "POST" and form.is_valid():
        with telling(form):
            granting.end(actor, one.pk, at(request))
            messages.success(request, _("Ended. Nothing of it opens any more."))
            mine = access.may(actor, policy_gaps.GRANTS) and one.person_id != actor.person
            return HttpResponseRedirect(reverse("justice:grants" if mine else "desk:day"))
    return render(request, "justice/desk/grant_end.html", {"form": form, "one": one})
