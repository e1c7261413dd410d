"""What must hold of every walk, over laws and cases that chance makes; and the same walk written a second time.

The second walk knows only exact days and laws that say everything. It counts years and days by stepping through the
calendar, so it shares nothing with the engine but the rules (docs/law-rules.md, "Limitation").
"""

from calendar import isleap, monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.jurisdiction.limits import ACT_END, case, day, event, law, moments, text, version

from fanal.engines.jurisdiction.answer import Limit
from fanal.engines.jurisdiction.facts import Facts
from fanal.engines.jurisdiction.model import ABSENT, Cap, Law, StartTerm, Step, Years
from fanal.engines.jurisdiction.parts.limitation import walk
from fanal.engines.jurisdiction.values import Truth

pytestmark = pytest.mark.once

TABLE = (Step(10, True, 20), Step(5, True, 10), Step(1, True, 5), Step(0, True, 3))
ONE_DAY = timedelta(1)
DAYS = st.dates(date(1990, 1, 1), date(2024, 12, 31))
LEAPS = st.sampled_from([date(year, 2, 29) for year in range(1992, 2025, 4)])
ANY_DAY = DAYS | LEAPS
NO_LENGTH = {"interrupted_by": frozenset(), "absolute_cap": None}  # both speak of the length that the rule has not
SWITCHES = ("extends_running", "shortens_running", "revives_expired")


@dataclass(frozen=True)
class Rule:
    """One wording in force from a day on."""

    since: date
    years: int | None
    age: int | None
    until_age: int | None
    day_after: bool
    interrupted: bool
    cap: float | None
    cap_from: str
    extended: bool
    none: bool

    def wording(self) -> Any:
        start = (ACT_END,) if self.age is None else (StartTerm("victim_age", self.age), ACT_END)
        cap = (
            None if self.cap is None else Cap(times=self.cap, start=self.cap_from, extended_by_suspension=self.extended)
        )
        more = {
            "day_after": self.day_after,
            "interrupted_by": frozenset({"charge"}) if self.interrupted else frozenset(),
            "suspended_while": frozenset({"pause"}),
            "absolute_cap": cap,
        }
        if self.none:
            return text(none=True)
        if self.until_age is not None:
            return text(None, start, until_victim_age=self.until_age, **more | NO_LENGTH)
        return text(self.years, start, **more) if self.years else text(None, start, by_max_penalty=TABLE, **more)


@st.composite
def rules(draw: st.DrawFn) -> list[Rule]:
    found = []
    for since in sorted(draw(st.sets(ANY_DAY, max_size=3))):
        found.append(draw(one_rule(since)))
    return [draw(one_rule(date(1900, 1, 1))), *found]


def one_rule(since: date) -> st.SearchStrategy[Rule]:
    return st.builds(
        Rule,
        since=st.just(since),
        years=st.sampled_from([None, 1, 3, 5, 10]),
        age=st.sampled_from([None, 18, 21, 30]),
        until_age=st.sampled_from([None, None, None, 25, 40]),
        day_after=st.booleans(),
        interrupted=st.booleans(),
        cap=st.sampled_from([None, 1.0, 2.0]),
        cap_from=st.sampled_from(["act_end", "start"]),
        extended=st.booleans(),
        none=st.sampled_from([False] * 9 + [True]),
    )


def compiled(wordings: list[Rule], change: dict[str, bool]) -> Law:
    ends = [*(str(one.since) for one in wordings[1:]), None]
    versions = [version(one.wording(), str(one.since), end) for one, end in zip(wordings, ends, strict=True)]
    return law({"xa.l.1": versions}, change)


CHANGES = st.fixed_dictionaries({name: st.booleans() for name in SWITCHES})
SOME_READ = st.fixed_dictionaries({}, optional={name: st.booleans() for name in SWITCHES})
EVENTS = st.lists(st.tuples(st.sampled_from(["charge", "pause", "other"]), ANY_DAY, st.integers(0, 400)), max_size=3)


# The second walk.


