"""How sure one may be of what a programme says came of it: computed from how it was measured, never typed. Pure.

It says how sure, not how good: what came of it is no part of it, so a result that is none, or a bad one, has the same.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final

from fanal.progress.programmes.kinds import Comparison

FEWEST: Final = 30
MOST_LOST: Final = 0.3


class Grade(IntEnum):
    """From what is only described to what is strong."""

    DESCRIBED = 0
    MONITORED = 1
    BEFORE_AFTER = 2
    COMPARED = 3
    STRONG = 4


class Cap(StrEnum):
    """What holds a grade down, whatever else was done well."""

    LOST = "lost"
    INTERVAL = "interval"
    ANALYST = "analyst"
    HARM = "harm"


CAPS: Final = {
    Cap.LOST: Grade.MONITORED,
    Cap.INTERVAL: Grade.MONITORED,
    Cap.HARM: Grade.BEFORE_AFTER,
    Cap.ANALYST: Grade.COMPARED,
}


@dataclass(frozen=True, slots=True)
class Measured:
    """How an outcome was measured. `n`: in the smallest group that was measured; `lost`: the largest part of a group
    that could not be measured again, None where nobody knows; `interval`: whether it has one."""

    twice: bool
    n: int
    lost: float | None
    baseline: bool
    interval: bool
    compared: bool
    """Whether the other group was measured too."""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Design:
    """How a programme was looked at. `planned`: whether a written plan lay before its start; `independent`: whether
    somebody else reckoned; `adverse`: whether it says what harm was looked for."""

    theory: bool
    outputs: bool
    same: bool
    comparison: Comparison
    planned: bool
    independent: bool
    adverse: bool
    outcomes: Sequence[Measured] = ()


@dataclass(frozen=True, slots=True)
class Graded:
    """A grade, what its design would allow, and what holds it below that."""

    grade: Grade
    allowed: Grade
    caps: tuple[Cap, ...]


def graded(design: Design) -> Graded | None:
    """The grade of a programme: that of the best of its outcomes. None without a theory of change that holds."""
    if not design.theory:
        return None
    least = Grade.MONITORED if design.outputs else Grade.DESCRIBED
    places = {
        one.place
        for one in design.outcomes
        if one.place and _is_compared(one, design) and Cap.LOST not in set(_caps(one, design))
    }
    found = [Graded(least, least, ())]
    for one in design.outcomes:
        allowed = max(least, _allowed(one, design, len(places)))
        caps = tuple(cap for cap in _caps(one, design) if CAPS[cap] < allowed)
        found.append(Graded(max(min([allowed, *(CAPS[cap] for cap in caps)]), least), allowed, caps))
    return max(found, key=lambda one: (one.grade, one.allowed))


def _allowed(one: Measured, design: Design, places: int) -> Grade:
    """What the design allows; who reckoned is a cap."""
    if not (one.twice and design.same and one.n >= FEWEST):
        return Grade.DESCRIBED
    if not _is_compared(one, design):
        return Grade.BEFORE_AFTER
    by_lot = design.comparison is Comparison.RANDOM and design.planned
    return Grade.STRONG if by_lot or places > 1 else Grade.COMPARED


def _is_compared(one: Measured, design: Design) -> bool:
    return (
        one.twice
        and design.same
        and one.n >= FEWEST
        and one.compared
        and one.baseline
        and one.interval
        and design.comparison in {Comparison.FOUND, Comparison.RANDOM}
    )


def _caps(one: Measured, design: Design) -> Iterator[Cap]:
    if one.lost is None or one.lost > MOST_LOST:
        yield Cap.LOST
    if not one.interval:
        yield Cap.INTERVAL
    if not design.independent:
        yield Cap.ANALYST
    if not design.adverse:
        yield Cap.HARM
