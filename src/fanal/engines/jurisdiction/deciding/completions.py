"""What an unknown fact may be: a few values each, cut so finely that the law touched cannot tell more apart.

See docs/law-rules.md, "What decides". Yes or no for a boolean; for ages the cells between all age limits that the
provisions hold; for ties each state whose rules test that tie, alone, and "elsewhere" (single ties suffice: more of
them never close a route, property M1); for codes each code that some provision names, alone, and none; for the day of
the act the days on which a version begins or ends, or on which a birthday at a limit falls.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from fanal.engines.jurisdiction.deciding.grids import FIELDS, JOINS, READS, changed, value_of
from fanal.engines.jurisdiction.facts import Act, Age, Child, Codes, Facts, Leg, Link, Links, Place, Suspect, Vessel
from fanal.engines.jurisdiction.model import (
    NO_STATE,
    DoubleCriminality,
    Edge,
    Exemption,
    Expr,
    LimitationText,
    Missing,
    OffenceText,
    Provision,
    RuleText,
)  # fmt: skip
from fanal.engines.jurisdiction.parts.ties import UNNAMED
from fanal.engines.jurisdiction.spans import birthday
from fanal.engines.jurisdiction.values import FACT
from fanal.vocabulary.dates import Interval

DATES, EVENTS = "act.dates", "course.events"
ELSEWHERE = "elsewhere"
ABROAD = "ZZ"  # stands for any state without a file: user-assigned in ISO 3166-1, so never a country
YOUNGEST, OLDEST = 0, 130
ADULT = 18
ROLES = frozenset({"principal", "party", "attempt"})  # what the general part of a law tells apart
TIES = frozenset(name for name in FIELDS if name.endswith(("nationality", "residence", "presence", "principal")))
# A fact as the facts file spells it, where that is another word.
PATHS: Mapping[str, str] = {DATES: "act.from", "act.place": "act.places"}
# Which fact of `FIELDS` each path of a reason belongs to.
FACT_OF: Mapping[str, str] = {
    **{name: name for name in FIELDS},
    **{f"{who}.{kind}": f"{who}.age" for who in ("child", "suspect") for kind in ("dob", "age")},
    "act.places": "act.place",
    "act.from": DATES,
    "act.to": DATES,
    EVENTS: EVENTS,
}


@dataclass(frozen=True, slots=True)
class FactValue:
    """One value that a fact may have: in a word, and as the facts that have it."""

    label: str
    facts: Callable[[Facts], Facts]


@dataclass(slots=True)
class Material:
    """What the provisions touched tell apart."""

    child_limits: set[int] = field(default_factory=set)
    suspect_limits: set[int] = field(default_factory=set)
    gaps: set[int] = field(default_factory=set)
    codes: dict[str, set[str]] = field(default_factory=dict)  # by fact
    states: dict[str, set[str]] = field(default_factory=dict)  # by fact: those whose rules test that tie
    days: set[date] = field(default_factory=set)

    def add(self, provision: Provision[Any], state: str) -> None:
        """All texts of a provision of a state (or part of one): which of them holds may itself be the question."""
        for version in provision.versions:
            self.days |= {day for edge in (version.start, version.end) if edge for day in _days(edge)}
            for expr in _expressions(version.text):
                self._add_leaf(expr, state)
            if isinstance(version.text, OffenceText) and not isinstance(version.text.exceptions, Missing):
                for exemption in version.text.exceptions:
                    self._add_exemption(exemption)
            if isinstance(version.text, RuleText):
                self.states.setdefault("act.place", set()).add(state)
                self.states.setdefault("act.vessel", set()).add(state)

    def _add_leaf(self, expr: Expr, state: str) -> None:
        if expr.op in {"child_age_lt", "child_age_ge", "child_under"}:
            self.child_limits.add(_whole(expr.value))
        elif expr.op in {"offender_age_lt", "offender_age_ge"}:
            self.suspect_limits.add(_whole(expr.value))
        elif expr.op in {"age_gap_ge", "age_gap_gt"}:
            self.gaps.add(_whole(expr.value))
        for fact in READS[expr.op]:
            if fact in TIES or fact == "suspect.travel":
                self.states.setdefault(fact, set()).add(state)
            elif isinstance(expr.value, tuple):
                self.codes.setdefault(fact, set()).update(map(str, expr.value))

    def _add_exemption(self, exemption: Exemption) -> None:
        if exemption.min_child_age is not None:
            self.child_limits.add(exemption.min_child_age)
        if exemption.kind == "close_in_age":
            self.gaps.add(exemption.years)
        if exemption.kind == "peer":
            self.gaps.add(4)
            self.suspect_limits.add(ADULT)


def _days(edge: Edge) -> Iterator[date]:
    if edge.after:
        yield edge.after + timedelta(1)
    if edge.by:
        yield edge.by


def _whole(value: object) -> int:
    assert isinstance(value, int)
    return value


def _expressions(text: OffenceText | RuleText | LimitationText) -> Iterator[Expr]:
    """The leaves of all expressions of a text."""
    expressions: list[object] = []
    if isinstance(text, OffenceText):
        expressions.append(text.elements)
    elif isinstance(text, RuleText):
        criminality = text.double_criminality
        expressions += [text.when, criminality.unless if isinstance(criminality, DoubleCriminality) else None]
    else:
        expressions.append(text.unless)
    for expr in expressions:
        if isinstance(expr, Expr):
            yield from leaves(expr)


def leaves(expr: Expr) -> Iterator[Expr]:
    if expr.op in JOINS:
        for child in expr.children:
            yield from leaves(child)
    else:
        yield expr


def cells(name: str, facts: Facts, material: Material, as_of: date) -> tuple[FactValue, ...]:
    """The values that a fact may have beside what is known of it; fewer than two where it has nothing to tell."""
    if name == DATES:
        return _dates(facts, material, as_of)
    make = _MAKERS.get(name, _ties if name in TIES else None)
    return () if make is None else tuple(make(name, facts, material))


def _cell(name: str, label: str, *value: object) -> FactValue:
    return FactValue(label, partial(changed, values={name: value}))


def _yes_or_no(name: str, _facts: Facts, _material: Material) -> Iterator[FactValue]:
    for label, value in (("true", True), ("false", False)):
        yield _cell(name, label, value)


# Ages.


def _ages(name: str, facts: Facts, material: Material) -> Iterator[FactValue]:
    child = name == "child.age"
    person, other = (facts.child, facts.suspect) if child else (facts.suspect, facts.child)
    limits = set(material.child_limits if child else material.suspect_limits)
    if other.age:  # where the gap to the other person begins to be surely so large, or surely not
        low, high = other.age.low, other.age.high + 1
        limits |= {end - years if child else end + years for years in material.gaps for end in (low, high)}
    if person.born:
        yield from _births(name, facts, person, limits)
        return
    low, high = (person.age.low, person.age.high) if person.age else (YOUNGEST, OLDEST)
    for first, last in _between(low, high, limits):
        yield _cell(name, str(first) if first == last else f"{first}-{last}", None, Age(first, last))


def _between(low: int, high: int, limits: Iterable[int]) -> Iterator[tuple[int, int]]:
    starts = sorted({low, *(limit for limit in limits if low < limit <= high)})
    for start, following in zip(starts, [*starts[1:], high + 1], strict=True):
        yield start, following - 1


def _births(name: str, facts: Facts, person: Child | Suspect, limits: Iterable[int]) -> Iterator[FactValue]:
    """A birth that is known in part, cut at the days on which one limit or another is reached at the act."""
    born, act = person.born, facts.act.start
    if born is None or not (born.first and born.last and act and act.first) or born.first == born.last:
        return
    cuts = {day for limit in limits for day in _reached(act.first, limit) if born.first < day <= born.last}
    starts = sorted({born.first, *cuts})
    for start, following in zip(starts, [*starts[1:], born.last + timedelta(1)], strict=True):
        last = following - timedelta(1)
        yield _cell(name, f"born {start}/{last}", Interval(start, last), person.age)


def _reached(day: date, years: int) -> Iterator[date]:
    """The first birth with which one has not yet so many years on that day."""
    if day.year > years:
        first_of_march = (day.month, day.day) == (2, 29)
        yield (date(day.year - years, 3, 1) if first_of_march else day.replace(year=day.year - years)) + timedelta(1)


# Ties, codes, places.


def _ties(name: str, facts: Facts, material: Material) -> Iterator[FactValue]:
    held = value_of(facts, name)[0]
    sure = tuple(link for link in held.links if not _vague(link)) if held else ()
    states = set(material.states.get(name, ()))
    if name not in {"suspect.residence", "suspect.presence", "child.residence", "suspect.permanent_residence"}:
        states = {state.partition("-")[0] for state in states}  # a nationality is that of a state
    for state in sorted(states):
        yield _cell(name, state, Links((*sure, Link(state))))
    yield _cell(name, ELSEWHERE, Links(sure or (Link(ABROAD),)))


def _vague(link: Link) -> bool:
    return any(days is not None and (days.first is None or days.first != days.last) for days in (link.start, link.end))


def _codes(name: str, facts: Facts, material: Material) -> Iterator[FactValue]:
    held = value_of(facts, name)[0]
    known = held.codes if isinstance(held, Codes) else frozenset[str]()
    for code in sorted(material.codes.get(name, ())):
        yield _cell(name, code, Codes(known | {code}))
    yield _cell(name, "none", Codes(known))


def _media(name: str, _facts: Facts, material: Material) -> Iterator[FactValue]:
    for code in sorted(material.codes.get(name, set()) | {"online", "in_person"}):  # a screen may be a place
        yield _cell(name, code, frozenset({code}))


def _roles(name: str, _facts: Facts, material: Material) -> Iterator[FactValue]:
    for code in sorted(material.codes.get(name, set()) | ROLES):
        yield _cell(name, code, code)


def _places(name: str, facts: Facts, material: Material) -> Iterator[FactValue]:
    held = facts.act.places or ()
    sure = tuple(place for place in held if place.certainty == "known")
    open_ones = [place for place in held if place.certainty != "known"]
    for place in open_ones:
        yield _cell(name, place.state, (*sure, replace(place, certainty="known")), True)
    if held and facts.act.places_complete:
        return
    for state in sorted(material.states.get(name, set()) - {place.state for place in open_ones}):
        yield _cell(name, state, (*sure, Place(state)), True)
    yield _cell(name, ELSEWHERE, sure or (Place(ABROAD),), True)


def _vessels(name: str, _facts: Facts, material: Material) -> Iterator[FactValue]:
    for state in sorted(material.states.get(name, ())):
        yield _cell(name, state, Vessel("ship", state))
    yield _cell(name, ELSEWHERE, Vessel("none", NO_STATE))


def _journeys(name: str, facts: Facts, material: Material) -> Iterator[FactValue]:
    """There and back on the day before the act, so that each kind of leg is meant; where all that is not known is
    where a journey went, that."""
    told = facts.suspect.travel or ()
    known = tuple(leg for leg in told if leg.on and leg.on.first == leg.on.last)
    if facts.suspect.travel_complete and known == told and any(map(_whereto, told)):
        for state in sorted(material.states.get(name, ())):
            yield _cell(name, state, _arrived(known, state), True)
        yield _cell(name, ELSEWHERE, _arrived(known, ABROAD), True)
        return
    known = _arrived(known, ABROAD)
    day = facts.act.start.first - timedelta(1) if facts.act.start and facts.act.start.first else None
    on = Interval(day, day) if day else Interval(None, None)
    for state in sorted(material.states.get(name, ())):
        yield _cell(name, state, (*known, Leg(state, ABROAD, on), Leg(ABROAD, state, on)), True)
    yield _cell(name, "none", known, True)


def _whereto(leg: Leg) -> bool:
    """Whether the destination is not known."""
    return leg.destination in UNNAMED


def _arrived(legs: tuple[Leg, ...], state: str) -> tuple[Leg, ...]:
    return tuple(replace(leg, destination=state) if _whereto(leg) else leg for leg in legs)


_MAKERS: Mapping[str, Callable[[str, Facts, Material], Iterator[FactValue]]] = {
    "act.place": _places,
    "act.vessel": _vessels,
    "act.commercial": _yes_or_no,
    "act.marriage": _yes_or_no,
    "act.means": _codes,
    "act.relation": _codes,
    "act.medium": _media,
    "act.role": _roles,
    "child.age": _ages,
    "suspect.age": _ages,
    "suspect.travel": _journeys,
}


# The day of the act.


def _dates(facts: Facts, material: Material, as_of: date) -> tuple[FactValue, ...]:
    act = facts.act
    last = min((act.start and act.start.last) or as_of, as_of)
    days = {day for day in material.days if day <= last} | set(_birthdays(facts, material, last))
    first = (act.start and act.start.first) or min(days, default=last) - timedelta(1)
    starts = sorted({first, *(day for day in days if first < day <= last)})
    return tuple(FactValue(str(day), partial(_on, day)) for day in starts)


def _birthdays(facts: Facts, material: Material, last: date) -> Iterator[date]:
    for person, limits in ((facts.child, material.child_limits), (facts.suspect, material.suspect_limits)):
        if person.born and person.born.first and person.born.last:
            for born in (person.born.first, person.born.last):
                yield from (day for limit in limits if (day := birthday(born, limit)) <= last)


def _on(day: date, facts: Facts) -> Facts:
    """The act on this day; an end of its own stays as it is known."""
    act: Act = facts.act
    one = Interval(day, day)
    end = one if act.end is None or act.end == act.start else act.end
    return replace(facts, act=replace(act, start=one, end=end))


def named(reasons: Iterable[str]) -> frozenset[str]:
    """The facts that reasons of `values` name, as far as completions of them are known."""
    paths = (reason.removeprefix(FACT) for reason in reasons if reason.startswith(FACT))
    return frozenset(FACT_OF[path] for path in paths if path in FACT_OF)
