"""Counts for other rooms: never a person, nothing of fewer than ten, and nobody has it by subtraction."""

from datetime import timedelta

import pytest
from django.utils import timezone

from fanal.learning import api
from fanal.learning.certificates import issuing, keys
from fanal.learning.counts import safe
from fanal.learning.courses import library
from fanal.learning.models import Certificate, Learner, Post, Supervised
from fanal.learning.people import people
from fanal.learning.skills import skills
from fanal.learning.skills.skills import Barrier, Mark, Step
from tests.people import NOW, Cast
from tests.rooms.learning import reviewed
from tests.rooms.learning.passed import passed
from tests.rooms.learning.seated import cohort, observer

pytestmark = pytest.mark.django_db(databases="__all__")
CODE = "words-without-blame"
COURSE = library.shipped()[CODE]
SHOWN = dict.fromkeys(COURSE.skills, str(Mark.SHOWN))


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"a": 12, "b": 30}, {"a": 12, "b": 30}),
        ({"a": 9, "b": 30}, {}),
        ({"a": 9, "b": 30, "c": 12}, {"b": 30}),
        ({"a": 9, "b": 3, "c": 12}, {"c": 12}),
        ({"a": 10, "b": 0}, {"a": 10}),
        ({}, {}),
    ],
)
def test_what_is_left_out_cannot_be_had_by_subtraction(cells: dict[str, int], told: dict[str, int]) -> None:
    assert safe(cells) == told


@pytest.fixture
def made(cast: Cast, keyfile_kept: None) -> list[Learner]:
    """Twelve people whose skills were seen, eleven with a certificate."""
    keys.add()
    reviewed.all_say(cast, CODE)
    observer(cast)
    cards = people.add(cast["edo"], cohort(cast), [f"N{n}" for n in range(12)], "caregiver", "en", NOW)
    found = [Learner.objects.get(pk=card.learner) for card in cards]
    now = timezone.now()
    for number, one in enumerate(found):
        skills.observe(cast["edo"], one, COURSE, SHOWN, now)
        row = passed(one, COURSE, now)
        if number:
            issuing.issue(one, COURSE, row, f"Name {number}", now)
    return found


def test_certificates_by_course_work_and_country(made: list[Learner]) -> None:
    today = timezone.now().date()
    assert api.certified(today) == {CODE: {"": 11}}
    assert api.certified(today, api.By.COUNTRY) == {CODE: {"XA": 11}}
    assert api.certified(today, api.By.ROLE) == {CODE: {"caregiver": 11}}
    Post.objects.filter(learner=made[1]).update(role="supervisor")
    assert api.certified(today, api.By.ROLE) == {}, "ten alone would tell of the one"
    assert api.certified(today - timedelta(days=1)) == {}, "they were not given yet"
    assert api.certified(today + timedelta(days=365 * 3)) == {}, "they have ended"
    Certificate.objects.filter(learner__in=made[1:3]).update(token="made up")
    assert api.certified(today) == {}, "nine are genuine"


def test_skills_and_their_use(made: list[Learner], cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    today = timezone.now().date()
    found = api.practised(CODE, today)
    assert (found.people, found.shown, dict(found.used)) == (12, 12, {})
    monkeypatch.setattr(skills, "USE_AFTER", 0)
    key, marks = COURSE.skills[0], dict.fromkeys(COURSE.skills, "used")
    for one in made[:10]:
        said = marks | {key: "not_used"}
        skills.say_use(one, COURSE, said, {key: Barrier.NO_TIME}, timezone.now())
    found = api.practised(CODE, today)
    assert found.used[Step.SELF] == {"used": 10 * (len(COURSE.skills) - 1), "not_used": 10}
    assert found.barriers == {"no_time": 10}
    assert Step.SUPERVISOR not in found.used


def test_what_few_say_of_many_skills_is_of_few(made: list[Learner], monkeypatch: pytest.MonkeyPatch) -> None:
    """Three people who use none of five skills are three, not fifteen."""
    monkeypatch.setattr(skills, "USE_AFTER", 0)
    for number, one in enumerate(made):
        said = "not_used" if number < 3 else "used"
        marks = dict.fromkeys(COURSE.skills, said)
        why = dict.fromkeys(COURSE.skills, Barrier.NO_TIME) if number < 3 else {}
        skills.say_use(one, COURSE, marks, why, timezone.now())
    assert 3 * len(COURSE.skills) >= 10
    found = api.practised(CODE, timezone.now().date())
    assert dict(found.used[Step.SELF]) == {}, "nine alone would tell of the three"
    assert dict(found.barriers) == {}


def test_supervised_is_whoever_has_an_entry_in_each_month(made: list[Learner]) -> None:
    today = timezone.now().date()
    for one in made[1:]:
        for days in (1, 40, 70):
            Supervised.objects.create(
                learner=one, on=today - timedelta(days=days), kind="alone", with_role="supervisor"
            )  # fmt: skip
    assert api.supervised(today) == {CODE: 11}
    Supervised.objects.filter(learner=made[1]).delete()
    assert api.supervised(today) == {}
