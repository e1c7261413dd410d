"""Teams: who is in which, those that need people, and the deeds of key keepers on them."""

from datetime import datetime
from typing import Any, ClassVar, NamedTuple
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET

from fanal.access.api import NotHere, may
from fanal.network import api as network
from fanal.network.contracts import NAMED, Actor, RingKind, TeamRef
from fanal.network.queries import Colleague, Manned
from fanal.site.desk import rota
from fanal.site.desk.deeds import no_team, tell_helpers
from fanal.web import api as web
from fanal.web.api import Act, Things, below, deeds


class HaveRead(web.Page):
    """A tick before what cannot be taken back."""

    sure = forms.BooleanField(
        label=gettext_lazy("I have read this"), error_messages={"required": gettext_lazy("Read this first. Then tick.")}
    )


def _people(actor: Actor, kinds: frozenset[RingKind], without: frozenset[UUID] = frozenset()) -> list[tuple[str, str]]:
    """Colleagues whose roles need a team of one of these kinds, and who are let in."""
    return [
        (str(one.id), web.two_lines(one.name, web.listed(network.words.roles(one.roles))))
        for one in network.queries.colleagues(actor.org)
        if one.signed and one.id != actor.person and one.id not in without and network.teams.rings_of(one.roles) & kinds
    ]


class Make(web.Page):
    """Which kind, its name, its first people."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is the team for?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what it is for.")},
    )
    name = forms.CharField(
        label=gettext_lazy("What is it called?"),
        help_text=gettext_lazy("The name is signed with the key of the team and stays as it is. No names of persons."),
        max_length=40,
        error_messages={"required": gettext_lazy("Give it a name.")},
    )
    people = forms.MultipleChoiceField(
        label=gettext_lazy("Who is in it from the beginning?"),
        help_text=gettext_lazy("They stay in the teams in which they are. You can put in and take out people later."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(gettext_lazy("Make the team")),)

    def __init__(self, actor: Actor, data: Any = None) -> None:
        super().__init__(data)
        web.offer(self, "kind", ((kind.value, network.words.RINGS[kind]) for kind in NAMED))
        web.offer(self, "people", _people(actor, frozenset(NAMED)))


class PutIn(web.Page):
    """Whom to put into a team."""

    person = forms.ChoiceField(
        label=gettext_lazy("Who?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a person.")},
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(gettext_lazy("Put this person in")),)

    def __init__(self, actor: Actor, one: Manned, data: Any = None) -> None:
        super().__init__(data)
        web.offer(self, "person", _people(actor, frozenset([one.team.kind]), frozenset(one.people)))


def state(one: Manned) -> object:
    """Whether a team needs people: nobody is in it, or nobody can open its key."""
    if not one.people:
        return web.tag(_("needs people"), "soon")
    return "" if one.able else web.tag(_("nobody holds its key"), "soon")


def count(people: int) -> str:
    """So many people, in words."""
    return ngettext("%(count)s person", "%(count)s people", people) % {"count": web.digits(people)}


@deeds.page("desk.people")
@require_GET
def teams(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every team with the people in it; whose roles need a team in which they are not."""
    rows = [
        {
            "cells": [
                network.words.team(one.team),
                web.listed(one.people.values()) or _("nobody"),
                web.named(_("Can open it"), count(len(one.able))),
                state(one),
            ],
            "url": reverse("desk:team", args=[one.team.id]),
            "open": network.words.team(one.team),
        }
        for one in network.queries.manned(actor.org)
    ]
    lack = [one for one in network.queries.colleagues(actor.org) if one.lacking]
    context = {
        "rows": rows,
        "columns": [_("Team"), _("People"), _("Can open it"), _("State")],
        "lack": [(one.name, web.listed(kinds_of(one))) for one in lack],
        "may_make": bool(may(actor, "network.make_team")),
        "may_fill": bool(may(actor, "network.fill_teams")) and any(one.id != actor.person for one in lack),
    }
    return render(request, "desk/teams.html", context)


def kinds_of(one: Colleague) -> list[str]:
    """Teams in which somebody should be and is not, in words."""
    return [str(network.words.RINGS[kind]) for kind in one.lacking]


def _found(actor: Actor, team_id: UUID) -> Manned:
    found = [one for one in network.queries.manned(actor.org) if one.team.id == team_id]
    if not found:
        raise no_team(actor.org, team_id)
    return found[0]


@deeds.page("desk.people")
@require_GET
def team(request: HttpRequest, actor: Actor, team_id: UUID) -> HttpResponse:
    """One team: who is in it, who can open what is written for it, and what a key keeper may do."""
    one = _found(actor, team_id)
    names = ("join_team", "leave_team", "close_team", "rotate_ring", "put_on_rota", "set_hand_over")
    context = {
        "one": one,
        "name": network.words.team(one.team),
        "people": [(person, name, person in one.able, person == actor.person) for person, name in one.people.items()],
        "may": {name: bool(may(actor, f"network.{name}")) for name in names},
        "state": state(one),
        "turns": rota.shown(actor.org, one.team, deeds.at(request)) if one.team.kind is RingKind.INTAKE else None,
        "handed_over": rota.handed_over(one.team),
        "others": bool(_people(actor, frozenset([one.team.kind]), frozenset(one.people))),
    }
    return render(request, "desk/team.html", context)


