"""The erasure ledger in operation: kept whole, copied beside every backup, replayed after a restore (`vault.md` §6)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models, transaction

from fanal.clocks import api as clocks
from fanal.network.erasure import Erased, erased, ledger_path, note_erased, read_ledger
from fanal.network.models import Bundle, Organisation, Tombstone
from fanal.site.console import Progress

_BATCH = 200


def reconcile() -> None:
    """Bring tombstones into the ledger whose line was lost when the machine stopped between the two."""
    known = {one.record for one in erased()}
    rows = Tombstone.objects.values_list("record", "org_id", "kind", "month")
    merge(Erased(*row) for row in rows if row[0] not in known)


def merge(records: Iterable[Erased]) -> None:
    """Append what the ledger does not hold yet."""
    known = {one.record for one in erased()}
    missing = {one.record: one for one in records if one.record not in known}
    if missing:
        note_erased(*missing.values())


def merge_file(path: Path) -> None:
    """Append the lines of another ledger."""
    if path.exists():
        merge(read_ledger(path.read_text().splitlines()))


def text() -> str:
    """The ledger as one text."""
    return ledger_path().read_text() if ledger_path().exists() else ""


def replay(now: datetime, step: Progress) -> int:
    """Erase again every record of the ledger that is in the database. Returns how many were.

    Whatever room a record belongs to, its row has its identifier; all that hangs on the row goes with it.
    """
    wanted = list(erased())
    found = 0
    for start in range(0, len(wanted), _BATCH):
        found += _erase(wanted[start : start + _BATCH])
        step(min(start + _BATCH, len(wanted)), len(wanted))
    _overwrite()
    return found


def _erase(some: Collection[Erased]) -> int:
    ids = [one.record for one in some]
    orgs = set(Organisation.objects.values_list("pk", flat=True))
    with transaction.atomic():
        found = _rows(ids)
        Bundle.objects.filter(record__in=ids).delete()
        clocks.forget(ids)
        stones = [Tombstone(record=o.record, org_id=o.org, kind=o.kind, month=o.month) for o in some if o.org in orgs]
        Tombstone.objects.bulk_create(stones, ignore_conflicts=True)
    return found


def _rows(ids: Collection[UUID]) -> int:
    found = 0
    for model in _sealed():
        found += model._base_manager.filter(pk__in=ids).delete()[1].get(model._meta.label, 0)
    return found


def _sealed() -> list[type[models.Model]]:
    """The models whose rows are records, or may be: those with sealed columns and a UUID."""
    found = []
    for model in apps.get_models():
        declared: Any = getattr(model, "declared", None)
        if declared is not None and declared.sealed and isinstance(model._meta.pk, models.UUIDField):
            found.append(model)
    return found


def _overwrite() -> None:
    """Take the erased bytes out of the files of the database as well."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return
        for table in [Bundle._meta.db_table, *(model._meta.db_table for model in _sealed())]:
            cursor.execute(f"VACUUM {connection.ops.quote_name(table)}")
