"""A concern goes to another intake team of the house (docs/concerns-triage.md, "Teams")."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from fanal.access.api import NotNow
from fanal.concerns.conflict.giving import Hands, give
from fanal.concerns.models import UNDECIDED, Concern, ReportingPage
from fanal.network import api as network
from fanal.network.contracts import Actor, RingKind, TeamRef

GIVE = "concerns.give_team"


def others(concern: Concern) -> list[TeamRef]:
    """The intake teams of the house that do not have a concern."""
    intake = [one for one in network.teams.of(concern.org_id) if one.kind is RingKind.INTAKE]
    return [one for one in intake if (one.id if one.name else None) != concern.team_id]


def give_to(actor: Actor, concern_id: UUID, team: UUID | None, now: datetime) -> None:
    """Give a concern, and what is the same, to another intake team (None: the main one), under new keys. Its clocks
    go on. Raises `NotHere`, `NotAllowed`, `NotNow`, `NetworkError`."""

    def hands(first: Concern) -> Hands:
        if team not in {one.id if one.name else None for one in others(first)}:
            raise NotNow(_("This team has it already, or is there no more. Choose another."), "team")
        return Hands(restricted=False, team=team)

    give(actor, concern_id, GIVE, hands, now)


def on_closing(sender: Any, *, team: UUID, org: UUID, **_more: Any) -> None:
    """A team is not closed while a public page gives it what comes, or somebody must still decide on what it has."""
    if ReportingPage.objects.filter(org_id=org, team=team).exists():
        raise NotNow(_("A public page gives what comes to this team. First choose another there."))
    open_ = Concern.objects.filter(org_id=org, team=team, practice=False, closed_on=None)
    if open_.filter(triage__in=UNDECIDED, duplicate_of=None).exists() or open_.filter(new_message=True).exists():
        raise NotNow(_("This team has concerns that wait. First decide on them, or give them to another team."))


network.team_closing.connect(on_closing, dispatch_uid="concerns.conflict.teams")
