"""The erasure ledger in operation: kept whole, copied beside every backup, replayed after a restore
(docs/operating.md, "Restore")."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from itertools import batched
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction

from fanal import columns
from fanal.access.api import stated
from fanal.clocks import api as clocks
from fanal.journal import api as journal
from fanal.network import erasure
from fanal.network.erasure import Erased, erased, note_erased
from fanal.network.keyfile import installation
from fanal.network.models import Bundle, Organisation, Tombstone
from fanal.site.console import Progress

_BATCH = 200
_REPLAY = "site.restore"


def lost() -> list[Erased]:
    """What tombstones say and the ledger does not, since the machine stopped between the two.

    Those of this installation only: a tombstone that somebody put into the database would have a restore erase a record
    that lives. One of version 0.1.0 got its code as its organisation was taken over (`network.adoption`), not since.
    """
    known = set(erased())
    stones = map(erasure.gone, filter(erasure.is_genuine, Tombstone.objects.iterator()))
    return [one for one in stones if one not in known]


def reconcile() -> None:
    """Bring into the ledger what it lost."""
    merge(lost())


def merge(records: Iterable[Erased]) -> None:
    """Append what the ledger does not hold yet."""
    known = {one.record for one in erased()}
    missing = {one.record: one for one in records if one.record not in known}
    if missing:
        note_erased(*missing.values())


def replay(now: datetime, step: Progress) -> int:
    """Erase again every record of the ledger that is in the database. Returns how many were.

    Whatever room a record belongs to, its row has its identifier. Where the room empties the sealed columns only (a
    handover, whose state and duties say that somebody must act), so does this; else all that hangs on the row goes.
    """
    wanted = list(erased())
    found = 0
    for start in range(0, len(wanted), _BATCH):
        found += _erase(wanted[start : start + _BATCH], now)
        step(min(start + _BATCH, len(wanted)), len(wanted))
    _overwrite()
    return found


def _erase(some: Collection[Erased], now: datetime) -> int:
    ids = [one.record for one in some]
    orgs = set(Organisation.objects.values_list("pk", flat=True))
    with transaction.atomic():
        found = sum(_emptied(model, ids) if _stays(model) else _deleted(model, ids, now) for model in _pointing_first())
        Bundle.objects.filter(record__in=ids).delete()
        stones = [erasure.stone(one) for one in some if one.org in orgs]
        Tombstone.objects.bulk_create(stones, ignore_conflicts=True)
    return found


def _emptied(model: Any, ids: Collection[UUID]) -> int:
    return int(_full(model, ids).update(**_nothing(model)))


def _full(model: Any, ids: Collection[UUID]) -> Any:
    """The rows of these records in which something sealed lies."""
    return model._base_manager.filter(pk__in=ids).exclude(**_nothing(model))


def _nothing(model: Any) -> dict[str, bytes]:
    return dict.fromkeys(columns.sealed(model), b"")


def _deleted(model: Any, ids: Collection[UUID], now: datetime) -> int:
    """Delete rows with what hangs on them, and the duties of all these: a matter's, and its proceedings'. What points
    to them points nowhere, and the journal says so."""
    there = list(model._base_manager.filter(pk__in=ids).values_list("pk", flat=True))
    left: list[Any] = stated.left_by(model, there)
    clocks.forget(there)
    for field in model._meta.get_fields(include_hidden=True):
        if isinstance(field, models.ManyToOneRel) and field.on_delete is models.CASCADE:
            hangs = field.related_model._base_manager.filter(**{f"{field.field.name}__in": there})
            if isinstance(field.related_model._meta.pk, models.UUIDField):
                clocks.forget(hangs.values_list("pk", flat=True))
    gone = int(model._base_manager.filter(pk__in=there).delete()[1].get(model._meta.label, 0))
    for row in left:
        journal.write(row.pk, installation(row.org_id), _REPLAY, at=now, items=[stated.item(row)])
    return gone


def _sealed() -> list[Any]:
    """The models whose rows are records, or may be: those with sealed columns and a UUID."""
    tables = columns.tables()
    return [model for model in tables if columns.sealed(model) and isinstance(model._meta.pk, models.UUIDField)]


def _pointing_first() -> list[Any]:
    """The same, so that a row goes before what it points to, which may be kept from going while it does: a file before
    the record of its child. A model is written down after those to which it points, a room after those below it."""
    return _sealed()[::-1]


def _stays(model: Any) -> bool:
    """Whether the sealed columns are emptied and the row stays, with what hangs on it, when its record is erased: the
    path of a handover, a published study. Its model says `row_stays`."""
    return getattr(model, "row_stays", False)


# ---- what was put back ----


def revived() -> Iterator[str]:
    """Records that were erased and are in the database again, in words: they do not open, and are erased anew by the
    replay."""
    known = {one.record for one in erased()}
    known |= {row.record for row in Tombstone.objects.iterator() if erasure.is_genuine(row)}
    for ids in batched(sorted(known), _BATCH, strict=False):
        there = set(Bundle.objects.filter(record__in=ids).values_list("record", flat=True))
        for model in _sealed():
            rows = _full(model, ids) if _stays(model) else model._base_manager.filter(pk__in=ids)
            there.update(rows.values_list("pk", flat=True))
        for record in sorted(there):
            yield f"record {record}: it was erased, and somebody put it back. `fanal restore --replay` erases it again"


def _overwrite() -> None:
    """Take the erased bytes out of the files of the database as well."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return
        for table in [Bundle._meta.db_table, *(model._meta.db_table for model in _sealed())]:
            cursor.execute(f"VACUUM {connection.ops.quote_name(table)}")
