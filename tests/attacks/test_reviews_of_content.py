"""A writer of the database who wants a wording to pass for reviewed, or a no to be forgotten."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.models import F

from fanal.access.api import reviews
from fanal.access.models import ReviewGiven
from fanal.access.reviews import State
from fanal.journal.models import Entry
from fanal.research.questions import classing
from fanal.site import unproved
from tests.people import NOW, Cast
from tests.rooms.research import planning

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("data")]
TODAY = NOW.date()


def _state(cast: Cast) -> State:
    return classing.standing(cast.aurora, "concerns", TODAY).state


def _named() -> list[str]:
    return [words for words in unproved.unproved("records") if "a review" in words]


CHANGES: dict[str, Callable[[], object]] = {
    "until": lambda: ReviewGiven.objects.update(until=F("until") + timedelta(days=900)),
    "reviewer": lambda: ReviewGiven.objects.update(reviewer="A court"),
    "wording": lambda: ReviewGiven.objects.update(digest="0" * 64),
    "taken away": lambda: ReviewGiven.objects.filter(kind="ethics").delete(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_statement_that_was_changed_or_taken_away_counts_no_more(cast: Cast, change: Callable[[], object]) -> None:
    planning.people(cast)
    planning.classes_reviewed(cast)
    assert _state(cast) is State.REVIEWED
    assert not _named(), "the control"
    change()
    assert _state(cast) is State.WAITING
    assert ["a review was changed or taken away" in words for words in _named()] == [True]
    assert "Tell your administrator" in classing.waits_for(cast.aurora, "concerns", TODAY)
    planning.review_classes(cast["sol"], "concerns", "ethics", NOW + timedelta(hours=1))
    planning.review_classes(cast["tove"], "concerns", "survivor", NOW + timedelta(hours=1))
    assert _state(cast) is State.REVIEWED, "it is stated anew"


def test_a_no_that_was_taken_away_leaves_no_yes(cast: Cast) -> None:
    planning.people(cast)
    planning.classes_reviewed(cast)
    planning.review_classes(cast["sol"], "concerns", "ethics", NOW, no="A class points at one child.")
    assert _state(cast) is State.REFUSED
    ReviewGiven.objects.filter(yes=False).delete()
    assert _state(cast) is State.WAITING


def test_a_statement_that_nobody_made_counts_for_nothing(cast: Cast) -> None:
    planning.people(cast)
    planning.review_classes(cast["tove"], "concerns", "survivor", NOW)
    row, sol = ReviewGiven.objects.get(), cast["sol"]
    row.pk, row.kind, row.by_id = reviews.ReviewGiven().pk, "ethics", sol.person
    row.save(force_insert=True)
    assert _state(cast) is State.WAITING
    assert ["a review is by nobody" in words for words in _named()] == [True]


def test_of_a_torn_chain_nothing_counts(cast: Cast) -> None:
    planning.people(cast)
    planning.classes_reviewed(cast)
    Entry.objects.filter(record=classing.item("concerns").chain).order_by("seq").first().delete()  # type: ignore[union-attr]
    assert _state(cast) is State.WAITING
    with pytest.raises(Exception, match=r".") as why:
        planning.review_classes(cast["sol"], "concerns", "ethics", NOW)
    assert type(why.value).__name__ == "NotAllowed"
