"""What a company counts of its own people: nothing of fewer than ten, and never a person."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from fanal.learning import api
from fanal.learning.certificates import issuing, keys
from fanal.learning.courses import library
from fanal.learning.models import Certificate, Learner, Post
from fanal.learning.people import people
from tests.people import Cast
from tests.rooms.learning import reviewed
from tests.rooms.learning.passed import passed
from tests.rooms.learning.seated import cohort

pytestmark = pytest.mark.django_db(databases="__all__")
CODE = "tourism-core"
YEAR = timedelta(days=365)


@pytest.fixture
def made(cast: Cast, keyfile_kept: None) -> list[Learner]:
    """Twelve at the reception and three who drive; six of the first hold a certificate of today."""
    keys.add()
    reviewed.all_say(cast, CODE)
    now, house, course = timezone.now(), cohort(cast), library.shipped()[CODE]
    cards = people.add(cast["edo"], house, [f"N{n}" for n in range(12)], "reception", "en", now)
    people.add(cast["edo"], house, [f"D{n}" for n in range(3)], "driver", "en", now)
    found = [Learner.objects.get(pk=card.learner) for card in cards]
    for number, one in enumerate(found[:6]):
        issuing.issue(one, course, passed(one, course, now), f"Name {number}", now)
    return found


def _counted(cast: Cast, on: date) -> api.Employed:
    return api.employed(cast["edo"].org, on - YEAR, on)


def test_people_and_certificates_on_a_day(made: list[Learner], cast: Cast) -> None:
    today = timezone.now().date()
    found = _counted(cast, today)
    assert found.people == 15
    assert found.certified == (6, 15)
    assert found.roles == {}, "with the whole, twelve would tell of the three who drive"
    assert found.passed == 6
    assert found.new is None, "their time is not over yet"
    Certificate.objects.filter(learner=made[0]).update(token="made up")
    assert _counted(cast, today).certified == (5, 15)


def test_a_role_is_told_where_nobody_else_is_left(made: list[Learner], cast: Cast) -> None:
    Post.objects.filter(role="driver").update(role="reception")
    assert _counted(cast, timezone.now().date()).roles == {"reception": (6, 15)}


def test_of_fewer_than_ten_only_how_many_work_there(made: list[Learner], cast: Cast) -> None:
    Learner.objects.filter(pk__in=[one.pk for one in made[6:]]).delete()
    found = _counted(cast, timezone.now().date())
    assert found == api.Employed(people=9)


def test_new_people_who_were_trained_in_time(made: list[Learner], cast: Cast) -> None:
    today = timezone.now().date()
    Post.objects.update(since=today - timedelta(days=61))
    Post.objects.filter(learner__in=made[:2]).update(since=today - timedelta(days=60))
    found = _counted(cast, today)
    assert found.new == (2, 15), "those who were trained a day too late are not in time"
    Post.objects.update(since=today - YEAR - timedelta(days=1))
    assert _counted(cast, today).new is None


def test_who_left_counts_no_more_and_no_other_organisation(made: list[Learner], cast: Cast) -> None:
    today = timezone.now().date()
    Post.objects.filter(learner=made[0]).update(until=today - timedelta(days=1))
    assert _counted(cast, today).certified == (5, 14)
    assert api.employed(cast["nils"].org, today - YEAR, today).people == 0
