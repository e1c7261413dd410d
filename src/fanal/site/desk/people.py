"""The people of the organisation: who is there, who waits, who comes, who leaves."""

from typing import ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from fanal.access.api import may, staff
from fanal.network import api as network
from fanal.network.contracts import Actor, OrgKind, PersonState, Role
from fanal.network.queries import Colleague
from fanal.site.desk import once
from fanal.site.desk.deeds import do, tell_helpers
from fanal.web import api as web
from fanal.web.api import deeds


def _role_choices(kind: OrgKind, without: frozenset[Role] = frozenset()) -> list[tuple[str, object]]:
    chosen: list[tuple[str, object]] = []
    for role in network.words.ROLES_OF[kind]:
        if role not in without:
            name, hint = network.words.ROLES[role], network.words.ROLE_HINTS.get(role)
            chosen.append((role.value, web.two_lines(name, hint) if hint else name))
    return chosen


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
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(gettext_lazy("Make the invitation")),)

    def __init__(self, kind: OrgKind, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["roles"].choices = _role_choices(kind)  # type: ignore[attr-defined]


class GiveRole(web.Page):
    """One more role."""

    role = forms.ChoiceField(
        label=gettext_lazy("Which role?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a role.")},
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(gettext_lazy("Give this role")),)

    def __init__(self, kind: OrgKind, held: frozenset[Role], data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["role"].choices = _role_choices(kind, held)  # type: ignore[attr-defined]


class Confirmed(web.Page):
    """A tick that says that the person was met or called, outside the system."""

    sure = forms.BooleanField(
        label=gettext_lazy("I met this person or called them on a number that I knew before"),
        error_messages={"required": gettext_lazy("First make sure who it is. Then tick this.")},
    )


class HaveRead(web.Page):
    """A tick before what cannot be taken back."""

    sure = forms.BooleanField(
        label=gettext_lazy("I have read this"), error_messages={"required": gettext_lazy("Read this first. Then tick.")}
    )


def _found(actor: Actor, person: UUID) -> Colleague:
    found = network.queries.colleague(actor.org, person)
    if found is None:
        raise Http404
    return found


def state_words(one: Colleague) -> str:
    """Where an account stands, in words."""
    if one.changed:
        return _("was changed past Fanal")
    if one.state is PersonState.ACTIVE:
        return _("waits for a team’s key") if one.missing else _("works")
    return _("waits for a colleague")


@staff("desk.people")
@require_GET
def people(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Everybody who has not left, and open invitations."""
    found = network.queries.colleagues(actor.org)
    rows = [
        {
            "cells": [
                one.name,
                web.listed(network.words.roles(one.roles)),
                state_words(one),
                web.named(_("Second step"), _("app or passkey") if one.second_factor else _("not set up")),
                web.named(_("Last signed in"), web.day_words(one.last_login) or _("never")),
            ],
            "url": reverse("desk:person", args=[one.id]),
            "open": one.name,
        }
        for one in sorted(found, key=lambda one: (not one.waits, one.name))
    ]
    columns = [_("Name"), _("Does"), _("State"), _("Second step"), _("Last signed in")]
    context = {
        "rows": rows,
        "columns": columns,
        "invitations": network.queries.invitations(actor.org, deeds.at(request).date()),
    }
    context |= {"may_invite": bool(may(actor, "network.invite")), "count": len(rows), "roles": network.words.roles}
    context["invited"] = [
        (one, web.listed(network.words.roles(one.roles)))
        for one in context.pop("invitations")  # type: ignore[attr-defined]
    ]
    return render(request, "desk/people.html", context)


@staff("desk.people")
@require_GET
def person(request: HttpRequest, actor: Actor, person_id: UUID) -> HttpResponse:
    """One person, and what the reader may do."""
    one = _found(actor, person_id)
    deeds = ("admit", "give_role", "take_role", "make_reset_link", "sign_out_everywhere", "end_membership")
    allowed = {deed: bool(may(actor, f"network.{deed}", one)) for deed in deeds}
    mine = {other.id for other in network.queries.waiting_for(actor)} if one.waits else set()
    facts = [
        (_("State"), state_words(one)),
        (_("Here since"), web.day_words(one.joined_on)),
        (_("Last signed in"), web.day_words(one.last_login) or _("never")),
        (_("Second step"), _("app or passkey") if one.second_factor else _("not set up")),
        (_("Key number"), web.digits(one.number)),
    ]
    held = [(role, words) for role, words in network.words.ROLES.items() if role in one.roles]
    context = {"one": one, "facts": facts, "allowed": allowed, "held": held, "can_help": one.id in mine}
    context |= {
        "helpers": list(network.queries.who_can_admit(one).values()) if one.waits else [],
        "oneself": one.id == actor.person,
    }
    context["teams"] = [str(network.words.RINGS[kind]) for kind in one.missing]
    return render(request, "desk/person.html", context)


@staff("network.invite")
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Make an invitation; its link is shown once."""
    form = Invite(actor.org_kind, deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        roles = [Role(role) for role in form.cleaned_data["roles"]]
        with deeds.telling(form):
            token = do(
                actor,
                "network.invite",
                None,
                network.people.invite,
                form.cleaned_data["name"],
                roles,
                deeds.at(request),
            )
            link = request.build_absolute_uri(reverse("desk:join", args=[token]))
            return once.show(request, once.INVITATION, link, reverse("desk:people"))
    return render(request, "desk/invite.html", {"form": form})


@staff("network.withdraw_invitation")
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, actor: Actor, invitation_id: UUID) -> HttpResponse:
    """Take an invitation back."""
    found = [one for one in network.queries.invitations(actor.org, deeds.at(request).date()) if one.id == invitation_id]
    if not found:
        raise Http404
    form = forms.Form(deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form):
            do(
                actor,
                "network.withdraw_invitation",
                found[0],
                network.people.withdraw_invitation,
                invitation_id,
                deeds.at(request),
            )
            messages.success(request, _("The invitation is taken back. Its link opens nothing."))
            return HttpResponseRedirect(reverse("desk:people"))
    return render(request, "desk/withdraw.html", {"form": form, "one": found[0]})


@staff("network.admit")
@require_http_methods(["GET", "POST"])
def admit(request: HttpRequest, actor: Actor, person_id: UUID) -> HttpResponse:
    """Let a colleague in, after making sure who it is."""
    one = _found(actor, person_id)
    if not one.waits:
        return HttpResponseRedirect(reverse("desk:day"))
    form = Confirmed(deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form):
            left = do(actor, "network.admit", one, network.people.admit, one.id, deeds.at(request))
            tell_helpers(actor.org, one.id, deeds.at(request))
            _say_admitted(request, _found(actor, one.id), [str(network.words.RINGS[kind]) for kind in left])
            return HttpResponseRedirect(reverse("desk:day"))
    held = network.queries.holders(actor.org)
    context = {"teams": [kind for kind in one.missing if actor.person in held[kind]]}
    context["made"] = [kind for kind in one.missing if not held[kind] and actor.has(Role.KEY_KEEPER)]
    words = {name: [str(network.words.RINGS[kind]) for kind in kinds] for name, kinds in context.items()}
    words["keepers"] = _keepers(actor, one.id)
    return render(request, "desk/admit.html", {"form": form, "one": one, **words})


def _keepers(actor: Actor, person: UUID) -> list[str]:
    """Who must let a colleague in before the actor can; nobody where the actor can now."""
    if not network.people.keeper_first(actor, network.people.colleague(actor, person)):
        return []
    return sorted(network.names(network.role_people(actor.org, Role.KEY_KEEPER)).values())


def _say_admitted(request: HttpRequest, one: Colleague, left: list[str]) -> None:
    if one.state is PersonState.ACTIVE and not left:
        messages.success(request, _("%(name)s can work now.") % {"name": one.name})
    else:
        helpers = web.listed(network.queries.who_can_admit(one).values())
        words = _("%(name)s still waits for the key of: %(teams)s. Who can give it: %(helpers)s.")
        messages.info(request, words % {"name": one.name, "teams": web.listed(left), "helpers": helpers})


@staff("network.give_role")
@require_http_methods(["GET", "POST"])
def give_role(request: HttpRequest, actor: Actor, person_id: UUID) -> HttpResponse:
    """One more role for a colleague."""
    one = _found(actor, person_id)
    form = GiveRole(actor.org_kind, one.roles, deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form):
            role = Role(form.cleaned_data["role"])
            do(actor, "network.give_role", one, network.people.give_role, one.id, role, deeds.at(request))
            return HttpResponseRedirect(reverse("desk:person", args=[one.id]))
    return render(request, "desk/give_role.html", {"form": form, "one": one})


@staff("network.take_role")
@require_http_methods(["GET", "POST"])
def take_role(request: HttpRequest, actor: Actor, person_id: UUID, role: str) -> HttpResponse:
    """Take a role away; the teams that needed it get a new key."""
    one = _found(actor, person_id)
    if role not in {held.value for held in one.roles}:
        raise Http404
    form = HaveRead(deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form):
            do(actor, "network.take_role", one, network.people.take_role, one.id, Role(role), deeds.at(request))
            return HttpResponseRedirect(reverse("desk:person", args=[one.id]))
    return render(request, "desk/take_role.html", {"form": form, "one": one, "role": network.words.ROLES[Role(role)]})


@staff("network.make_reset_link")
@require_http_methods(["GET", "POST"])
def reset_link(request: HttpRequest, actor: Actor, person_id: UUID) -> HttpResponse:
    """A link to a new password, after making sure who asks."""
    one = _found(actor, person_id)
    form = Confirmed(deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form):
            token = do(actor, "network.make_reset_link", one, network.people.make_reset_link, one.id, deeds.at(request))
            link = request.build_absolute_uri(reverse("desk:reset", args=[token]))
            return once.show(request, once.RESET, link, reverse("desk:person", args=[one.id]))
    return render(request, "desk/reset_link.html", {"form": form, "one": one})


@staff("network.sign_out_everywhere")
@require_http_methods(["GET", "POST"])
def sign_out(request: HttpRequest, actor: Actor, person_id: UUID) -> HttpResponse:
    """End every session of a colleague whose device was lost."""
    one = _found(actor, person_id)
    if request.method == "POST":
        do(actor, "network.sign_out_everywhere", one, network.people.sign_out_everywhere, one.id, deeds.at(request))
        messages.success(request, _("%(name)s is signed out everywhere.") % {"name": one.name})
        return HttpResponseRedirect(reverse("desk:person", args=[one.id]))
    return render(request, "desk/sign_out.html", {"one": one})


@staff("network.end_membership")
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, actor: Actor, person_id: UUID) -> HttpResponse:
    """End a membership, after reading what that means."""
    one = _found(actor, person_id)
    form = HaveRead(deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form):
            do(actor, "network.end_membership", one, network.people.end_membership, one.id, deeds.at(request))
            messages.success(request, _("%(name)s has left. Every team key is new.") % {"name": one.name})
            return HttpResponseRedirect(reverse("desk:people"))
    return render(request, "desk/end.html", {"form": form, "one": one})
