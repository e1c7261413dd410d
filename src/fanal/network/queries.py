"""What screens ask about an organisation: its people and what they wait for, invitations, teams and their keys."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Max, QuerySet

from fanal import vault
from fanal.network import identities, rings, standing, teams, trusted
from fanal.network.contracts import Actor, NetworkError, PersonState, RingKind, Role, TeamRef
from fanal.network.memberships import key_number
from fanal.network.models import (
    Invitation,
    Organisation,
    Person,
    PersonKey,
    RingSeal,
    RingVersion,
    TeamMember,
)


@dataclass(frozen=True, slots=True)
class Colleague:
    """A person as the page of people shows them.

    `teams`: in which they are; `missing`: those whose newest key is still to be sealed to them; `lacking`: kinds of
    team that their roles need and of which they are in none; `signed`: a key keeper has signed for their key;
    `changed`: somebody changed name, roles, teams, key or second step past this program; `lost_step`: the second step
    alone; `number`: what two people compare of the key; `second_factor`: an app or passkey is set up.
    """

    id: UUID
    org_id: UUID
    name: str
    roles: frozenset[Role]
    state: PersonState
    teams: tuple[TeamRef, ...]
    missing: tuple[TeamRef, ...]
    lacking: tuple[RingKind, ...]
    signed: bool
    changed: bool
    lost_step: bool
    number: str
    second_factor: bool
    joined_on: date
    last_login: datetime | None

    @property
    def waits(self) -> bool:
        """Whether a colleague must still do something for this person."""
        return self.state is PersonState.WAITING or bool(self.missing) or not self.signed


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation that can still be used."""

    id: UUID
    org_id: UUID
    name: str
    roles: frozenset[Role]
    teams: tuple[TeamRef, ...]
    by: str
    expires_on: date


@dataclass(frozen=True, slots=True)
class TeamKey:
    """A team with the newest version of its key, and how many people can open what is sealed to it."""

    team: TeamRef
    version: int
    made_on: date
    reason: str
    people: int

    @property
    def kind(self) -> RingKind:
        return self.team.kind


@dataclass(frozen=True, slots=True)
class Manned:
    """A team with the people in it, by name, and who of them can open its newest key."""

    team: TeamRef
    people: Mapping[UUID, str]
    able: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Kit:
    """An organisation's recovery kit and identity. `pinned`: its identity is believed (`identities`); `proved`:
    the organisation signed its recovery key; `trouble`: why nothing is sealed to it, as a sentence, or empty."""

    need: int
    of: int
    drilled_on: date | None
    fingerprint: str
    pinned: bool
    proved: bool
    trouble: str


def former(org: UUID) -> list[tuple[UUID, str, date | None]]:
    """Who left an organisation, by name, and when."""
    rows = Person.objects.filter(org_id=org, state=PersonState.LEFT).order_by("name", "id")
    return list(rows.values_list("pk", "name", "left_on"))


def colleagues(org: UUID, ids: Collection[UUID] = ()) -> list[Colleague]:
    """The people of an organisation who have not left, by name; some of them where `ids` names them. Some queries."""
    those = Person.objects.filter(org_id=org).exclude(state=PersonState.LEFT).order_by("name", "id")
    those = those.select_related("org")
    rows = list(those.filter(pk__in=ids) if ids else those)
    people = [row.id for row in rows]
    in_teams, missing = _teams(people)
    lacking, stand = teams.lacking(people), standing.of(rows)
    strong = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    secured = set(Authenticator.objects.filter(user_id__in=people, type__in=strong).values_list("user_id", flat=True))
    return [
        Colleague(
            id=row.id,
            org_id=row.org_id,
            name=row.name,
            roles=frozenset(map(Role, stand[row.id].roles)),
            state=PersonState(row.state),
            teams=tuple(teams.in_order(in_teams[row.id])),
            missing=tuple(teams.in_order(missing[row.id])),
            lacking=tuple(lacking.get(row.id, ())),
            signed=trusted.holds(stand[row.id]),
            changed=not stand[row.id].is_whole,
            lost_step=stand[row.id].has_lost_step,
            number=key_number(key) if (key := stand[row.id].key) else "",
            second_factor=row.id in secured,
            joined_on=row.joined_on,
            last_login=row.last_login,
        )
        for row in rows
    ]


def colleague(org: UUID, person: UUID) -> Colleague | None:
    """One person of an organisation, or None: for everybody else they do not exist."""
    return next(iter(colleagues(org, [person])), None)


type _Teams = dict[UUID, list[TeamRef]]


