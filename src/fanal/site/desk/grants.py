"""Duties for a time: proposed by one person, confirmed by another, ended by anybody of them."""

from datetime import date, datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET

from fanal.access import api as access
from fanal.access.api import GrantGiven, granting
from fanal.network import api as network
from fanal.network.contracts import Actor, PersonRef
from fanal.web import api as web
from fanal.web.api import Act, Things, below, day, deeds

_USUAL = timedelta(days=180)


class Propose(web.Page):
    """Which duty, who, what for, until when. A colleague is chosen; somebody of another member is named."""

    duty = forms.ChoiceField(
        label=lazy("Which duty?"),
        widget=forms.RadioSelect,
        error_messages={"required": lazy("Choose a duty.")},
    )
    who = forms.ChoiceField(label=lazy("Who of your colleagues?"), widget=forms.RadioSelect, required=False)
    name = forms.CharField(
        label=lazy("Or the sign-in name of somebody else"),
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

    def __init__(self, actor: Actor, today: date, data: Any = None) -> None:
        super().__init__(data, initial={"until": today + _USUAL})
        kinds = granting.proposable(actor)
        web.offer(self, "duty", ((one.code, web.two_lines(one.name, one.may)) for one in kinds))
        people = (
            (str(one.id), web.two_lines(one.name, web.listed(network.words.roles(one.roles))))
            for one in granting.people_for(actor)
        )
        web.offer(self, "who", people)
        if not any(one.network_wide for one in kinds) or not granting.beyond(actor):
            del self.fields["name"]

    def asked(self) -> PersonRef | None:
        """Whom it is for."""
        if named := self.cleaned_data.get("name"):
            return network.person_called(named)
        chosen = self.cleaned_data["who"]
        return network.person(UUID(chosen)) if chosen else None


@deeds.page(granting.LIST)
@require_GET
def grants(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every grant that the reader may see: what waits first, then what is in force, then what ended."""
    today = deeds.at(request).date()
    ordered = sorted(granting.grants_of(actor), key=lambda grant: _order(grant, today))
    rows = [
        {
            "cells": [
                grant.person.name, granting.kind_of(grant.code).name, grant.org.name, _state(grant, today),
                web.day_words(grant.until),
            ],
            "url": reverse("desk:grant", args=[grant.pk]),
            "open": grant.person.name,
        }
        for grant in ordered
    ]  # fmt: skip
    context = {
        "rows": rows,
        "columns": [_("Who"), _("Duty"), _("Organisation"), _("State"), _("Until")],
        "may_propose": bool(access.may(actor, granting.PROPOSE)) and bool(granting.proposable(actor)),
    }
    return render(request, "desk/grants.html", context)


def _order(one: GrantGiven, today: date) -> int:
    return 0 if granting.waits(one, today) else 1 if granting.in_force(one, today) else 2


def _state(one: GrantGiven, today: date) -> str:
    if granting.waits(one, today):
        return _("waits for a second person")
    if granting.in_force(one, today):
        return _("in force")
    if one.confirmed_at is None:
        return _("taken back") if one.ended_at else _("not confirmed in time")
    return _("ended")


@deeds.page(granting.LIST)
@require_GET
def grant(request: HttpRequest, actor: Actor, grant_id: UUID) -> HttpResponse:
    """One grant: for whom, why, by whom; and what this person can do with it now."""
    grant, today = granting.grant_of(actor, grant_id), deeds.at(request).date()
    waits, holds = granting.waits(grant, today), granting.in_force(grant, today)
    context = {
        "one": grant,
        "what": granting.kind_of(grant.code).name,
        "facts": [
            (_("For"), f"{grant.person.name}, {grant.org.name}"),
            (_("What for"), grant.reason),
            (_("Until"), web.day_words(grant.until)),
        ],
        "state": _state(grant, today),
        "tone": "soon" if waits else "ok" if holds else "",
        "waits": waits,
        "may_confirm": waits and bool(access.may(actor, granting.CONFIRM, grant)),
        "may_end": (waits or holds) and bool(access.may(actor, granting.END, grant)),
        "events": access.history(actor, grant.pk),
    }
    return render(request, "desk/grant.html", context)


def _propose(actor: Actor, _thing: None, data: dict[str, Any], now: datetime) -> GrantGiven:
    return granting.propose(actor, data["duty"], data["asked"], data["reason"], data["until"], now)


def _what_for_whom(one: GrantGiven) -> dict[str, object]:
    return {"what": granting.kind_of(one.code).name, "name": one.person.name}


PROPOSE = Act(
    deed=granting.PROPOSE,
    title=lazy("Propose somebody"),
    heading=lazy("Propose somebody for a duty"),
    lede=lazy("Another person confirms: neither you nor the one who gets it. Every use is written into the journal."),
    form=lambda request, actor, _thing: Propose(actor, deeds.at(request).date(), deeds.posted(request)),
    call=_propose,
    done=lazy("Proposed. Another person confirms it: neither you nor the one who gets it."),
    leads=lambda row: reverse("desk:grant", args=[row.pk]),
)
GRANTS = Things(
    find=granting.grant_of,
    url=lambda one: reverse("desk:grant", args=[one.pk]),
    back=lambda one: granting.kind_of(one.code).name,
    fits=lambda _actor, one, name: name != "confirm" or one.confirmed_at is None,
    gone=lazy("This cannot be done any more. Here is how it stands."),
)
ACTS = {
    "confirm": Act(
        deed=granting.CONFIRM,
        title=lazy("Confirm"),
        heading=lambda one: _("%(what)s for %(name)s?") % _what_for_whom(one),
        lede=lambda one: (
            _("Until %(day)s. Whoever has it %(may)s. Every use is written into the journal.")
            % {"day": web.day_words(one.until), "may": granting.kind_of(one.code).may}
        ),
        button=lazy("Confirm it"),
        template="desk/grant_confirm.html",
        call=web.plain(granting.confirm),
        done=lambda one, _made: _("%(name)s has this duty now.") % {"name": one.person.name},
    ),
    "end": Act(
        deed=granting.END,
        title=lazy("End it"),
        heading=lambda one: _("End “%(what)s” for %(name)s") % _what_for_whom(one),
        lede=lazy("It ends at once. What was taken along before cannot be taken back."),
        button=lazy("End it now"),
        call=web.plain(granting.end),
        done=lazy("Ended. Nothing of it opens any more."),
        leads=lambda _made: reverse("desk:grants"),
    ),
}
PATHS = [
    *below(lazy("Duties for a time"), "desk:grants").paths("duties/", "grant-", {"propose": PROPOSE}),
    *GRANTS.paths("duties/<uuid:grant_id>/", "grant-", ACTS),
]


def waiting(actor: Actor, now: datetime) -> day.Section:
    """Proposals that this person can confirm, for My day."""
    rows = [
        day.Row(
            _("%(duty)s for %(name)s?") % {"duty": granting.kind_of(one.code).name, "name": one.person.name},
            reverse("desk:grant", args=[one.pk]),
            note=one.reason,
        )
        for one in granting.grants_of(actor)
        if granting.waits(one, now.date()) and access.may(actor, granting.CONFIRM, one)
    ]
    return day.Section(_("A second person is asked"), rows)
