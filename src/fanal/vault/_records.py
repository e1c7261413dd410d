"""Records: compartment keys, the bundles that grant them, and the items sealed under them."""

from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Literal, NoReturn
from uuid import UUID

from ._errors import CannotOpen, NotGranted
from ._seeds import PublicKey, Seed
from ._wire import FORMAT, behead, bound, box, bucket, head, pad, same, tag, texts, u32, unbox, unpad

PrincipalKind = Literal["ring", "user", "reporter", "recovery"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a ciphertext belongs: it opens nowhere else."""

    org: UUID
    record: UUID
    compartment: str
    table: str
    row: UUID
    version: int

    def context(self) -> bytes:
        """The bytes that bind a ciphertext to this place: one to one with the place."""
        texts_of = texts(self.compartment, self.table)
        return bound("item", self.org.bytes, self.record.bytes, *texts_of, self.row.bytes, u32(self.version))


@dataclass(frozen=True, slots=True)
class Principal:
    """Who can be granted keys: a ring version, a user, a reporter, or the recovery key.

    `id` is the UUID bytes of ring, person or organisation; of a reporter `PublicKey.id`.
    """

    kind: PrincipalKind
    id: bytes
    version: int
    public: PublicKey


@dataclass(frozen=True, slots=True, eq=False)
class CompartmentKey:
    """The key of one compartment in one epoch (1, 2, …)."""

    compartment: str
    epoch: int
    seed: Seed


@dataclass(frozen=True, slots=True, eq=False)
class RecordKeys:
    """The compartment keys of one record that somebody holds; of a compartment there may be several epochs."""

    org: UUID
    record: UUID
    keys: tuple[CompartmentKey, ...]

    @property
    def compartments(self) -> frozenset[str]:
        """The compartments of which at least one key is held."""
        return frozenset(key.compartment for key in self.keys)

    def newest(self, compartment: str) -> CompartmentKey:
        """The key that new items of a compartment are sealed with. Raises NotGranted."""
        held = [key for key in self.keys if key.compartment == compartment]
        if not held:
            raise NotGranted
        return max(held, key=lambda key: key.epoch)

    def newest_only(self) -> "RecordKeys":
        """Only the newest key of each compartment: what a writer hands to a ring whose bundle it cannot open."""
        return replace(self, keys=tuple(self.newest(name) for name in sorted(self.compartments)))

    def merged(self, other: "RecordKeys") -> "RecordKeys":
        """These keys and those of `other`, each once. Raises CannotOpen if the other belongs to another record."""
        if (self.org, self.record) != (other.org, other.record):
            raise CannotOpen
        keys = list(self.keys)
        for key in other.keys:
            # Two writers may open the same epoch at once: both keys are kept, so that neither loses what it wrote.
            if not any(_is_same(key, held) for held in keys):
                keys.append(key)
        return replace(self, keys=tuple(keys))


@dataclass(frozen=True, slots=True)
class Bundle:
    """A grant: the keys of some compartments of one record, sealed to one principal.

    `sealed` is `01 | organisation 16 | HPKE message` over `count u16, (name_len u8, name, epoch u16, key 32)*`.
    """

    record: UUID
    kind: str
    principal: bytes
    version: int
    sealed: bytes


class Keyring:
    """The seeds that somebody holds, by principal. It shows nothing and lives as long as a request."""

    __slots__ = ("_held",)

    def __init__(self, held: dict[tuple[str, bytes, int], tuple[Principal, Seed]]) -> None:
        self._held = held

    @classmethod
    def of(cls, pairs: Iterable[tuple[Principal, Seed]]) -> "Keyring":
        """A keyring of principals with their seeds. Raises NotGranted for a seed whose sign-in is not complete."""
        return cls({}).extend(pairs)

    def extend(self, pairs: Iterable[tuple[Principal, Seed]]) -> "Keyring":
        """A new keyring that also holds these. Raises NotGranted as `of` does."""
        held = dict(self._held)
        for principal, seed in pairs:
            if not isinstance(seed, Seed):
                raise NotGranted
            held[principal.kind, principal.id, principal.version] = (principal, seed)
        return Keyring(held)

    @property
    def principals(self) -> tuple[Principal, ...]:
        """For whom this keyring can open."""
        return tuple(principal for principal, _seed in self._held.values())

    def seed_of(self, kind: str, id: bytes, version: int) -> Seed:
        """The seed of one principal. Raises NotGranted."""
        if (kind, id, version) not in self._held:
            raise NotGranted
        return self._held[kind, id, version][1]

    def holds(self, bundle: Bundle) -> bool:
        """Whether this keyring can open the bundle."""
        return (bundle.kind, bundle.principal, bundle.version) in self._held

    def __repr__(self) -> str:
        return f"<keyring of {len(self._held)}>"

    def __reduce_ex__(self, _protocol: object) -> NoReturn:
        raise TypeError("a keyring is not pickled or copied")


def _is_same(one: CompartmentKey, other: CompartmentKey) -> bool:
    named = (one.compartment, one.epoch) == (other.compartment, other.epoch)
    return named and same(one.seed.reveal(), other.seed.reveal())


def new_record(org: UUID, record: UUID, compartments: Iterable[str]) -> RecordKeys:
    """New random keys, epoch 1, for the compartments of a record."""
    return RecordKeys(org, record, tuple(CompartmentKey(name, 1, Seed.new()) for name in dict.fromkeys(compartments)))


def next_epoch(keys: RecordKeys, compartments: Iterable[str]) -> RecordKeys:
    """The keys and, for each compartment named, a new one of the next epoch. Raises NotGranted if one is not held."""
    newer = (CompartmentKey(name, keys.newest(name).epoch + 1, Seed.new()) for name in dict.fromkeys(compartments))
    return replace(keys, keys=(*keys.keys, *newer))


def _bundle_info(org: bytes, record: UUID, kind: str, principal: bytes, version: int) -> bytes:
    return bound("bundle", org, record.bytes, *texts(kind), principal, u32(version))


def grant(keys: RecordKeys, to: Principal, only: Collection[str]) -> Bundle:
    """Seal every held epoch of the compartments `only` to a principal.

    Needs no secret of the principal. Raises NotGranted if a compartment is not held.
    """
    if not set(only) <= keys.compartments:
        raise NotGranted
    chosen = [key for key in keys.keys if key.compartment in only]
    plain = len(chosen).to_bytes(2) + b"".join(map(_packed, chosen))
    info = _bundle_info(keys.org.bytes, keys.record, to.kind, to.id, to.version)
    sealed = FORMAT + keys.org.bytes + to.public.encrypt(plain, info)
    return Bundle(keys.record, to.kind, to.id, to.version, sealed)


def _packed(key: CompartmentKey) -> bytes:
    name = key.compartment.encode()
    return len(name).to_bytes(1) + name + key.epoch.to_bytes(2) + key.seed.reveal()


def _unpacked(plain: bytes) -> Iterable[CompartmentKey]:
    at = 2
    for _ in range(int.from_bytes(plain[:2])):
        end = at + 1 + plain[at]
        name, epoch, raw = plain[at + 1 : end], plain[end : end + 2], plain[end + 2 : end + 34]
        yield CompartmentKey(name.decode(), int.from_bytes(epoch), Seed.of(raw))
        at = end + 34
    if at != len(plain):
        raise ValueError


def _open_bundle(bundle: Bundle, holder: Keyring) -> RecordKeys:
    org, message = bundle.sealed[1:17], bundle.sealed[17:]
    if bundle.sealed[:1] != FORMAT or len(org) != 16:
        raise CannotOpen
    info = _bundle_info(org, bundle.record, bundle.kind, bundle.principal, bundle.version)
    plain = holder.seed_of(bundle.kind, bundle.principal, bundle.version).kem().decrypt(message, info)
    try:
        return RecordKeys(UUID(bytes=org), bundle.record, tuple(_unpacked(plain)))
    except (IndexError, ValueError):  # well sealed, but by somebody who does not know the format
        raise CannotOpen from None


def open_bundles(found: Iterable[Bundle], holder: Keyring) -> RecordKeys:
    """All keys of one record that the bundles hand to this keyring, merged.

    Raises NotGranted if no bundle is for it, CannotOpen if one that is for it does not open or is of another record.
    """
    opened = [_open_bundle(bundle, holder) for bundle in found if holder.holds(bundle)]
    if not opened:
        raise NotGranted
    # The first one too is merged, into nothing, so that a key that stands in it twice is kept once.
    keys = replace(opened[0], keys=())
    for more in opened:
        keys = keys.merged(more)
    return keys


def seal(keys: RecordKeys, place: Place, payload: bytes, *, at_least: int = 512) -> bytes:
    """Seal a payload under the newest epoch of its compartment: `01 | epoch u16 | nonce 12 | ciphertext+tag`.

    The payload is padded to 512, 1,024, 2,048 or 4,096 bytes, above that to multiples of 4,096, never less than
    `at_least`. Raises NotGranted if the keys are not of the place.
    """
    if (keys.org, keys.record) != (place.org, place.record):
        raise NotGranted
    key = keys.newest(place.compartment)
    padded = pad(payload, bucket(4 + len(payload), at_least))
    return head(key.epoch) + box(key.seed.reveal(), place.context(), padded)


def open_item(keys: RecordKeys, place: Place, item: bytes) -> bytes:
    """The payload of a sealed item. Raises NotGranted if no key of the compartment is held, else CannotOpen."""
    if (keys.org, keys.record) != (place.org, place.record):
        raise CannotOpen
    if place.compartment not in keys.compartments:
        raise NotGranted
    epoch, boxed = behead(item)
    for key in keys.keys:
        if (key.compartment, key.epoch) == (place.compartment, epoch):
            with suppress(CannotOpen):  # another writer may have a key of the same epoch
                return unpad(unbox(key.seed.reveal(), place.context(), boxed))
    raise CannotOpen


def mac(keys: RecordKeys, compartment: str, payload: bytes) -> bytes:
    """A code that only holders of the compartment can make (approvals, hash of a pack): `epoch u16 | HMAC 32`.

    Raises NotGranted.
    """
    return _mac(keys.newest(compartment), payload)


def _mac(key: CompartmentKey, payload: bytes) -> bytes:
    return key.epoch.to_bytes(2) + tag(key.seed.derive("mac").reveal(), payload)


def check_mac(keys: RecordKeys, compartment: str, payload: bytes, code: bytes) -> bool:
    """Whether `mac` made this code over this payload, in any epoch that is held. Raises NotGranted."""
    keys.newest(compartment)
    return any(same(_mac(key, payload), code) for key in keys.keys if key.compartment == compartment)
