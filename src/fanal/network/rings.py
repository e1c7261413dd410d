"""Teams and their ring keys: made, signed by the organisation, sealed to members and to the recovery key
(docs/network.md, "Which key is believed")."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.db.models import F, Max
from django.utils.translation import gettext as _

from fanal import vault
from fanal.network import identities, marks, trusted, vouched
from fanal.network.contracts import LIGHT, NetworkError, PersonState, RingKind, Which
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

CLOSED = "closed"
"""Why the last version of a team's key was made. It is signed with it: what is closed says the organisation."""


def statement(ring: RingVersion) -> bytes:
    """What the organisation's identity signs of a ring version."""
    team = ring.team
    told = vault.ring_statement(team.org_id, name_of(team), _public(ring), ring.made_on.isoformat())
    return vault.canonical({**told, "closes": True} if ring.reason == CLOSED else told)


def name_of(team: Team) -> str:
    """A team by kind and name, as `casework:North`."""
    return f"{team.kind}:{team.name}" if team.name else team.kind


def _public(ring: RingVersion) -> vault.Principal:
    return vault.Principal("ring", ring.team_id.bytes, ring.version, vault.PublicKey.of(bytes(ring.public)))


def new_version(team: Team, identity: vault.Signer, members: Iterable[Person], on: date, reason: str) -> RingVersion:
    """Make and sign the next version of a ring; seal it to its members and to the recovery key. Raises NetworkError for
    a light organisation, which has no team."""
    if team.org.kind in LIGHT:
        raise identities.keyless()
    last = newest(team.id)
    # After the newest that ever was, also where it was taken out of the database: its number is never used again.
    before = max(last.version if last else 0, marks.newest(marks.MarkKind.RING, team.id))
    keys = vault.new_ring(team.id, before + 1)
    ring = RingVersion(team=team, version=keys.version, public=keys.principal.public.raw, made_on=on, reason=reason)
    ring.signature = identity.sign("ring", statement(ring))
    ring.save(force_insert=True)
    marks.note(mark_of(ring))
    for person in members:
        seal_to_person(ring, keys, person)
    RingSeal.objects.create(ring=ring, person=None, sealed=vault.seal_ring(keys, identities.recovery(team.org)))
    return ring


def seal_to_person(ring: RingVersion, keys: vault.RingKeys, person: Person) -> None:
    """Seal one ring version to a person's newest key. Raises NetworkError where nobody signed for it, and for somebody
    of another organisation: a row that says they are in the team is not enough."""
    if person.org_id != ring.team.org_id:
        raise NetworkError(_("{name} is not of this organisation. Nothing was sent.").format(name=person.name))
    to = trusted.principal(person.id)
    sealed = vault.seal_ring(keys, to)
    RingSeal.objects.update_or_create(ring=ring, person=person, defaults={"sealed": sealed, "key_version": to.version})


def open_recovery(ring: RingVersion, sealed: bytes, seed: vault.Seed) -> vault.RingKeys:
    """A ring version from its recovery seal, with the seed of the recovery kit. Raises NetworkError where nobody signed
    the ring."""
    holder = vault.Principal("recovery", ring.team.org_id.bytes, 1, seed.kem().public)
    return vault.open_ring(sealed, _believed(ring), holder, seed)


def members_of(team: Team) -> list[Person]:
    """The people in a team today whose accounts work or wait."""
    links = TeamMember.objects.filter(team=team, until=None, person__org_id=team.org_id)
    links = links.exclude(person__state=PersonState.LEFT)
    return [link.person for link in links.select_related("person__org")]


def team_is(which: Which) -> dict[str, object]:
    """How a query of rows with a team names one: by its identifier, or the main one of a kind."""
    return {"team_id": which} if isinstance(which, UUID) else {"team__kind": which, "team__name": ""}


def current(org: UUID, which: Which) -> RingVersion | None:
    """The newest version of the ring of one team of an organisation."""
    found = RingVersion.objects.filter(team__org_id=org, **team_is(which))
    return found.select_related("team__org").order_by("-version").first()


def newest(team: UUID) -> RingVersion | None:
    """The newest version of one team's ring."""
    return RingVersion.objects.filter(team_id=team).order_by("-version").first()


def principal(org: UUID, which: Which) -> vault.Principal:
    """The ring to which something is granted, after its key was checked against the pinned identity.

    Raises NetworkError when the organisation has no such ring, or when the key is not the organisation's (a
    replaced key in the database must never receive a new concern).
    """
    ring = current(org, which)
    if ring is None:
        raise NetworkError(_("This organisation has no team for that."))
    return principal_of(ring)


def grants[W: Which](org: UUID, only: Mapping[W, Collection[str]]) -> list[tuple[vault.Principal, Collection[str]]]:
    """Grants of a record to teams of its organisation, each with the compartments that it opens; as `principal`."""
    return [(principal(org, which), names) for which, names in only.items()]


