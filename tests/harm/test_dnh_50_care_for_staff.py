"""DNH-50: whoever has opened many concerns is asked to pause, and texts stand folded."""

from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.urls import reverse
from django.utils import timezone

from fanal.concerns.triage import triage
from tests.desk import client_of, text
from tests.people import Cast
from tests.rooms.concerns.told import ANSWERS, WORDS, tell

pytestmark = pytest.mark.django_db(databases="__all__")


class Visible(HTMLParser):
    """The words of a page that show before anything is unfolded."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self._folds: list[bool] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "details":
            self._folds.append("open" not in dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if tag == "details":
            self._folds.pop()

    def handle_data(self, data: str) -> None:
        if not any(self._folds):
            self.words.append(data)


def test_no_text_shows_before_it_is_unfolded(cast: Cast) -> None:
    """In the page as it comes, without any script, at every size."""
    sent = tell(cast, child_door=False)
    page = text(client_of(cast, "amara").get(reverse("concerns:concern", args=[sent.id])))
    shown = " ".join(Visible(page).words)
    folded = " ".join(str(ANSWERS[name]) for name in ("words", "child_words", "adult_words"))
    for name in ("words", "child_words", "adult_words"):
        assert ANSWERS[name] in page
        assert ANSWERS[name] not in shown
    assert f"Read their words ({len(folded.split())} words)" in page


def test_a_child_s_own_words_are_folded_too(cast: Cast) -> None:
    sent = tell(cast, child_door=True, danger=None, happening="He hurts me at night", more="And my brother")
    page = text(client_of(cast, "amara").get(reverse("concerns:concern", args=[sent.id])))
    shown = " ".join(Visible(page).words)
    assert "He hurts me at night" in page
    assert "hurts me" not in shown
    assert "my brother" not in shown


def test_a_walk_through_twelve_meets_a_pause(cast: Cast) -> None:
    """Twelve open one after another; the thirteenth page asks, kindly, and shows nothing of the concern."""
    now = timezone.now()
    client = client_of(cast, "amara")
    for _ in range(12):
        assert client.get(reverse("concerns:concern", args=[tell(cast, now).id])).status_code == 200
    page = client.get(reverse("concerns:concern", args=[tell(cast, now).id]))
    assert page.status_code == 429
    assert "Take a pause first" in text(page)
    assert "A colleague can take this one" in text(page)
    assert WORDS not in text(page)


def test_danger_is_not_kept_waiting(cast: Cast) -> None:
    now = timezone.now()
    for at in range(12):
        triage.look(cast["amara"], tell(cast, now).id, now - timedelta(seconds=60 - at))
    client = client_of(cast, "amara")
    url = reverse("concerns:concern", args=[tell(cast, now, danger="yes").id])
    assert "Why do you open it?" in text(client.get(url))
    assert WORDS in text(client.post(url, {"pause": "go", "reason": "nobody_else"}))
