"""Keys of teams, the recovery kit and its drill, the organisation's fingerprint."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from fanal.access.api import may
from fanal.network import api as network
from fanal.network.contracts import Actor, TeamRef
from fanal.site.desk import teams
from fanal.site.desk.deeds import drill_kit, no_team
from fanal.web import api as web
from fanal.web.api import Act, Things, deeds

DRILL_DAYS = 365


class Rotate(web.Page):
    """Why a team gets a new key."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why?"),
        choices=[
            ("suspicion", gettext_lazy("Someone may have copied it")),
            ("yearly", gettext_lazy("A year has passed")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a reason.")},
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(gettext_lazy("Make a new key")),)


class Shares(web.Page):
    """The words of as many shares as recovery needs."""

    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(gettext_lazy("Test the kit")),)

    def __init__(self, need: int, data: object = None) -> None:
        super().__init__(data)
        for number in range(1, need + 1):
            self.fields[f"share_{number}"] = forms.CharField(
                label=_("Words of holder %(number)s") % {"number": web.digits(number)},
                validators=[MaxLengthValidator(600)],
                widget=forms.Textarea(
                    attrs={"rows": 4, "autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
                ),
                error_messages={"required": _("Type all the words of this share.")},
            )

    def shares(self) -> list[str]:
        """What was typed, each with single spaces."""
        return [" ".join(str(text).lower().split()) for text in self.cleaned_data.values()]


@deeds.page("desk.keys")
@require_GET
def keys(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Teams with their keys, kit and fingerprint."""
    may_rotate = bool(may(actor, "network.rotate_ring"))
    rows = [
        {
            "cells": [
                network.words.team(key.team),
                _people(key.people),
                web.named(_("Version"), web.digits(key.version)),
                web.day_words(key.made_on),
                str(network.words.RING_REASONS.get(key.reason, key.reason)),
            ],
            "url": reverse("desk:rotate", args=[key.team.id]) if may_rotate else "",
            "open": network.words.team(key.team),
        }
        for key in network.queries.team_keys(actor.org)
    ]
    columns = [_("Team"), _("Who can open it"), _("Version"), _("Made on"), _("Because")]
    kit = network.queries.kit(actor.org)
    today = deeds.at(request).date()
    stale = kit.drilled_on is None or (today - kit.drilled_on).days > DRILL_DAYS
    context = {
        "rows": rows,
        "columns": columns,
        "kit": kit,
        "stale": stale,
        "may_drill": bool(may(actor, "network.kit_drill")),
    }
    return render(request, "desk/keys.html", context)


def _people(count: int) -> str:
    return teams.count(count) if count else _("nobody: only the recovery kit")


def _team(actor: Actor, team_id: UUID) -> TeamRef:
    found = [team for team in network.teams.of(actor.org) if team.id == team_id]
    if not found:
        raise no_team(actor.org, team_id)
    return found[0]


def _rotate(actor: Actor, team: TeamRef, data: dict[str, Any], now: datetime) -> tuple[int, str]:
    network.people.rotate_ring(actor, team.id, data["reason"], now)
    if network.queries.holders(actor.org)[team]:
        return messages.SUCCESS, _("The team has a new key. Everybody in it can use it at once.")
    return messages.WARNING, _("The team has a new key, but nobody is in it. Whoever is let into it gets a key then.")


TEAMS = Things(find=_team, url=lambda _team: reverse("desk:keys"), back=gettext_lazy("Keys"), guards=True)
ROTATE = Act(
    deed="network.rotate_ring",
    title=gettext_lazy("A new key for a team"),
    heading=lambda team: _("A new key for the team “%(team)s”") % {"team": network.words.team(team)},
    lede=gettext_lazy(
        "Everybody in the team gets it at once. What was written before still opens. What is written from now on opens "
        "with the new key only."
    ),
    form=Rotate,
    call=_rotate,
    done=lambda _team, told: told,
    slug="<uuid:team_id>",
)


@deeds.page("network.kit_drill")
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def drill(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The yearly test of the recovery kit: shares are typed, nothing of them is shown or kept."""
    kit = network.queries.kit(actor.org)
    form = Shares(kit.need, deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form):
            drill_kit(actor, form.shares(), deeds.at(request))
            messages.success(request, _("The kit works. Put the shares back where they were."))
            return HttpResponseRedirect(reverse("desk:keys"))
        form = _emptied(form, kit.need)
    return render(request, "desk/drill.html", {"form": form, "kit": kit})


drill.forgets = True  # type: ignore[attr-defined]
PATHS = [path("keys/drill/", drill, name="drill"), *TEAMS.paths("keys/", "", {"rotate": ROTATE})]


def _emptied(wrong: Shares, need: int) -> Shares:
    """The same page with its errors and without the words that were typed."""
    fresh = Shares(need, {})
    fresh.is_valid()
    fresh.errors.clear()
    for error in wrong.non_field_errors():
        fresh.add_error(None, error)
    return fresh
