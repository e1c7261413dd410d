"""Rings: the versioned keys of teams, how members receive them, and what is sealed or found with them directly."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from ._errors import CannotOpen
from ._records import Place, Principal
from ._seeds import Seed, open_sealed, seal_to
from ._wire import behead, bound, box, head, pad, same, tag, texts, unbox, unpad, up


@dataclass(frozen=True, slots=True, eq=False)
class RingKeys:
    """One version of a ring with its seed: what a member of the team holds."""

    ring: UUID
    version: int
    seed: Seed

    @property
    def principal(self) -> Principal:
        """The public side, to which records are granted."""
        return Principal("ring", self.ring.bytes, self.version, self.seed.kem().public)

    @property
    def list(self) -> Seed:
        """The key of one-line summaries."""
        return self.seed.derive("list")

    @property
    def search(self) -> Seed:
        """The key of blind tokens and search cards."""
        return self.seed.derive("search")


def new_ring(ring: UUID, version: int = 1) -> RingKeys:
    """A new version of a ring, with a random seed."""
    return RingKeys(ring, version, Seed.new())


def ring_statement(org: UUID, team: str, ring: Principal, since: str) -> Mapping[str, object]:
    """What an organisation signs (purpose "ring", over `canonical`) so that its ring's public key is believed.

    `since` is the day, as ISO text.
    """
    return {
        "schema": "fanal/ring/1",
        "org": str(org),
        "team": team,
        "ring": ring.id.hex(),
        "version": ring.version,
        "public": ring.public.raw.hex(),
        "since": since,
    }


def _handing(ring: Principal, to: Principal) -> str:
    named = (ring.id.hex(), str(ring.version), to.kind, to.id.hex(), str(to.version))
    return "ring:" + ":".join(named)


def seal_ring(ring: RingKeys, to: Principal) -> bytes:
    """Hand a ring version to a member (a user, another ring) or to the recovery key: `01 | HPKE message`."""
    return seal_to(to.public, _handing(ring.principal, to), ring.seed.reveal())


def open_ring(sealed: bytes, ring: Principal, holder: Principal, seed: Seed) -> RingKeys:
    """The ring version that was handed to `holder`, whose seed is given.

    The caller has checked that the organisation signed `ring`. Raises CannotOpen, also when the seed that was handed
    over is not that of the public key of `ring`.
    """
    raw = open_sealed(seed, _handing(ring, holder), sealed)
    if len(raw) != 32:
        raise CannotOpen
    opened = RingKeys(UUID(bytes=ring.id), ring.version, Seed.of(raw))
    if not same(opened.principal.public.raw, ring.public.raw):
        raise CannotOpen
    return opened


def seal_summary(ring: RingKeys, place: Place, payload: bytes, size: int = 64) -> bytes:
    """Seal a one-line summary under the ring's list key: `01 | ring version u16 | nonce 12 | ciphertext+tag`.

    Length and payload are padded to a multiple of `size` bytes (a payload of up to 60 bytes gives equal lengths).
    """
    return _sealed(ring.list, ring.version, place, payload, size)


def open_summary(ring: RingKeys, place: Place, sealed: bytes) -> bytes:
    """The payload of a summary. Raises CannotOpen, also for another version of the ring (see `ring_version`)."""
    return _opened(ring.list, ring.version, place, sealed)


def seal_card(ring: RingKeys, place: Place, payload: bytes) -> bytes:
    """Seal a search card under the ring's search key, in steps of 512 bytes; the form is that of summaries."""
    return _sealed(ring.search, ring.version, place, payload, 512)


def open_card(ring: RingKeys, place: Place, sealed: bytes) -> bytes:
    """The payload of a search card. Raises CannotOpen as `open_summary` does."""
    return _opened(ring.search, ring.version, place, sealed)


def ring_version(sealed: bytes) -> int:
    """The ring version under which a summary or card was sealed. Raises CannotOpen."""
    return behead(sealed)[0]


def _sealed(key: Seed, version: int, place: Place, payload: bytes, size: int) -> bytes:
    padded = pad(payload, up(4 + len(payload), size))
    return head(version) + box(key.reveal(), place.context(), padded)


def _opened(key: Seed, version: int, place: Place, sealed: bytes) -> bytes:
    named, boxed = behead(sealed)
    if named != version:
        raise CannotOpen
    return unpad(unbox(key.reveal(), place.context(), boxed))


def normalise(value: str) -> str:
    """A value as it is compared: compatibility forms resolved, case folded, marks and invisible signs removed."""
    folded = unicodedata.normalize("NFKC", value).casefold()
    kept = (sign for sign in unicodedata.normalize("NFKD", folded) if not _is_mark(sign))
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())


def _is_mark(sign: str) -> bool:
    kind = unicodedata.category(sign)
    return kind[0] == "M" or kind == "Cf"


def blind(search: Seed, kind: str, value: str, bits: int = 20) -> int:
    """A token of a value under a ring's search key: the first `bits` (1 to 32) of an HMAC over kind and value.

    The value is normalised. Collisions are wanted: candidates are compared on the opened search card.
    """
    if not 1 <= bits <= 32:
        raise ValueError("a blind token has 1 to 32 bits")
    token = tag(search.reveal(), bound("blind", *texts(kind, normalise(value))))
    return int.from_bytes(token[:4]) >> (32 - bits)
