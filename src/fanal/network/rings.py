"""Teams and their ring keys (`vault.md` §4.3–4.4): made, signed by the organisation, sealed to members and to the
recovery key."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.utils.translation import gettext as _

from fanal import vault
from fanal.network.contracts import NetworkError, PersonState, RingKind
from fanal.network.keyfile import pinned
from fanal.network.memberships import is_signed
from fanal.network.models import (
    IdentitySeal,
    Organisation,
    Person,
    PersonKey,
    RingSeal,
    RingVersion,
    Team,
    TeamMember,
)


def statement(ring: RingVersion) -> bytes:
    """What the organisation's identity signs of a ring version."""
    team = ring.team
    name = f"{team.kind}:{team.name}" if team.name else team.kind
    return vault.canonical(vault.ring_statement(team.org_id, name, _public(ring), ring.made_on.isoformat()))


def _public(ring: RingVersion) -> vault.Principal:
    return vault.Principal("ring", ring.team_id.bytes, ring.version, vault.PublicKey.of(bytes(ring.public)))


def new_version(team: Team, identity: vault.Signer, members: Iterable[Person], on: date, reason: str) -> RingVersion:
    """Make and sign the next version of a ring; seal it to its members and to the recovery key."""
    last = RingVersion.objects.filter(team=team).order_by("-version").first()
    keys = vault.new_ring(team.id, last.version + 1 if last else 1)
    ring = RingVersion(team=team, version=keys.version, public=keys.principal.public.raw, made_on=on, reason=reason)
    ring.signature = identity.sign("ring", statement(ring))
    ring.save(force_insert=True)
    for person in members:
        seal_to_person(ring, keys, person)
    org = team.org
    recovery = vault.Principal("recovery", org.id.bytes, 1, vault.PublicKey.of(bytes(org.recovery)))
    RingSeal.objects.create(ring=ring, person=None, sealed=vault.seal_ring(keys, recovery))
    return ring


def own_principal(person: UUID) -> vault.Principal:
    """A person as one to whom things are sealed: their newest key. Raises NetworkError when they have none."""
    key = PersonKey.objects.filter(person_id=person).order_by("-version").first()
    if key is None:
        raise NetworkError(_("This person has no key yet."))
    return vault.Principal("user", person.bytes, key.version, vault.PublicKey.of(bytes(key.kem)))


def seal_to_person(ring: RingVersion, keys: vault.RingKeys, person: Person) -> None:
    """Seal one ring version to a person's newest key."""
    to = own_principal(person.id)
    sealed = vault.seal_ring(keys, to)
    RingSeal.objects.update_or_create(ring=ring, person=person, defaults={"sealed": sealed, "key_version": to.version})


def open_recovery(ring: RingVersion, sealed: bytes, seed: vault.Seed) -> vault.RingKeys:
    """A ring version from its recovery seal, with the seed of the recovery kit."""
    org = ring.team.org
    holder = vault.Principal("recovery", org.id.bytes, 1, vault.PublicKey.of(bytes(org.recovery)))
    return vault.open_ring(sealed, _public(ring), holder, seed)


def members_of(team: Team) -> list[Person]:
    """The people in a team today whose accounts work or wait."""
    links = TeamMember.objects.filter(team=team, until=None).exclude(person__state=PersonState.LEFT)
    return [link.person for link in links.select_related("person")]


def current(org: UUID, kind: RingKind) -> RingVersion | None:
    """The newest version of an organisation's ring of that kind (the first team of the kind)."""
    return (
        RingVersion.objects.filter(team__org_id=org, team__kind=kind)
        .select_related("team__org")
        .order_by("team_id", "-version")
        .first()
    )


def newest(team: UUID) -> RingVersion | None:
    """The newest version of one team's ring."""
    return RingVersion.objects.filter(team_id=team).order_by("-version").first()


