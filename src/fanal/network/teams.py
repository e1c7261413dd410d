"""Teams: which there are, who is in them, and the deeds that make, fill and close them (docs/network.md, "Teams").

Every kind has one main team, made when the organisation was founded; it has no name. A key keeper makes further ones by
name of some kinds. Whoever has a role is in at least one team of each kind that the role needs.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.journal import api as journal
from fanal.network import rings, standing, trusted, words
from fanal.network.contracts import (
    NAMED,
    ROLE_RINGS,
    Actor,
    NetworkError,
    PersonState,
    RingKind,
    Role,
    TeamRef,
    Which,
)
from fanal.network.memberships import colleague, newest_key
from fanal.network.models import Organisation, Person, RingSeal, RingVersion, RoleHeld, Team, TeamMember
from fanal.network.signals import team_closing


def rings_of(roles: Collection[Role]) -> frozenset[RingKind]:
    """Of which kinds a set of roles needs a team."""
    return frozenset(kind for role in roles for kind in ROLE_RINGS.get(role, ()))


def ref(team: Team) -> TeamRef:
    """A team as other rooms see it."""
    return TeamRef(RingKind(team.kind), team.name, team.pk)


def of(org: UUID) -> list[TeamRef]:
    """The teams of an organisation that are not closed, the main one of each kind first."""
    return in_order(map(ref, Team.objects.filter(org_id=org, closed_on=None)))


def closed(org: UUID) -> list[TeamRef]:
    """Those that are closed: what their keys opened, they still open for whoever took one."""
    return in_order(map(ref, Team.objects.filter(org_id=org).exclude(closed_on=None)))


def named(org: UUID, *kinds: RingKind) -> list[TeamRef]:
    """The further teams of an organisation, of these kinds."""
    return [one for one in of(org) if one.name and one.kind in (kinds or NAMED)]


def of_person(person: UUID, kind: RingKind) -> TeamRef | None:
    """The team of a kind in which somebody is, the main one before others; None where they are in none."""
    links = TeamMember.objects.filter(person_id=person, until=None, team__kind=kind, team__closed_on=None)
    return next(iter(in_order(ref(link.team) for link in links.select_related("team"))), None)


def words_of(which: Which) -> str:
    """A team in words, also one that is closed."""
    return words.team(ref(Team.objects.get(pk=which))) if isinstance(which, UUID) else str(words.RINGS[which])


def is_closed(org: UUID, team: UUID) -> bool:
    """Whether the organisation had this team and closed it."""
    return Team.objects.filter(pk=team, org_id=org, closed_on__isnull=False).exists()


def main(org: UUID, kind: RingKind) -> UUID:
    """The main team of a kind. Raises Team.DoesNotExist."""
    return Team.objects.get(org_id=org, kind=kind, name="").pk


def empty(org: UUID) -> list[TeamRef]:
    """The teams of an organisation in which nobody is who works; those that are closed among them."""
    manned = TeamMember.objects.filter(team__org_id=org, until=None, person__state=PersonState.ACTIVE)
    there = set(manned.values_list("team_id", flat=True))
    return in_order(ref(team) for team in Team.objects.filter(org_id=org) if team.pk not in there)


def in_order(teams: Iterable[TeamRef]) -> list[TeamRef]:
    """By kind, the main one first."""
    order = list(RingKind)
    return sorted(teams, key=lambda one: (order.index(one.kind), one.name.casefold()))


def lacking(people: Collection[UUID]) -> dict[UUID, list[RingKind]]:
    """Of which kinds these people are in no team, though their roles need one: as after an upgrade that gave a role
    another team. Whoever lacks none is left out."""
    needed: dict[UUID, set[RingKind]] = {}
    for person, role in RoleHeld.objects.filter(person__in=people, until=None).values_list("person_id", "role"):
        needed.setdefault(person, set()).update(rings_of([Role(role)]))
    links = TeamMember.objects.filter(person__in=people, until=None)
    for person, kind in links.values_list("person_id", "team__kind"):
        needed.get(person, set()).discard(RingKind(kind))
    return {person: sorted(kinds) for person, kinds in needed.items() if kinds}


# ---- inside other deeds ----


def held(org: UUID, team_id: UUID) -> Team:
    """A team of an organisation that is not closed, for whatever is given to it, or done to it: until the end of the
    deed nobody closes it or changes who is in it. Raises NetworkError."""
    rows = Team.objects.select_for_update(no_key=True, of=("self",)).select_related("org")
    found = rows.filter(pk=team_id, org_id=org, closed_on=None).first()
    if found is None or RingVersion.objects.filter(team=found, reason=rings.CLOSED).exists():
        raise NetworkError(_("There is no such team (any more)."))
    return found


def join(person: Person, kinds: Collection[RingKind], on: date, chosen: Collection[UUID] = ()) -> None:
    """Somebody is in a team of each of these kinds: in those `chosen`, else in the main one, unless they are in one."""
    links = TeamMember.objects.filter(person=person, until=None)
    there = set(links.values_list("team__kind", flat=True))
    open_ = Team.objects.filter(org_id=person.org_id, kind__in=set(kinds) - there, closed_on=None)
    wanted = {team.kind: team for team in open_ if team.name == ""}
    picked = [team for team in open_ if team.pk in chosen]
    teams = [*picked, *(team for kind, team in wanted.items() if all(kind != one.kind for one in picked))]
    TeamMember.objects.bulk_create([TeamMember(team=team, person=person, since=on) for team in teams])


def missing_rings(person: Person) -> list[RingVersion]:
    """The ring versions of a person's teams that are not sealed to their newest key: current versions first."""
    newest = newest_key(person)
    key = newest.version if newest else 0
    teams = TeamMember.objects.filter(person=person, until=None).values_list("team_id", flat=True)
    sealed = RingSeal.objects.filter(person=person, key_version=key).values_list("ring_id", flat=True)
    return list(
        RingVersion.objects.filter(team_id__in=teams)
        .exclude(pk__in=sealed)
        .select_related("team__org")
        .order_by("-version")
    )


