"""Slots: the ways in which a user's seed is wrapped, by password and by recovery code."""

import secrets
import threading
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from ._codes import grouped, read, tidied, written
from ._errors import CannotOpen
from ._keyfile import Pepper
from ._seeds import Secret, Seed
from ._wire import behead, bound, box, derive, head, tag, unbox

SALT: Final = 16
CODE: Final = 32
ITERATIONS: Final = 3
MEMORY: Final = 64 * 1024  # KiB
# One run takes 64 MiB. Two at once would be a lever for denial of service on a small machine.
_one_at_a_time = threading.Lock()


@dataclass(frozen=True, slots=True, eq=False)
class PasswordKeys:
    """What one run of Argon2id gives: a verifier to store, a key-encryption key to use at once.

    `version` is that of the pepper that was used; it is stored beside the verifier.
    """

    verifier: bytes
    kek: Seed
    version: int

    def __repr__(self) -> str:
        return "<password keys>"


class PendingSeed(Secret):
    """A user's seed whose sign-in is not complete: no keyring can be made from it."""

    __slots__ = ("_seed",)
    shown = "<pending seed>"

    def __init__(self, seed: Seed) -> None:
        self._seed = seed

    def passed(self) -> Seed:
        """The seed, once the second factor is passed."""
        return self._seed


def pack_seed(seed: Seed | PendingSeed) -> bytes:
    """A seed with its state, 33 bytes, for the sealed payload of a session."""
    if isinstance(seed, PendingSeed):
        return b"P" + seed.passed().reveal()
    return b"S" + seed.reveal()


def unpack_seed(packed: bytes) -> Seed | PendingSeed:
    """What `pack_seed` packed. Raises CannotOpen."""
    if len(packed) != 33 or packed[:1] not in (b"P", b"S"):
        raise CannotOpen
    seed = Seed.of(packed[1:])
    return PendingSeed(seed) if packed[:1] == b"P" else seed


def new_salt() -> bytes:
    """16 random bytes, one set for each user."""
    return secrets.token_bytes(SALT)


def fake_salt(name: str, pepper: Pepper) -> bytes:
    """The salt of a user name that nobody has: always the same, so that a name unknown takes the same work."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return tag(pepper.key.derive("salt").reveal(), folded.encode())[:SALT]


def hash_password(password: str, salt: bytes, pepper: Pepper) -> PasswordKeys:
    """The one and only hash of a password: Argon2id, t=3, m=64 MiB, p=1, the pepper as its secret (RFC 9106).

    `salt` has 16 bytes. Takes 0.15 s or more; one at a time in a process. The password is compared in NFKC, so that
    it is the same from every keyboard.
    """
    if len(salt) != SALT:
        raise ValueError("a salt has 16 bytes")
    argon = Argon2id(
        salt=salt,
        length=32,
        iterations=ITERATIONS,
        lanes=1,
        memory_cost=MEMORY,
        secret=pepper.key.derive("password").reveal(),
    )
    # A lone surrogate is no text, but what somebody typed must never end in an error page.
    typed = unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
    with _one_at_a_time:
        root = Seed.of(argon.derive(typed))
    return PasswordKeys(root.derive("auth").reveal(), root.derive("kek"), pepper.version)


def pepper_version(sealed: bytes) -> int:
    """The version of the pepper that a slot, session or small secret needs. Raises CannotOpen."""
    return behead(sealed)[0]


def make_password_slot(seed: Seed, keys: PasswordKeys, place: bytes) -> bytes:
    """Wrap a user's seed by password: `01 | pepper version u16 | nonce 12 | ciphertext+tag 48`.

    `place` names whose slot it is (person id); it opens nowhere else.
    """
    return head(keys.version) + box(keys.kek.reveal(), bound("slot/password", place), seed.reveal())


def open_password_slot(slot: bytes, keys: PasswordKeys, place: bytes) -> Seed:
    """The seed of a password slot. Raises CannotOpen."""
    version, boxed = behead(slot)
    if version != keys.version:
        raise CannotOpen
    return _seed(unbox(keys.kek.reveal(), bound("slot/password", place), boxed))


def _seed(raw: bytes) -> Seed:
    if len(raw) != 32:
        raise CannotOpen
    return Seed.of(raw)


def new_recovery_code() -> str:
    """160 random bits as 32 Crockford signs in groups of 4, to print once."""
    return grouped(written(secrets.randbits(5 * CODE), CODE), 4)


def _code(code: str) -> bytes:
    signs = tidied(code)
    with suppress(ValueError):
        if len(signs) == CODE:
            return read(signs).to_bytes(20)
    raise CannotOpen


def make_code_slot(seed: Seed, code: str, pepper: Pepper, place: bytes) -> bytes:
    """Wrap a user's seed by recovery code; form and `place` as for a password slot. Raises CannotOpen for no code."""
    kek = derive(_code(code), bound("recovery"), salt=pepper.key.reveal())
    return head(pepper.version) + box(kek, bound("slot/code", place), seed.reveal())


def open_code_slot(slot: bytes, code: str, pepper: Pepper, place: bytes) -> Seed:
    """The seed of a code slot, given the pepper of `pepper_version(slot)`. Raises CannotOpen, also for a bad code."""
    version, boxed = behead(slot)
    if version != pepper.version:
        raise CannotOpen
    kek = derive(_code(code), bound("recovery"), salt=pepper.key.reveal())
    return _seed(unbox(kek, bound("slot/code", place), boxed))


def code_verifier(code: str, pepper: Pepper) -> bytes:
    """What is stored to know a recovery code again, 32 bytes. Raises CannotOpen if the text is no code."""
    return derive(_code(code), bound("recovery/auth"), salt=pepper.key.reveal())
