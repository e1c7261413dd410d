"""The erasure ledger: a file outside the database, so that restoring an old backup revives nothing
(docs/operating.md, "Erasure").

Each line is signed and carries the hash of the one before (`lines.py`), so that nobody but this installation can have a
record erased by a restore. Version 0.1.0 wrote plain lines: such a line alone erases nothing. The tombstone of a record
in the database carries the installation's code for the same reason.

What was erased does not open again, whatever somebody puts back into the database (`among`).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from fanal import vault
from fanal.network.keyfile import keyfile
from fanal.network.lines import SignedLines, list_of
from fanal.network.models import Tombstone


@dataclass(frozen=True, slots=True)
class Erased:
    """One erased record. `month` is the first day of its month."""

    record: UUID
    org: UUID
    kind: str
    month: date

    @property
    def parts(self) -> list[str]:
        """As a line holds it."""
        return [str(self.record), str(self.org), self.kind, self.month.isoformat()]


def ledger() -> SignedLines:
    """The ledger of this installation."""
    return SignedLines(Path(settings.DATA) / "erased.ledger", "erased", "erasure ledger", has_past=True)


def note_erased(*records: Erased) -> None:
    """Append records as one line, flushed to the disk before this returns."""
    ledger().append({"erased": [one.parts for one in records]})


def erased(data: bytes | None = None, *, public: bytes = b"") -> Iterator[Erased]:
    """Every record in the signed lines of the ledger, or of a copy of it."""
    for line in ledger().good(data, public=public):
        for parts in line.get("erased", ()):
            yield _of(parts)


def unsigned(data: bytes | None = None) -> Iterator[Erased]:
    """The records of lines that version 0.1.0 wrote. A half-written line is passed over."""
    for line in ledger().past(data).decode(errors="replace").splitlines():
        try:
            yield _of(line.split(" "))
        except ValueError:
            continue


def _of(parts: Any) -> Erased:
    record, org, kind, month = parts
    return Erased(UUID(record), UUID(org), kind, date.fromisoformat(month))


def stone(gone: Erased) -> Tombstone:
    """The tombstone of a record, with the installation's code."""
    return Tombstone(record=gone.record, org_id=gone.org, kind=gone.kind, month=gone.month, code=_code(gone))


def gone(row: Tombstone) -> Erased:
    """What a tombstone says."""
    return Erased(row.record, row.org_id, row.kind, row.month)


def is_genuine(row: Tombstone) -> bool:
    """Whether this installation wrote the tombstone."""
    return vault.same(_code(gone(row)), bytes(row.code))


def _code(gone: Erased) -> bytes:
    return keyfile().signing.code("tombstone", vault.canonical({"erased": gone.parts}))


def among(records: Collection[UUID]) -> frozenset[UUID]:
    """Which of these records were erased: a tombstone of ours says so, or the ledger, which nobody reaches who only
    writes to the database."""
    stones = Tombstone.objects.filter(record__in=records)
    return frozenset(row.record for row in stones if is_genuine(row)) | ledger().made(_records).intersection(records)


def _records(lines: Iterable[Mapping[str, Any]]) -> frozenset[UUID]:
    """Every record of which the ledger speaks. What is no record is passed over."""
    found = set()
    for parts in chain.from_iterable(list_of(line, "erased") for line in lines):
        with suppress(ValueError, TypeError, AttributeError, LookupError):
            found.add(UUID(parts[0]))
    return frozenset(found)


def scrub(*tables: str) -> None:
    """Have the database forget the bytes of what was erased, not only the rows: of these tables and of the bundles
    (docs/operating.md, "Erasure"). Call it once the transaction is over; inside one it does nothing."""
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return
        for table in (*tables, "network_bundle"):
            cursor.execute(f"VACUUM {connection.ops.quote_name(table)}")
