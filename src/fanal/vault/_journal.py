"""Proof: the chain of journal entries, the daily tree over its heads, and statements as bytes to sign."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal
from uuid import UUID

from ._seeds import verify
from ._wire import bound, digest, same, texts

GENESIS: Final = bytes(32)
ITEM_HASH: Final = 32
_PLAIN: Final = frozenset({str, int, bool, type(None)})


@dataclass(frozen=True, slots=True)
class Entry:
    """One deed on one record. `seq` counts from 1; `at` is time (of a reporter: day) as ISO text; `items` are hashes.

    `actor` is the id of whoever did it: person uuid bytes, or the installation's.
    """

    record: UUID
    seq: int
    actor: bytes
    deed: str
    purpose: str
    at: str
    items: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as stored: with its hash, and the actor's signature of it for the purpose "journal"."""

    entry: Entry
    hash: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Fault:
    """The first bad entry of a chain, and what is wrong with it."""

    seq: int
    why: Literal["missing", "moved", "changed", "unsigned"]


def item_hash(sealed: bytes) -> bytes:
    """The hash of a sealed item or bundle, as an entry names it: 32 bytes."""
    return digest(sealed)


def placed_hash(place: bytes, sealed: bytes) -> bytes:
    """The hash of a sealed item with the mark of its place, as an entry names it: 48 bytes."""
    return item_hash(sealed) + place


def place_mark(table: str, row: UUID) -> bytes:
    """16 bytes that stand for a column of a row in an entry: they say which item was written, and nothing of it."""
    return digest(bound("place", *texts(table), row.bytes))[:16]


def entry_hash(prev: bytes, entry: Entry) -> bytes:
    """SHA-256 over the hash of the entry before (`GENESIS` for the first) and every part of this one."""
    parts = texts(entry.deed, entry.purpose, entry.at)
    numbers = entry.seq.to_bytes(8), len(entry.items).to_bytes(4)
    return digest(bound("entry", prev, entry.record.bytes, *numbers, entry.actor, *parts, *entry.items))


def verify_chain(
    record: UUID,
    links: Iterable[Link],
    keys_of: Callable[[bytes], Collection[bytes]],
    head: bytes | None = None,
) -> Fault | None:
    """The first bad entry of a record's chain, or None if all are good.

    `links` come in their order; `keys_of` gives the public signing keys that an actor has had; `head`, if known from
    a checkpoint, is the hash of an entry that must be in the chain: without it a cut at the end cannot be seen.
    """
    prev, seq, seen = GENESIS, 0, head is None or same(head, GENESIS)
    for seq, link in enumerate(links, start=1):
        fault = _fault(record, seq, prev, link, keys_of)
        if fault:
            return fault
        prev = link.hash
        seen = seen or (head is not None and same(prev, head))
    return None if seen else Fault(seq + 1, "missing")


def _fault(
    record: UUID, seq: int, prev: bytes, link: Link, keys_of: Callable[[bytes], Collection[bytes]]
) -> Fault | None:
    entry = link.entry
    if entry.seq != seq:
        return Fault(seq, "missing")
    if entry.record != record:
        return Fault(seq, "moved")
    if not same(entry_hash(prev, entry), link.hash):
        return Fault(seq, "changed")
    if not any(verify(public, "journal", link.hash, link.signature) for public in keys_of(entry.actor)):
        return Fault(seq, "unsigned")
    return None


def merkle_root(heads: Iterable[tuple[UUID, bytes]]) -> bytes:
    """The root of the tree over (record, hash of its last entry), 32 bytes; the order given does not matter.

    Built as RFC 6962 says (leaf prefix 00, node prefix 01), so that a leaf cannot pass for a node.
    """
    level = [digest(b"\0" + record.bytes + head) for record, head in sorted(heads)]
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)
        odd = level[-1:] if len(level) % 2 else []
        level = [digest(b"\1" + left + right) for left, right in pairs] + odd
    return level[0] if level else digest(b"")


def canonical(statement: Mapping[str, object]) -> bytes:
    """A statement as the bytes that are signed: JSON in UTF-8, keys sorted, no spaces.

    Raises TypeError for what JSON does not know, for floats and for keys that are not text: they have more than one
    form.
    """
    _check(statement)
    return json.dumps(statement, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _check(value: object) -> None:
    parts: Iterable[object] = ()
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            raise TypeError("the keys of a statement are text")
        parts = value.values()
    elif isinstance(value, list | tuple):
        parts = value
    elif value is not None and not isinstance(value, str | int):
        raise TypeError("a statement holds text, whole numbers, truth values, lists and mappings")
    for part in parts:
        if type(part) not in _PLAIN:  # most are: what a row says is proved by the hundred thousand
            _check(part)
