"""What was done before somebody else opened a card stays closed, also to whoever writes to the database."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from fanal.journal.models import Entry
from fanal.learning import mine
from fanal.learning.attempts.opened import opened_at
from fanal.learning.models import Attempt, Learner, Post
from fanal.learning.people import people
from tests.desk import text
from tests.people import Cast
from tests.rooms.learning import reviewed
from tests.rooms.learning.device import best
from tests.rooms.learning.seated import Seated, play, seated, sit, url

pytestmark = pytest.mark.django_db(databases="__all__")
CODE = "tourism-core"


@pytest.fixture
def one(cast: Cast) -> Seated:
    reviewed.all_say(cast, CODE)
    return seated(cast)


def _post(one: Seated) -> Post:
    return Post.objects.select_related("cohort", "learner").get(learner=one.learner)


def _open(cast: Cast, one: Seated, at: datetime) -> str:
    people.open_card(cast["edo"], _post(one), at)
    return one.code


def _new(cast: Cast, one: Seated, at: datetime) -> str:
    return people.new_card(cast["edo"], _post(one), at).code


@pytest.mark.parametrize("how", [_open, _new])
def test_a_column_that_is_emptied_opens_nothing(cast: Cast, one: Seated, how: Callable[..., str]) -> None:
    """Whoever leads the training opens the card, empties the column, and sits down in the place of its holder."""
    row = play(one.client, "final", best, CODE)
    later = timezone.now() + timedelta(minutes=5)
    code = how(cast, one, later)
    for column in (None, later - timedelta(days=9)):
        Learner.objects.filter(pk=one.learner.pk).update(opened_at=column)
        learner = Learner.objects.get(pk=one.learner.pk)
        found = opened_at(learner)
        assert found is not None
        assert found >= later.replace(microsecond=0)
        told = next(each for each in mine.held(learner)["attempts"] if each["use"] == "final")
        assert (told["closed"], told["answers"]) == (True, [])
    taker = sit(code, "650913")
    page = text(taker.get(url("attempt", row.pk)))
    assert "opened" in page


def test_an_attempt_that_is_moved_behind_it_stays_closed(cast: Cast, one: Seated) -> None:
    row = play(one.client, "final", best, CODE)
    _open(cast, one, timezone.now() + timedelta(minutes=5))
    Attempt.objects.filter(pk=row.pk).update(started_at=timezone.now() + timedelta(hours=1))
    told = next(each for each in mine.held(Learner.objects.get())["attempts"] if each["use"] == "final")
    assert (told["closed"], told["answers"]) == (True, [])


def test_where_the_chain_is_torn_all_of_it_is_closed(cast: Cast, one: Seated) -> None:
    play(one.client, "final", best, CODE)
    _open(cast, one, timezone.now() + timedelta(minutes=5))
    Learner.objects.update(opened_at=None)
    last: Any = Entry.objects.filter(record=one.learner.pk).order_by("seq").first()
    last.delete()
    assert all(each["closed"] for each in mine.held(Learner.objects.get())["attempts"])


def test_the_first_card_closes_nothing(cast: Cast, one: Seated) -> None:
    play(one.client, "final", best, CODE)
    assert opened_at(Learner.objects.get()) is None
    assert not any(each["closed"] for each in mine.held(Learner.objects.get())["attempts"])
