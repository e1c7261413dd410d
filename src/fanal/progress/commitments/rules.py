"""What follows of an assessment, and what never does (docs/progress.md, "Assessments"). Pure.

Five states that stay apart: a state is what people found, with sources. Silence, time and a model make none.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from fanal.vocabulary.dates import months_later
from fanal.vocabulary.evidence import State

WAIT: Final = timedelta(days=30)
"""So long a state has to reply before something new or lower is published."""
UNREACHED: Final = timedelta(days=90)
"""So long where nobody could be reached."""
_FAR: Final = {State.NO: 0, State.PARTIAL: 1, State.YES: 2}
"""Of one place, from one day to another; never between countries."""


class Move(StrEnum):
    """What became of a place from one publication to the next."""

    NEW = "new"  # somebody looked for the first time
    UP = "up"
    LOWERED = "lowered"
    SAME = "same"
    OTHER = "other"  # to or from "no data", or back to "not assessed"


def state_of(points: int) -> State:
    """The state that follows of points from 0 to 4."""
    if not 0 <= points <= 4:
        raise ValueError("points are from 0 to 4")
    return State.YES if points == 4 else State.PARTIAL if points else State.NO


def move(before: State, after: State) -> Move:
    """What became of a place."""
    if before is after:
        return Move.SAME
    if before is State.NOT_ASSESSED:
        return Move.NEW
    if before.is_finding and after.is_finding:
        return Move.UP if _FAR[after] > _FAR[before] else Move.LOWERED
    return Move.OTHER


def needs_notice(before: State, after: State) -> bool:
    """Whether the state that is assessed hears of it first: of a finding where there was none, of one that is lower,
    and of one that goes away."""
    if before.is_finding:
        return move(before, after) not in {Move.SAME, Move.UP}
    return after.is_finding


def free_on(told: date, *, reached: bool) -> date:
    """From which day on it can be published."""
    return told + (WAIT if reached else UNREACHED)


def stale_on(as_of: date, months: int) -> date:
    """From which day on a state carries a mark that it is old. It stays what it is."""
    return months_later(as_of, months)


def counts(states: Iterable[State]) -> Mapping[State, int]:
    """How many there are of each of the five; no sum of them is a state."""
    found = dict.fromkeys(State, 0)
    for one in states:
        found[one] += 1
    return found


def verdict(law: Iterable[str]) -> State | None:
    """What the law does of a commitment, of the items of the checklist that are about it; None where none applies.
    What is not known is never a no: it stays open unless what is known settles it."""
    states = [one for one in law if one != "n_a"]
    if not states:
        return None
    known = {one for one in states if State(one).is_finding}
    if State.PARTIAL in known or {State.YES, State.NO} <= known:
        return State.PARTIAL
    if len(known) == 1 and all(State(one).is_finding for one in states):
        return State(known.pop())
    return State.NOT_ASSESSED if all(one == State.NOT_ASSESSED for one in states) else State.NO_DATA


def differ(engine: State | None, people: State) -> bool:
    """Whether people found another state than the engine did: where one of the two found none, they do not differ."""
    return engine is not None and engine.is_finding and people.is_finding and engine is not people
