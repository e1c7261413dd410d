"""A table in the shape of the peer's (Primero 2.15.2.1: the design names its version, its 105 indexes and its scope by
array overlap), so that both are measured on one machine. Nothing of the peer is in this repository."""

import json
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

from fanal.site.console import start_django

_INDEXES = 105
_OWN_COLUMNS = 5
_BYTES = 5_000
_USERS = 768


def measure(given: dict[str, int]) -> dict[str, float]:
    """Milliseconds, bytes of WAL, number and megabytes of indexes, by the names of our tasks."""
    start_django()
    from django.db import connection

    with connection.cursor() as cursor:
        _build(cursor, given["files"])
        return dict(_measured(cursor))


def _build(cursor: Any, files: int) -> None:
    """Wide rows, most of them open and of other workers; one of four files of the worker who is measured."""
    names = [f"srch_{at:03}" for at in range(_INDEXES - _OWN_COLUMNS)]
    columns = ", ".join(f"{name} text" for name in names)
    cursor.execute(
        "CREATE TABLE peer_cases (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), scope text[], status text, risk text, "
        f"due timestamptz, names text[], {columns}, data jsonb)"
    )
    filler = json.dumps({f"field_{at}": f"value of a question {at} " * 3 for at in range(_BYTES // 80)})
    values = ", ".join(f"md5((n * {at + 1} %% 500)::text)" for at in range(len(names)))
    cursor.execute(
        "INSERT INTO peer_cases (scope, status, risk, due, names, " + ", ".join(names) + ", data) "
        "SELECT ARRAY[CASE WHEN n < 4 THEN 'marek' ELSE 'user' || n %% %s END, 'group' || n %% 40], "
        "CASE WHEN n %% 100 < 60 THEN 'closed' ELSE 'open' END, (ARRAY['low', 'high', 'medium', 'low'])[1 + n %% 4], "
        "now() + (n %% 900 - 200) * interval '1 hour', ARRAY[md5((n %% 3000)::text), md5((n %% 5000)::text)], "
        f"{values}, jsonb_set(%s::jsonb, '{{field_0}}', to_jsonb(n)) FROM generate_series(0, %s - 1) AS n",
        [_USERS, filler, files],
    )  # fmt: skip
    cursor.execute("UPDATE peer_cases SET status = 'open' WHERE scope && ARRAY['marek']")
    for name in ("scope", "status", "risk", "due", "names", *names):
        cursor.execute(f"CREATE INDEX ON peer_cases ({name})")
    cursor.execute("VACUUM ANALYZE peer_cases")


_MINE = "scope && ARRAY['marek'] AND status = 'open'"
_TEAM = "scope && ARRAY['group7'] AND status = 'open'"


def _measured(cursor: Any) -> Iterator[tuple[str, float]]:
    def ask(sql: str) -> Callable[[], object]:
        def work() -> object:
            cursor.execute(sql)
            return cursor.fetchall()

        return work

    rows = "SELECT id, data FROM peer_cases WHERE"
    yield "own files, rows", _middle(ask(f"{rows} {_MINE} ORDER BY due LIMIT 25"))
    yield "own files, count", _middle(ask(f"SELECT count(*) FROM peer_cases WHERE {_MINE}"))
    yield "team by risk", _middle(ask(f"{rows} {_TEAM} AND risk = 'high' ORDER BY due LIMIT 25"))
    yield (
        "all files of a supervisor",
        _middle(ask(f"{rows} status = 'open' AND scope && ARRAY['group7', 'group8'] LIMIT 25")),
    )
    yield "name search", _middle(ask(f"{rows} {_TEAM} AND names && ARRAY[md5('7'), md5('1007')] LIMIT 25"))
    one = "(SELECT id FROM peer_cases ORDER BY id LIMIT 1)"
    changed = (
        "UPDATE peer_cases SET risk = CASE risk WHEN 'high' THEN 'low' ELSE 'high' END, "
        f'data = data || \'{{"risk": "high"}}\' WHERE id = {one}'
    )
    yield "change of risk", _wal(cursor, changed)
    columns = [f"srch_{at:03}" for at in range(_INDEXES - _OWN_COLUMNS)]
    same = ", ".join(("scope", "status", "risk", "due", "names", *columns, "data"))
    yield "new file", _wal(cursor, f"INSERT INTO peer_cases ({same}) SELECT {same} FROM peer_cases WHERE id = {one}")
    cursor.execute("SELECT count(*) FROM pg_indexes WHERE tablename = 'peer_cases'")
    yield "indexes, most of a table", float(cursor.fetchone()[0])
    cursor.execute("SELECT pg_indexes_size('peer_cases')")
    yield "size of indexes", cursor.fetchone()[0] / 2**20


def _middle(work: Callable[[], object], loads: int = 15) -> float:
    work()
    spent = []
    for _each in range(loads):
        begun = time.perf_counter()
        work()
        spent.append((time.perf_counter() - begun) * 1000)
    return statistics.median(spent)


def _wal(cursor: Any, sql: str) -> float:
    """Of some like deeds the least: none of its pages is imaged whole."""
    found = []
    for _each in range(4):
        cursor.execute("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn")
        before = cursor.fetchone()[0]
        cursor.execute(sql)
        cursor.execute("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn")
        found.append(float(cursor.fetchone()[0] - before))
    return min(found)
