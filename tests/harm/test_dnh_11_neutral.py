"""DNH-11: titles, icon, addresses and file names are neutral; the product is not named."""

import re

import pytest
from django.test import Client
from django.urls import get_resolver

from tests.harm.scene import open_form
from tests.people import Cast
from tests.rooms.concerns.reporter import every_page

__all__ = ["open_form"]
WORDS = re.compile(
    r"fanal|ecpat|child|minor|abuse|exploit|report|sex|police|victim|danger|safeguard|help|secret|enfant|abus|signal|niñ|denunci",
    re.IGNORECASE,
)
# A path is seen in the history. This word by itself tells nothing.
DESIGNED = {"danger"}


@pytest.mark.parametrize("lang", ["en", "fr", "es"])
def test_titles_say_nothing(open_form: Cast, lang: str) -> None:
    for name, page in every_page(lang).items():
        title = re.search(r"<title>(.*?)</title>", page.html)
        assert title is not None
        assert title[1].strip(), name
        assert not WORDS.search(title[1]), (name, title[1])


def test_addresses_say_nothing() -> None:
    routes = [str(part.pattern) for part in get_resolver("fanal.concerns.public.urls").url_patterns]
    parts = {part for route in routes for part in re.split(r"[/<>:]", route) if part}
    assert not {part for part in parts if WORDS.search(part)} - DESIGNED


def test_pages_do_not_name_the_product(open_form: Cast) -> None:
    for name, page in every_page().items():
        assert "fanal" not in page.html.lower(), name
        assert not re.search(r'<link[^>]*rel="(?:icon|manifest|apple-touch-icon)"', page.html), name


def test_the_icon_is_nobodys() -> None:
    assert Client().get("/favicon.ico").status_code == 204
