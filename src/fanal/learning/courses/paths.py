"""What can come of a situation: every way through it, with the chance that somebody who guesses takes it. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from fanal.learning.courses.model import RIGHT, Choice, Course, Scenario, Value

DEEPEST = 3
"""Situations that follow each other at most."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of one situation with what followed it. `right`: each choice was best or acceptable; `told`: one of them was the
    signal."""

    right: bool
    harmful: int
    told: bool


def outcome(chosen: Iterable[Choice]) -> Outcome:
    """What came of the choices that were made, in their order; of none that nothing was right."""
    made = list(chosen)
    harmful = sum(one.value is Value.HARMFUL for one in made)
    return Outcome(bool(made) and all(one.value in RIGHT for one in made), harmful, any(one.tells for one in made))


def reached(course: Course, first: Iterable[str]) -> list[Scenario]:
    """These situations, and all that can follow them."""
    names, found = list(first), dict[str, Scenario]()
    while names:
        one = course.scenario(names.pop())
        if one is not None and one.id not in found:
            found[one.id] = one
            names += [made.next for made in one.choices if made.next]
    return list(found.values())


def ways(start: Scenario, others: Mapping[str, Scenario]) -> Iterator[tuple[tuple[Choice, ...], Fraction]]:
    """Every way through a situation, and how likely it is for somebody who chooses at random each time."""
    share = Fraction(1, len(start.choices))
    for one in start.choices:
        if one.next and one.next in others:
            for rest, chance in ways(others[one.next], others):
                yield (one, *rest), share * chance
        else:
            yield (one,), share
