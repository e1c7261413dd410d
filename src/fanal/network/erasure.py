"""The erasure ledger (`vault.md` §6): a file outside the database, so that restoring an old backup revives nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.conf import settings


def ledger_path() -> Path:
    """Where the ledger lies."""
    return Path(settings.DATA) / "erased.ledger"


def note_erased(record: UUID) -> None:
    """Append one record, flushed to the disk before this returns."""
    path = ledger_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w") as file:
        file.write(f"{record}\n")
        file.flush()
        os.fsync(file.fileno())


def erased() -> Iterator[UUID]:
    """Every record in the ledger. A half-written last line (power cut) is passed over."""
    path = ledger_path()
    if not path.exists():
        return
    for line in path.read_text().splitlines():
        try:
            yield UUID(line.strip())
        except ValueError:
            continue
