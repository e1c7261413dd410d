"""The small site of `pages.py`, and a client that shows error pages instead of raising."""

from collections.abc import Iterator

import pytest
from django.test import Client

from tests.rooms.web import pages


@pytest.fixture
def site(settings: object) -> Iterator[None]:
    settings.ROOT_URLCONF = "tests.rooms.web.pages"  # type: ignore[attr-defined]
    pages.received.clear()
    yield
    pages.received.clear()


@pytest.fixture
def visitor(site: None) -> Client:
    """Somebody without a session, whose errors are answered as in production."""
    return Client(raise_request_exception=False)
