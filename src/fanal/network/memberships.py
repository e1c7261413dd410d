"""The organisation's signature that a person, with these keys, is a member (`vault.md` §4.4)."""

from __future__ import annotations

from fanal import vault
from fanal.network.models import Person, PersonKey


def statement(person: Person) -> bytes:
    """What a keeper signs of a membership: the person's newest keys above all."""
    key = PersonKey.objects.filter(person=person).order_by("-version")[0]
    return vault.canonical(
        {
            "person": str(person.id),
            "org": str(person.org_id),
            "kem": bytes(key.kem).hex(),
            "sign": bytes(key.sign).hex(),
            "joined_on": person.joined_on.isoformat(),
        }
    )


def sign_membership(person: Person, identity: vault.Signer) -> None:
    """Sign a membership with the organisation's identity."""
    person.membership = identity.sign("membership", statement(person))
    person.save(update_fields=["membership"])


def is_signed(person: Person, identity: bytes) -> bool:
    """Whether the organisation signed for this person with the keys that stand in the database now."""
    return vault.verify(identity, "membership", statement(person), bytes(person.membership))
