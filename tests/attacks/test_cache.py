"""Who writes to the database writes into the cache, which processes with an open key file read: nothing of it runs,
and no row counts that this installation did not write under that key."""

import base64
import os
import pickle
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from fanal.network import pace
from fanal.site import dumps

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("data")]


class _Harm:
    """What leaves a file behind when somebody unpickles it."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return os.mkdir, (str(self.mark),)


def _rows(sql: str, *values: object) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []


def _sign_in_wrongly() -> int:
    return Client().post(reverse("account_login"), {"login": "nobody-here", "password": "wrong " * 3}).status_code


def test_nothing_that_is_planted_in_the_cache_is_run(tmp_path: Path) -> None:
    """One more wrong sign-in looks at the planted row, and counts as the first."""
    assert _sign_in_wrongly() == 200
    planted = base64.b64encode(pickle.dumps(_Harm(tmp_path / "harm"))).decode()
    _rows("UPDATE web_cache SET value = %s, expires = '2099-01-01 00:00:00+00'", planted)
    assert _sign_in_wrongly() == 200
    assert not (tmp_path / "harm").exists()
    assert cache.get(pace.Tries.of("nobody-here", "").key)[0] == 1


def test_a_row_that_was_moved_lengthened_or_changed_is_a_miss() -> None:
    """Nobody gives another name their count, keeps a lock for ever, or alters what the law says."""
    cache.set("theirs", [7, 1.5], 60)
    cache.set("mine", [1, 1.5], 60)
    (value,) = {row for (row,) in _rows("SELECT value FROM web_cache") if "[7, 1.5]" in row}
    code, end, text = value.split(" ", 2)
    _rows("UPDATE web_cache SET value = %s", value)
    assert cache.get_many(["theirs", "mine"]) == {"theirs": [7, 1.5]}
    for other in (f"{code} {float(end) + 1} {text}", f"{code} {end} [0, 1.5]", f"{end} {text}", text, ""):
        _rows("UPDATE web_cache SET value = %s", other)
        assert cache.get("theirs") is None
        assert cache.add("theirs", [7, 1.5], 60), "and stands in nobody's way"


def test_the_cache_keeps_what_the_house_asks_of_it() -> None:
    """One of two adds counts; what is over is gone; counting and lengthening work."""
    assert [cache.add("place", True, 60), cache.add("place", True, 60)] == [True, False]
    cache.set("over", "x", -1)
    assert cache.get("over") is None
    assert cache.add("over", "y", 60)
    cache.set_many({"n": 1, "never ends": None}, None)
    assert (cache.incr("n"), "n" in cache, "never ends" in cache, cache.get("n")) == (2, True, True, 2)
    assert [cache.touch("n", 60), cache.touch("nothing", 60)] == [True, False]
    cache.delete_many(["n", "place"])
    assert cache.get_many(["n", "place"]) == {}


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_a_backup_does_not_say_who_tried_to_sign_in(tmp_path: Path) -> None:
    """Rows of the cache are worth nothing there."""
    cache.set("tries", 1, 60)
    dumps.dump(tmp_path / "dump")
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(tmp_path / "dump")) as copy:
            assert copy.execute("SELECT * FROM web_cache").fetchall() == []
    else:
        listed = subprocess.run(
            [dumps._program("pg_restore"), "--list", tmp_path / "dump"], check=True, capture_output=True
        )
        assert b"TABLE public web_cache" in listed.stdout
        assert b"TABLE DATA public web_cache" not in listed.stdout
