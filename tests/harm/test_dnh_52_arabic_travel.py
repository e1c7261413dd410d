"""DNH-52, of drafts: what a traveller who scans a badge and a worker with a card meet first is whole in Arabic."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from fanal.learning.courses import library as library_of_courses
from fanal.tourism.programmes import library
from tests.harm.test_dnh_52_arabic import LATIN, Words
from tests.people import Cast
from tests.rooms.learning import reviewed
from tests.rooms.learning.device import best
from tests.rooms.learning.seated import play, seated
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


def test_what_a_worker_with_a_card_goes_through_is_whole_in_arabic(cast: Cast) -> None:
    """A course itself speaks its own language, and says so; everything around it is Arabic."""
    reviewed.all_say(cast, "tourism-core")
    reviewed.all_say(cast, "housekeeping")
    one, course = seated(cast), library_of_courses.shipped()["tourism-core"]

    def at(name: str, *rest: object) -> str:
        return reverse(f"learner:{name}", args=["ar", *rest])

    lesson = course.lessons[0]
    pages = [at("mine"), at("course", course.code), at("data"), at("page", course.code, lesson.id, lesson.pages[0].id)]
    attempt = play(one.client, "final", best)
    pages += [at("attempt", attempt.pk), at("certificate", attempt.pk), at("mine")]
    own = {course.texts["title"], course.texts[lesson.pages[0].title], "Ana"}  # the titles of the browser carry no mark
    found = {page: _english(one.client.get(page).content.decode()) for page in pages}
    said = {page: [words for words in all_of_it if words not in own] for page, all_of_it in found.items()}
    assert not any(said.values()), said
    assert all(words.count(course.texts["title"]) <= 1 for words in found.values()), "within a page it is marked"
