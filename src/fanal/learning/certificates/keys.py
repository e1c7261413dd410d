"""The keys that sign certificates: they lie in the key file alone, the newest signs, and each is published for ever.

A new one each year, and at suspicion: `fanal learning key`. An id is made of the key itself, so that no row of the
database says which key is ours. Since when one is known to others, the key file says too: no writer of the database
makes one good again.
"""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

from fanal import vault
from fanal.access.api import NotNow
from fanal.learning.certificates import jws
from fanal.learning.certificates.status import stamp
from fanal.network.api import keyfile
from fanal.web.api import own_name


def kid_of(public: bytes) -> str:
    """The id of a key."""
    return f"k{hashlib.sha256(public).hexdigest()[:10]}"


def public_keys() -> Mapping[str, bytes]:
    """Every key of this installation by its id, also those that sign no more."""
    keys = [seed.signer().public for seed in keyfile.keyfile().issuers]
    return {kid_of(public): public for public in keys}


def signer() -> vault.Signer:
    """The one that signs now: the newest that nobody else knows. Raises `NotNow` where there is none."""
    stolen = compromised()
    for seed in reversed(keyfile.keyfile().issuers):
        if kid_of((one := seed.signer()).public) not in stolen:
            return one
    raise NotNow(_("This site has no key for certificates yet. Its administrator makes one: fanal learning key."))


def add() -> str:
    """Add a new key to the key file; returns its id."""
    seed = vault.Seed.new()
    keyfile.write(keyfile.keyfile().with_issuer(seed))
    return kid_of(seed.signer().public)


def compromised() -> Mapping[str, datetime]:
    """By id, since when keys are known to others."""
    return keyfile.keyfile().compromised


def compromise(kid: str, since: datetime) -> str:
    """Say that others may know a key since then, and have another sign: a new one where none is left. The key file is
    written once, with both. Returns the id of the one that signs. Raises KeyError for a key that is none of ours."""
    public_keys()[kid]
    file = keyfile.keyfile().with_compromised(kid, since.astimezone(UTC))
    if all(kid_of(seed.signer().public) in file.compromised for seed in file.issuers):
        file = file.with_issuer(vault.Seed.new())
    keyfile.write(file)
    return kid_of(signer().public)


def address(path: str) -> str:
    """The whole address of a path of this site, as certificates name it."""
    return f"https://{own_name()}{path}"


def did() -> str:
    """Who issues, as a DID (`did:web`): its keys lie at `/.well-known/did.json`."""
    return f"did:web:{own_name()}"


def _header(signer: vault.Signer, kind: str = "JWT") -> dict[str, str]:
    return {"alg": "EdDSA", "typ": kind, "kid": f"{did()}#{kid_of(signer.public)}"}


def sign(payload: bytes, signer: vault.Signer, kind: str = "JWT") -> str:
    """A token signed by a key."""
    return jws.signed(_header(signer, kind), payload, signer.sign_jws)


def beginning(signer: vault.Signer) -> str:
    """How each certificate and each status list begins that a key signs."""
    return f"{jws.encoded(jws.compact(_header(signer)))}."


def token(said: Mapping[str, Any], kind: str) -> str:
    """What this site says, as a token signed by the key that signs now. Raises `NotNow`."""
    return sign(jws.compact(said), signer(), kind)


def opened(token: str) -> dict[str, Any]:
    """What a token says that a key of this site signed which nobody else knows. Raises `jws.NotGenuine`."""
    stolen = compromised()
    return jws.opened(token, {kid: key for kid, key in public_keys().items() if kid not in stolen})[1]


def document() -> dict[str, Any]:
    """The DID document: every key with its id (W3C DID Core 1.0, JSON Web Key 2020). The one that signs now stands
    first: programs that look at one alone, for a status list, take that. One that is known to others stays with the
    instant since when (`revoked` of W3C Controlled Identifiers 1.0), and asserts nothing any more."""
    stolen = compromised()
    methods = [
        {
            "id": f"{did()}#{kid}", "type": "JsonWebKey2020", "controller": did(),
            "publicKeyJwk": {"kty": "OKP", "crv": "Ed25519", "x": jws.encoded(public)},
            **({"revoked": stamp(stolen[kid])} if kid in stolen else {}),
        }
        for kid, public in sorted(public_keys().items(), key=lambda one: one[0] not in stolen)[::-1]
    ]  # fmt: skip
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/suites/jws-2020/v1"],
        "id": did(),
        "verificationMethod": methods,
        "assertionMethod": [one["id"] for one in methods if "revoked" not in one],
    }
