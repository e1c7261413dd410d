"""Writers of SQLite take turns: none fails, none waits for ever, and waiting costs no more than the turn itself."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import OperationalError, connections, transaction

from fanal.site.sqlite.base import DatabaseWrapper

pytestmark = pytest.mark.once


@contextmanager
def _open(path: Path, timeout: float) -> Iterator[DatabaseWrapper]:
    """A connection of this thread, under an alias of its own."""
    alias = f"scratch-{uuid4()}"
    options = {"transaction_mode": "IMMEDIATE", "timeout": timeout, "init_command": "PRAGMA journal_mode=WAL;"}
    given = connections["default"].settings_dict | {"NAME": str(path), "OPTIONS": options}
    made = DatabaseWrapper(given, alias)
    connections[alias] = made
    try:
        yield made
    finally:
        made.close()
        del connections[alias]


@pytest.fixture
def path(tmp_path: Path, db: None) -> Path:
    path = tmp_path / "scratch.sqlite3"
    with _open(path, 20) as made:
        made.cursor().execute("CREATE TABLE told (who INTEGER, number INTEGER)")
    return path


def _write(made: DatabaseWrapper, *values: int) -> None:
    with transaction.atomic(using=made.alias):
        made.cursor().execute("INSERT INTO told VALUES (%s, %s)", values)


def test_every_writer_of_a_crowd_gets_its_turn(path: Path) -> None:
    faults: list[Exception] = []

    def write(who: int) -> None:
        with _open(path, 20) as made:
            try:
                for number in range(20):
                    _write(made, who, number)
            except OperationalError as error:
                faults.append(error)

    threads = [threading.Thread(target=write, args=(who,)) for who in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    with _open(path, 20) as made, made.cursor() as cursor:
        cursor.execute("SELECT count(*), count(DISTINCT who) FROM told")
        assert cursor.fetchone() == (240, 12)


def test_a_writer_that_gets_no_turn_is_told_so(path: Path) -> None:
    with _open(path, 20) as first, _open(path, 0.1) as second:
        with transaction.atomic(using=first.alias):
            first.cursor().execute("INSERT INTO told VALUES (1, 1)")
            with pytest.raises(OperationalError, match="locked"):
                _write(second, 2, 1)
        _write(second, 2, 2)
        with second.cursor() as cursor:
            cursor.execute("SELECT who, number FROM told ORDER BY who")
            assert cursor.fetchall() == [(1, 1), (2, 2)]


def test_nobody_who_waits_for_one_file_holds_up_a_writer_of_another(path: Path, tmp_path: Path) -> None:
    waits, written = threading.Event(), threading.Event()

    def wait() -> None:
        with _open(path, 20) as made:
            waits.set()
            _write(made, 2, 1)
            written.set()

    thread = threading.Thread(target=wait)
    with _open(path, 20) as first, _open(tmp_path / "other.sqlite3", 0.5) as other:
        with transaction.atomic(using=first.alias):
            thread.start()
            assert waits.wait(20)
            assert not written.wait(0.1)
            with transaction.atomic(using=other.alias):
                other.cursor().execute("CREATE TABLE told (who INTEGER)")
        thread.join()
    assert written.is_set()


def test_single_statements_wait_as_long_as_before(path: Path) -> None:
    with _open(path, 7) as made:
        _write(made, 1, 1)
        with made.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout")
            assert cursor.fetchone() == (7000,)


def test_the_site_uses_it(db: None) -> None:
    assert all(one.settings_dict["ENGINE"] == "fanal.site.sqlite" for one in connections.all())
