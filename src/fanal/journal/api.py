"""The door of the journal: `write`, `write_each`, `told`, `newest`, `read`, `read_org`, `heads`, `verify`."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial, reduce
from operator import or_
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max, Q

from fanal import vault
from fanal.journal import tail
from fanal.journal.contracts import ActorKind, Defect, EntryRef, Item, Line, Mark, Said, Signatory, Told
from fanal.journal.lately import Lately
from fanal.journal.models import Entry
from fanal.journal.newest import Newest, newest, places
from fanal.journal.proof import (
    CODED,
    Known,
    absent,
    adopt,
    code_of,
    fault_of,
    foreign,
    hash_of,
    is_ours,
    line_of,
    misplaced,
    ours,
    vouch_with,
)
from fanal.journal.telling import START, digests, everywhere, last, lying, told, told_of

__all__ = [
    "ActorKind",
    "Defect",
    "EntryRef",
    "Item",
    "Lately",
    "Line",
    "Mark",
    "Newest",
    "Said",
    "Signatory",
    "Told",
    "absent",
    "adopt",
    "digests",
    "everywhere",
    "foreign",
    "heads",
    "last",
    "lengths",
    "lying",
    "naming",
    "newest",
    "places",
    "read",
    "read_org",
    "records_of",
    "records_written",
    "tail",
    "told",
    "told_of",
    "verify",
    "vouch_with",
    "write",
    "write_each",
    "written",
]

_TRIES = 1000  # of n who write one chain at once, the last tries n times: more than ever wait for it


def write(
    record: UUID, by: Signatory, deed: str, *, at: datetime, purpose: str = "", items: Sequence[bytes | Item] = ()
) -> EntryRef:
    """Append one deed to the chain of `record`, inside the caller's transaction.

    `items` are the ciphertexts that the deed wrote; the entry keeps their hashes, with the place of each. A reporter's
    deed keeps the day only. There is no global lock: two writers of one chain meet at the unique (record, seq) and the
    loser tries again.
    """
    return write_each({record: items}, by, deed, at=at, purpose=purpose)[0]


def write_each(
    items: Mapping[UUID, Sequence[bytes | Item]], by: Signatory, deed: str, *, at: datetime, purpose: str = ""
) -> list[EntryRef]:
    """As `write`, of one deed to several records, each with its items: with as many statements as for one."""
    moment = _moment(by, at)
    for _ in range(_TRIES):
        ends = _ends(items)
        made = [_signed(one, *ends[one], by, deed, purpose, moment, some) for one, some in items.items()]
        try:
            with transaction.atomic():
                Entry.objects.bulk_create(made)
        except IntegrityError:
            continue
        for entry in made:  # Robust: what is committed is done, also where the disk has no room for the tail.
            transaction.on_commit(partial(tail.note, entry.record, entry.seq, bytes(entry.hash)), robust=True)
        return [EntryRef(entry.record, entry.seq, bytes(entry.hash)) for entry in made]
    raise RuntimeError("journal: the chain is written by too many at once")


def _ends(records: Collection[UUID]) -> dict[UUID, tuple[int, bytes]]:
    """By record, the place behind all entries of its chain, and the hash to build on."""
    last = (Q(record=one, seq=Entry.objects.filter(record=one).order_by("-seq").values("seq")[:1]) for one in records)
    found = {entry.record: entry for entry in Entry.objects.filter(reduce(or_, last)).only("record", "seq", *CODED)}
    return {one: (found[one].seq + 1, _hash_before(found[one])) if one in found else (1, START) for one in records}


def lengths(records: Collection[UUID]) -> dict[UUID, int]:
    """How long the chains of records are: whoever kept what one says looks at it again once it grew."""
    rows = Entry.objects.filter(record__in=records).order_by().values_list("record")
    return dict(rows.annotate(Max("seq")))


def _hash_before(last: Entry) -> bytes:
    """The hash of the last entry of a chain that this installation wrote. What somebody planted behind it can be
    removed again without a gap."""
    if is_ours(last):
        return bytes(last.hash)
    before = Entry.objects.filter(record=last.record, seq__lt=last.seq).order_by("-seq").only("seq", *CODED)
    return next((bytes(entry.hash) for entry in ours(before)), START)


def _moment(by: Signatory, at: datetime) -> datetime:
    utc = at.astimezone(UTC)
    if by.kind is ActorKind.REPORTER:
        return utc.replace(hour=0, minute=0, second=0, microsecond=0)
    return utc.replace(microsecond=0)


def _signed(
    record: UUID,
    seq: int,
    prev: bytes,
    by: Signatory,
    deed: str,
    purpose: str,
    at: datetime,
    items: Sequence[bytes | Item],
) -> Entry:
    hashes = [_named(item).hex() for item in items]
    entry = Entry(
        record=record, seq=seq, prev=prev, actor_kind=by.kind.value, actor=by.actor, org=by.org, deed=deed,
        purpose=purpose, at=at, items=hashes, signer=by.signer.public,
    )  # fmt: skip
    entry.hash = hash_of(entry)
    entry.signature, entry.code = by.signer.sign("journal", bytes(entry.hash)), code_of(entry)
    return entry


def _named(item: bytes | Item) -> bytes:
    return vault.placed_hash(item.place, item.sealed) if isinstance(item, Item) else vault.item_hash(item)


def records_of(deeds: Collection[str] = ()) -> set[UUID]:
    """The records whose chain has an entry of these deeds; without any, all."""
    if deeds:
        return {entry.record for entry in ours(Entry.objects.filter(deed__in=deeds).only("record", *CODED))}
    return set(Entry.objects.values_list("record", flat=True).distinct().order_by())


def records_written(org: UUID, deeds: Collection[str], since: datetime, *, actor: UUID | None = None) -> set[UUID]:
    """The records to whose chain people of an organisation, or one of them, wrote some of these deeds since then."""
    found = Entry.objects.filter(org=org, deed__in=deeds, at__gte=since)
    found = found if actor is None else found.filter(actor=actor)
    return set(found.values_list("record", flat=True).distinct().order_by())


def naming() -> set[UUID]:
    """The records whose chain names something that was written."""
    return set(Entry.objects.exclude(items=[]).values_list("record", flat=True).distinct().order_by())


def written(record: UUID, seq: int) -> tuple[EntryRef, frozenset[bytes]]:
    """One entry of a chain, and the hashes of the items that it wrote. Raises Entry.DoesNotExist."""
    entry = Entry.objects.only("hash", "items").get(record=record, seq=seq)
    hashes = frozenset(bytes.fromhex(item)[: vault.ITEM_HASH] for item in entry.items)
    return EntryRef(record, seq, bytes(entry.hash)), hashes


def read(record: UUID, *, limit: int = 200) -> list[Line]:
    """The newest entries of one chain, newest first."""
    return [line_of(entry) for entry in Entry.objects.filter(record=record).order_by("-seq")[:limit]]


def read_org(
    org: UUID,
    *,
    actor: UUID | None = None,
    deeds: Sequence[str] = (),
    before: Mark | None = None,
    limit: int = 50,
) -> list[Line]:
    """The newest entries of one organisation, newest first: of one person, of some deeds, or all.

    `before` is the `mark` of the last line of the page before: no line is passed over or shown twice.
    """
    found = Entry.objects.filter(org=org)
    if actor is not None:
        found = found.filter(actor=actor)
    if deeds:
        found = found.filter(deed__in=deeds)
    if before is not None:
        at, record, seq = before
        same = Q(at=at, record__lt=record) | Q(at=at, record=record, seq__lt=seq)
        found = found.filter(Q(at__lt=at) | same)
    return [line_of(entry) for entry in found.order_by("-at", "-record", "-seq")[:limit]]


def heads() -> Iterator[tuple[UUID, int, bytes]]:
    """(record, seq, hash) of the newest entry of every chain, by record."""
    last: Entry | None = None
    for entry in Entry.objects.order_by("record", "seq").only("record", "seq", "hash").iterator(2000):
        if last is not None and last.record != entry.record:
            yield last.record, last.seq, bytes(last.hash)
        last = entry
    if last is not None:
        yield last.record, last.seq, bytes(last.hash)


def verify(known: Known) -> Iterator[Defect]:
    """The first defect of every chain that does not hold; nothing for chains that do.

    `known` says of the key that signed an entry why it was not the actor's (`proof.Known`).
    """
    chain: UUID | None = None
    broken = False
    seq, prev = 0, START
    for entry in Entry.objects.order_by("record", "seq").iterator(1000):
        if entry.record != chain:
            chain, broken, seq, prev = entry.record, False, 0, START
        if broken:
            continue
        if why := misplaced(entry, seq + 1, prev) or fault_of(entry, known):
            broken = True
            yield Defect(entry.record, entry.seq, why)
        seq, prev = entry.seq, bytes(entry.hash)
