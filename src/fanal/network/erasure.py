"""The erasure ledger (`vault.md` §6): a file outside the database, so that restoring an old backup revives nothing.

One line a record: its identifier, organisation, class and month, as its tombstone has them.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection


@dataclass(frozen=True, slots=True)
class Erased:
    """One erased record. `month` is the first day of its month."""

    record: UUID
    org: UUID
    kind: str
    month: date

    def __str__(self) -> str:
        return f"{self.record} {self.org} {self.kind} {self.month.isoformat()}"


def ledger_path() -> Path:
    """Where the ledger lies."""
    return Path(settings.DATA) / "erased.ledger"


def note_erased(*records: Erased) -> None:
    """Append records, flushed to the disk before this returns."""
    path = ledger_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w") as file:
        # The first line end closes a line that a power cut may have left half-written.
        file.write("\n" + "".join(f"{record}\n" for record in records))
        file.flush()
        os.fsync(file.fileno())


def erased() -> Iterator[Erased]:
    """Every record in the ledger."""
    path = ledger_path()
    if path.exists():
        yield from read_ledger(path.read_text().splitlines())


def read_ledger(lines: Iterable[str]) -> Iterator[Erased]:
    """The records of ledger lines. A half-written line is passed over."""
    for line in lines:
        try:
            record, org, kind, month = line.split(" ")
            yield Erased(UUID(record), UUID(org), kind, date.fromisoformat(month))
        except ValueError:
            continue


def scrub(*tables: str) -> None:
    """Have the database forget the bytes of what was erased, not only the rows (`vault.md` §6): of these tables and of
    the bundles. Call it once the transaction is over; inside one it does nothing."""
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return
        for table in (*tables, "network_bundle"):
            cursor.execute(f"VACUUM {connection.ops.quote_name(table)}")