def _make(actor: Actor, _thing: None, data: dict[str, Any], now: datetime) -> TeamRef:
    people = [UUID(one) for one in data["people"]]
    return network.teams.make(actor, RingKind(data["kind"]), data["name"], people, now)


def _fill(actor: Actor, _thing: None, _data: dict[str, Any], now: datetime) -> int:
    filled = network.teams.fill(actor, now)
    for person in filled:
        tell_helpers(actor.org, person, now)
    return len(filled)


def _filled(_thing: None, people: int) -> str:
    words = ngettext("%(count)s person joined.", "%(count)s people joined.", people)
    return words % {"count": web.digits(people)}


def _put_in(actor: Actor, one: Manned, data: dict[str, Any], now: datetime) -> tuple[str, bool]:
    person = UUID(data["person"])
    left = network.teams.put_in(actor, one.team.id, person, now)
    tell_helpers(actor.org, person, now)
    return network.person(person).name, bool(left)


def _was_put_in(one: Manned, made: tuple[str, bool]) -> str:
    name, waits = made
    words = {"name": name, "team": network.words.team(one.team)}
    if waits:
        return _("%(name)s is in the team “%(team)s”. Somebody who holds its key still gives it to them.") % words
    return _("%(name)s is in the team “%(team)s”.") % words


NEW = {
    "team-make": Act(
        deed="network.make_team",
        title=gettext_lazy("Make a team"),
        lede=gettext_lazy("What is given to a team opens for the people in it, and not for other teams of its kind."),
        form=lambda request, actor, _thing: Make(actor, deeds.posted(request)),
        call=_make,
        done=gettext_lazy("The team is there, with a key of its own."),
        leads=lambda made: reverse("desk:team", args=[made.id]),
        slug="make",
    ),
    "teams-fill": Act(
        deed="network.fill_teams", form=None, call=_fill, done=_filled, slug="fill",
    ),
}  # fmt: skip
TEAMS = Things(
    find=_found,
    url=lambda one: reverse("desk:team", args=[one.team.id]),
    back=lambda one: network.words.team(one.team),
    guards=True,
    fits=lambda _actor, one, name: name != "team-close" or bool(one.team.name),
)
ACTS = {
    "team-join": Act(
        deed="network.join_team",
        title=gettext_lazy("Put somebody into a team"),
        heading=lambda one: _("Who joins the team “%(team)s”?") % {"team": network.words.team(one.team)},
        lede=gettext_lazy("People whose roles need a team of this kind. Whoever holds its key gives it to them."),
        form=lambda request, actor, one: PutIn(actor, one, deeds.posted(request)),
        call=_put_in,
        done=_was_put_in,
        slug="join",
    ),
    "team-close": Act(
        deed="network.close_team",
        title=gettext_lazy("Close a team"),
        heading=lambda one: _("Close the team “%(team)s”?") % {"team": network.words.team(one.team)},
        points=(
            gettext_lazy("Nobody is in it any more, and nothing is given to it."),
            gettext_lazy("What it had opens for those to whom it was given besides, and with the recovery kit."),
            gettext_lazy("Its name is not used again."),
        ),
        form=HaveRead,
        button=gettext_lazy("Close the team"),
        call=lambda actor, one, _data, now: network.teams.close(actor, one.team.id, now),
        done=gettext_lazy("The team is closed."),
        leads=lambda _made: reverse("desk:teams"),
        slug="close",
    ),
}


class _In(NamedTuple):
    one: Manned
    person: Colleague


def _in(actor: Actor, team_id: UUID, person_id: UUID) -> _In:
    one, person = _found(actor, team_id), network.queries.colleague(actor.org, person_id)
    if person is None or person_id not in one.people:
        raise NotHere
    return _In(one, person)


PLACES = Things(
    find=_in,
    url=lambda place: reverse("desk:team", args=[place.one.team.id]),
    back=lambda place: network.words.team(place.one.team),
)
TAKE_OUT = Act(
    deed="network.leave_team",
    title=gettext_lazy("Take somebody out of a team"),
    heading=lambda place: (
        _("Take %(name)s out of the team “%(team)s”?")
        % {"name": place.person.name, "team": network.words.team(place.one.team)}
    ),
    points=(
        gettext_lazy("The team gets a new key. Nothing written later opens for this person there."),
        gettext_lazy("What was read cannot be un-read."),
    ),
    form=HaveRead,
    button=gettext_lazy("Take this person out"),
    call=lambda actor, place, _data, now: network.teams.take_out(actor, place.one.team.id, place.person.id, now),
    done=lambda place, _made: _("%(name)s is out of the team. Its key is new.") % {"name": place.person.name},
    slug="take-out",
)
PATHS = [
    *below(gettext_lazy("Teams"), "desk:teams", guards=True).paths("people/teams/", "", NEW),
    *TEAMS.paths("people/teams/<uuid:team_id>/", "", ACTS),
    *PLACES.paths("people/teams/<uuid:team_id>/<uuid:person_id>/", "", {"team-leave": TAKE_OUT}),
]
