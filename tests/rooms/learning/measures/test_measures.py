"""What authors see of the answers of many: from thirty people on, of everybody here, and of nobody."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse

from fanal.learning.attempts import attempts
from fanal.learning.attempts.attempts import Going
from fanal.learning.courses import library
from fanal.learning.courses.model import Choice, Course, Scenario
from fanal.learning.measures import counting
from fanal.learning.measures.counting import ALL, LANGUAGE, ROLE, Group
from fanal.learning.models import Attempt, Event, Learner, Post
from fanal.network.contracts import Role
from tests.desk import client_of, text
from tests.people import NOW, Cast, gains
from tests.rooms.learning.device import best, harmful
from tests.rooms.learning.seated import cohort

pytestmark = pytest.mark.django_db(databases="__all__")
CODE = "tourism-core"
type Choose = Callable[[Scenario], str]


def _course() -> Course:
    return library.shipped()[CODE]


def _people(cast: Cast, many: int, role: str = "front_desk") -> list[Learner]:
    of = Post.objects.first()
    place = of.cohort if of else cohort(cast)
    learners = [Learner(org_id=place.org_id, label=f"{role}{n}", language="en", made_on=NOW) for n in range(many)]
    Learner.objects.bulk_create(learners)
    Post.objects.bulk_create(Post(learner=one, cohort=place, role=role, since=NOW.date()) for one in learners)
    return learners


def _answers(learner: Learner, use: str, number: int, choose: Choose, language: str = "en", form: str = "") -> Attempt:
    """A finished attempt, whose events are as the player writes them."""
    course = _course()
    form = form or course.forms[use][0]
    row = Attempt.objects.create(
        learner=learner, course=CODE, version=course.version, language=language, use=use, form=form,
        seed=f"{number:032x}", started_at=NOW + timedelta(minutes=number),
    )  # fmt: skip
    one = Going(row, course)
    said = [(each.id, choose(each)) for each in one.asked]
    Event.objects.bulk_create(
        Event(attempt=row, client=row.pk, seq=at, kind="answer", item=item, choice=choice, at=NOW)
        for at, (item, choice) in enumerate(said, start=1)
    )
    attempts.finish(Going(row, course), "4", NOW + timedelta(minutes=number))
    return Attempt.objects.get(pk=row.pk)


def _pick(one: Scenario, fits: Callable[[Choice], bool]) -> str:
    return next(made.id for made in one.choices if fits(made))


def _tells_of_the_first_arm(one: Scenario) -> str:
    """Somebody who tells of one arm of each pair, and of the other not."""
    return _pick(one, lambda made: made.tells is not bool(one.like))


def test_of_twenty_nine_nothing_is_told_and_of_thirty_all(cast: Cast) -> None:
    learners = _people(cast, 30)
    for number, one in enumerate(learners[:29]):
        _answers(one, "pre", number, harmful)
        _answers(one, "final", 100 + number, best)
    assert counting.counted(_course()) == counting.Counted((), (), ())
    _answers(learners[29], "pre", 50, harmful)
    _answers(learners[29], "final", 150, best)
    found = counting.counted(_course())
    groups = [one.group for one in found.gains]
    assert groups == [Group(ALL), Group(ROLE, "front_desk"), Group(LANGUAGE, "en")]
    assert all((one.people, one.share.point) == (30, 1.0) for one in found.gains)
    assert {one.form for one in found.items} == {"A", "B"}
    assert all(one.right == (0 if one.form == "A" else 1) for one in found.items)


def test_a_few_beside_many_are_not_told_by_subtraction(cast: Cast) -> None:
    for number, one in enumerate([*_people(cast, 35), *_people(cast, 4, "driver")]):
        _answers(one, "pre", number, harmful)
        _answers(one, "final", 100 + number, best)
    groups = [one.group for one in counting.counted(_course()).gains]
    assert groups == [Group(ALL), Group(LANGUAGE, "en")], "39 less 35 would be the drivers"


def test_the_first_try_counts_and_no_later_one(cast: Cast) -> None:
    for number, one in enumerate(_people(cast, 30)):
        _answers(one, "pre", number, best)
        _answers(one, "final", 100 + number, harmful)
        _answers(one, "final", 200 + number, best)
    [everybody, *_rest] = counting.counted(_course()).gains
    assert everybody.share.point == -1.0


def test_looks_that_change_the_answer_are_seen_and_listed(cast: Cast) -> None:
    for number, one in enumerate(_people(cast, 90)):
        _answers(one, "final", number, _tells_of_the_first_arm)
    found = counting.counted(_course())
    pairs = [one for one in found.gaps if one.slot]
    assert pairs, "form B of the core has a pair"
    assert all(sum(one.people) == 90 and min(one.people) >= 30 for one in pairs)
    assert all(one.share.point == -1 for one in found.gaps)
    gains(cast["bao"].person, Role.CORPUS_EDITOR)
    page = text(client_of(cast, "bao").get(reverse("learning:measures", args=[CODE])))
    assert "looks change the answer" in page
    assert page.count("<svg") >= 1
    assert "All pairs: Everybody" in page
    assert not re.search(r"front_desk\d", page), "nobody is named"
    assert "Hotel Lantern" not in page


def test_who_always_tells_shows_no_difference(cast: Cast) -> None:
    for number, one in enumerate(_people(cast, 90)):
        _answers(one, "final", number, lambda each: _pick(each, lambda made: made.tells))
    assert not counting.odd_gaps(counting.counted(_course()))


def test_a_situation_that_half_of_those_who_passed_had_wrong_is_listed(cast: Cast) -> None:
    odd = _course().slots("B")[0][0].id

    def choose(one: Scenario) -> str:
        return _pick(one, lambda made: made.value == "wrong") if odd in {one.id, one.like} else best(one)

    for number, one in enumerate(_people(cast, 30)):
        assert _answers(one, "final", number, choose, form="B").passed
    found = counting.odd_items(counting.counted(_course()))
    assert [(one.form, one.slot, one.of_passers) for one in found] == [("B", odd, 1.0)]


def test_authors_alone(cast: Cast) -> None:
    cohort(cast)  # makes Edo a training lead
    for name, status in (("edo", 403), ("amara", 403), ("bao", 403)):
        assert client_of(cast, name).get(reverse("learning:measures", args=[CODE])).status_code == status
    gains(cast["bao"].person, Role.CORPUS_EDITOR)
    bao = client_of(cast, "bao")
    assert "Too few people have done both." in text(bao.get(reverse("learning:measures", args=[CODE])))
    assert reverse("learning:measures", args=[CODE]) in text(bao.get(reverse("learning:course", args=[CODE])))
    assert bao.get(reverse("learning:measures", args=["casework-closing"])).status_code == 404
    assert bao.get(reverse("learning:measures", args=["no-such"])).status_code == 404


def test_arms_are_met_equally_often() -> None:
    """Within five in a hundred over a thousand draws."""
    from fanal.learning.attempts import drawing

    course = _course()
    [pair, *_] = [arms for form in "BCD" for arms in course.slots(form) if len(arms) == 2]
    seconds = sum(
        any(one.like == pair[0].id for one in drawing.asked(course, pair[0].form, UUID(int=seed).hex))
        for seed in range(1000)
    )
    assert 450 <= seconds <= 550