def years_on(start: date, years: int) -> date:
    """The corresponding day of a later year; there is no 29 February in most: then 1 March."""
    year = start.year + years
    if start.month == 2 and start.day == 29 and not isleap(year):
        return date(year, 3, 1)
    return date(year, start.month, start.day)


def with_pauses(origin: date, end: date, pauses: list[tuple[date, date]]) -> date:
    """Day by day: a day of rest moves the end by one, until the end is reached."""
    now = origin
    while now <= end:
        if any(first <= now <= last for first, last in pauses):
            end += ONE_DAY
        now += ONE_DAY
    return end


def oracle_period(rule: Rule, act: date, dob: date, penalty: float, happened: list[Any]) -> date | None:
    if rule.none:
        return None
    pauses = [(on, on + timedelta(length)) for kind, on, length in happened if kind == "pause"]
    ages = [] if rule.age is None else [years_on(dob, rule.age)]
    start = max([act, *ages]) + (ONE_DAY if rule.day_after else timedelta(0))
    if rule.until_age is not None:
        return with_pauses(start, years_on(dob, rule.until_age) - ONE_DAY, pauses)
    length = rule.years or next(years for above, years in ((10, 20), (5, 10), (1, 5), (0, 3)) if penalty > above)
    end = with_pauses(start, years_on(start, length) - ONE_DAY, pauses)
    for kind, on, _ in sorted(happened, key=lambda one: one[1]):
        if kind == "charge" and rule.interrupted and start < on <= end:
            end = max(end, with_pauses(on, years_on(on, length) - ONE_DAY, pauses))
    if rule.cap is None:
        return end
    origin = start if rule.cap_from == "start" else max([act, *(ages if rule.extended else [])])
    ceiling = years_on(origin, int(length * rule.cap)) - ONE_DAY
    return min(end, with_pauses(origin, ceiling, pauses) if rule.extended else ceiling)


def oracle(
    wordings: list[Rule],
    change: dict[str, bool],
    act: date,
    dob: date,
    penalty: float,
    happened: list[Any],
    as_of: date,
) -> date | None:
    """The walk of docs/law-rules.md, "Limitation", written anew. None: no end."""
    far = date.max
    at_act = max((one for one in wordings if one.since <= act), key=lambda one: one.since)
    last = oracle_period(at_act, act, dob, penalty, happened) or far
    for one in sorted((one for one in wordings if act < one.since <= as_of), key=lambda one: one.since):
        if last < one.since and not change["revives_expired"]:
            break
        new = oracle_period(one, act, dob, penalty, happened) or far
        if new > last:
            last = new if change["extends_running"] else last
        else:
            last = new if change["shortens_running"] else last
    return None if last == far else last


@settings(max_examples=150, deadline=None)
@given(rules(), CHANGES, ANY_DAY, st.integers(0, 17 * 365), st.sampled_from([0.5, 1, 3, 6, 15]), EVENTS, DAYS)
def test_exact_facts_and_a_whole_law_give_the_day_of_the_second_walk(
    wordings: list[Rule], change: dict[str, bool], act: date, old: int, penalty: float, happened: list[Any], as_of: date
) -> None:
    dob, as_of = act - timedelta(old), max(as_of, act)
    told = [
        event(kind, str(on), str(on + timedelta(length)) if kind == "pause" else None) for kind, on, length in happened
    ]
    facts = case(str(act), str(dob), events=told)
    found = walk(compiled(wordings, change), "xa.1", Years(penalty, penalty), facts, moments(facts, str(as_of)))
    last = oracle(wordings, change, act, dob, penalty, happened, as_of)
    assert (found.earliest, found.latest, found.none) == (last, last, last is None)
    assert found.value.truth is (Truth.T if last is None or as_of <= last else Truth.F)


# Properties.


PARTS = st.sampled_from([4, 7, 10])  # a year, a month, a day


