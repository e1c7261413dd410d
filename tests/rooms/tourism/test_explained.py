"""What everybody can read: how a score is made, and what was read of the law."""

import pytest
from django.test import Client

from fanal.tourism.duties import library

pytestmark = pytest.mark.django_db


def _text(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200
    assert not answer.cookies
    return answer.content.decode()


def test_how_a_score_is_made_with_an_example_that_is_reckoned() -> None:
    page = _text("/en/travel/scores/")
    for words in ("58 of 100", "40 of 100", "0 of 100", "The word for it is “building”.", "Rule fanal-1."):
        assert words in page
    assert "comes to “building” at most" in page
    assert "Companies are not compared." in page


def test_every_law_that_was_read_stands_there_with_its_source() -> None:
    page = _text("/en/travel/laws/")
    held = library.shipped()
    for one in (*held.rules, *held.signs):
        assert one.cite.replace("&", "&amp;") in page
        assert one.url.replace("&", "&amp;") in page
    assert page.count("no lawyer of that place has reviewed it") == len(held.rules) + len(held.signs)
    for words in (
        "A place that does not stand here was not assessed", "Florida, United States", "guidance: it obliges nobody",
        "within 60 days of starting in the work", "We know of none that is.", "279 × 381 mm at least",
    ):  # fmt: skip
        assert words in page


@pytest.mark.parametrize("language", ["fr", "es"])
@pytest.mark.parametrize("page", ["scores", "laws"])
def test_in_other_languages(language: str, page: str) -> None:
    text = _text(f"/{language}/travel/{page}/")
    assert f'lang="{language}"' in text
    assert "How a score is made" not in text
    assert "What the law asks" not in text
