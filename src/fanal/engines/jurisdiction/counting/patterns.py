"""The cells of the space of all acts, and one fact pattern of it as facts
(docs/law-rules.md, "Every act at once").

What a profile holds fixed: an adult of forty acts alone, aboard no ship; nothing has happened since; nobody was asked
for consent, complaint or extradition yet. What varies: place, nationality, residence, the child's link and presence,
each one state or none, the age of the child within a band and the day within an epoch. Journeys are no axis: they are
not known.
"""

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from fanal.engines.jurisdiction.facts import (
    NO_TIES,
    SUSPECT_AGE,
    UNTOUCHED,
    Act,
    Age,
    Child,
    Codes,
    Facts,
    Links,
    Place,
    Suspect,
    Vessel,
    tied,
)
from fanal.engines.jurisdiction.model import (
    NO_STATE,
    Expr,
    Law,
    LimitationText,
    Missing,
    OffenceText,
    Profile,
    Provision,
    RuleText,
    Version,
)
from fanal.vocabulary.dates import Interval

ADULT = 18
_AGE_OPERATORS = frozenset({"child_age_lt", "child_age_ge", "child_under"})


@dataclass(frozen=True, slots=True)
class Persons:
    """The five states of a pattern; None is stateless, living nowhere, a child without a tie."""

    place: str
    nationality: str | None
    residence: str | None
    child: str | None
    presence: str


def pattern(profile: Profile, ages: tuple[int, int], days: Interval, persons: Persons) -> Facts:
    """The facts of a pattern: an uncertain day within `days`, a child of completed years within `ages`."""
    child, suspect = _tie(persons.child), _tie(persons.residence)
    return Facts(
        id=profile.id,
        act=replace(_act(profile), start=days, end=days, places=(Place(persons.place),)),
        child=Child(age=Age(*ages), nationality=child, residence=child),
        suspect=Suspect(
            age=Age(SUSPECT_AGE, SUSPECT_AGE),
            nationality=_tie(persons.nationality),
            residence=suspect,
            permanent_residence=suspect,
            presence=_tie(persons.presence),
            immunity="none",
        ),
        course=UNTOUCHED,
    )


def _tie(state: str | None) -> Links:
    return NO_TIES if state is None else tied(state)


def _act(profile: Profile) -> Act:
    act = profile.act
    found: dict[str, object] = {name: act[name] for name in ("commercial", "role", "marriage") if name in act}
    found |= {name: Codes(frozenset(_codes(act[name]))) for name in ("means", "relation") if name in act}
    if "medium" in act:
        found["medium"] = frozenset(_codes(act["medium"]))
    # A ship of no state: the facts have no other way to say that there was none.
    return Act(conduct=(profile.conduct,), vessel=Vessel("ship", NO_STATE), **found)  # type: ignore[arg-type]


def _codes(value: object) -> Iterable[str]:
    return value if isinstance(value, tuple | list) else ()


# Where the law changes: with age, and with time.


def bands(laws: Iterable[Law]) -> tuple[tuple[int, int], ...]:
    """Ages below 18 between which no limit in these laws lies, both ends included."""
    cuts = sorted({0, *(cut for law in laws for cut in _limits(law) if 0 < cut < ADULT), ADULT})
    return tuple((low, high - 1) for low, high in pairwise(cuts))


def _limits(law: Law) -> Iterator[int]:
    for offence in law.offences.values():
        yield from limits_of(offence)
    for rule in law.rules.values():
        for reading in rule.versions:
            yield from _of_rule(reading.text)
    for limitation in law.limitation.values():
        for period in limitation.versions:
            yield from _of(period.text.unless)


def limits_of(offence: Provision[OffenceText]) -> Iterator[int]:
    """Ages from which a text of an offence may say something else."""
    for version in offence.versions:
        yield from _of_offence(version.text)


def _of_offence(text: OffenceText) -> Iterator[int]:
    yield from _of(text.elements)
    for exemption in () if isinstance(text.exceptions, Missing) else text.exceptions:
        yield exemption.min_child_age or 0
        yield from _gap(exemption.years)


