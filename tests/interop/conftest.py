"""Fixtures of these tests: one Chromium a worker, as the journeys have it."""

from tests.journeys.conftest import browser, opened

__all__ = ["browser", "opened"]
