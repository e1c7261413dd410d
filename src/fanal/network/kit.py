"""The recovery kit: the drill that proves it, and the recovery of an organisation whose passwords are all lost
(docs/operating.md, "Keys")."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal import vault
from fanal.journal import api as journal
from fanal.network import accounts, identities, memberships, records, rings, trusted, vouched
from fanal.network.contracts import Founder, NetworkError, PersonState, Role
from fanal.network.keyfile import installation, keyfile
from fanal.network.models import Bundle, Organisation, Person, RingSeal, RingVersion, RoleHeld, Team, TeamMember


def prove(org: Organisation, shares: Sequence[str]) -> vault.Seed:
    """The recovery key of these shares, which open the test seal and are those of the key in the database. Raises
    NetworkError."""
    wrong = NetworkError(
        _("These shares do not open this organisation. Check each word, and that enough shares are there.")
    )
    try:
        seed = vault.open_kit(list(shares))
        vault.open_sealed(seed, f"drill/{org.id}", bytes(org.kit_test))
    except vault.CannotOpen:
        raise wrong from None
    if seed.kem().public.raw != bytes(org.recovery):
        raise NetworkError(
            _("The shares are good, but somebody changed the recovery key in the database. Stop, and ask for help.")
        )
    return seed


def code_of(seed: vault.Seed, org: UUID, installation: bytes) -> bytes:
    """What proves to whoever holds the shares that a key file is theirs: a code of the recovery key over the public key
    of the installation. Everybody can seal a key file to a recovery key; this takes the shares."""
    return seed.code("installation", vault.canonical({"org": str(org), "installation": installation.hex()}))


@transaction.atomic
def drill(org_id: UUID, shares: Sequence[str], now: datetime, keyring: vault.Keyring | None = None) -> None:
    """Prove that the shares open the test seal and are those of the recovery key. Shows nothing else.

    A key keeper's keyring lets the organisation sign the recovery key, where it has not yet (one of 0.1.0).
    Raises NetworkError.
    """
    proved = _proved(org_id, shares)
    with vouched.changing(Organisation, org_id) as org:
        org.kit_code = code_of(proved, org.id, keyfile().signing.signer().public)
        if keyring is not None and not identities.is_recovery_signed(org):
            identities.sign_recovery(org, rings.identity_signer(org, keyring))
        org.kit_drilled_on = now.date()
        org.save(update_fields=["kit_drilled_on", "kit_code", "recovery_signature"])
    journal.write(org_id, installation(org_id), "network.kit_drill", at=now)


def _proved(org_id: UUID, shares: Sequence[str]) -> vault.Seed:
    """The recovery key of an organisation that the key file knows, by its shares."""
    org = Organisation.objects.get(pk=org_id)
    identities.identity(org)
    return prove(org, shares)


@transaction.atomic
def recover(org_id: UUID, shares: Sequence[str], keeper: Founder, now: datetime) -> UUID:
    """Everyone's password is lost: open every ring with the kit and seal it to a new keeper, who then admits the
    others.

    Run at the server's console by two kit holders. Journalled; the room that calls it tells all members. Returns
    the new person.
    """
    seed, org = _proved(org_id, shares), Organisation.objects.get(pk=org_id)
    if not memberships.is_free(keeper.username):
        raise NetworkError(_("This sign-in name is taken. Choose another."))
    person = Person(org=org, username=keeper.username, name=keeper.name, language=keeper.language, joined_on=now.date())
    person.state = PersonState.ACTIVE
    accounts.make_account(person, vault.Seed.new(), keeper.password, now.date())
    RoleHeld.objects.bulk_create(
        [RoleHeld(person=person, role=role, since=now.date()) for role in (Role.KEY_KEEPER, *keeper.roles)]
    )
    for team in Team.objects.filter(org=org, closed_on=None):
        TeamMember.objects.create(team=team, person=person, since=now.date())
    vouched.seal(person)
    opened = _rings(org, seed)
    keyring = vault.Keyring.of((keys.principal, keys.seed) for _ring, keys in opened)
    identity = rings.identity_signer(org, keyring)
    with vouched.changing(Organisation, org_id) as org:
        identities.sign_recovery(org, identity)
        org.save(update_fields=["recovery_signature"])
    trusted.admit(person, identity, now.date())
    for ring, keys in opened:
        rings.seal_to_person(ring, keys, person)
    _by_name(org, seed, person, now)
    journal.write(org.id, installation(org.id), "network.kit_recover", at=now)
    return person.id


def keyring(org: Organisation, seed: vault.Seed) -> vault.Keyring:
    """All that the recovery key opens: every key of every team, and what opens for people by name. Raises NetworkError
    where nobody signed a key of a team."""
    teams = [(keys.principal, keys.seed) for _ring, keys in _rings(org, seed)]
    return vault.Keyring.of([*teams, (identities.recovery(org), seed)])


def _rings(org: Organisation, seed: vault.Seed) -> list[tuple[RingVersion, vault.RingKeys]]:
    seals = RingSeal.objects.filter(person=None, ring__team__org=org).select_related("ring__team__org")
    return [(seal.ring, rings.open_recovery(seal.ring, bytes(seal.sealed), seed)) for seal in seals]


def _by_name(org: Organisation, seed: vault.Seed, keeper: Person, now: datetime) -> None:
    """What opens for people by name, who have lost it: the keeper can grant it to others. Of what somebody took keys
    out of the database nothing is granted, and all the rest goes on."""
    rows = Bundle.objects.filter(org=org, kind="recovery")
    those = sorted(set(rows.values_list("record", flat=True)))
    keyring = vault.Keyring.of([(identities.recovery(org), seed)])
    for record, items in records.hand_on(org.id, those, keyring, trusted.principal(keeper.id)):
        journal.write(record, installation(org.id), "network.kit_recover", at=now, items=items)