def seal_held(person: Person, actor: Actor, now: datetime) -> None:
    """Seal to a person what the actor holds of their teams' rings; a keeper makes those anew that nobody holds."""
    for ring in missing_rings(person):
        keys = rings.ring_keys(actor.keyring, ring)
        newest = ring == rings.newest(ring.team_id)
        if keys is not None:
            rings.seal_to_person(ring, keys, person)
        elif newest and actor.has(Role.KEY_KEEPER) and not rings.holders([ring])[ring.pk]:
            renew(ring.team, actor, "empty", now)


def renew(team: Team, actor: Actor, reason: str, now: datetime) -> None:
    """A new version of a team's ring. Whoever waited for its key alone can work now."""
    rings.rotate(team, rings.identity_seed(team.org, actor.keyring), now.date(), reason)
    for one in rings.members_of(team):
        if one.state == PersonState.WAITING:
            settle(one)


def settle(person: Person) -> list[TeamRef]:
    """The teams whose newest key a person lacks; whoever lacks none, and whom a keeper signed for, can work."""
    left = [ref(ring.team) for ring in missing_rings(person) if ring == rings.newest(ring.team_id)]
    if not left and person.state != PersonState.ACTIVE and trusted.among([person]):
        with standing.changing(person.id) as one:
            one.state = PersonState.ACTIVE
            one.save(update_fields=["state"])
    return in_order(left)


# ---- deeds of a key keeper ----


@transaction.atomic
def make(actor: Actor, kind: RingKind, name: str, people: Collection[UUID], now: datetime) -> TeamRef:
    """Make a team by name, with its first people. The name is signed with its key: it stays as it is. Raises
    NetworkError."""
    name, org = " ".join(name.split()), Organisation.objects.select_for_update(no_key=True).get(pk=actor.org)
    identity = rings.identity_signer(org, actor.keyring)
    if kind not in NAMED:
        raise NetworkError(_("There is one team of this kind only."))
    if not 2 <= len(name) <= 40 or not name.isprintable():
        raise NetworkError(_("Give the team a name of 2 to 40 letters."))
    if Team.objects.filter(org=org, kind=kind, name__iexact=name).exists():  # the row of the organisation is held
        raise NetworkError(_("There is a team of this name, or there was one. Give another name."))
    team = Team.objects.create(org=org, kind=kind, name=name)
    for person in sorted(set(people)):
        _enter(actor, team, person, now)
    rings.new_version(team, identity, rings.members_of(team), now.date(), "new")
    journal.write(actor.org, actor.signatory(), "network.make_team", at=now, purpose=str(team.pk))
    return ref(team)


def _enter(actor: Actor, team: Team, person_id: UUID, now: datetime) -> Person:
    if colleague(actor, person_id).id == actor.person:
        raise NetworkError(_("Nobody puts themselves into a team. Ask a colleague."))
    with standing.changing(person_id) as person:
        trusted.principal(person.id)
        roles = [Role(held.role) for held in RoleHeld.objects.filter(person=person, until=None)]
        if team.kind not in rings_of(roles):
            words = _("What {name} does needs no team of this kind. Give them a role first.")
            raise NetworkError(words.format(name=person.name))
        if not TeamMember.objects.filter(team=team, person=person, until=None).exists():
            TeamMember.objects.create(team=team, person=person, since=now.date())
    return person


