"""Founding an organisation: identity, rings, first people, recovery kit (docs/network.md, "From Python")."""

import os
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from fanal import vault
from fanal.journal import api as journal
from fanal.network import accounts, identities, kit, rings, trusted, vouched
from fanal.network.contracts import (
    ROLE_RINGS,
    Founded,
    Founder,
    NetworkError,
    OrgKind,
    PersonState,
    RingKind,
    Role,
)
from fanal.network.keyfile import installation, keyfile
from fanal.network.models import Organisation, Person, RingVersion, RoleHeld, Team, TeamMember
from fanal.vocabulary.ids import new_id


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
    """Make an organisation with its keys and first people. At least two of them must be key keepers.

    Returns the recovery shares, which exist nowhere else. The drill (`fanal.network.kit.drill`) must follow before
    it may go live.
    """
    if sum(Role.KEY_KEEPER in founder.roles for founder in founders) < 2:
        raise NetworkError(_("An organisation needs at least two key keepers. Name two people."))
    check_free(name, [founder.username for founder in founders])
    on, identity, recovery = now.date(), vault.Seed.new(), vault.Seed.new()
    org = _organisation(name, kind, country, on, identity, recovery, shares)
    org.mandates, org.languages, org.time_zone = list(mandates), list(languages), time_zone
    with transaction.atomic():
        org.save(force_insert=True)
        vouched.seal(org)
        made = {founder.username: _first_person(org, founder, on) for founder in founders}
        teams = [Team.objects.create(org=org, kind=ring) for ring in RingKind]
        for team in teams:
            _join(team)
        for person, _code in made.values():
            vouched.seal(person)
            trusted.admit(person, identity.signer(), on)
        for team in teams:
            rings.new_version(team, identity.signer(), rings.members_of(team), on, "new")
        rings.seal_identity(org, identity, RingVersion.objects.get(team__org=org, team__kind=RingKind.KEEPERS))
        journal.write(org.id, installation(org.id), "network.found", at=now)
    people = {name: person.id for name, (person, _) in made.items()}
    codes = {name: code for name, (_, code) in made.items()}
    return Founded(org.id, people, tuple(vault.make_kit(recovery, *shares)), codes)


def check_free(name: str, usernames: Sequence[str]) -> None:
    """Raises `NetworkError` where an organisation has this name already, or somebody a sign-in name: whoever founds one
    hears of it before a password is typed."""
    if Organisation.objects.filter(name__iexact=name.strip()).exists():
        raise NetworkError(_("An organisation is called %(name)s already. Give another name.") % {"name": name})
    held = set(Person.objects.filter(username__in=usernames).values_list("username", flat=True))
    taken = sorted({one for one in usernames if one in held or usernames.count(one) > 1})
    if taken:
        raise NetworkError(_("These sign-in names are taken: %(names)s. Give others.") % {"names": ", ".join(taken)})


def _organisation(
    name: str,
    kind: OrgKind,
    country: str,
    on: date,
    identity: vault.Seed,
    recovery: vault.Seed,
    shares: tuple[int, int],
) -> Organisation:
    public = recovery.kem().public
    org = Organisation(id=new_id(), name=name, kind=kind, country=country, founded_on=on)
    org.identity, org.recovery = identity.signer().public, public.raw
    org.known = identities.code_of(org)
    identities.sign_recovery(org, identity.signer())
    org.kit_need, org.kit_of = shares
    org.kit_code = kit.code_of(recovery, org.id, keyfile().signing.signer().public)
    org.kit_test = vault.seal_to(public, f"drill/{org.id}", os.urandom(32))
    certificate = {"org": str(org.id), "installation": keyfile().signing.signer().public.hex(), "on": on.isoformat()}
    org.installation = identity.signer().sign("installation", vault.canonical(certificate))
    return org


def _first_person(org: Organisation, founder: Founder, on: date) -> tuple[Person, str]:
    person = Person(org=org, username=founder.username, name=founder.name, email=founder.email, joined_on=on)
    person.language, person.state = founder.language, PersonState.ACTIVE
    code = accounts.make_account(person, vault.Seed.new(), founder.password, on)
    RoleHeld.objects.bulk_create([RoleHeld(person=person, role=role, since=on) for role in founder.roles])
    return person, code


def _join(team: Team) -> None:
    """Put the organisation's people into a team that their roles need."""
    roles = [role for role, kinds in ROLE_RINGS.items() if team.kind in kinds]
    found = Person.objects.filter(org=team.org, roles_held__role__in=roles, roles_held__until=None).distinct()
    TeamMember.objects.bulk_create([TeamMember(team=team, person=person, since=person.joined_on) for person in found])
