"""Which keys of an organisation are believed (docs/network.md, "Which key is believed").

Whoever can write to the database can write a public key. The identity of each organisation of this installation is
pinned in the key file, or carries a code that only the key file makes (decision 32); it signs the recovery key, the
rings and the people. What is not held by that gets nothing.
"""

from functools import lru_cache
from uuid import UUID

from django.utils.translation import gettext as _

from fanal import vault
from fanal.network import marks
from fanal.network.contracts import LIGHT, NetworkError
from fanal.network.keyfile import keyfile, pinned, pinned_recovery
from fanal.network.models import Organisation


def is_pinned(org: Organisation) -> bool:
    """Whether the identity in the database is the one that the key file pins. Where it names none for this
    organisation: whether this installation founded it with that identity, and it did not go since."""
    if known := pinned(org.id):
        return known == vault.fingerprint(bytes(org.identity))
    return _is_founded(org.id, bytes(org.identity), bytes(org.known))


def signs_for(org: UUID, public: bytes) -> bool:
    """Whether a public key is the identity of an organisation, whatever its row says of it now."""
    if known := pinned(org):
        return known == vault.fingerprint(public)
    codes = Organisation.objects.filter(pk=org).values_list("known", flat=True)
    return any(_is_founded(org, public, bytes(code)) for code in codes)


def signer(public: bytes) -> UUID | None:
    """The organisation whose identity a public key is; None where it is that of nobody whom this site believes."""
    orgs = Organisation.objects.filter(identity=public).values_list("pk", flat=True)
    return next((org for org in orgs if signs_for(org, public)), None)


def _is_founded(org: UUID, public: bytes, code: bytes) -> bool:
    made = _code(keyfile(), str(org), public.hex())
    return vault.same(made, code) and not marks.is_gone(marks.MarkKind.ORG, org)


def code_of(org: Organisation) -> bytes:
    """The installation's code over the identity of an organisation that is founded here."""
    return _code(keyfile(), str(org.id), bytes(org.identity).hex())


@lru_cache(maxsize=1024)
def _code(keys: vault.KeyFile, org: str, identity: str) -> bytes:
    return keys.signing.code("organisation", vault.canonical({"org": org, "identity": identity}))


def identity(org: Organisation) -> bytes:
    """The public identity of an organisation. Raises NetworkError where it is not believed, and where it has none."""
    if org.kind in LIGHT:
        raise keyless()
    if not is_pinned(org):
        raise NetworkError(
            _("The key file of this site does not know the key of {name}. Nothing was sent. Tell your administrator.")
            .format(name=org.name)
        )  # fmt: skip
    return bytes(org.identity)


def keyless() -> NetworkError:
    """The refusal of whatever would give a light organisation a key, or something that is sealed."""
    return NetworkError(_("Companies and providers of services hold no keys here. Nothing was sent."))


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
