"""The people of the organisation: who is there, who waits, who comes, who leaves."""

from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar, NamedTuple
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET

from fanal.access.api import NotHere, ask, clearing, may
from fanal.cases.api import how_many_children
from fanal.network import api as network
from fanal.network.contracts import Actor, PersonState, RingKind, Role
from fanal.network.queries import Colleague, Invited
from fanal.site.desk import profile
from fanal.site.desk.clearances import held_by
from fanal.site.desk.deeds import colleague_of, tell_helpers
from fanal.site.desk.teams import HaveRead, kinds_of
from fanal.web import api as web
from fanal.web.api import Act, Things, below, deeds

GIVE_ROLE = "network.give_role"
_html = lazy(format_html, str)


def _offer_roles(form: web.Page, actor: Actor, held: frozenset[Role] = frozenset()) -> None:
    """What may be given; in a small member it says of what a partner does that it comes from there."""
    theirs, chosen = profile.of_partner(actor), []
    for role in (one for one in network.words.ROLES_OF[actor.org_kind] if one not in held | theirs):
        chosen.append((role.value, web.two_lines(network.words.ROLES[role], network.words.ROLE_HINTS[role])))
    web.offer(form, "roles", chosen)
    form.fields["roles"].help_text = network.small.why_not(theirs)


class Invite(web.Page):
    """Whom to invite, and for what."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("As colleagues will see it."),
        max_length=80,
        error_messages={"required": gettext_lazy("Type the name of the person.")},
    )
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("What will this person do?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick at least one.")},
    )
    teams = forms.MultipleChoiceField(
        label=gettext_lazy("In which teams?"),
        help_text=gettext_lazy("Tick nothing where the main teams are the right ones."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(gettext_lazy("Make the invitation")),)

    def __init__(self, actor: Actor, data: object = None) -> None:
        super().__init__(data)
        _offer_roles(self, actor)
        named = network.teams.named(actor.org)
        kinds = {team.kind for team in named}
        offered = [team for team in network.teams.of(actor.org) if team.kind in kinds]
        web.offer(self, "teams", ((str(team.id), network.words.team(team)) for team in offered))
        if not named:
            del self.fields["teams"]


class GiveRoles(web.Page):
    """One more role, or several."""

    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Which roles?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick at least one.")},
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(gettext_lazy("Give what is ticked")),)

    def __init__(self, actor: Actor, held: frozenset[Role], data: object = None) -> None:
        super().__init__(data)
        _offer_roles(self, actor, held)


class Confirmed(web.Page):
    """A tick that says that the person was met or called, outside the system."""

    sure = forms.BooleanField(
        label=gettext_lazy("I met this person or called them on a number that I knew before"),
        error_messages={"required": gettext_lazy("First make sure who it is. Then tick this.")},
    )


def _roles(data: dict[str, Any]) -> list[Role]:
    return [Role(role) for role in data["roles"]]


def state_words(one: Colleague) -> str:
    """Where an account stands, in words."""
    if one.changed:
        return _("was changed past Fanal")
    if one.state is PersonState.ACTIVE:
        return _("waits for a team’s key") if one.missing else _("lacks a team") if one.lacking else _("works")
    return _("waits for a colleague")


@deeds.page("desk.people")
@require_GET
def people(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Everybody who has not left, and open invitations."""
    colleagues = network.queries.colleagues(actor.org)
    rows = [
        {
            "cells": [
                colleague.name,
                web.listed(network.words.roles(colleague.roles)),
                web.named(_("Teams"), web.listed(map(network.words.team, colleague.teams)) or _("none")),
                state_words(colleague),
                web.named(_("Second step"), _("app or passkey") if colleague.second_factor else _("not set up")),
                web.named(_("Last signed in"), web.day_words(colleague.last_login) or _("never")),
            ],
            "url": reverse("desk:person", args=[colleague.id]),
            "open": colleague.name,
        }
        for colleague in sorted(colleagues, key=lambda colleague: (not colleague.waits, colleague.name))
    ]
    columns = [_("Name"), _("Does"), _("Teams"), _("State"), _("Second step"), _("Last signed in")]
    context = {
        "rows": rows,
        "columns": columns,
        "invitations": network.queries.invitations(actor.org, deeds.at(request).date()),
    }
    context |= {"may_invite": bool(may(actor, "network.invite")), "count": len(rows), "roles": network.words.roles}
    context["invited"] = [
        (invitation, web.listed([*network.words.roles(invitation.roles), *map(network.words.team, invitation.teams)]))
        for invitation in context.pop("invitations")  # type: ignore[attr-defined]
    ]
    context |= profile.shown(actor, deeds.at(request))
    return render(request, "desk/people.html", context)


