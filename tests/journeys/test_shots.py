"""The walker of `make shots` takes every look of a screen and shows them together."""

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser

from tests import shots
from tests.browser import serving

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases="__all__")]


def width_of(path: Path) -> int:
    with Image.open(path) as picture:
        return picture.width


def test_a_screen_is_taken_in_every_look_and_language(browser: Browser, tmp_path: Path) -> None:
    seen: list[str | None] = []
    screens = [
        shots.Screen(
            "public", "/{lang}/dev/components", act=lambda page: seen.append(page.locator("html").get_attribute("dir"))
        ),
        shots.Screen(
            "desk", "/dev/components", act=lambda page: seen.append(page.locator("html").get_attribute("lang"))
        ),
    ]
    with serving() as server:
        paths = list(shots.walk(server, browser, screens, tmp_path))
    assert seen == ["ltr", "en", "rtl", "ar"]
    assert len(set(paths)) == 16
    assert {width_of(path) for path in paths} == {320, 1200}
    page = shots.index(tmp_path, paths).read_text()
    assert all(path.name in page for path in paths)
    assert page.count("<h2>") == 4


def test_screens_have_names_of_their_own() -> None:
    names = [screen.name for screen in shots.SCREENS]
    assert len(set(names)) == len(names)