@st.composite
def cases(draw: st.DrawFn) -> tuple[Facts, Facts]:
    """One case of which all is known, and the same case known in part."""
    act = draw(ANY_DAY)
    dob = act - timedelta(draw(st.integers(0, 17 * 365)))
    happened = draw(EVENTS)
    exact = [
        event(kind, str(on), str(on + timedelta(length)) if kind == "pause" else None) for kind, on, length in happened
    ]
    vague = [
        event(
            kind,
            draw(st.sampled_from([None, str(on), str(on)[:7], str(on)[:4]])),
            draw(st.sampled_from([None, str(on + timedelta(length))])) if kind == "pause" else None,
        )
        for kind, on, length in happened
    ]
    complete = draw(st.booleans())
    if not complete:
        vague = [one for one in vague if one.kind == "pause" or draw(st.booleans())]
    act_part, dob_part = str(act)[: draw(PARTS)], draw(st.sampled_from([None, str(dob)[: draw(PARTS)]]))
    old = act.year - dob.year - (years_on(dob, act.year - dob.year) > act)  # completed at the act
    age = draw(st.sampled_from([None, (old, old), (max(0, old - 1), old + 2)]))
    partly = case(act_part, dob_part, age=age, events=vague, complete=complete)
    return case(str(act), str(dob), events=exact), partly


@settings(max_examples=200, deadline=None)
@given(rules(), SOME_READ, cases(), DAYS, st.sampled_from([ABSENT, Years(1, 6), Years(3, 3)]), st.data())
def test_what_is_known_in_part_never_contradicts_what_is_known_whole(
    wordings: list[Rule],
    read: dict[str, bool],
    pair: tuple[Facts, Facts],
    as_of: date,
    penalty: Any,
    data: st.DataObject,
) -> None:
    """Also: the ends are in order and hold the exact day, and a U names facts or this law."""
    whole, partly = pair
    assert whole.act.end
    assert whole.act.end.first
    happened = [one.on.first for one in whole.course.events or () if one.on and one.on.first]
    today = str(max([as_of, whole.act.end.first, *happened]))  # nobody tells of an event that is still to come
    change = {name: read[name] if name in read else data.draw(st.booleans()) for name in SWITCHES}
    exact = Years(3, 3)
    sure = walk(compiled(wordings, change), "xa.1", exact, whole, moments(whole, today))
    vague = walk(compiled(wordings, read), "xa.1", penalty, partly, moments(partly, today))
    assert sure.value.truth is not Truth.U
    assert vague.value.truth in {Truth.U, sure.value.truth}
    if vague.earliest is not None:
        assert sure.earliest is None or vague.earliest <= sure.earliest
        assert vague.latest is None or vague.earliest <= vague.latest
    if vague.latest is not None:
        assert sure.latest is not None
        assert sure.latest <= vague.latest
    assert all(reason.startswith(("fact:", "law:XA/")) for reason in vague.value.reasons)


# A pause in the month of the act, or about the end of a period: years and days after the act, and its length.
NEAR = st.tuples(st.sampled_from([0, 0, 1, 3, 5]), st.integers(-20, 20), st.integers(0, 40))


@settings(max_examples=40, deadline=None)
@given(one_rule(date(1900, 1, 1)), DAYS | LEAPS, st.data())
def test_an_act_on_some_day_of_a_month_ends_between_its_days(rule: Rule, act: date, data: st.DataObject) -> None:
    """On none of its days does it end before or after; where nothing interrupts, the ends are those of two of them."""
    pauses = [
        (years_on(act, years) + timedelta(days), length)
        for years, days, length in data.draw(st.lists(NEAR, min_size=1, max_size=3))
    ]
    told = [event("pause", str(on), str(on + timedelta(length))) for on, length in pauses]
    if data.draw(st.booleans()):
        told.append(event("charge", str(years_on(act, data.draw(st.integers(0, 5))) + timedelta(5))))
    month, dob, code = str(act)[:7], str(date(act.year - 10, 1, 1)), compiled([replace(rule, age=None)], {})

    def found(told_act: str) -> Limit:
        facts = case(told_act, dob, events=told)
        return walk(code, "xa.1", Years(3, 3), facts, moments(facts, "2026-11-25"))

    days = [f"{month}-{number:02}" for number in range(1, monthrange(act.year, act.month)[1] + 1)]
    each, whole = [found(one) for one in days], found(month)
    first = min(one.earliest or date.max for one in each)
    last = max(one.latest or date.max for one in each)
    least, most = whole.earliest or date.max, whole.latest or date.max
    assert least <= first <= last <= most
    if not (rule.interrupted and told and told[-1].kind == "charge"):
        assert (least, most) == (first, last)


