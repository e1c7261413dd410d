"""Which statements each test issues, for `tools/once`: a plugin of `tools/test once`, which writes to the file in
`FANAL_TEST_STATEMENTS`; each worker adds its name. What carries the mark `once` by hand runs on SQLite alone, and so
stands for no other test: it does not run here. What a test asks of the database itself, to set a scene, to attack or to
look, is no statement of the program.
"""

import json
import os
import re
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, DataError
from django.db.backends.utils import CursorWrapper

import fanal
from tests import strict, watching

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

_PROGRAM = str(Path(fanal.__file__).parent)
_TESTS = str(Path(__file__).parent)
_REQUESTS = watching.__file__
"""Around every request of a test: what is below it, the program asks."""

_now = ""
_begun = 0.0
_issued: defaultdict[str, set[str]] = defaultdict(set)
_seconds: dict[str, float] = {}
_apart: set[str] = set()


@lru_cache(maxsize=100_000)
def shape(sql: str) -> str:
    """The statement without what differs from one call to the next."""
    for found, alike in _ALIKE:
        sql = re.sub(found, alike, sql)
    return sql


def _of_the_program() -> bool:
    """Whether of program and tests the program is nearer to the statement."""
    frame = sys._getframe(3)
    while frame is not None:
        name = frame.f_code.co_filename
        if name.startswith(_PROGRAM) or name == _REQUESTS:
            return True
        if name.startswith(_TESTS) and name != __file__:
            return False
        frame = frame.f_back  # type: ignore[assignment]
    return False


def _note(sql: str) -> None:
    alike = shape(sql)
    if alike not in _issued[_now] and _of_the_program():
        _issued[_now].add(alike)


def _noting(name: str) -> None:
    issue = getattr(CursorWrapper, name)

    def noted(self: CursorWrapper, sql: Any, *more: Any) -> Any:
        _note(str(sql))
        try:
            return issue(self, sql, *more)
        except DatabaseError:
            _apart.add(_now)
            raise

    setattr(CursorWrapper, name, noted)


class _DataError(DataError):
    def __init__(self, *words: object) -> None:
        _apart.add(_now)
        super().__init__(*words)


class _Popen(subprocess.Popen[Any]):
    def __init__(self, *arguments: Any, **more: Any) -> None:
        _apart.add(_now)
        super().__init__(*arguments, **more)


def pytest_sessionstart() -> None:
    """From now on."""
    _noting("execute")
    _noting("executemany")
    subprocess.Popen = _Popen  # type: ignore[misc]
    strict.DataError = _DataError  # type: ignore[misc]


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: Any) -> Iterator[None]:
    """What a session begins with, each run issues."""
    global _now, _begun
    if fixturedef.scope != "session":
        return (yield)
    test, begun, _now = _now, time.process_time(), ""
    try:
        return (yield)
    finally:
        _now, _begun = test, _begun + time.process_time() - begun


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Fixtures of a test, and what it shares with others and began first, count as its own."""
    global _now, _begun
    _now, _begun = item.nodeid, time.process_time()
    marked = item.get_closest_marker("django_db")
    if marked and marked.kwargs.get("transaction"):
        _apart.add(_now)
    try:
        return (yield)
    finally:
        _seconds[item.nodeid] = time.process_time() - _begun


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """What SQLite skips is tested on PostgreSQL alone."""
    if report.skipped:
        _apart.add(report.nodeid)


def pytest_sessionfinish() -> None:
    """Statements, seconds, and the tests of which these do not tell all: what commits, begins a process, was skipped or
    refused something by the database."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    seen = {name: [_seconds[name], name in _apart, sorted(_issued[name])] for name in _seconds}
    Path(os.environ["FANAL_TEST_STATEMENTS"] + worker).write_text(json.dumps(seen))
