"""Whose key a person's key is: made on this installation, and signed by the organisation
(docs/network.md, "Which key is believed")."""

from datetime import date
from functools import lru_cache
from uuid import UUID

from django.utils.translation import gettext as _

from fanal import vault
from fanal.network.contracts import Actor, NetworkError
from fanal.network.keyfile import keyfile
from fanal.network.models import FounderLink, Person, PersonKey


def newest_key(person: Person) -> PersonKey | None:
    """The newest key of a person, or None before they joined."""
    return PersonKey.objects.filter(person=person).order_by("-version").first()


def colleague(actor: Actor, person: UUID) -> Person:
    """A person of the actor's own organisation; anybody else does not exist for the actor."""
    found = Person.objects.select_related("org").filter(pk=person, org_id=actor.org).first()
    if found is None:
        raise NetworkError(_("There is no such person in your organisation."))
    return found


def is_free(username: str) -> bool:
    """Whether nobody has this sign-in name, and no founder chose it who is not there yet."""
    taken = FounderLink.objects.filter(username=username, person=None, founding__founded=None)
    return not (Person.objects.filter(username=username).exists() or taken.exists())


# ---- made here ----


def code_of(key: PersonKey) -> bytes:
    """The installation's code over a person's key and its version. It makes the history of keys one that nobody adds to
    without the key file, and an older key one that cannot come back as a newer."""
    told = {"person": str(key.person_id), "version": key.version}
    told |= {"kem": bytes(key.kem).hex(), "sign": bytes(key.sign).hex(), "since": key.since.isoformat()}
    if key.admitted_on is not None:
        told["admitted_on"] = key.admitted_on.isoformat()
    return keyfile().signing.code("person key", vault.canonical(told))


def is_ours(key: PersonKey) -> bool:
    """Whether this installation made the key."""
    return vault.same(code_of(key), bytes(key.code))


def key_number(key: PersonKey) -> str:
    """What two people compare: 60 digits of a person's public keys."""
    return number_of(bytes(key.kem), bytes(key.sign))


def number_of(kem: bytes, sign: bytes) -> str:
    """As `key_number`, of the public halves themselves."""
    return vault.fingerprint(kem + sign)


# ---- signed by the organisation ----


def statement(person: Person, key: PersonKey) -> bytes:
    """What a keeper signs of a membership: the person's keys above all."""
    return vault.canonical(
        {
            "person": str(person.id),
            "org": str(person.org_id),
            "kem": bytes(key.kem).hex(),
            "sign": bytes(key.sign).hex(),
            "joined_on": person.joined_on.isoformat(),
        }
    )


def sign_membership(person: Person, key: PersonKey, identity: vault.Signer, on: date) -> None:
    """Sign a membership with the organisation's identity. From this day on the key counts."""
    _count_from(key, on)
    person.membership = identity.sign("membership", statement(person, key))
    person.save(update_fields=["membership"])


def let_in(person: Person, on: date) -> None:
    """Somebody of a light organisation, which has no identity: the installation's code alone says whose their key is,
    and from when it counts."""
    key = newest_key(person)
    if key is not None:
        _count_from(key, on)


def _count_from(key: PersonKey, on: date) -> None:
    if key.admitted_on is None:
        key.admitted_on = on
        key.code = code_of(key)
        key.save(update_fields=["admitted_on", "code"])


def is_signed(person: Person, key: PersonKey, identity: bytes) -> bool:
    """Whether the organisation signed for this person with this key."""
    return _verified(identity, statement(person, key), bytes(person.membership))


@lru_cache(maxsize=4096)
def _verified(identity: bytes, signed: bytes, signature: bytes) -> bool:
    return vault.verify(identity, "membership", signed, signature)
