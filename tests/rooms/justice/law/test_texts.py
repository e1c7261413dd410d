"""Versions of a provision as a reviewer sees them: each with the words of its own days."""

import html

import pytest
from django.urls import reverse

from fanal.justice.law import ladder, library, texts
from fanal.network.contracts import Role
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.justice.laws import person

pytestmark = pytest.mark.django_db(databases="__all__")
THEN = "Wer eine andere Person unter Ausnutzung einer Zwangslage"
"""How § 232 began until October 2016 (`de_stgb_2012.md`)."""
NOWADAYS = "unter Ausnutzung ihrer persönlichen oder wirtschaftlichen Zwangslage"


def versions(code: str, provision: str) -> list[texts.Text]:
    law = library.corpus(NOW).laws[code]
    item = ladder.item(law, provision)
    assert item
    return texts.texts(law, item, NOW.date())


def test_an_old_version_has_the_words_of_its_days(cast: Cast) -> None:
    """Cited is the text of today alone; the article is shown as it is stored of the text of those days."""
    newest, *_between, oldest = versions("DE", "de.232")
    assert NOWADAYS in newest.articles[0].words
    assert oldest.articles[0].words.startswith(f"(1) {THEN}")
    assert newest.quote
    assert not oldest.quote, "those are words of a later text"


def test_where_its_words_are_not_stored_a_reviewer_is_not_shown_those_of_today(cast: Cast) -> None:
    newest, *older = versions("SE", "se.6.4")
    assert newest.quote
    others = [one for one in older if not one.own]
    assert others
    assert not any(one.quote or one.articles for one in others)


def test_the_page_of_a_review_says_so(cast: Cast) -> None:
    person(cast, "lena", Role.LAWYER)
    client = client_of(cast, "lena")
    german, swedish = (
        html.unescape(text(client.get(reverse("justice:law_item", args=[code, provision]))))
        for code, provision in (("DE", "de.232"), ("SE", "se.6.4"))
    )
    _head, newest, *_between, oldest = german.split('<section class="stack" aria-labelledby="version-')
    assert NOWADAYS in newest
    assert NOWADAYS not in oldest
    assert THEN in oldest
    assert "Numbered as in" in oldest
    assert "The words of these days are not stored here." in swedish
