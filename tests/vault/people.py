"""Names with fixed identities for the tests of the vault, and short ways to give them keys."""

from collections.abc import Iterator
from uuid import UUID, uuid5

from fanal import vault
from fanal.vault import Keyring, Principal, RingKeys, Seed

_SPACE = UUID("00000000-0000-8000-8000-000000000000")


def uid(name: str) -> UUID:
    """The same identity for the same name in every run."""
    return uuid5(_SPACE, name)


def fixed(name: str) -> Seed:
    """The same seed for the same name in every run, for pinned vectors."""
    return Seed.of(uid(name).bytes * 2)


ORG, OTHER_ORG = uid("lamplight"), uid("harbour")
RECORD, OTHER_RECORD = uid("record"), uid("other record")


def ring(name: str, version: int = 1) -> RingKeys:
    """A new version of the ring of this name."""
    return vault.new_ring(uid(name), version)


def user(name: str, version: int = 1) -> tuple[Principal, Seed]:
    """A person with a new seed."""
    seed = Seed.new()
    return Principal("user", uid(name).bytes, version, seed.kem().public), seed


def keyring_of(*rings: RingKeys) -> Keyring:
    """The keyring of a member of these ring versions."""
    return Keyring.of((one.principal, one.seed) for one in rings)


def flips(sealed: bytes) -> Iterator[bytes]:
    """The bytes with each single bit changed, one after the other."""
    for bit in range(len(sealed) * 8):
        changed = bytearray(sealed)
        changed[bit // 8] ^= 1 << bit % 8
        yield bytes(changed)
