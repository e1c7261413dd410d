"""The signature of a release: Ed25519 over the exact bytes of `release.json`, in `release.sig` as JSON.

The engine has no keys: the room signs, and whoever checks gives a `verify` callable (such as that of the vault).
"""

import binascii
import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Collection
from dataclasses import dataclass

from fanal.engines.disclosure.bundle_parts import RELEASE, SIGNATURE, Files, canonical_json
from fanal.engines.disclosure.bundle_reading import NotWhole

SCHEMA = "fanal.release-signature/1"
PURPOSE = "release"
"""What the signature is bound to."""

type Verify = Callable[[bytes, str, bytes, bytes], bool]
"""(public key, purpose, message, signature) -> whether it fits, as `vault.verify`."""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed a release. `key`: the public identity key, 32 bytes; compare it with one that you know."""

    identity: str
    key: bytes
    signature: bytes


def signature_file(made: Signature) -> bytes:
    """The bytes of `release.sig`."""
    return canonical_json(
        {
            "schema": SCHEMA,
            "identity": made.identity,
            "key": b64encode(made.key).decode(),
            "signature": b64encode(made.signature).decode(),
        }
    )


def signed(files: Files, verify: Verify, keys: Collection[bytes] | None = None) -> Signature:
    """The signature of a release, where it fits and is by one of `keys` (None: by any key, compare it yourself).

    Raises `NotWhole`: no signature, one that cannot be read, does not fit, or is by another key.
    """
    if RELEASE not in files or SIGNATURE not in files:
        raise NotWhole(f"There is no {SIGNATURE}: nobody has signed the release. It is a draft and must not be used.")
    found = _read(files[SIGNATURE])
    if not verify(found.key, PURPOSE, files[RELEASE], found.signature):
        raise NotWhole(f"The signature in {SIGNATURE} does not fit {RELEASE}. Get it again from its publisher.")
    if keys is not None and found.key not in keys:
        raise NotWhole("The release is signed by a key that is not known here. Ask its publisher for their key.")
    return found


def _read(data: bytes) -> Signature:
    try:
        value = json.loads(data)
        if value["schema"] != SCHEMA or not isinstance(value["identity"], str):
            raise ValueError
        key, signature = (b64decode(value[name], validate=True) for name in ("key", "signature"))
    except (ValueError, KeyError, TypeError, RecursionError, binascii.Error):
        raise NotWhole(f"{SIGNATURE} cannot be read. Get the release again from its publisher.") from None
    return Signature(value["identity"], key, signature)
