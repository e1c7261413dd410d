"""What guessing reaches, against an enumeration of every way to answer and against counting by hand."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from math import comb
from pathlib import Path

import pytest

from fanal.learning.courses import guessing, library, paths, scoring
from fanal.learning.courses.model import Course
from tests.rooms.learning import made


def _enumerated(course: Course, form: str) -> Fraction:
    """Every combination of choices, scored as an attempt is."""
    asked = [arms[0] for arms in course.slots(form)]
    assert course.passing
    passed = total = 0
    for chosen in product(*(one.choices for one in asked)):
        rows = [(one.truth, paths.outcome([made_choice])) for one, made_choice in zip(asked, chosen, strict=True)]
        passed += scoring.score(rows).passes(course.passing)
        total += 1
    return Fraction(passed, total)


@pytest.mark.parametrize("blueprint", [{"concern": 2, "no_concern": 2, "unclear": 1}, {"concern": 1, "no_concern": 3}])
def test_as_an_enumeration(tmp_path: Path, blueprint: Mapping[str, int]) -> None:
    course = made.course(tmp_path, made.files(blueprint=blueprint))
    assert guessing.chance(course, "B") == _enumerated(course, "B") > 0


def test_as_counted_by_hand(tmp_path: Path) -> None:
    """Eight situations of five choices, two of them right, one wrong, two harmful: seven right and one wrong, or all
    right."""
    course = made.course(tmp_path, made.files("respond", {"respond": 8}))
    by_hand = comb(8, 7) * Fraction(2, 5) ** 7 * Fraction(1, 5) + Fraction(2, 5) ** 8
    assert guessing.chance(course, "B") == by_hand
    assert by_hand < guessing.MOST


def test_ways_through_situations_that_follow_each_other(tmp_path: Path) -> None:
    said = made.files()
    first, second = said["scenarios.yaml"][0], made.situation("p-2", "concern", None)
    first["choices"][1].pop("feedback")
    first["choices"][1]["next"] = "p-2"
    said["scenarios.yaml"].append(second)
    course = made.course(tmp_path, said)
    known = {one.id: one for one in course.scenarios}
    found = list(paths.ways(known["p-1"], known))
    assert len(found) == 9
    assert sum(share for _way, share in found) == 1
    assert {share for way, share in found if len(way) == 2} == {Fraction(1, 25)}
    noted_then_told = next(way for way, _share in found if [one.say for one in way] == ["p-1.b", "p-2.a"])
    assert paths.outcome(noted_then_told) == paths.Outcome(right=True, harmful=0, told=True)
    noted_then_asked = next(way for way, _share in found if [one.say for one in way] == ["p-1.b", "p-2.d"])
    assert paths.outcome(noted_then_asked) == paths.Outcome(right=False, harmful=1, told=False)


def test_habits_fail(tmp_path: Path) -> None:
    assert guessing.passes_by_habit(made.course(tmp_path), "B") == []


FORMS = [(code, form) for code, one in sorted(library.shipped().items()) for form in one.forms.get("final", ())]


@pytest.mark.parametrize(("code", "form"), FORMS)
def test_of_a_hundred_who_guess_nobody_passes_a_form_that_ships(code: str, form: str) -> None:
    course = library.shipped()[code]
    assert 0 < guessing.chance(course, form) < Fraction(1, 100)
    assert guessing.passes_by_habit(course, form) == []


def test_whoever_did_not_pass_meets_other_situations_in_every_course() -> None:
    played = [one for one in library.shipped().values() if one.forms]
    assert len(played) >= 12
    assert [one.code for one in played if len(one.forms["final"]) < 2] == []
