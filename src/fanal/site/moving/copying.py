"""Every table from one database into another: rows, and the numbers at which they go on.

What a table holds is told as the values that Django reads, whose form is the same on both: how many rows, and the sum
of the hashes of each, so that the order does not matter. Sums are of 512 bits: they find faults, not forgers; for those
there is the journal.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import batched
from typing import Any

from django.apps import apps
from django.db import Error, connections, models, transaction

from fanal.site import dumps, moved
from fanal.site.console import Progress, Stop
from fanal.vocabulary.room import is_full

_BATCH = 1000
_WHOLE = 2**512
MADE_ANEW = "django_migrations"
"""Of the other database itself: which migrations made its tables, and when."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a table holds: how many rows, the sum of their hashes, and the last number that was given."""

    rows: int
    total: int
    last: int


class NotKept(Stop):
    """The other database does not take what is in this one."""


def tables() -> list[type[models.Model]]:
    """The models whose rows are moved: all that have a table, of libraries too, but those that are left out by name."""
    every = apps.get_models(include_auto_created=True)
    return [model for model in every if model._meta.managed and model._meta.db_table not in dumps.LEFT_OUT]


def unknown(alias: str) -> list[str]:
    """Tables of a database that are neither moved nor left out by name."""
    known = {model._meta.db_table for model in tables()} | {*dumps.LEFT_OUT, MADE_ANEW, moved.TABLE}
    return sorted(set(connections[alias].introspection.table_names()) - known)


def count(alias: str) -> int:
    """How many rows are to be moved."""
    return sum(model._base_manager.using(alias).count() for model in tables())


def copy(source: str, target: str, step: Progress) -> dict[str, Told]:
    """Put all rows into a database whose tables are made, in the place of what the making put there. In one
    transaction: its foreign keys are looked at when it ends. Returns what was read, by table. Raises Stop."""
    told, done, total = {}, 0, count(source)
    numbers = last_numbers(source)

    def moved_some(some: int) -> None:
        nonlocal done
        done += some
        step(done, total)

    with transaction.atomic(using=target):
        for model in tables():
            with connections[target].cursor() as cursor:
                cursor.execute(f"DELETE FROM {_quoted(target, model)}")  # noqa: S608  our own name
        for model in tables():
            told[model._meta.db_table] = copy_table(model, source, target, numbers, moved_some)
        _go_on_from(target, {table: one.last for table, one in told.items()})
    return told


def told_by(alias: str, step: Progress) -> dict[str, Told]:
    """What a database holds, by table."""
    numbers, found = last_numbers(alias), {}
    for at, model in enumerate(tables(), start=1):
        count = _Count(model)
        for rows in _batches(model, alias):
            count.add(rows)
        found[model._meta.db_table] = count.told(numbers)
        step(at, len(tables()))
    return found


# ---- rows ----


def copy_table(
    model: type[models.Model], source: str, target: str, numbers: Mapping[str, int], some: Callable[[int], None]
) -> Told:
    """Put the rows of one table into the other database; `some` hears how many at a time. Raises Stop."""
    count, there, fields = _Count(model), connections[target], model._meta.concrete_fields
    for rows in _batches(model, source):
        count.add(rows)
        try:
            saved = [
                [field.get_db_prep_save(value, there) for field, value in zip(fields, row, strict=True)] for row in rows
            ]
            _put_in(model, target, saved)
        except (Error, ValueError) as error:
            raise _not_kept(model, error) from error
        some(len(rows))
    return count.told(numbers)


def _put_in(model: type[models.Model], alias: str, rows: Sequence[Sequence[Any]]) -> None:
    there = connections[alias]
    columns = [there.ops.quote_name(str(field.column)) for field in model._meta.concrete_fields]
    into = f"{_quoted(alias, model)} ({', '.join(columns)})"
    with there.cursor() as cursor:
        if there.vendor != "postgresql":
            cursor.executemany(f"INSERT INTO {into} VALUES ({', '.join(['%s'] * len(columns))})", rows)  # noqa: S608
            return
        with there.wrap_database_errors, cursor.copy(f"COPY {into} FROM STDIN") as lines:
            for row in rows:
                lines.write_row(row)


