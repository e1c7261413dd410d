"""Which statements each test issues, for `tools/once`: a plugin of `tools/test once`, which writes to the file in
`FANAL_TEST_STATEMENTS`; each worker adds its name. What carries the mark `once` by hand runs on SQLite alone, and so
stands for no other test: it is not noted.
"""

import json
import os
import re
import subprocess
import time
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from django.db.backends.utils import CursorWrapper

_ALIKE = (
    (r"\s+", " "),
    (r"(%s|\?)(, ?(%s|\?))+", "?*"),
    (r"(\((?:%s|\?\*|\?)\))(, ?\((?:%s|\?\*|\?)\))+", "(..)*"),
    (r'"?s\d+_x\d+"?', "SAVEPOINT"),
    (r"\b\d+\b", "N"),
    (r"'[^']*'", "'L'"),
    (r"(N|\(N\))(, ?(N|\(N\)))+", "N*"),
)
"""Parameters, however many rows or values, names of savepoints, numbers and texts make no other statement."""

_now = ""
_issued: defaultdict[str, set[str]] = defaultdict(set)
_seconds: dict[str, float] = {}
_apart: set[str] = set()


@lru_cache(maxsize=100_000)
def shape(sql: str) -> str:
    """The statement without what differs from one call to the next."""
    for found, alike in _ALIKE:
        sql = re.sub(found, alike, sql)
    return sql


def _noting(name: str) -> None:
    issue = getattr(CursorWrapper, name)

    def noted(self: CursorWrapper, sql: Any, *more: Any) -> Any:
        _issued[_now].add(shape(str(sql)))
        return issue(self, sql, *more)

    setattr(CursorWrapper, name, noted)


class _Popen(subprocess.Popen[Any]):
    def __init__(self, *arguments: Any, **more: Any) -> None:
        _apart.add(_now)
        super().__init__(*arguments, **more)


def pytest_sessionstart() -> None:
    """From now on."""
    _noting("execute")
    _noting("executemany")
    subprocess.Popen = _Popen  # type: ignore[misc]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Fixtures of a test, and what it shares with others and began first, count as its own."""
    global _now
    _now, begun = item.nodeid, time.process_time()
    marked = item.get_closest_marker("django_db")
    if marked and marked.kwargs.get("transaction"):
        _apart.add(_now)
    try:
        return (yield)
    finally:
        if all(mark.args for mark in item.iter_markers("once")):
            _seconds[item.nodeid] = time.process_time() - begun


def pytest_sessionfinish() -> None:
    """Statements, seconds, and the tests that commit or begin processes: what these ask the database is not seen."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    seen = {name: [_seconds[name], name in _apart, sorted(_issued[name])] for name in _seconds}
    Path(os.environ["FANAL_TEST_STATEMENTS"] + worker).write_text(json.dumps(seen))
