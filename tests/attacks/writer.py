"""What somebody can do who writes to the database and has no key: keys of their own, rows as they like, old rows put
back. They have neither the key file nor anybody's password."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import QuerySet

from fanal import vault
from fanal.journal.models import Entry
from fanal.network.contracts import OrgKind, PersonState
from fanal.network.models import Organisation, Person, PersonKey
from fanal.vocabulary.ids import new_id

DAY = date(2026, 11, 25)


@dataclass
class Thief:
    """Seeds of the attacker's own."""

    seed: vault.Seed = field(default_factory=vault.Seed.new)

    @property
    def kem(self) -> bytes:
        return self.seed.kem().public.raw

    @property
    def signer(self) -> vault.Signer:
        return self.seed.signer()

    def organisation(self, country: str = "XA") -> Organisation:
        """A member that nobody founded, with identity and recovery key of the attacker."""
        return Organisation.objects.create(
            name="Planted", kind=OrgKind.MEMBER, country=country, identity=self.signer.public, recovery=self.kem,
            kit_test=b"", installation=b"", founded_on=DAY,
        )  # fmt: skip

    def person(self, org: UUID, name: str = "planted") -> Person:
        """An account of an organisation, at work, with keys of the attacker."""
        row = Person(id=new_id(), org_id=org, username=name, name="Planted", joined_on=DAY, state=PersonState.ACTIVE)
        row.membership = self.signer.sign("membership", b"whatever")
        row.save(force_insert=True)
        PersonKey.objects.create(person=row, version=1, kem=self.kem, sign=self.signer.public, since=DAY)
        return row

    def replace_keys(self, person: UUID) -> None:
        """The attacker's keys in the place of a colleague's."""
        PersonKey.objects.filter(person_id=person).update(kem=self.kem, sign=self.signer.public)

    def opens(self, purpose: str, sealed: bytes) -> bool:
        """Whether the attacker can open what was sealed."""
        try:
            vault.open_sealed(self.seed, purpose, sealed)
        except vault.CannotOpen:
            return False
        return True


def planted(entries: QuerySet[Entry]) -> None:
    """Entries of the journal as somebody writes them who has keys of colleagues and no key file."""
    seed = vault.Seed.new()
    for entry in entries:
        entry.code = seed.code("journal", bytes(entry.hash))
        entry.save(update_fields=["code"])


def kept(*rows: QuerySet[Any]) -> list[models.Model]:
    """A copy of rows, as somebody takes it who reads the database."""
    return [one for some in rows for one in some]


def put_back(copy: Iterable[models.Model]) -> None:
    """The rows as they were, whatever became of them since."""
    for one in copy:
        one.save_base(raw=True)
