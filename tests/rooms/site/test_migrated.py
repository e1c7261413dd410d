"""Migrations make of an empty database what the models say: the databases of the tests are made from the models."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from typing import Any

import psycopg
import pytest
from django.db import connection

from tests.rooms.site.conftest import Founded

_SQLITE = "SELECT tbl_name, type, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
_POSTGRESQL = """
    SELECT c.relname, 'column', concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
           a.attidentity, pg_get_expr(d.adbin, d.adrelid), a.attcollation::regcollation)
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r'
    LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
    WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relnamespace = 'public'::regnamespace
    UNION ALL SELECT conrelid::regclass::text, 'constraint', conname || ' ' || pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT tablename, 'index', indexdef FROM pg_indexes WHERE schemaname = 'public'
"""
_NOT_OURS = "auth_group"
"""Groups of Django, which nobody here is in: their migrations number links as an older Django did."""
type Ask = Callable[[str], Iterable[tuple[Any, ...]]]


def _parts(sql: str) -> Iterator[str]:
    """Columns and constraints of a CREATE TABLE: what stands between the commas outside of brackets and texts."""
    deep, quoted, part = 0, False, ""
    for sign in sql.partition("(")[2].rpartition(")")[0]:
        quoted ^= sign == "'"
        deep += 0 if quoted else (sign == "(") - (sign == ")")
        if sign == "," and not deep and not quoted:
            yield part
            part = ""
        else:
            part += sign
    yield part


def shape(ask: Ask) -> set[str]:
    """Each column, constraint and index of a database, in whichever order they were made."""
    if connection.vendor == "postgresql":
        return {" ".join(row) for row in ask(_POSTGRESQL) if not row[0].startswith(_NOT_OURS)}
    found: set[str] = set()
    for table, kind, sql in ask(_SQLITE):
        found |= {f"{table} {kind} {' '.join(part.split())}" for part in (_parts(sql) if kind == "table" else [sql])}
    return found


@pytest.mark.django_db
def test_a_site_that_was_migrated_has_the_tables_of_the_models(founded: Founded) -> None:
    def here(sql: str) -> Iterable[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            return cursor.execute(sql.replace("%", "%%"), ()).fetchall()

    if url := founded.installation.url:
        with psycopg.connect(url) as there:
            migrated = shape(there.execute)
    else:
        with closing(sqlite3.connect(founded.installation.database)) as file:
            migrated = shape(file.execute)
    made = shape(here)
    assert len(made) > 1000
    assert migrated - made == set()
    assert made - migrated == set()
