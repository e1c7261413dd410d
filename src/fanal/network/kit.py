"""The recovery kit: the drill that proves it, and the recovery of an organisation whose passwords are all lost
(`vault.md` §5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal import vault
from fanal.journal import api as journal
from fanal.network import accounts, rings
from fanal.network.contracts import Founder, NetworkError, PersonState, Role
from fanal.network.keyfile import installation
from fanal.network.memberships import sign_membership
from fanal.network.models import Organisation, Person, RingSeal, RoleHeld, Team, TeamMember


def _seed(org: Organisation, shares: Sequence[str]) -> vault.Seed:
    wrong = NetworkError(
        _("These shares do not open this organisation. Check each word, and that enough shares are there.")
    )
    try:
        seed = vault.open_kit(list(shares))
        vault.open_sealed(seed, f"drill/{org.id}", bytes(org.kit_test))
    except vault.CannotOpen:
        raise wrong from None
    return seed


@transaction.atomic
def drill(org_id: UUID, shares: Sequence[str], now: datetime) -> None:
    """Prove that the shares open the test seal. Shows nothing else. Raises NetworkError."""
    org = Organisation.objects.get(pk=org_id)
    _seed(org, shares)
    org.kit_drilled_on = now.date()
    org.save(update_fields=["kit_drilled_on"])
    journal.write(org.id, installation(org.id), "network.kit_drill", at=now)


@transaction.atomic
def recover(org_id: UUID, shares: Sequence[str], keeper: Founder, now: datetime) -> UUID:
    """Everyone's password is lost: open every ring with the kit and seal it to a new keeper, who then admits the
    others.

    Run at the server's console by two kit holders. Journalled; the room that calls it tells all members. Returns
    the new person.
    """
    org = Organisation.objects.get(pk=org_id)
    seed = _seed(org, shares)
    if Person.objects.filter(username=keeper.username).exists():
        raise NetworkError(_("This sign-in name is taken. Choose another."))
    person = Person(org=org, username=keeper.username, name=keeper.name, language=keeper.language, joined_on=now.date())
    person.state = PersonState.ACTIVE
    accounts.make_account(person, vault.Seed.new(), keeper.password, now.date())
    RoleHeld.objects.bulk_create(
        [RoleHeld(person=person, role=role, since=now.date()) for role in (Role.KEY_KEEPER, *keeper.roles)]
    )
    opened: list[tuple[vault.Principal, vault.Seed]] = []
    for seal in RingSeal.objects.filter(person=None, ring__team__org=org).select_related("ring__team__org"):
        keys = rings.open_recovery(seal.ring, bytes(seal.sealed), seed)
        rings.seal_to_person(seal.ring, keys, person)
        opened.append((keys.principal, keys.seed))
    for team in Team.objects.filter(org=org):
        TeamMember.objects.create(team=team, person=person, since=now.date())
    identity = rings.identity_signer(org, vault.Keyring.of(opened))
    sign_membership(person, identity)
    journal.write(org.id, installation(org.id), "network.kit_recover", at=now)
    return person.id
