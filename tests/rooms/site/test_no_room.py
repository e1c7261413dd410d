"""A full disk is said as what it is, to whoever can mend it: at any page, also at sign-in, and by the backup."""

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from fanal.site import backups
from fanal.site.console import Stop
from fanal.vocabulary.room import is_full
from tests.desk import give_app
from tests.people import NOW, PASSWORD, Cast


def said(*statements: str) -> sqlite3.OperationalError:
    """What SQLite says to the last of some statements."""
    with closing(sqlite3.connect(":memory:")) as small:
        for statement in statements[:-1]:
            small.execute(statement)
        with pytest.raises(sqlite3.OperationalError) as why:
            small.execute(statements[-1])
    return why.value


FULL = ("CREATE TABLE t (x)", "PRAGMA max_page_count = 2", "INSERT INTO t VALUES (zeroblob(100000))")


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of 64 kB."""
    place = tmp_path / "small"
    place.mkdir()
    if (
        not which("mount")
        or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)], check=False).returncode
    ):
        pytest.skip("this machine lets nobody mount")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def _wrapped() -> None:
    raise OperationalError("database or disk is full") from said(*FULL)


def _written() -> None:
    with Path("/dev/full").open("wb") as nowhere:
        nowhere.write(b"x" * 100_000)


def test_each_program_below_says_it_in_its_own_way() -> None:
    for work in (_wrapped, _written):
        with pytest.raises((OSError, OperationalError)) as why:
            work()
        assert is_full(why.value)
    assert is_full(said(*FULL))
    assert not is_full(said("nonsense"))
    assert not is_full(None)


@pytest.mark.django_db(databases="__all__")
def test_at_sign_in_it_is_said(cast: Cast) -> None:
    """The database answers as it does where nothing more can be written; whoever reads it hears what to do."""

    def refused(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE")):
            raise OperationalError("database or disk is full") from said(*FULL)
        return execute(sql, params, many, context)

    give_app("marek")
    client = Client(raise_request_exception=False)
    with connection.execute_wrapper(refused):
        answer = client.post(reverse("account_login"), {"login": "marek", "password": f"{PASSWORD} marek"})
    assert answer.status_code == 503
    page = answer.content.decode()
    assert "There is no room left on our disk." in page
    assert "needs free space" in page


@pytest.mark.django_db(databases="__all__")
def test_a_backup_says_that_there_is_no_room_and_leaves_nothing_half(
    cast: Cast, data: Path, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FANAL_BACKUPS", str(small))
    with pytest.raises(Stop, match="no room left for a backup"):
        backups.make(NOW)
    assert not list(small.glob("*.tar"))


@pytest.mark.django_db(databases="__all__")
def test_an_archive_of_somebody_else_is_said_to_be_theirs(cast: Cast, data: Path) -> None:
    archive = backups.make(NOW)
    archive.path.chmod(0)
    user = os.geteuid()
    os.seteuid(65534 if user == 0 else user)
    try:
        with pytest.raises(Stop, match="may not be read"):
            backups.unpack(archive.path, data)
    finally:
        os.seteuid(user)
