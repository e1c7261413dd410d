"""The door of the journal: `write`, `read`, `read_org`, `heads`, `verify`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from fanal import vault
from fanal.journal.contracts import ActorKind, Defect, EntryRef, Line, Mark, Signatory
from fanal.journal.models import Entry

__all__ = [
    "ActorKind",
    "Defect",
    "EntryRef",
    "Line",
    "Mark",
    "Signatory",
    "heads",
    "read",
    "read_org",
    "verify",
    "write",
    "written",
]

START = vault.GENESIS
_TRIES = 1000  # of n who write one chain at once, the last tries n times: more than ever wait for it


def write(
    record: UUID, by: Signatory, deed: str, *, at: datetime, purpose: str = "", items: Sequence[bytes] = ()
) -> EntryRef:
    """Append one deed to the chain of `record`, inside the caller's transaction.

    `items` are the ciphertexts that the deed wrote; the entry keeps their hashes. A reporter's deed keeps the day only.
    There is no global lock: two writers of one chain meet at the unique (record, seq) and the loser tries again.
    """
    moment = _moment(by, at)
    for _ in range(_TRIES):
        last = Entry.objects.filter(record=record).order_by("-seq").only("seq", "hash").first()
        seq, prev = (last.seq + 1, bytes(last.hash)) if last else (1, START)
        entry = _signed(record, seq, prev, by, deed, purpose, moment, items)
        try:
            with transaction.atomic():
                entry.save(force_insert=True)
        except IntegrityError:
            continue
        return EntryRef(record, seq, bytes(entry.hash))
    raise RuntimeError("journal: the chain is written by too many at once")


def _moment(by: Signatory, at: datetime) -> datetime:
    utc = at.astimezone(UTC)
    if by.kind is ActorKind.REPORTER:
        return utc.replace(hour=0, minute=0, second=0, microsecond=0)
    return utc.replace(microsecond=0)


def _signed(
    record: UUID, seq: int, prev: bytes, by: Signatory, deed: str, purpose: str, at: datetime, items: Sequence[bytes]
) -> Entry:
    hashes = [vault.item_hash(item).hex() for item in items]
    entry = Entry(
        record=record, seq=seq, prev=prev, actor_kind=by.kind.value, actor=by.actor, org=by.org, deed=deed,
        purpose=purpose, at=at, items=hashes, signer=by.signer.public,
    )  # fmt: skip
    entry.hash = _hash(entry)
    entry.signature = by.signer.sign("journal", bytes(entry.hash))
    return entry


def _hash(entry: Entry) -> bytes:
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


def written(record: UUID, seq: int) -> tuple[EntryRef, frozenset[bytes]]:
    """One entry of a chain, and the hashes of the items that it wrote. Raises Entry.DoesNotExist."""
    entry = Entry.objects.only("hash", "items").get(record=record, seq=seq)
    return EntryRef(record, seq, bytes(entry.hash)), frozenset(bytes.fromhex(item) for item in entry.items)


def read(record: UUID, *, limit: int = 200) -> list[Line]:
    """The newest entries of one chain, newest first."""
    return [_line(entry) for entry in Entry.objects.filter(record=record).order_by("-seq")[:limit]]


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
    return [_line(entry) for entry in found.order_by("-at", "-record", "-seq")[:limit]]


def _line(entry: Entry) -> Line:
    return Line(
        entry.record,
        entry.seq,
        ActorKind(entry.actor_kind),
        entry.actor,
        entry.org,
        entry.deed,
        entry.purpose,
        entry.at,
    )


def heads() -> Iterator[tuple[UUID, int, bytes]]:
    """(record, seq, hash) of the newest entry of every chain, by record."""
    last: Entry | None = None
    for entry in Entry.objects.order_by("record", "seq").only("record", "seq", "hash").iterator(2000):
        if last is not None and last.record != entry.record:
            yield last.record, last.seq, bytes(last.hash)
        last = entry
    if last is not None:
        yield last.record, last.seq, bytes(last.hash)


def verify(known: Callable[[bytes, ActorKind, UUID | None], bool]) -> Iterator[Defect]:
    """The first defect of every chain that does not hold; nothing for chains that do.

    `known(public key, kind, actor)` says whether that key was ever that actor's: the journal knows no people.
    """
    chain: UUID | None = None
    broken = False
    seq, prev = 0, START
    for entry in Entry.objects.order_by("record", "seq").iterator(1000):
        if entry.record != chain:
            chain, broken, seq, prev = entry.record, False, 0, START
        if broken:
            continue
        why = _wrong(entry, seq + 1, prev, known)
        if why:
            broken = True
            yield Defect(entry.record, entry.seq, why)
        seq, prev = entry.seq, bytes(entry.hash)


def _wrong(entry: Entry, seq: int, prev: bytes, known: Callable[[bytes, ActorKind, UUID | None], bool]) -> str:
    if entry.seq != seq:
        return f"entry {seq} is missing"
    if bytes(entry.prev) != prev:
        return "does not follow the entry before it"
    if bytes(entry.hash) != _hash(entry):
        return "was changed after it was written"
    if not vault.verify(bytes(entry.signer), "journal", bytes(entry.hash), bytes(entry.signature)):
        return "carries a signature that does not fit"
    if not known(bytes(entry.signer), ActorKind(entry.actor_kind), entry.actor):
        return "is signed by a key that is not that actor's"
    return ""
