"""How bytes are bound to their place, padded and boxed. Every sealed thing of Fanal but HPKE messages passes here."""

import os
from collections.abc import Sequence
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import constant_time, hashes, hmac
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ._errors import CannotOpen

FORMAT: Final = b"\x01"
NONCE: Final = 12
BUCKETS: Final = (512, 1024, 2048, 4096)


def bound(purpose: str, *parts: bytes) -> bytes:
    """The context of one purpose: `fanal/v1/<purpose>` and each part prefixed by its length (2 bytes).

    Injective for one purpose: no two lists of parts give the same bytes. A part has at most 65,535 bytes, above that
    `OverflowError` is raised.
    """
    return b"fanal/v1/" + purpose.encode() + b"".join(len(part).to_bytes(2) + part for part in parts)


def derive(secret: bytes, info: bytes, *, salt: bytes | None = None, length: int = 32) -> bytes:
    """HKDF-SHA256 (RFC 5869)."""
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)


def tag(key: bytes, message: bytes) -> bytes:
    """HMAC-SHA256, 32 bytes."""
    code = hmac.HMAC(key, hashes.SHA256())
    code.update(message)
    return code.finalize()


def digest(message: bytes) -> bytes:
    """SHA-256, 32 bytes."""
    sha = hashes.Hash(hashes.SHA256())
    sha.update(message)
    return sha.finalize()


def same(one: bytes, other: bytes) -> bool:
    """Whether two byte strings are equal, in a time that does not say where they differ."""
    return constant_time.bytes_eq(one, other)


def box(secret: bytes, context: bytes, plain: bytes) -> bytes:
    """AES-256-GCM under HKDF(secret, context), bound to the context: `nonce 12 | ciphertext+tag 16`."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(derive(secret, context)).encrypt(nonce, plain, context)


def unbox(secret: bytes, context: bytes, boxed: bytes) -> bytes:
    """The plain bytes of `box`. Raises CannotOpen."""
    try:
        return AESGCM(derive(secret, context)).decrypt(boxed[:NONCE], boxed[NONCE:], context)
    except (InvalidTag, ValueError):
        raise CannotOpen from None


def head(version: int) -> bytes:
    """`01 | version u16`: the first bytes of whatever depends on a key that has versions (1 to 65,535)."""
    if not 0 < version <= 0xFFFF:
        raise ValueError("a version is a number from 1 to 65,535")
    return FORMAT + version.to_bytes(2)


def behead(sealed: bytes) -> tuple[int, bytes]:
    """The version that `head` wrote, and the rest. Raises CannotOpen."""
    if len(sealed) < 3 or sealed[:1] != FORMAT:
        raise CannotOpen
    return int.from_bytes(sealed[1:3]), sealed[3:]


def bucket(size: int, at_least: int = BUCKETS[0]) -> int:
    """The padded size of `size` bytes: 512, 1,024, 2,048 or 4,096, above that a multiple of 4,096."""
    wanted = max(size, at_least)
    return next((step for step in BUCKETS if wanted <= step), up(wanted, BUCKETS[-1]))


def up(size: int, multiple: int) -> int:
    """The next multiple that holds `size`."""
    return -(-size // multiple) * multiple


def pad(payload: bytes, to: int) -> bytes:
    """`length u32 | payload | zeros`, `to` bytes in all; `to` holds at least payload and length."""
    return (len(payload).to_bytes(4) + payload).ljust(to, b"\0")


def unpad(padded: bytes) -> bytes:
    """The payload that `pad` wrapped. Raises CannotOpen."""
    length = int.from_bytes(padded[:4])
    if length > len(padded) - 4:
        raise CannotOpen
    return padded[4 : 4 + length]


def u32(number: int) -> bytes:
    """A counting number as four bytes."""
    return number.to_bytes(4)


def texts(*parts: str) -> Sequence[bytes]:
    """Parts of a context that are text, as UTF-8."""
    return [part.encode() for part in parts]
