"""Clearances of people: who has which until when; given, renewed and ended by one who leads."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET

from fanal.access import api as access
from fanal.access.api import ClearanceGiven, clearance_kinds, clearing
from fanal.network import api as network
from fanal.network.contracts import Actor, PersonRef
from fanal.network.queries import Colleague
from fanal.site import clearances as clocked
from fanal.site.desk.deeds import colleague_of
from fanal.web import api as web
from fanal.web.api import Act, Things, deeds

_USUAL = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Held:
    """One clearance that a person has, had, or needs: which, and how it stands on a day."""

    person: PersonRef
    code: str
    row: ClearanceGiven | None
    today: date

    @property
    def name(self) -> str:
        return str(clearance_kinds()[self.code].name)

    @property
    def counts(self) -> bool:
        return self.row is not None and clearing.holds(self.row, self.today)

    @property
    def state(self) -> str:
        """How it stands, in words."""
        if self.row is None:
            return _("none: needed for this work")
        if not self.counts:
            return _("ended")
        return _("ends soon") if self.row.until <= self.today + clearing.SOON else _("valid")

    @property
    def tone(self) -> str:
        """The colour of the state."""
        if self.row is None or not self.counts:
            return "danger"
        return "soon" if self.row.until <= self.today + clearing.SOON else "ok"

    @property
    def by(self) -> str:
        """Who gave it, and on what it rests."""
        if self.row is None:
            return ""
        if self.row.given_by is None and self.row.basis == clearing.Basis.COURSE:
            return web.dots(_("a course that was passed here"), self.row.note)
        if self.row.given_by is None:
            return _("the upgrade of this site")
        return web.dots(self.row.given_by.name, str(clearing.BASES[clearing.Basis(self.row.basis)]), self.row.note)

    @property
    def order(self) -> tuple[bool, date, str]:
        return self.row is not None, self.row.until if self.row else self.today, self.person.name


def held_by(people: list[PersonRef], org: Any, today: date) -> list[Held]:
    """What these people of one organisation have, and what they need and have not; that first, then what ends next."""
    standing = clearing.held_in(org)
    found = [
        Held(person, code, rows.get(code), today)
        for person in people
        for rows in [standing.get(person.id, {})]
        for code in clearance_kinds()
        if code in rows or code in clearing.asked_of(person)
    ]
    return sorted(found, key=lambda one: one.order)


@deeds.page(clearing.LIST)
@require_GET
def clearances(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Everybody's for those who give them; else one's own."""
    leads = bool(access.may(actor, clearing.GIVE))
    people = [one for one in network.persons(actor.org) if leads or one.id == actor.person]
    rows = [
        {
            "cells": [
                one.person.name, one.name, one.state, web.day_words(one.row.until) if one.row else "", one.by,
            ],
            **({"url": reverse("desk:person", args=[one.person.id]), "open": one.person.name} if leads else {}),
        }
        for one in held_by(people, actor.org, deeds.at(request).date())
    ]  # fmt: skip
    givers = [] if leads else sorted(clearing.givers(actor.org, actor.person).values())
    columns = [_("Who"), _("Clearance"), _("State"), _("Until"), _("Given by")]
    return render(request, "desk/clearances.html", {"rows": rows, "columns": columns, "givers": givers, "leads": leads})


class Give(web.Page):
    """Which clearance, on what it rests, until when."""

    code = forms.ChoiceField(
        label=lazy("Which clearance?"),
        widget=forms.RadioSelect,
        error_messages={"required": lazy("Choose a clearance.")},
    )
    basis = forms.ChoiceField(
        label=lazy("What does it rest on?"),
        widget=forms.RadioSelect,
        error_messages={"required": lazy("Say on what it rests.")},
    )
    note = forms.CharField(
        label=lazy("Which paper or course, of which day"),
        help_text=lazy("It may stay empty. No names of children, and nothing that a certificate says."),
        max_length=200,
        required=False,
    )
    until = web.Day(
        label=lazy("Until when?"),
        help_text=lazy("At most twenty-four months. It can be ended at any time."),
        error_messages={"required": lazy("Choose a day.")},
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Give this clearance")),)

    def __init__(self, chosen: str, today: date, data: Any = None) -> None:
        super().__init__(data, initial={"until": today + _USUAL, "code": chosen})
        web.offer(self, "code", ((kind.code, kind.name) for kind in clearance_kinds().values()))
        web.offer(self, "basis", ((basis.value, words) for basis, words in clearing.BASES.items()))


def _form(request: HttpRequest, _actor: Actor, _one: Colleague) -> Give:
    return Give(request.GET.get("code", ""), deeds.at(request).date(), deeds.posted(request))


def _give(actor: Actor, one: Colleague, data: dict[str, Any], now: datetime) -> None:
    clocked.give(actor, network.person(one.id), data["code"], data["basis"], data["until"], data["note"], now)


def _what_of_whom(row: ClearanceGiven) -> dict[str, object]:
    return {"what": clearance_kinds()[row.code].name, "name": row.person.name}


GIVE = Act(
    deed=clearing.GIVE,
    title=lazy("Give or renew a clearance"),
    heading=lambda one: _("Which clearance for %(name)s?") % {"name": one.name},
    lede=lazy("You sign for it: what you saw or asked yourself. It takes the place of the one before it."),
    form=_form,
    call=_give,
    done=lambda one, _made: _("%(name)s has this clearance now.") % {"name": one.name},
    slug="clearances",
)
WITHDRAW = Act(
    deed=clearing.WITHDRAW,
    title=lazy("End a clearance"),
    heading=lambda row: _("End “%(what)s” of %(name)s?") % _what_of_whom(row),
    lede=lazy("It ends at once: the next thing that needs it is refused. What was done before stays."),
    button=lazy("End it now"),
    call=lambda actor, row, _data, now: clocked.withdraw(actor, row, now),
    done=lazy("Ended. Whoever takes over that work may have to be told."),
)
PEOPLE = Things(find=colleague_of, url=lambda one: reverse("desk:person", args=[one.id]), back=lambda one: one.name)
HELD = Things(
    find=clearing.clearance_of,
    url=lambda row: reverse("desk:person", args=[row.person_id]),
    back=lambda row: row.person.name,
    fits=lambda _actor, row, _name: row.ended_at is None,
    gone=lazy("This was ended already. Here is how it stands."),
)
PATHS = [
    *PEOPLE.paths("people/<uuid:person_id>/", "clearance-", {"give": GIVE}),
    *HELD.paths("clearances/<uuid:clearance_id>/", "clearance-", {"withdraw": WITHDRAW}),
]