def _of_rule(text: RuleText) -> Iterator[int]:
    wanted = text.double_criminality
    yield from _of(None if isinstance(wanted, Missing) else wanted.unless)


def _of(expr: Expr | Missing | None) -> Iterator[int]:
    if not isinstance(expr, Expr):
        return
    if expr.op in _AGE_OPERATORS and isinstance(expr.value, int):
        yield expr.value
    if expr.op in {"age_gap_ge", "age_gap_gt"} and isinstance(expr.value, int):
        yield from _gap(expr.value)
    for child in expr.children:
        yield from _of(child)


def _gap(years: int) -> tuple[int, int]:
    """Ages from which a gap of so many years to the person suspected is in doubt, and surely not there."""
    return SUSPECT_AGE - years, SUSPECT_AGE - years + 1


def changes(law: Law) -> set[date]:
    """First days on which some text of a law, or what was declared complete, may be another than the day before."""
    groups = (law.offences, law.rules, law.limitation)
    found = {day for group in groups for provision in group.values() for day in changes_of(provision.versions)}
    return found.union(*(_declared(law, conduct) for one in law.declared for conduct in one.conducts))


def holds_for(rule: Provision[LimitationText], ids: Set[str]) -> bool:
    """Whether a rule of limitation holds, in some version, for one of these offences."""
    return any(one.text.offences is None or ids & one.text.offences for one in rule.versions)


def _declared(law: Law, conduct: str) -> set[date]:
    """First days on which a declaration of completeness for a conduct begins or no longer holds."""
    held = [one for one in law.declared if conduct in one.conducts]
    return {one.first for one in held if one.first} | {_next(one.last) for one in held if one.last}


def changes_for(law: Law, conduct: str) -> set[date]:
    """Those of `changes` that can alter what a law says of a conduct."""
    covering = [one for one in law.offences.values() if any(conduct in version.text.covers for version in one.versions)]
    ids = {one.id for one in covering}
    limits = (one for one in law.limitation.values() if holds_for(one, ids))
    found = {day for one in (*covering, *law.rules.values(), *limits) for day in changes_of(one.versions)}
    return found | _declared(law, conduct)


def stops(law: Law) -> set[date]:
    """Last days on which some text of a law was read, where nobody read what came after."""
    provisions = (one for group in (law.offences, law.rules, law.limitation) for one in group.values())
    ends = (version.end for one in provisions for version in one.versions)
    return {end.after for end in ends if end and end.after and end.by is None}


def seen_on(*sides: Law | None) -> list[date]:
    """The days on which the reading of a text of these laws stopped, and the last on which one changed or was read.

    Raises ValueError where no day stands in them.
    """
    laws = [law for law in sides if law is not None]
    stopped = {day for law in laws for day in stops(law)}
    days = {day for law in laws for day in changes(law) if day - timedelta(1) not in stopped}
    days |= {one.version_date for law in laws for one in law.sources.values() if one.version_date}
    if not days | stopped:
        raise ValueError(f"no day stands in the law of {' and '.join(law.jurisdiction for law in laws)}; say --as-of")
    return sorted(stopped | {max(days | stopped)})


def changes_of(versions: Iterable[Version[Any]]) -> set[date]:
    """First days on which another text of a provision may hold than the day before."""
    edges = [edge for version in versions for edge in (version.start, version.end) if edge is not None]
    return {edge.by for edge in edges if edge.by} | {_next(edge.after) for edge in edges if edge.after}


def _next(day: date) -> date:
    return day + timedelta(1)


def epochs(cuts: Iterable[date], first: date, last: date) -> tuple[Interval, ...]:
    """The days from `first` to `last`, cut before each of `cuts`."""
    starts = sorted({first, *(cut for cut in cuts if first < cut <= last)})
    ends = [*(start - timedelta(1) for start in starts[1:]), last]
    return tuple(Interval(start, end) for start, end in zip(starts, ends, strict=True))
