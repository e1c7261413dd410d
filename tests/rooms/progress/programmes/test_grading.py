"""The grade over the whole table of facts: it is what the design of the look allows, cut by every cap, and nothing
else; and nobody can type it."""

import inspect
import time
from dataclasses import fields, replace
from itertools import product

from fanal.progress.models import Programme
from fanal.progress.programmes.grading import Cap, Design, Grade, Measured, graded
from fanal.progress.programmes.kinds import Comparison

YES = (False, True)
OTHERS = ("", "north", "south")
"""Where a second outcome was measured as the first was, in the north; or there is none."""


def _designs() -> list[tuple[Design, str]]:
    ones = [
        Measured(twice, n, lost, baseline, interval, compared, "north")
        for twice, n, lost, baseline, interval, compared in product(YES, (29, 30), (None, 0.3, 0.31), YES, YES, YES)
    ]
    found = []
    for theory, outputs, same, comparison, planned, independent, adverse in product(
        YES, YES, YES, Comparison, YES, YES, YES
    ):
        for one, other in product(ones, OTHERS):
            outcomes = (one, replace(one, place=other)) if other else (one,)
            made = Design(theory, outputs, same, comparison, planned, independent, adverse, outcomes)
            found.append((made, other))
    return found


def _expected(design: Design, other: str) -> int | None:
    """The table of the design document, row by row."""
    one = design.outcomes[0]
    two = design.same and one.twice and one.n >= 30
    three = (
        two and one.compared and one.baseline and one.interval
        and design.comparison in {Comparison.FOUND, Comparison.RANDOM}
    )  # fmt: skip
    twice_elsewhere = three and other == "south" and one.lost == 0.3
    four = three and design.independent and (
        (design.comparison is Comparison.RANDOM and design.planned) or twice_elsewhere
    )  # fmt: skip
    if not design.theory:
        return None
    own = 4 if four else 3 if three else 2 if two else 0
    if one.lost is None or one.lost > 0.3:
        own = min(own, 1)
    if not one.interval:
        own = min(own, 1)
    if not design.independent:
        own = min(own, 3)
    if not design.adverse:
        own = min(own, 2)
    return max(own, int(design.outputs))


def test_the_grade_over_all_combinations() -> None:
    every = _designs()
    assert len(every) == 2 * 2 * 2 * 4 * 2 * 2 * 2 * 96 * 3
    seen = set()
    for design, other in every:
        found = graded(design)
        assert (None if found is None else int(found.grade)) == _expected(design, other), design
        if found is not None:
            assert found.grade <= found.allowed, "never more than the design allows"
            assert (found.grade < found.allowed) <= bool(found.caps), "what holds it down is told"
            seen.add(found.grade)
    assert seen == set(Grade)


def test_what_came_of_it_is_no_part_of_the_grade() -> None:
    """A result that is none, or a bad one, has the same: there is no field for it."""
    names = {one.name for kind in (Measured, Design) for one in fields(kind)}
    assert not names & {"value", "effect", "change", "better", "size", "result"}


def test_nobody_types_a_grade() -> None:
    assert "grade" not in {one.name for one in Programme._meta.get_fields()}
    assert list(inspect.signature(graded).parameters) == ["design"]


def test_more_care_never_lowers_it() -> None:
    least = Design(
        True, False, False, Comparison.NONE, False, False, False, (Measured(*[False] * 2, None, *[False] * 3),)
    )
    for design, _other in _designs()[::97]:
        if (found := graded(design)) is None:
            continue
        for name in ("outputs", "same", "planned", "independent", "adverse"):
            better = graded(replace(design, **{name: True}))
            assert better is not None
            assert better.grade >= found.grade, name
    assert graded(least) is not None


def test_each_cap_says_itself() -> None:
    whole = Measured(True, 60, 0.1, True, True, True, "north")
    best = Design(True, True, True, Comparison.RANDOM, True, True, True, (whole,))
    assert graded(best) is not None
    for cap, worse in (
        (Cap.LOST, replace(best, outcomes=(replace(whole, lost=None),))),
        (Cap.ANALYST, replace(best, independent=False)),
        (Cap.HARM, replace(best, adverse=False)),
        (Cap.INTERVAL, replace(best, outcomes=(replace(whole, interval=False),))),
    ):
        found = graded(worse)
        assert found is not None
        assert cap in found.caps


def test_a_thousand_programmes_are_graded_in_a_second() -> None:
    whole = Measured(True, 60, 0.1, True, True, True, "north")
    best = Design(True, True, True, Comparison.FOUND, True, True, True, (whole, replace(whole, place="south")) * 5)
    start = time.process_time()
    for _number in range(1000):
        graded(best)
    assert time.process_time() - start < 1
