"""Fixtures that every test may use."""

from __future__ import annotations

import time
from datetime import datetime, timedelta, tzinfo
from typing import Any

import pytest

from fanal.access import middleware
from tests import anew
from tests.people import NOW, Cast


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The database of the session, with the cast in it: keys made anew in each test would take minutes."""
    with django_db_blocker.unblock():
        anew.keep()


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast (`tests/people.py`)."""
    return anew.present()


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
