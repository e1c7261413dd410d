"""Whether one entry holds: its hash, its place behind the entry before, its signature; and whether it is there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC
from itertools import batched
from uuid import UUID

from fanal import vault
from fanal.journal.contracts import ActorKind, Line
from fanal.journal.models import Entry

_BATCH = 500

type Known = Callable[[bytes, Line], str]
"""`known(public key, entry)` says in words why that key was not the actor's at that time, or nothing: the journal knows
no people."""


def hash_of(entry: Entry) -> bytes:
    """What an entry hashes to, with everything that stands in it."""
    actor = f"{entry.actor_kind}:{entry.actor or ''}:{entry.org or ''}".encode()
    return vault.entry_hash(
        bytes(entry.prev),
        vault.Entry(
            record=entry.record,
            seq=entry.seq,
            actor=actor,
            deed=entry.deed,
            purpose=entry.purpose,
            at=entry.at.astimezone(UTC).isoformat(),
            items=tuple(bytes.fromhex(item) for item in entry.items),
        ),
    )


def fault_of(entry: Entry, seq: int, prev: bytes, known: Known) -> str:
    """What does not hold of an entry that must stand at `seq` after the hash `prev`, in words; empty for a good one."""
    if entry.seq != seq:
        return f"entry {seq} is missing"
    if bytes(entry.prev) != prev:
        return "does not follow the entry before it"
    if bytes(entry.hash) != hash_of(entry):
        return "was changed after it was written"
    if not vault.verify(bytes(entry.signer), "journal", bytes(entry.hash), bytes(entry.signature)):
        return "carries a signature that does not fit"
    return known(bytes(entry.signer), line_of(entry))


def line_of(entry: Entry) -> Line:
    """An entry as people read it."""
    return Line(
        entry.record,
        entry.seq,
        ActorKind(entry.actor_kind),
        entry.actor,
        entry.org,
        entry.deed,
        entry.purpose,
        entry.at.astimezone(UTC),
    )


def absent(wanted: Iterable[tuple[UUID, int, bytes]]) -> Iterator[tuple[UUID, int]]:
    """(record, seq) of every entry that is not in the database with the hash that somebody outside it knows."""
    for some in batched(wanted, _BATCH, strict=False):
        known = {(record, seq): digest for record, seq, digest in some}
        rows = Entry.objects.filter(record__in={record for record, _ in known}, seq__in={seq for _, seq in known})
        found = {(record, seq): bytes(digest) for record, seq, digest in rows.values_list("record", "seq", "hash")}
        yield from (key for key, digest in known.items() if found.get(key) != digest)
