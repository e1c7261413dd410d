"""The door of the network. Deeds that need an open keyring take an `Actor`; reading takes identifiers."""

from collections.abc import Collection, Iterable
from copy import copy
from datetime import date, datetime
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest

from fanal import vault
from fanal.network import (
    agreements,
    by_itself,
    erasure,
    founding,
    grants,
    identities,
    keyfile,
    kit,
    light,
    marks,
    organisations,
    pace,
    people,
    queries,
    reach,
    records,
    rings,
    rota,
    second,
    sessions,
    signin,
    small,
    standing,
    teams,
    trusted,
    vouched,
    waiting,
    words,
)
from fanal.network.contracts import (
    LIGHT,
    Actor,
    OrgKind,
    OrgRef,
    PersonRef,
    PersonState,
    Profile,
    Role,
    System,
    Which,
)
from fanal.network.keyfile import NoKeyFile
from fanal.network.memberships import is_free
from fanal.network.models import Organisation, Person, RoleHeld, TeamMember, Tombstone
from fanal.network.signals import agreement_ended, person_left, team_closing
from fanal.network.standing import Standing

__all__ = [
    "NoKeyFile",
    "actor_of",
    "agreement_ended",
    "agreements",
    "by_itself",
    "day_at",
    "erasure",
    "founding",
    "grants",
    "how_many_members",
    "identities",
    "is_free",
    "keyfile",
    "kit",
    "light",
    "marks",
    "open_actor",
    "org",
    "org_holds",
    "org_of",
    "organisations",
    "orgs",
    "pace",
    "people",
    "person",
    "person_called",
    "person_left",
    "persons",
    "queries",
    "reach",
    "records",
    "rings",
    "rota",
    "second",
    "sessions",
    "signin",
    "small",
    "system_of",
    "team_closing",
    "team_people",
    "teams",
    "tombstones",
    "trusted",
    "vouched",
    "waiting",
    "words",
]


def org_of(row: Organisation) -> OrgRef:
    """An organisation whose row was read."""
    return OrgRef(
        row.id, row.name, OrgKind(row.kind), row.country, frozenset(row.mandates), row.time_zone, tuple(row.languages),
        Profile(row.profile) if row.profile in set(Profile) else Profile.FULL,
    )  # fmt: skip


def org(org_id: UUID, *, lock: bool = False) -> OrgRef:
    """One organisation. `lock`: whoever else asks so for it waits until this transaction ends.

    Raises Organisation.DoesNotExist.
    """
    rows = Organisation.objects.select_for_update(no_key=True) if lock else Organisation.objects.all()
    return org_of(rows.get(pk=org_id))


def orgs(kind: OrgKind | None = None, *, also_changed: bool = False) -> list[OrgRef]:
    """The organisations of the network, by name: those that are as this installation left them. `also_changed`: the
    others as well, for whoever asks of each whether anything may go there (`agreements.check`)."""
    found = Organisation.objects.order_by("name")
    rows = list(found.filter(kind=kind) if kind else found)
    return [org_of(row) for row in (rows if also_changed else vouched.whole(rows))]


def how_many_members(day: date) -> int:
    """How many members the network had on a day. An organisation that somebody changed counts as one: what is asked of
    several is not asked of one because of it."""
    rows = Organisation.objects.all()
    return sum(not vouched.is_whole(row) or (row.kind == OrgKind.MEMBER and row.founded_on <= day) for row in rows)


def day_at(org_id: UUID, at: datetime) -> date:
    """The day of an instant on the clocks of an organisation."""
    return org(org_id).day(at)


def org_holds(org_id: UUID) -> bool:
    """Whether an organisation is as this installation left it."""
    return vouched.is_whole(Organisation.objects.get(pk=org_id))


def _person(row: Person, roles: Collection[Role]) -> PersonRef:
    return PersonRef(row.id, row.org_id, row.name, frozenset(roles), PersonState(row.state))


def persons(org_id: UUID) -> list[PersonRef]:
    """The people of an organisation who have not left, by name, with their roles."""
    rows = list(Person.objects.filter(org_id=org_id).exclude(state=PersonState.LEFT).order_by("name"))
    held: dict[UUID, set[Role]] = {row.id: set() for row in rows}
    for link in RoleHeld.objects.filter(person__in=rows, until=None):
        held[link.person_id].add(Role(link.role))
    return [_person(row, held[row.id]) for row in rows]