def principal(org: UUID, kind: RingKind) -> vault.Principal:
    """The ring to which something is granted, after its key was checked against the pinned identity.

    Raises NetworkError when the organisation has no such ring, or when the key is not the organisation's (a
    replaced key in the
    database must never receive a new concern).
    """
    ring = current(org, kind)
    if ring is None:
        raise NetworkError(_("This organisation has no team for that."))
    return principal_of(ring)


def principal_of(ring: RingVersion) -> vault.Principal:
    """As `principal`, for a version at hand (with team and organisation loaded)."""
    identity = bytes(ring.team.org.identity)
    if not _trusted(identity, pinned(ring.team.org_id), statement(ring), bytes(ring.signature)):
        raise NetworkError(
            _("The key of this team is not signed by its organisation. Nothing was sent. Tell your administrator.")
        )
    return _public(ring)


@lru_cache(maxsize=4096)
def _trusted(identity: bytes, pin: str, signed: bytes, signature: bytes) -> bool:
    return pin == vault.fingerprint(identity) and vault.verify(identity, "ring", signed, signature)


def keyring_of(person: UUID, seed: vault.Seed) -> vault.Keyring:
    """Every ring version that a person's seed opens, and the person's own key."""
    own = own_principal(person)
    found: list[tuple[vault.Principal, vault.Seed]] = [(own, seed)]
    for seal in RingSeal.objects.filter(person_id=person, key_version=own.version).select_related("ring"):
        ring = _public(seal.ring)
        found.append((ring, vault.open_ring(bytes(seal.sealed), ring, own, seed).seed))
    return vault.Keyring.of(found)


def ring_keys(keyring: vault.Keyring, ring: RingVersion) -> vault.RingKeys | None:
    """A ring version from an open keyring, or None."""
    try:
        seed = keyring.seed_of("ring", ring.team_id.bytes, ring.version)
    except vault.NotGranted:
        return None
    return vault.RingKeys(ring.team_id, ring.version, seed)


def identity_signer(org: Organisation, keyring: vault.Keyring) -> vault.Signer:
    """The organisation's identity, for a keeper. Raises NetworkError for anyone else."""
    return identity_seed(org, keyring).signer()


def identity_seed(org: Organisation, keyring: vault.Keyring) -> vault.Seed:
    """The seed of the organisation's identity, for a keeper: it signs, and moves along to new versions of the
    keepers' ring."""
    for seal in IdentitySeal.objects.filter(org=org).select_related("ring").order_by("-ring__version"):
        keys = ring_keys(keyring, seal.ring)
        if keys is not None:
            return vault.Seed.of(vault.open_sealed(keys.seed, f"identity/{org.id}", bytes(seal.sealed)))
    raise NetworkError(_("This needs a key keeper. Ask one of your key keepers to do it."))


def seal_identity(org: Organisation, identity: vault.Seed, ring: RingVersion) -> None:
    """Seal the identity seed to a version of the keepers' ring; older seals go."""
    public = vault.PublicKey.of(bytes(ring.public))
    IdentitySeal.objects.filter(org=org).delete()
    IdentitySeal.objects.create(
        org=org, ring=ring, sealed=vault.seal_to(public, f"identity/{org.id}", identity.reveal())
    )


def rotate(team: Team, identity: vault.Seed, on: date, reason: str) -> None:
    """A new version of one ring for those who are in the team now; the keepers' ring takes the identity along.

    Whoever waits gets it when they are admitted. An account whose keys are not those that a keeper signed gets nothing,
    and the deed stops: somebody may have put a key of theirs in its place.
    """
    members = [person for person in members_of(team) if person.state == PersonState.ACTIVE]
    if not all(is_signed(person, identity.signer().public) for person in members):
        raise NetworkError(
            _("A colleague's key is not the one that was signed. Nothing was changed. Stop and ask for help.")
        )
    ring = new_version(team, identity.signer(), members, on, reason)
    if team.kind == RingKind.KEEPERS:
        seal_identity(team.org, identity, ring)