@deeds.page("desk.people")
@require_GET
def person(request: HttpRequest, actor: Actor, person_id: UUID) -> HttpResponse:
    """One person, and what the reader may do."""
    colleague, today = colleague_of(actor, person_id), deeds.at(request).date()
    names = ("admit", "give_role", "take_role", "make_reset_link", "sign_out_everywhere", "end_membership")
    allowed = {deed: bool(may(actor, f"network.{deed}", colleague)) for deed in names}
    mine = {other.id for other in network.queries.waiting_for(actor)} if colleague.waits else set()
    facts = [
        (_("State"), state_words(colleague)),
        (_("Here since"), web.day_words(colleague.joined_on)),
        (_("Last signed in"), web.day_words(colleague.last_login) or _("never")),
        (_("Second step"), _("app or passkey") if colleague.second_factor else _("not set up")),
        (_("Key number"), web.digits(colleague.number)),
    ]
    held = [(role, words) for role, words in network.words.ROLES.items() if role in colleague.roles]
    context = {"one": colleague, "facts": facts, "allowed": allowed, "held": held, "can_help": colleague.id in mine}
    context |= {
        "helpers": list(network.queries.who_can_admit(colleague).values()) if colleague.waits else [],
        "oneself": colleague.id == actor.person,
    }
    context["teams"] = [network.words.team(team) for team in colleague.missing]
    context["in_teams"] = [(team.id, network.words.team(team)) for team in colleague.teams]
    context["lacking"] = kinds_of(colleague)
    ref, gives = network.person(colleague.id), bool(may(actor, clearing.GIVE))
    context["cleared"] = held_by([ref], actor.org, today) if gives or ref.id == actor.person else []
    context["may_give"] = bool(may(actor, clearing.GIVE, ref))
    return render(request, "desk/person.html", context)


def nobody_reads(actor: Actor, _now: datetime) -> web.day.Section:
    """Until two people read what is told, as the gate of the public page asks. Nobody gives that to themselves."""
    reads = Role.INTAKE_OFFICER in network.words.ROLES_OF[actor.org_kind]
    rows = []
    if reads and len(network.team_people(actor.org, RingKind.INTAKE)) < 2:
        note = _("the intake team needs two people; a colleague gives you the role, and you give them theirs")
        others = [one.id for one in network.persons(actor.org) if one.id != actor.person]
        page = reverse("desk:give-role", args=others) if len(others) == 1 else reverse("desk:people")
        rows = [web.day.Row(_("Say who reads what people tell"), page, note=note)]
    return web.day.Section(_("Before people can tell you"), rows, work=True)


def _invited(actor: Actor, invitation_id: UUID, now: datetime) -> Invited:
    found = [one for one in network.queries.invitations(actor.org, now.date()) if one.id == invitation_id]
    if not found:
        raise NotHere
    return found[0]


def _invite(actor: Actor, _thing: None, data: dict[str, Any], now: datetime) -> str:
    into = [UUID(one) for one in data.get("teams", ())]
    return network.people.invite(actor, data["name"], _roles(data), now, into=into)


INVITE = Act(
    deed="network.invite",
    title=gettext_lazy("Invite someone"),
    lede=gettext_lazy("You get a link for one person. It opens nothing until colleagues let that person in."),
    form=lambda request, actor, _thing: Invite(actor, deeds.posted(request)),
    call=_invite,
    answer=lambda request, token: web.once.link(
        request, web.once.INVITATION, "desk:join", token, reverse("desk:people")
    ),
)
INVITED = Things(
    find=_invited, dated=True, url=lambda _one: reverse("desk:people"), back=gettext_lazy("People"), guards=True
)
WITHDRAW = Act(
    deed="network.withdraw_invitation",
    title=gettext_lazy("Take back an invitation"),
    heading=lambda one: _("Take back the invitation of %(name)s?") % {"name": one.name},
    lede=gettext_lazy("The link stops working at once. You can invite again."),
    button=gettext_lazy("Take it back"),
    call=lambda actor, one, _data, now: network.people.withdraw_invitation(actor, one.id, now),
    done=gettext_lazy("The invitation is taken back. Its link opens nothing."),
    slug="<uuid:invitation_id>",
)


