"""Fixtures that every test may use."""

from __future__ import annotations

from typing import Any

import pytest

from tests.people import Cast, gather

_cast: list[Cast] = []


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The database of the session, with the cast in it: keys made anew in each test would take minutes."""
    with django_db_blocker.unblock():
        _cast.append(gather())


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast (`tests/people.py`)."""
    return _cast[-1]
