"""Seeds and what grows from them: key pairs for sealing (X-Wing) and for signing (Ed25519)."""

import hashlib
import os
import re
from functools import lru_cache
from typing import Final, NoReturn, Self

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from ._errors import CannotOpen
from ._wire import FORMAT, bound, derive, digest, tag, texts

SUITE: Final = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)
MLKEM_PUBLIC: Final = 1184
JWS = re.compile(rb"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*")


class Secret:
    """Something that is never shown, compared with `==`, hashed, copied or pickled."""

    __slots__ = ()
    shown: str  # how each kind stands in a log

    def __repr__(self) -> str:
        return self.shown

    def __str__(self) -> NoReturn:
        raise TypeError("a secret is not written as text")

    def __format__(self, _spec: str) -> NoReturn:
        raise TypeError("a secret is not written as text")

    def __eq__(self, _other: object) -> NoReturn:
        raise TypeError("a secret is not compared with ==")

    __hash__ = None  # type: ignore[assignment]

    def __reduce_ex__(self, _protocol: object) -> NoReturn:
        raise TypeError("a secret is not pickled or copied")


class PublicKey:
    """A public key to seal to: ML-KEM-768 key (1,184 bytes) followed by X25519 key (32). Not secret."""

    __slots__ = ("_hybrid", "raw")

    def __init__(self, raw: bytes, hybrid: hpke.MLKEM768X25519PublicKey) -> None:
        self.raw = raw
        self._hybrid = hybrid

    @classmethod
    def of(cls, raw: bytes) -> Self:
        """The key of its 1,216 bytes. Raises CannotOpen if they are none."""
        try:
            mlkem = MLKEM768PublicKey.from_public_bytes(raw[:MLKEM_PUBLIC])
            x25519 = X25519PublicKey.from_public_bytes(raw[MLKEM_PUBLIC:])
        except ValueError:
            raise CannotOpen from None
        return cls(bytes(raw), hpke.MLKEM768X25519PublicKey(mlkem, x25519))

    @property
    def id(self) -> bytes:
        """SHA-256 of the key, 32 bytes."""
        return digest(self.raw)

    def encrypt(self, plain: bytes, info: bytes) -> bytes:
        """HPKE base mode, one shot: 1,136 bytes longer than `plain`."""
        try:
            return SUITE.encrypt(plain, self._hybrid, info)
        except ValueError:  # a public key of small order
            raise CannotOpen from None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PublicKey) and self.raw == other.raw

    def __hash__(self) -> int:
        return hash(self.raw)

    def __repr__(self) -> str:
        return f"<public key {self.id.hex()[:8]}>"


class KemPair(Secret):
    """A key pair of X-Wing, grown from its 32-byte seed as the X-Wing draft says."""

    __slots__ = ("_private", "public")
    shown = "<key pair>"

    def __init__(self, seed: bytes) -> None:
        expanded = hashlib.shake_256(seed).digest(96)
        mlkem = MLKEM768PrivateKey.from_seed_bytes(expanded[:64])
        x25519 = X25519PrivateKey.from_private_bytes(expanded[64:])
        self._private = hpke.MLKEM768X25519PrivateKey(mlkem, x25519)
        raw = mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()
        self.public = PublicKey(raw, self._private.public_key())

    def decrypt(self, message: bytes, info: bytes) -> bytes:
        """The plain bytes of an HPKE message. Raises CannotOpen."""
        try:
            return SUITE.decrypt(message, self._private, info)
        except (InvalidTag, ValueError):
            raise CannotOpen from None


class Signer(Secret):
    """An Ed25519 key pair (RFC 8032). What it signs is bound to a purpose, so that no signature serves another."""

    __slots__ = ("_private", "public")
    shown = "<signer>"

    def __init__(self, seed: bytes) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = self._private.public_key().public_bytes_raw()

    def sign(self, purpose: str, message: bytes) -> bytes:
        """A signature of 64 bytes over purpose and message."""
        return self._private.sign(_signed(purpose, message))

    def sign_jws(self, signing_input: bytes) -> bytes:
        """A signature as RFC 8037 wants it, over `header.payload` in base64url, without our purpose.

        Such an input can never be one of ours, which hold a slash. Raises ValueError for any other input.
        """
        if not JWS.fullmatch(signing_input):
            raise ValueError("a JWS signing input is header.payload in base64url")
        return self._private.sign(signing_input)


