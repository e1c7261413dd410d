"""How values come to lie in the database: many at once, in one transaction, with a hash of each territory's."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import batched
from typing import Any, Final

from django.db import connection, transaction

from fanal.access.api import stated
from fanal.journal import api as journal
from fanal.journal.contracts import Signatory
from fanal.progress.models import Observation, Vintage
from fanal.progress.observations.values import Digests, Line

_COLUMNS: Final = (
    "vintage_id", "indicator", "version", "territory", "place", "period", "cell", "kind", "value", "lower", "upper",
    "n",
)  # fmt: skip
_MANY: Final = 2_000


def store(row: Vintage, lines: Iterable[Line]) -> None:
    """Write the values of a vintage that is stored; its hashes and their number stand in the row, which the caller
    saves with its entry."""
    found = Digests()
    count = 0

    def each() -> Iterator[tuple[Any, ...]]:
        nonlocal count
        own = Observation._meta.get_field("vintage").get_db_prep_value(row.pk, connection)
        for one in lines:
            found.take(one)
            count += 1
            yield (own, row.indicator, row.version, one.territory, one.place, one.period, one.cell, *one.said)

    _insert(each())
    row.parts, row.digest, row.rows = found.parts(), found.whole(), count


def write(row: Vintage, by: Signatory, deed: str, now: datetime) -> None:
    """Save a vintage, and have the journal name it."""
    row.save()
    journal.write(row.pk, by, deed, at=now, items=[stated.whole(row)])


def _insert(rows: Iterator[tuple[Any, ...]]) -> None:
    names = ", ".join(map(connection.ops.quote_name, _COLUMNS))
    table = connection.ops.quote_name(Observation._meta.db_table)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for one in rows:
                    copy.write_row(one)
            return
        marks = ", ".join(["%s"] * len(_COLUMNS))
        for some in batched(rows, _MANY, strict=False):  # Django looks at the first of them, and holds all until then
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", some)  # noqa: S608 - own names alone
