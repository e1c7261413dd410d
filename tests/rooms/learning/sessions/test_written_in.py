"""A sheet of paper that somebody writes to in the database: nobody passes by it, and none is read once that is to be
read twice."""

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from fanal.access.api import NotAllowed
from fanal.learning.courses.model import Value
from fanal.learning.models import Attempt, GroupSession, Sheet
from fanal.learning.sessions import paper, sessions
from tests.desk import text
from tests.people import Cast
from tests.rooms.learning import reviewed
from tests.rooms.learning.seated import card, cohort, lead, sit, url
from tests.rooms.learning.sessions import test_sessions as others

pytestmark = pytest.mark.django_db(databases="__all__")
SAYS = "Nobody vouches for what was typed of this sheet"


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def one(cast: Cast, now: datetime) -> GroupSession:
    """Running: Edo leads it."""
    reviewed.all_say(cast, others.CODE)
    lead(cast)
    made = sessions.plan(cast["edo"], cohort(cast).pk, others.CODE, "en", 20, now.date(), now)
    sessions.start(cast["edo"], made.pk, now)
    return GroupSession.objects.select_related("cohort").get()


@pytest.mark.parametrize("change", ["letters", "form", "seed", "learner", "typed_at", "second"])
def test_what_was_typed_and_changed_counts_for_nobody(
    cast: Cast, one: GroupSession, now: datetime, change: str
) -> None:
    """Eva wrote what is wrong, and somebody makes it right, or another form, or hers the sheet of another."""
    eva, row = others._writer(cast, one, now, Value.HARMFUL)
    other, _code, _of = card(cast, "Ida", one.cohort)
    best = others._letters(row)
    values: dict[str, Any] = {
        "letters": best, "form": next(name for name in paper.on_paper(others.COURSE) if name != row.form),
        "seed": "0" * 32, "typed_at": now.replace(year=2020), "second": True,
    }  # fmt: skip
    if change == "learner":
        Sheet.objects.update(learner=other)
        Sheet.objects.update(learner=row.learner, letters=best)
    else:
        Sheet.objects.update(**{change: values[change]})
    assert SAYS in text(eva.post(url("paper", row.pk), {"mine": "yes"}))
    assert not Attempt.objects.exists()


def test_a_sheet_that_nobody_typed_is_none(cast: Cast, one: GroupSession, now: datetime) -> None:
    """Its letters were written into the database, with that it was read; or all of it was made up."""
    _learner, code, _of = card(cast, "Eva", one.cohort)
    others.attending.by_card(cast["edo"], one.pk, code, now)
    paper.draw(cast["edo"], one.pk, now)
    row = Sheet.objects.select_related("session", "learner").get()
    best = others._letters(row)
    Sheet.objects.update(letters=best, typed_at=now, typed_by_id=cast["edo"].person, read_at=now)
    eva = sit(code)
    assert SAYS in text(eva.post(url("paper", row.pk), {"mine": "yes"}))
    row.pk, row.letters, row.read_at, row.typed_at = uuid4(), best, now, now
    Sheet.objects.all().delete()
    row.save(force_insert=True)
    assert SAYS in text(eva.post(url("paper", row.pk), {"mine": "yes"}))
    assert not Attempt.objects.exists()


def test_whoever_takes_the_second_reading_away_gets_no_sheet_in(cast: Cast, one: GroupSession, now: datetime) -> None:
    _learner, code, _of = card(cast, "Eva", one.cohort)
    others.attending.by_card(cast["edo"], one.pk, code, now)
    paper.draw(cast["edo"], one.pk, now)
    others.drawn(second=True)
    row = Sheet.objects.select_related("session", "learner").get()
    Sheet.objects.update(second=False)
    with pytest.raises(NotAllowed, match="somebody changed it"):
        paper.type_in(cast["edo"], row.pk, others._letters(row), now)
    Sheet.objects.update(code=b"")  # as one of before this code: then it is read twice
    assert paper.stage(paper.type_in(cast["edo"], row.pk, others._letters(row), now)) == "typed"


def test_the_second_reading_is_of_what_the_first_left(cast: Cast, one: GroupSession, now: datetime) -> None:
    _learner, code, _of = card(cast, "Eva", one.cohort)
    others.attending.by_card(cast["edo"], one.pk, code, now)
    paper.draw(cast["edo"], one.pk, now)
    others.drawn(second=True)
    row = Sheet.objects.select_related("session", "learner").get()
    paper.type_in(cast["edo"], row.pk, others._letters(row), now)
    Sheet.objects.update(typed_by_id=cast["dalia"].person)
    with pytest.raises(NotAllowed, match="somebody changed it"):
        paper.type_again(cast["edo"], row.pk, others._letters(row), now)