def _admit(actor: Actor, colleague: Colleague, _data: dict[str, Any], now: datetime) -> tuple[int, str]:
    if not colleague.waits:
        return messages.INFO, ""
    ask(actor, "network.admit", colleague)
    still = network.people.admit(actor, colleague.id, now)
    left = [network.words.team(team) for team in still]
    tell_helpers(actor.org, colleague.id, now)
    colleague = colleague_of(actor, colleague.id)
    if colleague.state is PersonState.ACTIVE and not left:
        return messages.SUCCESS, _("%(name)s can work now.") % {"name": colleague.name}
    helpers = web.listed(network.queries.who_can_admit(colleague).values())
    words = _("%(name)s still waits for the key of: %(teams)s. Who can give it: %(helpers)s.")
    return messages.INFO, words % {"name": colleague.name, "teams": web.listed(left), "helpers": helpers}


def _teams(_request: HttpRequest, actor: Actor, colleague: Colleague) -> dict[str, list[str]]:
    """The teams whose key the actor gives, or makes anew; who must let them in before the actor can."""
    held = network.queries.holders(actor.org)
    given = [team for team in colleague.missing if actor.person in held[team]]
    made = [team for team in colleague.missing if not held[team] and actor.has(Role.KEY_KEEPER)]
    keepers = {}
    if network.people.waits_for_keeper(actor, colleague.id):
        keepers = network.names(network.role_people(actor.org, Role.KEY_KEEPER))
    return {
        "teams": list(map(network.words.team, given)),
        "made": list(map(network.words.team, made)),
        "keepers": sorted(keepers.values()),
    }


COMERS = Things(
    find=colleague_of,
    url=lambda _one: reverse("desk:day"),
    back=gettext_lazy("My day"),
    fits=lambda _actor, one, _name: one.waits,
)
ADMIT = Act(
    deed="network.admit",
    title=gettext_lazy("Let a colleague in"),
    heading=lambda one: _("Let %(name)s in?") % {"name": one.name},
    form=Confirmed,
    button=gettext_lazy("Let this person in"),
    template="desk/admit.html",
    more=_teams,
    call=_admit,
    done=lambda _one, told: told,
)
PEOPLE = Things(
    find=colleague_of, url=lambda one: reverse("desk:person", args=[one.id]), back=lambda one: one.name, guards=True
)


def _leaves(one: Colleague) -> str:
    """Which children would have nobody, and what closes."""
    return " ".join(filter(None, (_children(one), *profile.closes(one))))


def _children(one: Colleague) -> str:
    """Nothing about them but how many there are."""
    if not (count := how_many_children(one.org_id, one.id)):
        return ""
    return ngettext(
        "%(name)s works with one child. Let a supervisor offer the file to a colleague first.",
        "%(name)s works with %(n)s children. Let a supervisor offer the files to colleagues first.",
        count,
    ) % {"name": one.name, "n": web.digits(count)}