def _teams(people: Collection[UUID]) -> tuple[_Teams, _Teams]:
    """Per person their teams, and those whose newest ring version is not sealed to their newest key."""
    keys = PersonKey.objects.filter(person__in=people).values("person_id").annotate(newest=Max("version"))
    newest_key = {row["person_id"]: row["newest"] for row in keys}
    links = list(TeamMember.objects.filter(person__in=people, until=None).select_related("team"))
    versions = RingVersion.objects.filter(team__in={link.team_id for link in links}).order_by("version")
    newest_ring = {ring.team_id: ring.pk for ring in versions.only("id", "team_id", "version")}
    seals = RingSeal.objects.filter(person__in=people).values_list("person_id", "ring_id", "key_version")
    sealed = set(seals)
    found: _Teams = defaultdict(list)
    missing: _Teams = defaultdict(list)
    for link in links:
        found[link.person_id].append(teams.ref(link.team))
        ring, key = newest_ring.get(link.team_id), newest_key.get(link.person_id)
        if ring is not None and (link.person_id, ring, key) not in sealed:
            missing[link.person_id].append(teams.ref(link.team))
    return found, missing


def waiting_for(actor: Actor) -> list[Colleague]:
    """The colleagues for whom the actor can do something now: sign as a key keeper, which comes first, then seal a
    team's key. A keeper also makes the key anew of a team in which nobody holds it."""
    held = holders(actor.org)
    mine = {team for team, people in held.items() if actor.person in people}
    keeper = actor.has(Role.KEY_KEEPER)
    if keeper:
        mine |= {team for team, people in held.items() if not people}
    return [
        person
        for person in colleagues(actor.org)
        if person.id != actor.person
        and person.waits
        and not person.changed
        and (mine.intersection(person.missing) or not person.missing if person.signed else keeper)
    ]


def who_can_admit(person: Colleague) -> dict[UUID, str]:
    """Who can let a waiting person in now, by name: a key keeper first, then whoever holds the keys that are missing;
    of a team in which nobody holds it, a key keeper again."""
    held = holders(person.org_id)
    keepers = frozenset[UUID]().union(*(able for team, able in held.items() if team.kind is RingKind.KEEPERS))
    asked = [held.get(team) or keepers for team in person.missing] if person.signed else [keepers]
    able = frozenset[UUID]().union(*asked) - {person.id}
    return dict(Person.objects.filter(pk__in=able).order_by("name").values_list("pk", "name"))


def holders(org: UUID) -> dict[TeamRef, frozenset[UUID]]:
    """Per team who can open the newest version of its key today: nobody, where only the recovery kit can."""
    newest = {ring.team_id: ring for ring in _rings(org)}.values()
    held = rings.holders(newest)
    return {teams.ref(ring.team): held[ring.pk] for ring in newest}


def _rings(org: UUID) -> QuerySet[RingVersion]:
    found = RingVersion.objects.filter(team__org_id=org, team__closed_on=None)
    return found.select_related("team").order_by("version")


def manned(org: UUID) -> list[Manned]:
    """The teams of an organisation that are not closed, with the people in them."""
    held = holders(org)
    links = TeamMember.objects.filter(team__org_id=org, until=None).exclude(person__state=PersonState.LEFT)
    found: dict[UUID, dict[UUID, str]] = defaultdict(dict)
    for team, person, name in links.order_by("person__name").values_list("team_id", "person_id", "person__name"):
        found[team][person] = name
    return [Manned(one, found[one.id], held.get(one, frozenset())) for one in teams.of(org)]


def invitations(org: UUID, today: date) -> list[Invited]:
    """The open invitations of an organisation, those that end first at the top."""
    rows = Invitation.objects.filter(org_id=org, used_on=None, expires_on__gte=today).select_related("invited_by")
    there = teams.named(org)
    return [
        Invited(
            row.id, row.org_id, row.name, frozenset(map(Role, row.roles)),
            tuple(team for team in there if str(team.id) in row.teams), row.invited_by.name, row.expires_on,
        )
        for row in rows.order_by("expires_on", "name")
    ]  # fmt: skip


def team_keys(org: UUID) -> list[TeamKey]:
    """The teams of an organisation with their newest keys."""
    newest, held = {teams.ref(ring.team): ring for ring in _rings(org)}, holders(org)
    return [
        TeamKey(team, newest[team].version, newest[team].made_on, newest[team].reason, len(held[team]))
        for team in teams.in_order(newest)
    ]


def kit(org: UUID) -> Kit:
    """The recovery kit and the identity of an organisation."""
    row = Organisation.objects.get(pk=org)
    print_, trouble = vault.fingerprint(bytes(row.identity)), ""
    try:
        identities.recovery(row)
    except NetworkError as why:
        trouble = str(why)
    pinned, proved = identities.is_pinned(row), identities.is_recovery_signed(row)
    return Kit(row.kit_need, row.kit_of, row.kit_drilled_on, print_, pinned, proved, trouble)