def have_left(org_id: UUID) -> list[UUID]:
    """Who left an organisation."""
    return list(Person.objects.filter(org_id=org_id, state=PersonState.LEFT).values_list("pk", flat=True))


def names(ids: Iterable[UUID]) -> dict[UUID, str]:
    """Names of people by identifier, in one query."""
    return dict(Person.objects.filter(pk__in=set(ids)).values_list("pk", "name"))


def person(person_id: UUID, *, lock: bool = False) -> PersonRef:
    """One person. `lock`: no deed changes what they are or may do until this transaction ends. Raises
    Person.DoesNotExist."""
    rows = Person.objects.select_for_update(no_key=True) if lock else Person.objects.all()
    row = rows.get(pk=person_id)
    return _person(row, [Role(link.role) for link in RoleHeld.objects.filter(person=row, until=None)])


def person_called(username: str) -> PersonRef | None:
    """The active person with a sign-in name, or None."""
    row = Person.objects.filter(username=username.strip().lower(), state=PersonState.ACTIVE).first()
    return person(row.id) if row is not None else None


def team_people(org_id: UUID, *which: Which) -> list[UUID]:
    """Who is in one of these teams today and can open its ring; whoever is in several, as often."""
    links = TeamMember.objects.filter(team__org_id=org_id, until=None, person__state=PersonState.ACTIVE)
    links = links.filter(reduce(or_, (Q(**rings.team_is(one)) for one in which)))
    return list(links.values_list("person_id", flat=True))


def role_people(org_id: UUID, role: Role) -> list[UUID]:
    """Who holds a role today."""
    links = RoleHeld.objects.filter(person__org_id=org_id, role=role, until=None, person__state=PersonState.ACTIVE)
    return list(links.values_list("person_id", flat=True))


def tombstones(org_id: UUID) -> dict[str, int]:
    """How many records of each class were erased."""
    counts: dict[str, int] = {}
    for kind in Tombstone.objects.filter(org_id=org_id).values_list("kind", flat=True):
        counts[kind] = counts.get(kind, 0) + 1
    return counts


def open_actor(row: Person, seed: vault.Seed, today: date) -> Actor:
    """The actor of a person whose seed is open."""
    return _actor(standing.of([row])[row.id], seed, today)


def _actor(one: Standing, seed: vault.Seed, today: date) -> Actor:
    return _acting(Actor, one, rings.keyring_of(one.key, seed), seed.signer(), today)


def _acting[A: Actor](kind: type[A], one: Standing, keyring: vault.Keyring, signer: vault.Signer, today: date) -> A:
    row = one.person
    return kind(
        person=row.id,
        org=row.org_id,
        org_kind=OrgKind(row.org.kind),
        org_name=row.org.name,
        name=row.name,
        roles=frozenset(map(Role, one.roles)),
        grants=frozenset(code for code, since, until in one.grants if since <= today <= until),
        time_zone=row.org.time_zone,
        keyring=keyring,
        signer=signer,
        teams=frozenset(teams.ref(link.team) for link in one.links if link.until is None),
    )


def system_of(person: UUID, since: datetime, today: date) -> System | None:
    """A program that acts since then for a light organisation, as one of its people let it: while they work there with
    roles that hold, and all of their sessions were not ended meanwhile. Else None."""
    row = Person.objects.select_related("org").filter(pk=person, state=PersonState.ACTIVE).first()
    if row is None or row.org.kind not in LIGHT or since.timestamp() * 1000 < sessions.ended(person):
        return None
    one = standing.of([row])[row.id]
    return (
        _acting(System, one, vault.Keyring({}), keyfile.keyfile().signing.signer(), today)
        if trusted.holds(one)
        else None
    )


def actor_of(request: HttpRequest, today: date) -> Actor | None:
    """The actor of a request: signed in, second factor passed, account active, key signed for. Else None. What they are
    and may do is what was checked."""
    user = request.user
    if not isinstance(user, Person):
        return None
    seed, row = signin.seed_of(request), copy(user)  # the person without Django's lazy shell
    if seed is None:
        return None
    one = standing.of([row])[row.id]
    if one.person.state != PersonState.ACTIVE or not trusted.holds(one):
        return None
    return _actor(one, seed, today)
