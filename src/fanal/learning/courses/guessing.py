"""The exact probability that somebody passes a form who guesses, and who always does the same. Pure.

Each choice is taken with the same chance. Nothing is drawn: the chances of what one situation can bring are joined
with those of the others (a convolution over right, harmful, hits and false alarms), in fractions.
"""

from collections import defaultdict
from collections.abc import Callable
from fractions import Fraction
from itertools import product
from typing import Final

from fanal.learning.courses.acts import CLASSES, ActClass
from fanal.learning.courses.model import Choice, Course, CourseKind, Scenario, Truth
from fanal.learning.courses.paths import outcome, ways
from fanal.learning.courses.scoring import Score, score

MOST: Final = Fraction(1, 100)
"""A form that guessing passes as often or more often is refused."""

type _Counts = tuple[int, int, int, int]
"""Right, harmful, hits, false alarms."""


def chance(course: Course, form: str) -> Fraction:
    """How likely guessing passes a form."""
    assert course.passing
    asked = _asked(course, form)
    joined: dict[_Counts, Fraction] = {(0, 0, 0, 0): Fraction(1)}
    for one in asked:
        after: dict[_Counts, Fraction] = defaultdict(Fraction)
        for (before, share), (now, alone) in product(joined.items(), _alone(course, one).items()):
            right, harmful, hits, alarms = map(int.__add__, before, now)
            after[right, harmful, hits, alarms] += share * alone
        joined = after
    concerns = sum(one.truth is Truth.CONCERN for one in asked)
    harmless = sum(one.truth is Truth.NO_CONCERN for one in asked)
    passed = (
        share
        for (right, harmful, hits, alarms), share in joined.items()
        if Score(len(asked), right, harmful, concerns, hits, harmless, alarms).passes(course.passing)
    )
    return sum(passed, Fraction(0))


def _asked(course: Course, form: str) -> list[Scenario]:
    """Of a pair one arm: the other has the same choices."""
    return [arms[0] for arms in course.slots(form)]


def _alone(course: Course, one: Scenario) -> dict[_Counts, Fraction]:
    """What one situation can bring."""
    known = {other.id: other for other in course.scenarios}
    found: dict[_Counts, Fraction] = defaultdict(Fraction)
    for way, share in ways(one, known):
        came = outcome(way)
        hit, alarm = came.told and one.truth is Truth.CONCERN, came.told and one.truth is Truth.NO_CONCERN
        found[int(came.right), came.harmful, int(hit), int(alarm)] += share
    return found


def _always(course: Course, form: str, wanted: Callable[[Choice], bool]) -> bool:
    """Whether somebody passes who takes, wherever there is one, a choice that is wanted, the best of those; elsewhere
    the best of all."""
    assert course.passing
    known = {one.id: one for one in course.scenarios}
    order = ("best", "acceptable", "wrong", "harmful")

    def rank(one: Choice) -> tuple[bool, int]:
        return (not wanted(one), order.index(one.value))

    def walked(one: Scenario) -> list[Choice]:
        made = min(one.choices, key=rank)
        return [made, *(walked(known[made.next]) if made.next in known else [])]

    walks = [(one.truth, outcome(walked(one))) for one in _asked(course, form)]
    return score(walks).passes(course.passing)


def passes_by_habit(course: Course, form: str) -> list[str]:
    """Which habit passes a form of a course in which worrying and harmless are to be told apart: to tell always, to
    carry on always."""
    if course.kind is not CourseKind.NOTICE:
        return []
    silent = {ActClass.NOTE, ActClass.CONTINUE}
    found = {
        "tell": _always(course, form, lambda one: one.tells),
        "carry_on": _always(course, form, lambda one: CLASSES[one.act] in silent),
    }
    return [name for name, passes in found.items() if passes]
