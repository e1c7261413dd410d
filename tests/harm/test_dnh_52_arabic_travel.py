"""DNH-52, of drafts: what a traveller who scans a badge and a worker with a card meet first is whole in Arabic."""

import re
from html import unescape

import pytest
from django.test import Client

from fanal.tourism.programmes import library
from tests.harm.test_dnh_52_arabic import LATIN, Words
from tests.people import Cast
from tests.rooms.tourism import firms

pytestmark = pytest.mark.django_db(databases="__all__")
NAMES = re.compile(
    r"\b(?:Hotel Lantern|Lantern Harbour|North|X[A-E]|JSON|PDF|PIN|Fanal|Shift|[A-Z0-9]{5}-[A-Z0-9]{5})\b|\{day\}"
)


def _english(html: str) -> list[str]:
    official = re.compile("|".join(re.escape(one.name["en"]) for one in library.shipped().values()))
    said = [NAMES.sub("", official.sub("", unescape(text))) for text in Words(html).said]
    return [text.strip() for text in said if LATIN.search(text)]


@pytest.mark.parametrize(
    "path",
    [
        "/preview/ar/travel/register/{code}/", "/preview/ar/travel/register/AAAAA-AAAAA/",
        "/preview/ar/travel/register/", "/preview/ar/travel/register/?q=zzz", "/preview/ar/travel/",
        "/learn/ar/in/", "/c/ar/", "/c/ar/page",
    ],
)  # fmt: skip
def test_the_first_pages_of_travel_and_learning_are_whole_in_arabic(cast: Cast, path: str) -> None:
    firm = firms.active(cast)
    page = Client().get(path.format(code=firm.row.public_code)).content.decode()
    assert 'dir="rtl"' in page
    found = _english(page)
    assert not found, found
