"""Fixtures that every test may use."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

import pytest
from django.db import connections, transaction

from fanal.access import middleware
from fanal.engines.language.command import PACKAGE, compile_catalogues
from fanal.network.api import keyfile
from fanal.site import preparing
from tests import anew, sizes, strict, watching
from tests.people import NOW, Cast

JOURNEYS = [Path(__file__).parent / name for name in ("journeys", "interop")]
"""Folders of which `tools/test journeys` runs the journeys."""
ONCE: set[str] = set()
"""Files and tests that `tools/once` leaves to SQLite; none where it chooses anew."""
if "FANAL_TEST_STATEMENTS" not in os.environ:
    ONCE.update((Path(__file__).parent / "once.txt").read_text().splitlines())


def pytest_sessionstart(session: pytest.Session) -> None:
    """Pages of tests show the catalogues as they are now. Once, not in each of several workers at a time. Every request
    is watched, and SQLite is strict."""
    watching.watch()
    strict.hold()
    if not hasattr(session.config, "workerinput"):
        compile_catalogues(PACKAGE)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """A file that is wholly left to SQLite is not even loaded where such tests do not run."""
    left = collection_path.suffix == ".py" and collection_path.relative_to(config.rootpath).as_posix() in ONCE
    return (left and "not once" in config.option.markexpr) or None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A journey stands where its part looks for it. What is left to SQLite says so."""
    if lost := [
        item.nodeid for item in items if item.get_closest_marker("journey") and not {*JOURNEYS} & {*item.path.parents}
    ]:
        raise pytest.UsageError(f"no part runs a journey outside of journeys/ and interop/: {lost}")
    for item in items:
        if ONCE & {item.nodeid, item.nodeid.partition("::")[0]}:
            item.add_marker(pytest.mark.once("listed"))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The database of the session, with the cast in it: keys made anew in each test would take minutes."""
    with django_db_blocker.unblock():
        preparing.note_migrations()
        anew.keep()


@pytest.fixture(scope="module")
def full_price() -> Iterator[None]:
    """A password costs in this file what it costs where people work."""
    sizes.passwords(sizes.PRICE)
    yield
    sizes.passwords()


@pytest.fixture
def keyfile_kept() -> Iterator[None]:
    """The key file is put back: a test that adds keys leaves none to others of its process."""
    before = keyfile.keyfile()
    yield
    keyfile.write(before)


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast (`tests/people.py`)."""
    return anew.present()


@pytest.fixture
def people(transactional_db: None) -> Cast:
    """The cast in an empty database, for tests that commit."""
    return anew.cast_anew()


@pytest.fixture(scope="module")
def cast_of_file(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """The cast, for a fixture of the same scope that does once what all tests of a file begin from. Each test is taken
    back to that, and the file's end takes it back too; so what it gives is an identifier, or a row that nobody changes.
    """
    with django_db_blocker.unblock(), ExitStack() as taken_back:
        for using in connections:
            taken_back.enter_context(transaction.atomic(using))
        yield anew.present()
        for using in connections:
            transaction.set_rollback(True, using)


@pytest.fixture
def erased_again(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """What a restore does at its end: the erasure ledger, here one of this test alone, is replayed."""
    from fanal.site import ledger

    settings.DATA = tmp_path
    monkeypatch.setattr(ledger, "_overwrite", lambda: None)  # not inside the transaction of a test
    return lambda: ledger.replay(NOW, lambda *_: None)


@pytest.fixture
def that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are asked for in the evening of `NOW`, whatever day it is: grants, plans and agreements of tests end.

    Sessions, second steps and jobs keep the clock of the machine.
    """
    begun, evening = time.monotonic(), NOW + timedelta(hours=10)

    class ThatDay(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return (evening + timedelta(seconds=time.monotonic() - begun)).astimezone(tz)

    monkeypatch.setattr(middleware, "datetime", ThatDay)
