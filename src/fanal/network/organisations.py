"""Founding an organisation: identity, rings, first people, recovery kit (docs/network.md, "From Python")."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from fanal import vault
from fanal.journal import api as journal
from fanal.network import accounts, identities, kit, memberships, rings, trusted, vouched
from fanal.network.accounts import Account
from fanal.network.contracts import (
    LIGHT,
    ROLE_RINGS,
    Founded,
    Founder,
    NetworkError,
    NewOrg,
    OrgKind,
    PersonState,
    RingKind,
    Role,
)
from fanal.network.keyfile import installation, keyfile
from fanal.network.models import Organisation, Person, RingVersion, RoleHeld, Team, TeamMember
from fanal.vocabulary.ids import new_id


@dataclass(frozen=True, slots=True)
class First:
    """One of the first people, who is not stored yet: the row, the account, what they will do."""

    person: Person
    account: Account
    roles: tuple[Role, ...]


def found(
    name: str,
    kind: OrgKind,
    country: str,
    founders: Sequence[Founder],
    now: datetime,
    *,
    mandates: Sequence[str] = (),
    languages: Sequence[str] = ("en",),
    time_zone: str = "UTC",
    shares: tuple[int, int] = (2, 3),
) -> Founded:
    """Found an organisation with people whose passwords are at hand: at the console, and in a demonstration. As
    `establish`."""
    check_free(name, [founder.username for founder in founders])
    first, codes = [], {}
    for founder in founders:
        person = Person(username=founder.username, name=founder.name, email=founder.email, language=founder.language)
        account, codes[founder.username] = accounts.prepared(person, vault.Seed.new(), founder.password)
        first.append(First(person, account, founder.roles))
    made = NewOrg(name, kind, country, tuple(mandates), tuple(languages), time_zone)
    org, words = establish(made, first, now, shares)
    return Founded(org.id, {one.person.username: one.person.id for one in first}, words, codes)


@transaction.atomic
def establish(
    new: NewOrg, first: Sequence[First], now: datetime, shares: tuple[int, int]
) -> tuple[Organisation, tuple[str, ...]]:
    """The one way in which an organisation comes to be: its identity, teams, first people, recovery kit. At least two
    of the people must be key keepers; a light organisation has people only.

    Returns the recovery shares, which exist nowhere else. The drill must follow before it may go live. Raises
    NetworkError.
    """
    on, is_light = now.date(), new.kind in LIGHT
    if sum(Role.KEY_KEEPER in one.roles for one in first) < 2 and not is_light:
        raise NetworkError(_("An organisation needs at least two key keepers. Name two people."))
    check_free(new.name, [one.person.username for one in first])
    identity, recovery = vault.Seed.new(), vault.Seed.new()
    org = Organisation(id=new_id(), name=new.name, kind=new.kind, country=new.country, founded_on=on)
    org.mandates, org.languages, org.time_zone = list(new.mandates), list(new.languages), new.time_zone
    org.kit_need, org.kit_of = (0, 0) if is_light else shares
    if not is_light:
        _give_keys(org, on, identity, recovery)
    org.known = identities.code_of(org)
    org.save(force_insert=True)
    vouched.seal(org)
    for one in first:
        _enter(org, one, on)
    if is_light:
        for one in first:
            vouched.seal(one.person)
            memberships.let_in(one.person, on)
    else:
        _gather(org, [one.person for one in first], identity, on)
    journal.write(org.id, installation(org.id), "network.found", at=now)
    return org, () if is_light else tuple(vault.make_kit(recovery, *shares))


def check_free(name: str, usernames: Sequence[str]) -> None:
    """Raises `NetworkError` where an organisation has this name already, or somebody a sign-in name: whoever founds one
    hears of it before a password is typed."""
    if Organisation.objects.filter(name__iexact=name.strip()).exists():
        raise NetworkError(_("An organisation is called %(name)s already. Give another name.") % {"name": name})
    taken = sorted({one for one in usernames if not memberships.is_free(one) or usernames.count(one) > 1})
    if taken:
        raise NetworkError(_("These sign-in names are taken: %(names)s. Give others.") % {"names": ", ".join(taken)})


def _give_keys(org: Organisation, on: date, identity: vault.Seed, recovery: vault.Seed) -> None:
    public = recovery.kem().public
    org.identity, org.recovery = identity.signer().public, public.raw
    identities.sign_recovery(org, identity.signer())
    org.kit_code = kit.code_of(recovery, org.id, keyfile().signing.signer().public)
    org.kit_test = vault.seal_to(public, f"drill/{org.id}", os.urandom(32))
    certificate = {"org": str(org.id), "installation": keyfile().signing.signer().public.hex(), "on": on.isoformat()}
    org.installation = identity.signer().sign("installation", vault.canonical(certificate))


def _enter(org: Organisation, one: First, on: date) -> None:
    one.person.org, one.person.joined_on, one.person.state = org, on, PersonState.ACTIVE
    accounts.enter(one.person, one.account, on)
    RoleHeld.objects.bulk_create([RoleHeld(person=one.person, role=role, since=on) for role in one.roles])


def _gather(org: Organisation, people: Sequence[Person], identity: vault.Seed, on: date) -> None:
    """Teams with their keys, and people whom the organisation signs for."""
    teams = [Team.objects.create(org=org, kind=ring) for ring in RingKind]
    for team in teams:
        _join(team)
    for person in people:
        vouched.seal(person)
        trusted.admit(person, identity.signer(), on)
    for team in teams:
        rings.new_version(team, identity.signer(), rings.members_of(team), on, "new")
    rings.seal_identity(org, identity, RingVersion.objects.get(team__org=org, team__kind=RingKind.KEEPERS))


def _join(team: Team) -> None:
    """Put the organisation's people into a team that their roles need."""
    roles = [role for role, kinds in ROLE_RINGS.items() if team.kind in kinds]
    found = Person.objects.filter(org=team.org, roles_held__role__in=roles, roles_held__until=None).distinct()
    TeamMember.objects.bulk_create([TeamMember(team=team, person=person, since=person.joined_on) for person in found])