ACTS = {
    "give-role": Act(
        deed=GIVE_ROLE,
        title=gettext_lazy("Give a role"),
        heading=lambda one: _("Which roles for %(name)s?") % {"name": one.name},
        lede=gettext_lazy("A role may need the key of a team. Whoever is in that team gives it."),
        form=lambda request, actor, one: GiveRoles(actor, one.roles, deeds.posted(request)),
        call=lambda actor, one, data, now: network.people.give_roles(actor, one.id, _roles(data), now),
        slug="roles",
    ),
    "reset-link": Act(
        deed="network.make_reset_link",
        title=gettext_lazy("A new password for a colleague"),
        heading=lambda one: _("A new password for %(name)s?") % {"name": one.name},
        lede=gettext_lazy("You get a link that works once, for 24 hours. You will not see the password."),
        points=(
            gettext_lazy("With the recovery code everything opens again as before."),
            gettext_lazy("Without it, a colleague must let the person in again. Nothing is lost."),
        ),
        form=Confirmed,
        button=gettext_lazy("Make the link"),
        call=lambda actor, one, _data, now: (one.id, network.people.make_reset_link(actor, one.id, now)),
        answer=lambda request, made: web.once.link(
            request, web.once.RESET, "desk:reset", made[1], reverse("desk:person", args=[made[0]])
        ),
        slug="reset",
    ),
    "end": Act(
        deed="network.end_membership",
        title=gettext_lazy("End a membership"),
        heading=lambda one: _("Does %(name)s leave the organisation?") % {"name": one.name},
        lede=gettext_lazy("This takes effect at once and cannot be taken back."),
        note=_leaves,
        points=(
            gettext_lazy("The person is signed out everywhere and cannot sign in again."),
            gettext_lazy("Their teams get new keys. Nothing written later opens with the old ones."),
            gettext_lazy("Their open tasks go back to their teams."),
            gettext_lazy("Nobody else loses anything."),
            _html("<strong>{}</strong>", gettext_lazy("What the person has read cannot be un-read.")),
        ),
        form=HaveRead,
        button=gettext_lazy("End the membership"),
        call=lambda actor, one, _data, now: network.people.end_membership(actor, one.id, now),
        done=lambda one, _made: _("%(name)s has left. Every team key is new.") % {"name": one.name},
        leads=lambda _made: reverse("desk:people"),
    ),
}


SIGN_OUT = Act(
    deed="network.sign_out_everywhere",
    title=gettext_lazy("Sign a colleague out"),
    heading=lambda one: _("Sign %(name)s out everywhere?") % {"name": one.name},
    lede=gettext_lazy("Every session ends at once, also on the lost device. The person can sign in again."),
    note=gettext_lazy("What was on the screen may have been read. Look into the journal to see what was open."),
    button=gettext_lazy("Sign out everywhere"),
    call=lambda actor, one, _data, now: network.people.sign_out_everywhere(actor, one.id, now),
    done=lambda one, _made: _("%(name)s is signed out everywhere.") % {"name": one.name},
)


class _Held(NamedTuple):
    one: Colleague
    role: Role


def _held(actor: Actor, person: UUID, role: str) -> _Held:
    one = colleague_of(actor, person)
    if role not in {held.value for held in one.roles}:
        raise NotHere
    return _Held(one, Role(role))


def _take(actor: Actor, held: _Held, _data: dict[str, Any], now: datetime) -> None:
    ask(actor, "network.take_role", held.one)
    network.people.take_role(actor, held.one.id, held.role, now)


ROLES = Things(find=_held, url=lambda held: reverse("desk:person", args=[held.one.id]), back=lambda held: held.one.name)
TAKE = Act(
    deed="network.take_role",
    title=gettext_lazy("Take a role away"),
    heading=lambda held: (
        _("Take the role “%(role)s” from %(name)s?") % {"role": network.words.ROLES[held.role], "name": held.one.name}
    ),
    points=(
        gettext_lazy("Teams that the person needs for no other role get a new key."),
        gettext_lazy("Nothing written later opens for this person there."),
        gettext_lazy("What was read cannot be un-read."),
    ),
    form=HaveRead,
    button=gettext_lazy("Take the role away"),
    call=_take,
    slug="<slug:role>",
)
PATHS = [
    *below(gettext_lazy("People"), "desk:people", guards=True).paths("people/", "", {"invite": INVITE}),
    *profile.PATHS,
    *INVITED.paths("people/invitations/", "", {"withdraw": WITHDRAW}),
    *COMERS.paths("people/<uuid:person_id>/", "", {"admit": ADMIT}),
    *PEOPLE.paths("people/<uuid:person_id>/", "", ACTS),
    *replace(PEOPLE, asks=True).paths("people/<uuid:person_id>/", "", {"sign-out": SIGN_OUT}),
    *ROLES.paths("people/<uuid:person_id>/roles/", "", {"take-role": TAKE}),
]
