"""What the key of a team or a person opens: the question of an incident ("who is affected?"), from clear columns."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fanal.network.contracts import RingKind, Which
from fanal.network.models import Bundle, HeldByName, Team, TeamMember


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


def teams(org: UUID, which: Which) -> list[UUID]:
    """One team of an organisation; none, where there is no such team."""
    those = Team.objects.filter(org_id=org)
    found = those.filter(pk=which) if isinstance(which, UUID) else those.filter(kind=which, name="")
    return list(found.values_list("pk", flat=True))


def of_person(person: UUID) -> dict[UUID, frozenset[str]]:
    """Every record that an account could open, by its teams or by name, with its compartments."""
    found = granted([one.team for one in teams_of(person)])
    return {**found, **{record: names | found.get(record, frozenset()) for record, names in by_name(person).items()}}


def granted(teams: Collection[UUID]) -> dict[UUID, frozenset[str]]:
    """Every record that any version of these teams' keys opens, with its compartments."""
    found: dict[UUID, set[str]] = defaultdict(set)
    rows = Bundle.objects.filter(kind="ring", principal__in=[team.bytes for team in teams])
    for record, compartments in rows.values_list("record", "compartments"):
        found[record].update(compartments)
    return {record: frozenset(names) for record, names in found.items()}


# ---- people's own keys ----


def note(made: Iterable[Bundle]) -> None:
    """Note whom these bundles are granted to by name: it stays when the bundle goes."""
    for row in made:
        if row.kind == "user":
            held, _new = HeldByName.objects.get_or_create(person_id=UUID(bytes=bytes(row.principal)), record=row.record)
            held.compartments = sorted({*held.compartments, *row.compartments})
            held.save(update_fields=["compartments"])


def by_name(person: UUID) -> dict[UUID, frozenset[str]]:
    """Every record that was ever granted to a person by name, with its compartments; bundles that nobody noted, too."""
    found = {held.record: set(held.compartments) for held in HeldByName.objects.filter(person_id=person)}
    rows = Bundle.objects.filter(kind="user", principal=person.bytes)
    for record, compartments in rows.values_list("record", "compartments"):
        found.setdefault(record, set()).update(compartments)
    return {record: frozenset(names) for record, names in found.items()}
