"""Fixtures of the journeys: one Chromium a worker, one world a journey."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser import chromium
from tests.journeys.scene import World
from tests.journeys.scene import world as make_world


@pytest.fixture(scope="package")
def opened() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def browser(opened: Browser) -> Iterator[Browser]:
    """Chromium, with no visit of another journey in it."""
    yield opened
    for context in opened.contexts:
        context.close()


@pytest.fixture
def world(transactional_db: None, browser: Browser) -> Iterator[World]:
    with make_world(browser) as made:
        yield made
