"""The keys that sign certificates: they lie in the key file alone, the newest signs, and each is published for ever.

A new one each year, and at suspicion: `fanal learning key`. An id is made of the key itself, so that no row of the
database says which key is ours.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from fanal import vault
from fanal.access.api import NotNow
from fanal.learning.certificates import jws
from fanal.network.api import keyfile


def kid_of(public: bytes) -> str:
    """The id of a key."""
    return f"k{hashlib.sha256(public).hexdigest()[:10]}"


def public_keys() -> Mapping[str, bytes]:
    """Every key of this installation by its id, also those that sign no more."""
    keys = [seed.signer().public for seed in keyfile.keyfile().issuers]
    return {kid_of(public): public for public in keys}


def signer() -> vault.Signer:
    """The one that signs now. Raises `NotNow` where there is none."""
    issuers = keyfile.keyfile().issuers
    if not issuers:
        raise NotNow(_("This site has no key for certificates yet. Its administrator makes one: fanal learning key."))
    return issuers[-1].signer()


def add() -> str:
    """Add a new key to the key file; returns its id."""
    seed = vault.Seed.new()
    keyfile.write(keyfile.keyfile().with_issuer(seed))
    return kid_of(seed.signer().public)


def host() -> str:
    """The name under which this site is known; the first of `FANAL_HOSTS`."""
    return str(settings.ALLOWED_HOSTS[0])


def address(path: str) -> str:
    """The whole address of a path of this site, as certificates name it."""
    return f"https://{host()}{path}"


def did() -> str:
    """Who issues, as a DID (`did:web`): its keys lie at `/.well-known/did.json`."""
    return f"did:web:{host()}"


def sign(payload: bytes, signer: vault.Signer, kind: str = "JWT") -> str:
    """A token signed by a key."""
    header = {"alg": "EdDSA", "typ": kind, "kid": f"{did()}#{kid_of(signer.public)}"}
    return jws.signed(header, payload, signer.sign_jws)


def document() -> dict[str, Any]:
    """The DID document: every key with its id (W3C DID Core 1.0, JSON Web Key 2020). The one that signs now stands
    first: programs that look at one alone, for a status list, take that."""
    methods = [
        {
            "id": f"{did()}#{kid}", "type": "JsonWebKey2020", "controller": did(),
            "publicKeyJwk": {"kty": "OKP", "crv": "Ed25519", "x": jws.encoded(public)},
        }
        for kid, public in reversed(list(public_keys().items()))
    ]  # fmt: skip
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/suites/jws-2020/v1"],
        "id": did(),
        "verificationMethod": methods,
        "assertionMethod": [one["id"] for one in methods],
    }
