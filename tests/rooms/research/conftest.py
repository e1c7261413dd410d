"""Every page of the room is asked for on the day of the tests, and every population has the same noise."""

from collections.abc import Iterator

import pytest

from tests.rooms.research import planning
from tests.rooms.research.planning import records_of_file

__all__ = ["records_of_file"]


@pytest.fixture(autouse=True)
def on_that_day(that_day: None) -> None:
    """See `that_day`."""


@pytest.fixture(autouse=True)
def with_the_same_secret() -> Iterator[None]:
    """See `planning.same_secret`."""
    with planning.same_secret():
        yield
