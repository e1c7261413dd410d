"""`fanal migrate` makes the tables of an empty database from the models: they are what all migrations make of one."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from typing import Any

import psycopg
import pytest

from tests.rooms.site.conftest import SERVER, Founded
from tests.rooms.site.installation import Installation

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
    if SERVER:
        return {" ".join(row) for row in ask(_POSTGRESQL) if not row[0].startswith(_NOT_OURS)}
    found: set[str] = set()
    for table, kind, sql in ask(_SQLITE):
        found |= {f"{table} {kind} {' '.join(part.split())}" for part in (_parts(sql) if kind == "table" else [sql])}
    return found


def _of(here: Installation) -> tuple[set[str], set[tuple[Any, ...]]]:
    """The shape of its database, and the migrations that are noted there."""
    noted = "SELECT app, name FROM django_migrations"
    if here.url:
        with psycopg.connect(here.url) as there:
            return shape(there.execute), set(there.execute(noted))
    with closing(sqlite3.connect(here.database)) as file:
        return shape(file.execute), set(file.execute(noted))


def test_a_new_database_is_what_all_migrations_make_of_one(founded: Founded, empty: Installation) -> None:
    through_all = [sys.executable, "-m", "django", "migrate", "--settings=fanal.site.settings"]
    subprocess.run(through_all, env=empty.env, check=True, capture_output=True)
    (made, noted), (migrated, done) = _of(founded.installation), _of(empty)
    assert len(made) > 1000
    assert migrated - made == set()
    assert made - migrated == set()
    assert noted == done


@pytest.mark.skipif(not SERVER, reason="one writer at a time waits for the other by SQLite's own rules")
def test_a_table_that_somebody_holds_is_not_waited_for_without_end(installation: Installation) -> None:
    """Whoever waits for a table keeps all others from it, and the site may serve meanwhile: a backup holds it here."""
    back = [sys.executable, "-m", "django", "migrate", "learning", "0007", "--settings=fanal.site.settings"]
    subprocess.run(back, env=installation.env, check=True, capture_output=True)
    with psycopg.connect(installation.url) as there:
        there.execute("LOCK TABLE learning_attempt IN ACCESS SHARE MODE")
        done = installation.refused("migrate")[0]
        assert "Something else holds the database, such as a backup." in done
    assert installation.run("migrate").out.endswith(" migrations applied.\n")
