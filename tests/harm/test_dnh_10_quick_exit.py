"""DNH-10: the way out is on every page, first, works without JavaScript, and clears what the browser kept of us.

What it does with JavaScript (blank at once, replace, Shift three times) is proved in the browser.
"""

import re

import pytest
from django.test import Client

from tests.harm.scene import open_form
from tests.people import Cast
from tests.rooms.concerns.reporter import Reporter, every_page

__all__ = ["open_form"]


def test_it_is_the_first_link_of_every_page(open_form: Cast) -> None:
    for name, page in every_page().items():
        first = re.search(r"<(?:a|button|input)\b[^>]*>", page.html.split("<body>")[1])
        assert first is not None
        assert "data-leave" in first[0], name
        assert re.search(r'href="/en/(?:x[ae]/)?leave"', first[0]), name


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/en/leave", "https://worldweather.wmo.int/"),
        ("/en/xa/leave", "https://weather-xa.example/today"),
        ("/fr/xe/leave", "https://weather-xe.example/today"),
        ("/es/fr/leave", "https://worldweather.wmo.int/"),
    ],
)
def test_it_leads_to_the_weather_and_forgets(open_form: Cast, address: str, target: str) -> None:
    response = Client().get(address)
    assert (response.status_code, response["Location"]) == (303, target)
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["Cache-Control"] == "no-store"


def test_back_shows_nothing_that_was_kept(open_form: Cast) -> None:
    """Every page forbids the browser to keep it, so Back shows the browser's own neutral page."""
    for name, page in every_page().items():
        assert page.response["Cache-Control"] == "no-store", name


def test_a_browser_without_script_keeps_no_word_and_forgets_at_the_end(open_form: Cast) -> None:
    """For its Back it may keep a page of blank questions; never one on which a word stands, nor the code."""
    words = "the girl with the red bag"
    page = Reporter(headers={"Sec-Fetch-Dest": "document"}).get("/en/xa/")
    assert page.response["Cache-Control"] == "no-store"
    kept = []
    for button, answers in (
        ("Continue", {"danger": "no"}), ("Continue", {"words": words}), ("Back", {}), ("Continue", {}),
        ("Continue", {}), ("Continue", {}), ("Continue", {}), ("Continue", {}), ("Send now", {}),
    ):  # fmt: skip
        page.press(button, **answers)
        may_keep = page.response["Cache-Control"] != "no-store"
        kept.append(may_keep)
        if may_keep:
            assert words not in page.html
    assert page.code
    assert kept == [True, True, False, True, True, True, True, False, False]
    page.press("Finish", kept="on")
    assert page.response["Clear-Site-Data"] == '"cache"'
