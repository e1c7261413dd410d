"""Every page of the room is asked for on the day of the tests."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def on_that_day(that_day: None) -> None:
    """See `that_day`."""
