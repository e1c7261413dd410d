"""Fixtures that every test may use."""

from __future__ import annotations

from typing import Any

import pytest

from tests import anew
from tests.people import Cast


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The database of the session, with the cast in it: keys made anew in each test would take minutes."""
    with django_db_blocker.unblock():
        anew.keep()


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast (`tests/people.py`)."""
    return anew.present()
