"""Ages in completed years at the act, and the gap between two persons, as far as the facts tell
(docs/law-rules.md, "Elements and ages").

A birthday counts from its first hour. Who was born on 29 February completes a year on 1 March of other years, or on
28 February where the state says so (4.6, T9).
"""

from dataclasses import dataclass
from datetime import timedelta

from fanal.engines.jurisdiction.facts import Child, Facts, Moments, Suspect
from fanal.engines.jurisdiction.parts.ties import doubts
from fanal.engines.jurisdiction.spans import birthday, completed
from fanal.engines.jurisdiction.values import FALSE, TRUE, Value, known, unknown

OLDEST = 1000
"""Years beyond every age: no upper end is known."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Completed years, at least and at most, and what would tell more."""

    low: int
    high: int
    why: frozenset[str]

    def below(self, years: int) -> Value:
        if self.high < years:
            return TRUE
        return FALSE if self.low >= years else unknown(*self.why)


def counted(who: str, facts: Facts, moments: Moments, *, feb28: bool = False) -> Counted:
    """`who` is child or suspect. A date of birth and a stated age are both used; if they conflict, the date is."""
    person: Child | Suspect = facts.child if who == "child" else facts.suspect
    low, high = (person.age.low, person.age.high) if person.age else (0, OLDEST)
    if person.born is None:
        return Counted(low, high, frozenset({f"fact:{who}.age"}))
    act = moments.act
    first, last = (act.first, act.last or moments.as_of) if act else (None, moments.as_of)
    youngest = max(0, completed(person.born.last, first, feb28=feb28)) if person.born.last and first else 0
    oldest = max(0, completed(person.born.first, last, feb28=feb28)) if person.born.first else OLDEST
    if max(low, youngest) <= min(high, oldest):
        youngest, oldest = max(low, youngest), min(high, oldest)
    why = doubts(person.born, f"{who}.dob") | (doubts(act, "act.from") if act else {"fact:act.from"})
    return Counted(youngest, oldest, frozenset(why))


def gap(
    years: int, facts: Facts, child: Counted, suspect: Counted, *, more: bool = False, feb28: bool = False
) -> Value:
    """Whether the person suspected is at least, or `more` than, so many years older: by both dates of birth, else by
    the ages, which never tell a gap of whole years to the day."""
    young, old = facts.child.born, facts.suspect.born
    if young and old and young.first and young.last and old.first and old.last:
        day = timedelta(more)
        if young.first - day >= birthday(old.last, years, feb28=feb28):
            return TRUE
        if young.last - day < birthday(old.first, years, feb28=feb28):
            return FALSE
        return unknown(*doubts(young, "child.dob"), *doubts(old, "suspect.dob"))
    if suspect.low - child.high - 1 >= years or suspect.high + 1 - child.low <= years:
        return known(suspect.low - child.high - 1 >= years)
    return unknown(*_unsure("child", facts, child), *_unsure("suspect", facts, suspect))


def _unsure(who: str, facts: Facts, age: Counted) -> frozenset[str]:
    """An age that is known to the year still leaves the day of birth open."""
    person: Child | Suspect = facts.child if who == "child" else facts.suspect
    exact = person.born is not None and not doubts(person.born, "")
    if exact:
        return age.why
    return frozenset({f"fact:{who}.dob"}) if age.low == age.high else age.why or frozenset({f"fact:{who}.dob"})
