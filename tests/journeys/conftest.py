"""Fixtures of the journeys: one Chromium a module, one world a journey."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser import chromium
from tests.journeys.scene import World
from tests.journeys.scene import world as make_world


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def world(transactional_db: None, browser: Browser) -> Iterator[World]:
    with make_world(browser) as made:
        yield made
