"""Which certificates were revoked: W3C Bitstring Status List v1.0 (Recommendation of 15 May 2025), one purpose. Pure.

131,072 bits, the first the most significant of the first byte; gzip without a time; base64url without padding behind a
`u` (multibase). A list is signed anew each day and holds for a week, so that an old copy cannot bring a revoked
certificate back.
"""

import gzip
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from fanal.learning.certificates import jws

BITS: Final = 131_072
HOLDS: Final = timedelta(days=7)
REFRESHED: Final = timedelta(minutes=5)
"""After this whoever keeps a list asks for it again (`ttl`, and what the answer says of caching)."""
FULL: Final = 0.9
"""So much of a list is used, then the next one begins."""


def blank() -> bytes:
    """A list in which nothing is revoked."""
    return bytes(BITS // 8)


def with_bit(bits: bytes, index: int) -> bytes:
    """The list with one certificate more that is revoked."""
    made = bytearray(bits)
    made[index // 8] |= 0x80 >> index % 8
    return bytes(made)


def packed(bits: bytes) -> str:
    """As it stands in a credential."""
    return f"u{jws.encoded(gzip.compress(bits, mtime=0))}"


def credential(address: str, issuer: str, bits: bytes, now: datetime) -> dict[str, Any]:
    """The list as a verifiable credential. `address`: where it lies; `issuer`: a DID."""
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": stamp(now),
        "validUntil": stamp(now + HOLDS),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "ttl": REFRESHED // timedelta(milliseconds=1),
            "encodedList": packed(bits),
        },
    }


def entry(address: str, index: int) -> Mapping[str, str]:
    """Where a certificate says that its status is found."""
    return {
        "id": f"{address}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(index),
        "statusListCredential": address,
    }


def place_of(said: Mapping[str, str]) -> tuple[int, int]:
    """List and place of what `entry` made."""
    return int(said["statusListCredential"].rpartition("/")[2]), int(said["statusListIndex"])


def name_place(number: int, index: int) -> str:
    """A place as the journal names it."""
    return f"{number} {index}"


def place_named(said: str) -> tuple[int, int] | None:
    """List and place of what `name_place` made; None of an entry that names none, as the first ones."""
    number, _space, index = said.partition(" ")
    return (int(number), int(index)) if index else None


def stamp(at: datetime) -> str:
    """Whole seconds with Z, as credentials have it."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def day_of(stamped: str) -> date:
    """The day of what `stamp` made."""
    return datetime.fromisoformat(stamped).date()
