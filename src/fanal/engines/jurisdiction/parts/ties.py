"""Whether a dated set of ties holds a state at a moment (docs/law-rules.md, "Facts").

Nationality is a tie to a state; residence, presence and place may be ties to a part of one that has its own criminal
law. A fact that names the state, asked by the law of a part, is not known: which part?
"""

from functools import cache

from fanal.engines.jurisdiction.facts import Link, Links
from fanal.engines.jurisdiction.model import Law
from fanal.engines.jurisdiction.values import FALSE, TRUE, Value, all_of, any_of, fact_unknown, negation, unknown
from fanal.vocabulary.dates import Interval

UNNAMED = frozenset({"XXX", "abroad"})
"""A nationality that nobody knows, and a state that nobody named."""
NO_TIE = frozenset({"XXA", "XXB"})
"""Stateless persons and refugees (ICAO): a tie to no state."""
WHICH_PART = fact_unknown("which part")
NATIONALITY = frozenset({"suspect.nationality", "child.nationality", "act.principal"})


@cache
def _not_known(path: str) -> Value:
    return fact_unknown(path)


def same(code: str, law: Law, path: str) -> Value:
    """Whether the state or part that a fact names is that of the law."""
    own = law.jurisdiction
    if code == own:
        return TRUE
    if code in UNNAMED:
        return _not_known(path)
    state = code.partition("-")[0]
    if state != law.state or code in NO_TIE:
        return FALSE
    if path in NATIONALITY or own == state:
        return TRUE
    return WHICH_PART if code == state else FALSE


def tied(held: Links | None, law: Law, when: Interval | None, path: str) -> Value:
    """Whether one of the ties is to this state and lasts throughout `when`; a moment that is not known is None."""
    if held is None:
        return _not_known(path)
    found = FALSE if held.complete else _not_known(path)
    for link in held.links:
        here = same(link.state, law, path)
        if not here.is_false:
            found = any_of((found, all_of((here, lasts(link, when, path)))))
    return found


def elsewhere(held: Links | None, law: Law, when: Interval | None, path: str) -> Value:
    """Whether one of the ties is to another state, named or not."""
    if held is None:
        return _not_known(path)
    found = [] if held.complete else [_not_known(path)]
    for link in held.links:
        there = TRUE if link.state == "abroad" else negation(same(link.state, law, path))
        found.append(all_of((there, lasts(link, when, path))))
    return any_of(found)


def lasts(link: Link, when: Interval | None, path: str) -> Value:
    """A tie whose ends, as far as they are known, overlap the moment is not known."""
    if link.start is None and link.end is None:
        return TRUE
    if when is None:
        return _not_known("act.from")
    start, end = link.start or Interval(), link.end or Interval()
    begun = link.start is None or bool(start.last and when.first and start.last <= when.first)
    stays = link.end is None or bool(end.first and when.last and end.first >= when.last)
    if begun and stays:
        return TRUE
    if (start.first and when.last and start.first > when.last) or (end.last and when.first and end.last < when.first):
        return FALSE
    why = set(doubts(when, "act.from"))
    why |= doubts(link.start, path) if link.start else set()
    why |= doubts(link.end, path) if link.end else set()
    return unknown(*why) if why else _not_known(path)


def doubts(days: Interval, path: str) -> frozenset[str]:
    """The reason that days which are known in part give; none where they are one day."""
    exact = days.first is not None and days.first == days.last
    return frozenset() if exact else frozenset({f"fact:{path}"})
