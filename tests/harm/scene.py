"""Shared by the tests of one do-no-harm rule each: the public form is open, the guard has forgotten everything."""

import pytest

from fanal.concerns.public.guard import guard
from tests.people import Cast
from tests.rooms.concerns.reporter import publish


@pytest.fixture
def open_form(cast: Cast) -> Cast:
    """Aurora listens in XA, Nordlys in XB."""
    guard.forget()
    publish(cast, "XA")
    publish(cast, "XB")
    return cast
