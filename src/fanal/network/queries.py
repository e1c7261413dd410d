"""What screens ask about an organisation: its people and what they wait for, invitations, teams and their keys."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Max, QuerySet

from fanal import vault
from fanal.network import identities, rings, standing, trusted
from fanal.network.contracts import Actor, NetworkError, PersonState, RingKind, Role
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

    `missing`: teams whose newest key is still to be sealed to them; `signed`: a key keeper has signed for their key;
    `changed`: somebody changed name, roles, teams, key or second step past this program; `lost_step`: the second step
    alone; `number`: what two people compare of the
    key; `second_factor`: an app or passkey is set up.
    """

    id: UUID
    org_id: UUID
    name: str
    roles: frozenset[Role]
    state: PersonState
    missing: tuple[RingKind, ...]
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
    by: str
    expires_on: date


@dataclass(frozen=True, slots=True)
class TeamKey:
    """A team with the newest version of its key, and how many people can open what is sealed to it."""

    kind: RingKind
    version: int
    made_on: date
    reason: str
    people: int


@dataclass(frozen=True, slots=True)
class Kit:
    """An organisation's recovery kit and identity. `pinned`: the fingerprint equals the one in the key file; `proved`:
    the organisation signed its recovery key; `trouble`: why nothing is sealed to it, as a sentence, or empty."""

    need: int
    of: int
    drilled_on: date | None
    fingerprint: str
    pinned: bool
    proved: bool
    trouble: str


def colleagues(org: UUID, ids: Collection[UUID] = ()) -> list[Colleague]:
    """The people of an organisation who have not left, by name; some of them where `ids` names them. Ten queries."""
    those = Person.objects.filter(org_id=org).exclude(state=PersonState.LEFT).order_by("name", "id")
    those = those.select_related("org")
    rows = list(those.filter(pk__in=ids) if ids else those)
    people = [row.id for row in rows]
    missing, stand = _missing(people), standing.of(rows)
    strong = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    secured = set(Authenticator.objects.filter(user_id__in=people, type__in=strong).values_list("user_id", flat=True))
    return [
        Colleague(
            id=row.id,
            org_id=row.org_id,
            name=row.name,
            roles=frozenset(map(Role, stand[row.id].roles)),
            state=PersonState(row.state),
            missing=tuple(sorted(missing[row.id])),
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


def _missing(people: Iterable[UUID]) -> dict[UUID, list[RingKind]]:
    """Per person the teams whose newest ring version is not sealed to their newest key."""
    people = list(people)
    keys = PersonKey.objects.filter(person__in=people).values("person_id").annotate(newest=Max("version"))
    newest_key = {row["person_id"]: row["newest"] for row in keys}
    links = list(TeamMember.objects.filter(person__in=people, until=None).select_related("team"))
    versions = RingVersion.objects.filter(team__in={link.team_id for link in links}).order_by("version")
    newest_ring = {ring.team_id: ring.pk for ring in versions.only("id", "team_id", "version")}
    seals = RingSeal.objects.filter(person__in=people).values_list("person_id", "ring_id", "key_version")
    sealed = set(seals)
    missing: dict[UUID, list[RingKind]] = defaultdict(list)
    for link in links:
        ring, key = newest_ring.get(link.team_id), newest_key.get(link.person_id)
        if ring is not None and (link.person_id, ring, key) not in sealed:
            missing[link.person_id].append(RingKind(link.team.kind))
    return missing


def waiting_for(actor: Actor) -> list[Colleague]:
    """The colleagues for whom the actor can do something now: sign as a key keeper, which comes first, then seal a
    team's key. A keeper also makes the key anew of a team in which nobody holds it."""
    held = holders(actor.org)
    mine = {kind for kind, people in held.items() if actor.person in people}
    keeper = actor.has(Role.KEY_KEEPER)
    if keeper:
        mine |= {kind for kind, people in held.items() if not people}
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
    teams = set(person.missing) if person.signed else {RingKind.KEEPERS}
    able = {one for kind in teams for one in (held.get(kind) or held.get(RingKind.KEEPERS, frozenset()))} - {person.id}
    return dict(Person.objects.filter(pk__in=able).order_by("name").values_list("pk", "name"))


def holders(org: UUID) -> dict[RingKind, frozenset[UUID]]:
    """Per team who can open the newest version of its key today: nobody, where only the recovery kit can."""
    newest = {ring.team_id: ring for ring in _rings(org)}.values()
    held = rings.holders(newest)
    return {RingKind(ring.team.kind): held[ring.pk] for ring in newest}


def _rings(org: UUID) -> QuerySet[RingVersion]:
    return RingVersion.objects.filter(team__org_id=org).select_related("team").order_by("version")


def invitations(org: UUID, today: date) -> list[Invited]:
    """The open invitations of an organisation, those that end first at the top."""
    rows = Invitation.objects.filter(org_id=org, used_on=None, expires_on__gte=today).select_related("invited_by")
    return [
        Invited(row.id, row.org_id, row.name, frozenset(map(Role, row.roles)), row.invited_by.name, row.expires_on)
        for row in rows.order_by("expires_on", "name")
    ]


def team_keys(org: UUID) -> list[TeamKey]:
    """The teams of an organisation with their newest keys."""
    newest, held = {ring.team_id: ring for ring in _rings(org)}, holders(org)
    order = list(RingKind)
    made = [
        TeamKey(kind := RingKind(ring.team.kind), ring.version, ring.made_on, ring.reason, len(held[kind]))
        for ring in newest.values()
    ]
    return sorted(made, key=lambda key: order.index(key.kind))


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
