"""What the key of a team or a person opens: the question of an incident ("who is affected?"), from clear columns."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from fanal.network.contracts import RingKind, Which
from fanal.network.models import Bundle, HeldByName, HeldByTeam, Team, TeamMember


@dataclass(frozen=True, slots=True)
class Held:
    """A team that a person was in; `until` is None while they still are."""

    team: UUID
    kind: RingKind
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Reach:
    """Records that one key opens, with their compartments; `until`: the last day of what it opens of a team."""

    records: Mapping[UUID, frozenset[str]]
    until: date | None = None


def teams_of(person: UUID) -> list[Held]:
    """Every team that a person is or was in: what its key opened then, the person could open."""
    links = TeamMember.objects.filter(person_id=person).select_related("team").order_by("since")
    return [Held(link.team_id, RingKind(link.team.kind), link.since, link.until) for link in links]


def teams(org: UUID, which: Which) -> list[UUID]:
    """One team of an organisation; none, where there is no such team."""
    those = Team.objects.filter(org_id=org)
    found = those.filter(pk=which) if isinstance(which, UUID) else those.filter(kind=which, name="")
    return list(found.values_list("pk", flat=True))


def of_person(person: UUID, since: date) -> list[Reach]:
    """What an account could open since a day: by each of its teams until it left that team, and by name."""
    left: dict[UUID, list[date | None]] = defaultdict(list)
    for one in teams_of(person):
        left[one.team].append(one.until)
    opened = _granted(left, since)
    until = {team: None if None in days else max(day for day in days if day) for team, days in left.items()}
    return [*(Reach(opened[team], until[team]) for team in left), Reach(by_name(person))]


def of_team(org: UUID, which: Which, since: date) -> list[Reach]:
    """What any version of the key of one team opens, or opened since a day; nothing, where the organisation has no such
    team."""
    return [Reach(records) for records in _granted(teams(org, which), since).values()]


def _granted(teams: Iterable[UUID], since: date) -> dict[UUID, dict[UUID, frozenset[str]]]:
    found: dict[UUID, dict[UUID, frozenset[str]]] = {team: {} for team in teams}
    rows = Bundle.objects.filter(kind="ring", principal__in=[team.bytes for team in found])
    opened = [(UUID(bytes=bytes(one)), *rest) for one, *rest in rows.values_list("principal", "record", "compartments")]
    gone = HeldByTeam.objects.filter(team__in=list(found), until__gte=since)
    for team, record, names in [*opened, *gone.values_list("team_id", "record", "compartments")]:
        found[team][record] = found[team].get(record, frozenset()) | frozenset(names)
    return found


def note_lost(rows: Iterable[Bundle], stay: Collection[bytes]) -> None:
    """Note what teams held whose bundles go, but for those of which other bundles stay."""
    today = timezone.now().date()
    for row in rows:
        if row.kind == "ring" and bytes(row.principal) not in stay:
            held, _new = HeldByTeam.objects.get_or_create(
                team_id=UUID(bytes=bytes(row.principal)), record=row.record, defaults={"until": today}
            )
            held.until, held.compartments = today, sorted({*held.compartments, *row.compartments})
            held.save(update_fields=["until", "compartments"])


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
