"""What tests of the public form begin from."""

import pytest

from fanal.concerns.public.guard import guard
from tests.people import Cast
from tests.rooms.concerns.reporter import publish


@pytest.fixture(autouse=True)
def _quiet() -> None:
    """Nobody was there before: the guard of the form remembers what came."""
    guard.forget()


@pytest.fixture
def here(cast: Cast) -> Cast:
    """The cast, with the form of Aurora open in XA."""
    publish(cast)
    return cast