def _batches(model: type[models.Model], alias: str) -> Iterator[Sequence[tuple[Any, ...]]]:
    names = [field.attname for field in model._meta.concrete_fields]
    rows = model._base_manager.using(alias).order_by().values_list(*names)
    return batched(rows.iterator(_BATCH), _BATCH, strict=False)


def _quoted(alias: str, model: type[models.Model]) -> str:
    return str(connections[alias].ops.quote_name(model._meta.db_table))


def _not_kept(model: type[models.Model], error: Exception) -> Stop:
    """What a database says of a row may show what is in it."""
    if is_full(error):
        return NotKept("There is no room left where the other database lies. Free space there, and begin again.")
    why = type(error.__cause__ or error).__name__
    return NotKept(f"The other database does not take a row of {model._meta.label} ({why}). Tell whoever wrote Fanal.")


class _Count:
    """Counts what a table holds, row by row."""

    def __init__(self, model: type[models.Model]) -> None:
        self._table = model._meta.db_table
        self._plain = [_reader(field) for field in model._meta.concrete_fields]
        auto = [isinstance(field, models.AutoField) for field in model._meta.concrete_fields]
        self._number = auto.index(True) if True in auto else None
        self._rows = self._total = self._last = 0

    def add(self, rows: Sequence[tuple[Any, ...]]) -> None:
        for row in rows:
            plain = repr([read(value) for read, value in zip(self._plain, row, strict=True)])
            self._total += int.from_bytes(hashlib.sha512(plain.encode(errors="surrogatepass")).digest())
        self._rows += len(rows)
        if self._number is not None:
            self._last = max(self._last, *(row[self._number] for row in rows))

    def told(self, numbers: Mapping[str, int]) -> Told:
        return Told(self._rows, self._total % _WHOLE, max(self._last, numbers.get(self._table, 0)))


def _reader(field: models.Field[Any, Any]) -> Callable[[Any], Any]:
    """How a value of a column is told, so that it is the same of either database."""
    if isinstance(field, models.JSONField):
        return lambda value: json.dumps(_same_numbers(value), sort_keys=True)
    if isinstance(field, models.BinaryField):
        return lambda value: None if value is None else bytes(value)
    if isinstance(field, models.DateTimeField):
        return lambda value: value and _in_utc(value)
    return lambda value: value


def _in_utc(value: datetime) -> datetime:
    return value.astimezone(UTC)


def _same_numbers(value: Any) -> Any:
    """PostgreSQL keeps numbers of JSON by their value: 1e+16 comes back with all its digits."""
    match value:
        case dict():
            return {name: _same_numbers(one) for name, one in value.items()}
        case list():
            return [_same_numbers(one) for one in value]
        case float() if value.is_integer():
            return int(value)
    return value


# ---- the numbers at which rows go on ----


def last_numbers(alias: str) -> dict[str, int]:
    """The last number that each table gave; of rows that are gone, too: no number is given twice."""
    there = connections[alias]
    with there.cursor() as cursor:
        if there.vendor == "sqlite":
            cursor.execute("SELECT name, seq FROM sqlite_sequence")
            return {str(name): int(seq) for name, seq in cursor.fetchall()}
        found = {}
        for model in _counting():
            cursor.execute(f"SELECT last_value, is_called FROM {_sequence(cursor, model)}")  # noqa: S608  as told
            value, is_called = cursor.fetchone()
            found[model._meta.db_table] = int(value) if is_called else 0
        return found


def _go_on_from(alias: str, numbers: Mapping[str, int]) -> None:
    there = connections[alias]
    with there.cursor() as cursor:
        for model in _counting():
            table = model._meta.db_table
            last = numbers[table]
            if there.vendor == "sqlite":
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
                cursor.execute("INSERT INTO sqlite_sequence VALUES (%s, %s)", [table, last])
            else:
                cursor.execute("SELECT setval(%s, %s, %s)", [_sequence(cursor, model), max(last, 1), last > 0])


def _counting() -> list[type[models.Model]]:
    return [model for model in tables() if isinstance(model._meta.pk, models.AutoField)]


def _sequence(cursor: Any, model: type[models.Model]) -> str:
    table, pk = model._meta.db_table, model._meta.pk
    assert pk is not None
    cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table}"', pk.column])
    return str(cursor.fetchone()[0])
