"""What a team's key opens: the question of an incident ("who is affected?"), answered from clear columns."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fanal.network.contracts import RingKind
from fanal.network.models import Bundle, Team, TeamMember


@dataclass(frozen=True, slots=True)
class Held:
    """A team that a person was in; `until` is None while they still are."""

    team: UUID
    kind: RingKind
    since: date
    until: date | None


def teams_of(person: UUID) -> list[Held]:
    """Every team that a person is or was in: what its key opened then, the person could open."""
    links = TeamMember.objects.filter(person_id=person).select_related("team").order_by("since")
    return [Held(link.team_id, RingKind(link.team.kind), link.since, link.until) for link in links]


def teams_of_kind(org: UUID, kind: RingKind) -> list[UUID]:
    """The teams of an organisation of that kind."""
    return list(Team.objects.filter(org_id=org, kind=kind).values_list("pk", flat=True))


def granted(teams: Collection[UUID]) -> dict[UUID, frozenset[str]]:
    """Every record that any version of these teams' keys opens, with its compartments."""
    found: dict[UUID, set[str]] = defaultdict(set)
    rows = Bundle.objects.filter(kind="ring", principal__in=[team.bytes for team in teams])
    for record, compartments in rows.values_list("record", "compartments"):
        found[record].update(compartments)
    return {record: frozenset(names) for record, names in found.items()}