REMEMBERED: Final = 1024  # bytes of a message


class Seed(Secret):
    """32 secret bytes from which keys are derived. It is never shown, compared, hashed or pickled."""

    __slots__ = ("_coder", "_kem", "_raw", "_signer")
    shown = "<seed>"

    def __init__(self, raw: bytes) -> None:
        if len(raw) != 32:
            raise ValueError("a seed has 32 bytes")
        self._raw = bytes(raw)
        self._kem: KemPair | None = None
        self._signer: Signer | None = None
        self._coder: bytes | None = None

    @classmethod
    def new(cls) -> Self:
        """A seed of the system's random bytes."""
        return cls(os.urandom(32))

    @classmethod
    def of(cls, raw: bytes) -> Self:
        """The seed of its 32 bytes. Raises ValueError for another length."""
        return cls(raw)

    def kem(self) -> KemPair:
        """The pair that opens what is sealed to this seed (kept, as growing it costs 0.1 ms)."""
        if self._kem is None:
            self._kem = KemPair(self.derive("kem").reveal())
        return self._kem

    def signer(self) -> Signer:
        """The pair that signs for this seed (kept, as the pair above)."""
        if self._signer is None:
            self._signer = Signer(self.derive("sign").reveal())
        return self._signer

    def derive(self, label: str) -> "Seed":
        """A further seed, independent of this one and of every other label."""
        return Seed(derive(self._raw, bound("seed", *texts(label))))

    def code(self, purpose: str, message: bytes) -> bytes:
        """A code of 32 bytes over purpose and message (HMAC-SHA256) that only a holder of this seed makes or checks."""
        if self._coder is None:
            self._coder = self.derive("code").reveal()
        return tag(self._coder, bound("code", *texts(purpose)) + message)

    def reveal(self) -> bytes:
        """The 32 bytes. Only for wrapping them again at once."""
        return self._raw


def _signed(purpose: str, message: bytes) -> bytes:
    return bound("sign", *texts(purpose)) + message


def verify(public: bytes, purpose: str, message: bytes, signature: bytes) -> bool:
    """Whether `signature` is that of the Ed25519 key `public` (32 bytes) over purpose and message."""
    asked = _remembered if len(message) <= REMEMBERED else _verified
    return asked(public, _signed(purpose, message), signature)


def verify_jws(public: bytes, signing_input: bytes, signature: bytes) -> bool:
    """Whether `signature` is that of the Ed25519 key `public` over a JWS signing input."""
    return JWS.fullmatch(signing_input) is not None and _verified(public, signing_input, signature)


def _verified(public: bytes, message: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


_remembered: Final = lru_cache(maxsize=4096)(_verified)
"""Deeds read the same short chains of statements again and again, and what these three say is the same for ever. What
is long, or says a name (a JWS), is not held in memory for it."""


def seal_to(public: PublicKey, purpose: str, data: bytes) -> bytes:
    """Seal bytes to a public key for one purpose: `01 | HPKE message`, 1,137 bytes longer than `data`."""
    return FORMAT + public.encrypt(data, bound("to", *texts(purpose)))


def open_sealed(seed: Seed, purpose: str, data: bytes) -> bytes:
    """What `seal_to` sealed for this purpose to the key of this seed. Raises CannotOpen."""
    if data[:1] != FORMAT:
        raise CannotOpen
    return seed.kem().decrypt(data[1:], bound("to", *texts(purpose)))


def fingerprint(public: bytes) -> str:
    """The fingerprint of a public key for people to compare: 12 groups of 5 digits of its SHA-256 (199 bits).

    Digits, because they can be read out in any language and script.
    """
    digits = f"{int.from_bytes(digest(public)) % 10**60:060d}"
    return " ".join(digits[start : start + 5] for start in range(0, 60, 5))
