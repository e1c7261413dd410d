"""The keys of one person, after it was checked that their organisation signed for them: a key that somebody put into
the database receives nothing and signs for nobody."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from fanal import vault
from fanal.network.contracts import NetworkError
from fanal.network.keyfile import pinned
from fanal.network.memberships import is_signed
from fanal.network.models import Person, PersonKey
from fanal.network.rings import own_principal


def principal(person_id: UUID) -> vault.Principal:
    """A person to whom something is sealed. Raises NetworkError where the key is not signed by their organisation."""
    _checked(person_id)
    return own_principal(person_id)


def signs(person_id: UUID, purpose: str, message: bytes, signature: bytes) -> bool:
    """Whether a signature is that of the person's newest key, for which their organisation signed."""
    try:
        person = _checked(person_id)
    except NetworkError:
        return False
    key = PersonKey.objects.filter(person=person).order_by("-version")[0]
    return vault.verify(bytes(key.sign), purpose, message, signature)


def _checked(person_id: UUID) -> Person:
    person = Person.objects.select_related("org").filter(pk=person_id).first()
    if person is None or not PersonKey.objects.filter(person=person).exists():
        raise NetworkError(_("This person has no key yet."))
    identity = bytes(person.org.identity)
    if pinned(person.org_id) != vault.fingerprint(identity) or not is_signed(person, identity):
        raise NetworkError(_("The key of this person is not signed by their organisation. Nothing was sent."))
    return person