def principal_of(ring: RingVersion) -> vault.Principal:
    """As `principal`, for the newest version at hand (with team and organisation loaded). Raises NetworkError, too,
    where a newer one was taken out of the database: whoever left since could read what is sealed to this one."""
    if ring.version < marks.newest(marks.MarkKind.RING, ring.team_id):
        raise _gone()
    return _believed(ring)


def _gone() -> NetworkError:
    return NetworkError(
        _("A newer key of this team was taken out of the database. Nothing was sent. Tell your administrator.")
    )


def newest_of(teams: Collection[UUID]) -> dict[bytes, vault.Principal]:
    """As `principal_of`, the newest version of each of these teams, by the bytes of its identifier."""
    found = RingVersion.objects.filter(team_id__in=teams).select_related("team__org").order_by("version")
    newest = {ring.team_id: ring for ring in found}
    if len(newest) < len(teams):
        raise _gone()
    return {ring.team_id.bytes: principal_of(ring) for ring in newest.values()}


def _believed(ring: RingVersion) -> vault.Principal:
    if not is_believed(ring):
        raise NetworkError(
            _("The key of this team is not signed by its organisation. Nothing was sent. Tell your administrator.")
        )
    return _public(ring)


def mark_of(ring: RingVersion) -> marks.Mark:
    """What is noted of a version outside the database."""
    return marks.Mark(marks.MarkKind.RING, ring.team_id, ring.version, ring.made_on)


def is_believed(ring: RingVersion) -> bool:
    """Whether the pinned identity of its organisation signed this version (with team and organisation loaded)."""
    org = ring.team.org
    return identities.is_pinned(org) and _verified(bytes(org.identity), statement(ring), bytes(ring.signature))


@lru_cache(maxsize=4096)
def _verified(identity: bytes, signed: bytes, signature: bytes) -> bool:
    return vault.verify(identity, "ring", signed, signature)


def keyring_of(key: PersonKey | None, seed: vault.Seed) -> vault.Keyring:
    """Every ring version that a person's seed opens, and the person's own newest `key`. Raises NetworkError when they
    have none.

    A version that the organisation did not sign is passed over, and does not stop the rest: whoever plants one could
    keep people out of their work with it, and nothing of theirs is sealed to it. Older versions stay: they open what
    was written then.
    """
    if key is None:
        raise NetworkError(_("This person has no key yet."))
    own = trusted.as_principal(key)
    held: list[tuple[vault.Principal, vault.Seed]] = [(own, seed)]
    seals = RingSeal.objects.filter(person_id=key.person_id, key_version=own.version).select_related("ring__team__org")
    for seal in seals:
        if is_believed(seal.ring):
            ring = _public(seal.ring)
            held.append((ring, vault.open_ring(bytes(seal.sealed), ring, own, seed).seed))
    return vault.Keyring.of(held)


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
    keepers' ring. One that somebody else sealed to the keepers is none."""
    public = identities.identity(org)
    for seal in IdentitySeal.objects.filter(org=org).select_related("ring").order_by("-ring__version"):
        keys = ring_keys(keyring, seal.ring)
        if keys is None:
            continue
        seed = vault.Seed.of(vault.open_sealed(keys.seed, f"identity/{org.id}", bytes(seal.sealed)))
        if seed.signer().public == public:
            return seed
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

    Whoever waits for a keeper gets it when they are admitted; whoever a keeper has signed for gets it now. An account
    that works with keys that nobody signed gets nothing, and the deed stops: somebody may have put a key of theirs in
    its place.
    """
    if not vouched.is_whole(team.org):
        raise vouched.changed(team.org)
    members = members_of(team)
    believed = trusted.among(members)
    if any(person.id not in believed for person in members if person.state == PersonState.ACTIVE):
        raise NetworkError(
            _("A colleague's key is not the one that was signed. Nothing was changed. Stop and ask for help.")
        )
    ring = new_version(team, identity.signer(), [person for person in members if person.id in believed], on, reason)
    if team.kind == RingKind.KEEPERS:
        seal_identity(team.org, identity, ring)


def holders(versions: Collection[RingVersion]) -> dict[UUID, frozenset[UUID]]:
    """Who works here and can open each of these versions: nobody, where only the recovery kit can."""
    seals = RingSeal.objects.filter(ring__in=versions, person__state=PersonState.ACTIVE)
    seals = seals.annotate(newest=Max("person__keys__version")).filter(key_version=F("newest"))
    held: dict[UUID, set[UUID]] = {ring.pk: set() for ring in versions}
    for ring, person in seals.values_list("ring_id", "person_id"):
        held[ring].add(person)
    return {ring: frozenset(people) for ring, people in held.items()}
