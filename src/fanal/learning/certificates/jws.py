"""Compact JWS with Ed25519 (RFC 7515, RFC 8037). Pure but for the vault, which signs."""

import base64
import json
from collections.abc import Callable, Mapping
from typing import Any

from fanal import vault

type Keys = Mapping[str, bytes]
"""By key id, public keys of 32 bytes."""


class NotGenuine(ValueError):
    """A token that is none, or that none of the keys signed."""


def encoded(data: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """The bytes of base64url without padding. Raises ValueError."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def compact(value: Mapping[str, Any]) -> bytes:
    """JSON without spaces, keys as they stand."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def signed(header: Mapping[str, Any], payload: bytes, sign: Callable[[bytes], bytes]) -> str:
    """`header.payload.signature`."""
    signing_input = f"{encoded(compact(header))}.{encoded(payload)}".encode()
    return f"{signing_input.decode()}.{encoded(sign(signing_input))}"


def kid_of(header: Mapping[str, Any]) -> str:
    """The id of the key that signed, as a header names it."""
    return str(header.get("kid", "")).rpartition("#")[2]


def opened(token: str, keys: Keys) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and payload of a token that one of the keys signed. Raises `NotGenuine`."""
    try:
        head, body, mark = token.split(".")
        header, payload = json.loads(decoded(head)), json.loads(decoded(body))
        signature = decoded(mark)
    except (ValueError, UnicodeDecodeError):
        raise NotGenuine("this is no signed token") from None
    public = keys.get(kid_of(header)) if isinstance(header, dict) else None
    if public is None or header.get("alg") != "EdDSA" or not isinstance(payload, dict):
        raise NotGenuine("no key that is known here signed this")
    if not vault.verify_jws(public, f"{head}.{body}".encode(), signature):
        raise NotGenuine("the signature does not fit")
    return header, payload


def of_document(document: Any) -> tuple[dict[str, bytes], frozenset[str]]:
    """The keys of a DID document by their ids, and which of them others may know. Raises ValueError."""
    try:
        methods = {one["id"].rpartition("#")[2]: one for one in document["verificationMethod"]}
        keys = {name: decoded(one["publicKeyJwk"]["x"]) for name, one in methods.items()}
    except (AttributeError, KeyError, TypeError):
        raise ValueError("this is no DID document with keys of Ed25519") from None
    return keys, frozenset(name for name, one in methods.items() if "revoked" in one)
