"""What screens of the desk share: a colleague, deeds of the network that take more than one call."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from fanal.access.api import NotHere
from fanal.clocks import api as clocks
from fanal.network import api as network
from fanal.network.contracts import Actor, Role
from fanal.network.queries import Colleague
from fanal.vocabulary.results import NotDone
from fanal.web import api as web


def colleague_of(actor: Actor, person: UUID) -> Colleague:
    """A colleague who has not left. Raises `NotHere`."""
    found = network.queries.colleague(actor.org, person)
    if found is None:
        raise NotHere
    return found


def drill_kit(actor: Actor, shares: Sequence[str], now: datetime) -> None:
    """The drill of the actor's own organisation. A key keeper signs what it proves."""
    network.kit.drill(actor.org, shares, now, actor.keyring if actor.has(Role.KEY_KEEPER) else None)


def tell_helpers(org: UUID, person: UUID, now: datetime) -> None:
    """A notice to those who can let a person in now, if anybody must (docs/network.md, "Which key is believed")."""
    waiting = network.queries.colleague(org, person)
    if waiting is not None and waiting.waits:
        clocks.want_notice(network.queries.who_can_admit(waiting), now=now)


class Closed(NotDone):
    """Somebody closed the team meanwhile."""

    def __init__(self, team: UUID) -> None:
        super().__init__(_("The team “%(team)s” is closed.") % {"team": network.teams.words_of(team)})


def no_team(org: UUID, team: UUID) -> NotDone:
    """What is raised for a team that is not there, or not any more."""
    return Closed(team) if network.teams.is_closed(org, team) else NotHere()


def _gone(request: HttpRequest, why: Closed) -> HttpResponse:
    messages.info(request, why.words)
    return HttpResponseRedirect(reverse("desk:teams"))


web.deeds.show(Closed, _gone)
