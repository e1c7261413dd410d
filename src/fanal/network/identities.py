"""Which keys of an organisation are believed (`docs/vault.md`, *Which public key is believed*).

Whoever can write to the database can write a public key. The key file pins the identity of each organisation of this
installation; the identity signs the recovery key, the rings and the people. What is not held by that gets nothing.
"""

from functools import lru_cache

from django.utils.translation import gettext as _

from fanal import vault
from fanal.network.contracts import NetworkError
from fanal.network.keyfile import pinned, pinned_recovery
from fanal.network.models import Organisation


def is_pinned(org: Organisation) -> bool:
    """Whether the identity in the database is the one that the key file pins."""
    return pinned(org.id) == vault.fingerprint(bytes(org.identity))


def identity(org: Organisation) -> bytes:
    """The public identity of an organisation. Raises NetworkError where the key file does not pin it."""
    if not is_pinned(org):
        raise NetworkError(
            _("The key file of this site does not know the key of {name}. Nothing was sent. Tell your administrator.")
            .format(name=org.name)
        )  # fmt: skip
    return bytes(org.identity)


def recovery(org: Organisation) -> vault.Principal:
    """The recovery key, to which rings and the key file are sealed. Raises NetworkError where it is not theirs."""
    if not _holds(identity(org), statement(org), bytes(org.recovery_signature)) and not _as_adopted(org):
        raise NetworkError(
            _("The recovery key of {name} is not the one that it signed. Nothing was sent. Tell your administrator.")
            .format(name=org.name)
        )  # fmt: skip
    return vault.Principal("recovery", org.id.bytes, 1, vault.PublicKey.of(bytes(org.recovery)))


def is_recovery_signed(org: Organisation) -> bool:
    """Whether the organisation itself signed its recovery key; one of 0.1.0 is believed as it was found until then."""
    return _holds(bytes(org.identity), statement(org), bytes(org.recovery_signature))


def sign_recovery(org: Organisation, signer: vault.Signer) -> None:
    """Sign the recovery key with the organisation's identity. The caller saves the row."""
    org.recovery_signature = signer.sign("recovery", statement(org))


def statement(org: Organisation) -> bytes:
    """What the identity signs of the recovery key."""
    told = {"schema": "fanal/recovery/1", "org": str(org.id), "recovery": bytes(org.recovery).hex()}
    return vault.canonical(told)


def _as_adopted(org: Organisation) -> bool:
    return pinned_recovery(org.id) == vault.fingerprint(bytes(org.recovery))


@lru_cache(maxsize=1024)
def _holds(identity: bytes, signed: bytes, signature: bytes) -> bool:
    return vault.verify(identity, "recovery", signed, signature)
