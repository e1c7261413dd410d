"""Whether one entry holds: its hash, its place behind the entry before, its signature; and whether it is there."""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import UTC
from itertools import batched
from uuid import UUID

from django.db.models import Q, QuerySet

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


CODED = ("hash", "code")


def is_ours(entry: Entry) -> bool:
    """Whether this installation wrote an entry with this hash; what stands in it must fit the hash, too."""
    return vault.same(bytes(entry.code), code_of(entry))


def ours(entries: QuerySet[Entry]) -> Iterator[Entry]:
    """Those that this installation wrote, in their order, where looking through many need not verify each whole."""
    return filter(is_ours, entries.iterator(1000))


def adopt(orgs: Collection[UUID]) -> None:
    """Vouch for the entries of organisations that 0.1.0 left, and of the installation itself, as they are found: where
    each is the hash of what stands in it, or a code could be had for whatever somebody means to write later. Its caller
    knows that this was not done before."""
    bare = Entry.objects.filter(Q(org__in=orgs) | Q(org=None), code=b"").order_by("pk")
    some = list(bare[:_BATCH])
    while some:  # page by page: no cursor stands open over what changes
        for entry in some:
            if bytes(entry.hash) == hash_of(entry) and _is_signed(entry):
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


def misplaced(entry: Entry, seq: int, prev: bytes) -> str:
    """Why an entry does not follow the one before it, whose hash is `prev`, in words; empty where it does. A number is
    passed over where somebody planted an entry that was removed since: `write` built on none."""
    if bytes(entry.prev) == prev:
        return ""
    return f"entry {seq} is missing" if entry.seq != seq else "does not follow the entry before it"


def fault_of(entry: Entry, known: Known) -> str:
    """What does not hold of an entry by itself, in words; empty for a good one."""
    if bytes(entry.hash) != hash_of(entry):
        return "was changed after it was written"
    if why := fault_of_signer(entry, known):
        return why
    return "" if is_ours(entry) else "was not written by this installation"


def fault_of_signer(entry: Entry, known: Known) -> str:
    """The same of one that is ours and hashes to what stands in it."""
    if not _is_signed(entry):
        return "carries a signature that does not fit"
    return known(bytes(entry.signer), line_of(entry))


def _is_signed(entry: Entry) -> bool:
    return vault.verify(bytes(entry.signer), "journal", bytes(entry.hash), bytes(entry.signature))


def foreign() -> Iterator[tuple[UUID, int]]:
    """(record, seq) of every entry that this installation did not write, or that somebody made so: what it said counts
    no more."""
    for entry in Entry.objects.order_by("record", "seq").only("record", "seq", *CODED).iterator(1000):
        if not is_ours(entry):
            yield entry.record, entry.seq


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
        rows = Entry.objects.filter(record__in={one[0] for one in some}, seq__in={one[1] for one in some})
        found = {(record, seq): bytes(digest) for record, seq, digest in rows.values_list("record", "seq", "hash")}
        yield from ((record, seq) for record, seq, digest in some if found.get((record, seq)) != digest)