@settings(max_examples=150, deadline=None)
@given(rules(), SOME_READ, cases(), st.integers(0, 15000), st.integers(0, 5000), st.booleans())
def test_a_later_day_never_opens_what_was_barred_while_the_law_stays(
    wordings: list[Rule], read: dict[str, bool], pair: tuple[Facts, Facts], later: int, more: int, whole: bool
) -> None:
    """M3: with unchanged law, that is with no rule that begins between the two days."""
    facts = pair[0] if whole else pair[1]
    assert facts.act.end
    assert facts.act.end.first
    first = facts.act.end.first + timedelta(later)
    second = first + timedelta(more)
    unchanged = [one for one in wordings if not first < one.since <= second]
    code = compiled(unchanged, read)
    before = walk(code, "xa.1", Years(3, 3), facts, moments(facts, str(first))).value.truth
    after = walk(code, "xa.1", Years(3, 3), facts, moments(facts, str(second))).value.truth
    assert not (before is Truth.F and after is not Truth.F)


@settings(max_examples=200, deadline=None)
@given(rules(), CHANGES, ANY_DAY, st.integers(0, 17 * 365), DAYS, st.data())
def test_a_change_of_law_on_a_day_known_in_part_never_contradicts_the_day(
    wordings: list[Rule], change: dict[str, bool], act: date, old: int, as_of: date, data: st.DataObject
) -> None:
    """Each rule begins somewhere between two days, or has begun by one; the walk of the true days lies inside."""
    facts = case(str(act), str(act - timedelta(old)))
    today = str(max(act, as_of))
    exact = compiled(wordings, change)
    shift = st.integers(0, 2000)
    edges = []
    for one in wordings[1:]:
        lower, upper = one.since - ONE_DAY - data.draw(shift) * ONE_DAY, one.since + data.draw(shift) * ONE_DAY
        after = "" if data.draw(st.booleans()) else str(lower)
        edges.append(f"{after}..{upper}")
    begins = ["1900-01-01", *edges]
    versions = [
        version(one.wording(), begin, end) for one, begin, end in zip(wordings, begins, [*edges, None], strict=True)
    ]
    vague = walk(law({"xa.l.1": versions}, change), "xa.1", Years(3, 3), facts, moments(facts, today))
    sure = walk(exact, "xa.1", Years(3, 3), facts, moments(facts, today))
    assert vague.value.truth in {Truth.U, sure.value.truth}
    assert vague.value.reasons <= {"law:XA/xa.l.1#commencement"}
    if vague.earliest is not None:
        assert sure.earliest is None or vague.earliest <= sure.earliest
    assert vague.latest is None or (sure.latest is not None and sure.latest <= vague.latest)


@settings(max_examples=100, deadline=None)
@given(rules(), SOME_READ, cases())
def test_the_same_inputs_give_the_same_answer(
    wordings: list[Rule], read: dict[str, bool], pair: tuple[Facts, Facts]
) -> None:
    facts = pair[1]
    one, other = (walk(compiled(wordings, read), "xa.1", ABSENT, facts, moments(facts, "2026-11-25")) for _ in range(2))
    assert one == other


def test_the_second_walk_counts_as_people_do() -> None:
    assert years_on(day("2004-02-29"), 10) - ONE_DAY == day("2014-02-28")
    assert with_pauses(day("2000-01-01"), day("2000-01-10"), [(day("2000-01-05"), day("2000-01-07"))]) == day(
        "2000-01-13"
    )
