"""Whether one entry holds: its hash, its place behind the entry before, its signature; and whether it is there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import UTC
from itertools import batched
from uuid import UUID

from django.db.models import Q

from fanal import vault
from fanal.journal.contracts import ActorKind, Line
from fanal.journal.models import Entry

_BATCH = 500
_codes: list[Callable[[bytes], bytes]] = []

type Known = Callable[[bytes, Line], str]
"""`known(public key, entry)` says in words why that key was not the actor's at that time, or nothing: the journal knows
no people."""


def vouch_with(code: Callable[[bytes], bytes]) -> None:
    """Say how this installation makes a code over a hash; called when the house starts. A signature says who wrote an
    entry, and whoever has a key can sign what they like: the code says that the program let the deed through."""
    _codes[:] = [code]


def code_of(entry: Entry) -> bytes:
    """What stands beside an entry that this installation wrote."""
    return _codes[0](bytes(entry.hash))


def adopt(orgs: Collection[UUID]) -> None:
    """Vouch for the entries of organisations that 0.1.0 left, and of the installation itself, as they are found. Its
    caller knows that this was not done before."""
    bare = Entry.objects.filter(Q(org__in=orgs) | Q(org=None), code=b"").only("hash").order_by("pk")
    some = list(bare[:_BATCH])
    while some:  # page by page: no cursor stands open over what changes
        for entry in some:
            entry.code = code_of(entry)
        Entry.objects.bulk_update(some, ["code"])
        some = list(bare.filter(pk__gt=some[-1].pk)[:_BATCH])


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
    if why := known(bytes(entry.signer), line_of(entry)):
        return why
    return "" if vault.same(bytes(entry.code), code_of(entry)) else "was not written by this installation"


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