@transaction.atomic
def put_in(actor: Actor, team_id: UUID, person_id: UUID, now: datetime) -> list[TeamRef]:
    """Put a colleague into a team. Whoever holds its key gives it; a keeper makes it anew where nobody does. Returns
    the teams whose key they still lack. Raises NetworkError."""
    team = held(actor.org, team_id)
    rings.identity_signer(team.org, actor.keyring)
    person = _enter(actor, team, person_id, now)
    seal_held(person, actor, now)
    journal.write(actor.org, actor.signatory(), "network.join_team", at=now, purpose=str(team.pk))
    return settle(person)


@transaction.atomic
def take_out(actor: Actor, team_id: UUID, person_id: UUID, now: datetime) -> None:
    """Take a colleague out of a team, which gets a new key: nothing written later opens for them there. Raises
    NetworkError where their roles need a team of the kind and they are in no other."""
    team, person = held(actor.org, team_id), colleague(actor, person_id)
    identity = rings.identity_seed(team.org, actor.keyring)
    if person.id == actor.person:
        raise NetworkError(_("A colleague takes you out of a team, never you yourself."))
    if not standing.of([person])[person.id].is_whole:  # their place may be what was taken out: they have the key still
        raise standing.changed(person)
    if not TeamMember.objects.filter(team=team, person=person, until=None).exists():
        raise NetworkError(_("{name} is not in this team (any more).").format(name=person.name))
    if stranded := _stranded(team, [person.id]):
        raise _only_one(stranded)
    _leave(team, person.id, now)
    rings.rotate(team, identity, now.date(), "left")
    journal.write(actor.org, actor.signatory(), "network.leave_team", at=now, purpose=str(team.pk))


def _leave(team: Team, person_id: UUID, now: datetime) -> None:
    with standing.changing(person_id) as person:
        TeamMember.objects.filter(team=team, person=person, until=None).update(until=now.date())
    RingSeal.objects.filter(person_id=person_id, ring__team=team).delete()


def _stranded(team: Team, people: Collection[UUID]) -> list[str]:
    """Who of these people needs a team of this kind and is in no other, by name."""
    links = TeamMember.objects.filter(person__in=people, until=None, team__kind=team.kind)
    elsewhere = set(links.exclude(team=team).values_list("person_id", flat=True))
    need = [role for role, kinds in ROLE_RINGS.items() if team.kind in kinds]
    held = RoleHeld.objects.filter(person__in=people, role__in=need, until=None).exclude(person__in=elsewhere)
    return sorted(set(held.values_list("person__name", flat=True)))


def _only_one(names: Collection[str]) -> NetworkError:
    words = _("This is the only team of its kind for: {names}. First put them into another, or take the role away.")
    return NetworkError(words.format(names=", ".join(names)))


@transaction.atomic
def close(actor: Actor, team_id: UUID, now: datetime) -> None:
    """Close a named team: nobody is in it any more, and its last key is with the recovery kit only. Raises NetworkError
    where somebody, or a room, still needs it."""
    team = held(actor.org, team_id)
    identity = rings.identity_seed(team.org, actor.keyring)
    if not team.name:
        raise NetworkError(_("The main team of a kind stays."))
    team_closing.send(sender=None, team=team.pk, org=team.org_id)
    people = sorted(TeamMember.objects.filter(team=team, until=None).values_list("person_id", flat=True))
    if stranded := _stranded(team, people):
        raise _only_one(stranded)
    for person in people:
        _leave(team, person, now)
    rings.rotate(team, identity, now.date(), rings.CLOSED)
    team.closed_on = now.date()
    team.save(update_fields=["closed_on"])
    journal.write(actor.org, actor.signatory(), "network.close_team", at=now, purpose=str(team.pk))


@transaction.atomic
def fill(actor: Actor, now: datetime) -> Mapping[UUID, list[RingKind]]:
    """Put every colleague into the main teams that their roles need and in which they are not. Nobody does so for
    themselves. Returns who joined which. Raises NetworkError."""
    rings.identity_signer(Organisation.objects.get(pk=actor.org), actor.keyring)
    people = Person.objects.filter(org_id=actor.org).exclude(pk=actor.person).exclude(state=PersonState.LEFT)
    believed = trusted.among(list(people.select_related("org")))
    found = dict(sorted(lacking(believed).items()))
    for person_id, kinds in found.items():
        with standing.changing(person_id) as person:
            join(person, kinds, now.date())
        seal_held(person, actor, now)
    journal.write(actor.org, actor.signatory(), "network.fill_teams", at=now)
    return found
