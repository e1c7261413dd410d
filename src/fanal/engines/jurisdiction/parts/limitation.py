"""Until when proceedings can begin: the walk through all rules of limitation since the act.

See docs/law-rules.md, "Limitation". The period of the rule that held at the act is compared, at each later change of
the law that came before it ended, with the period of the new rule; the switches of the state
(`temporal.limitation_change`) say whether a running period is extended or shortened and whether an expired one is
revived. Everything is counted from the act anew. The walk is run for the earliest and the latest end at once (`spans`).

Where several rules name an offence at the same time, the one that ends last holds, so that "no limitation" for the
listed offences (SE 35:10, 35:6; NL art. 70(2)) stands beside the general length in whatever order a file has them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import permutations, product

from fanal.engines.jurisdiction.answer import Limit, Node, Ref
from fanal.engines.jurisdiction.facts import Facts, Moments
from fanal.engines.jurisdiction.model import (
    ABSENT,
    Edge,
    Law,
    LimitationText,
    Maybe,
    Missing,
    Provision,
    Version,
    Years,
)
from fanal.engines.jurisdiction.parts.expressions import elements
from fanal.engines.jurisdiction.parts.periods import EVENTS, Case, act_end, born, happenings, period, readings
from fanal.engines.jurisdiction.parts.versions import doubt, holds, legible, reference, reliable
from fanal.engines.jurisdiction.spans import (
    EVER,
    NEVER,
    UNENDING,
    Span,
    earliest,
    hull,
    latest,
    on,
    shifted,
)
from fanal.engines.jurisdiction.values import FACT, FALSE, LAW, TRUE, Truth, Value, unknown

SWITCHES = ("extends_running", "shortens_running", "revives_expired")
type _Text = Version[LimitationText]

# How the end is told, by whether its earliest and its latest day are not known.
TOLD = {
    (False, False): "law.limitation",
    (False, True): "law.limitation_open",
    (True, False): "law.limitation_latest",
    (True, True): "law.limitation_unknown",
}


@dataclass(frozen=True, slots=True)
class _Choice:
    """One rule on one day: the versions that may hold and apply there, and whether one of them surely does."""

    spans: tuple[Span, ...]
    sure: bool
    why: frozenset[str]


@dataclass(slots=True)
class _Course:
    """How the end moved from mark to mark."""

    last: Span
    steps: list[date]


def walk(law: Law, offence: str, penalty: Maybe[Years], facts: Facts, moments: Moments) -> Limit:
    """Whether proceedings for an offence (its id) can still begin, and until when.

    `penalty` is the maximum at the act, in years (or the mildest since, where the state counts by that). The value is T
    up to the earliest end, F after the latest, else not known, with the inputs that move the two ends apart.
    """
    return _Walk(law, offence, penalty, facts, moments).limit()


class _Walk:
    def __init__(self, law: Law, offence: str, penalty: Maybe[Years], facts: Facts, moments: Moments) -> None:
        self._law, self._offence, self._penalty = law, offence, penalty
        self._facts, self._moments = facts, moments
        self._rules = [rule for rule in law.limitation.values() if any(map(self._covers, rule.versions))]
        self._special = [rule for rule in self._rules if any(map(self._names, rule.versions))]
        self._general = [
            rule for rule in self._rules if any(version.text.offences is None for version in rule.versions)
        ]
        self._act_end = act_end(facts, moments.as_of)
        self._feb28 = law.group("settings").get("leap_birthday") == "feb28"
        self._unless: dict[int, Value] = {}
        self._periods: dict[int, tuple[Span, Span]] = {}  # of the end of the act that is looked at
        self._used: dict[int, Ref] = {}  # by the version
        self._nodes: dict[tuple[date, str, str], Node] = {}
        self._events = happenings(facts.course.events or (), law.jurisdiction, moments.as_of)
        self._complete = facts.course.events is not None and facts.course.events_complete
        self._switches = self._read_switches()

    # What is known of the law

    def _covers(self, version: _Text) -> bool:
        return version.text.offences is None or self._offence in version.text.offences

    def _names(self, version: _Text) -> bool:
        return version.text.offences is not None and self._offence in version.text.offences

    def _read_switches(self) -> dict[str, Maybe[bool]]:
        group = self._law.group("temporal.limitation_change")
        read = reliable(group.review, self._moments)
        found = {switch: group.get(switch) if read else ABSENT for switch in SWITCHES}
        return {switch: value if isinstance(value, bool) else ABSENT for switch, value in found.items()}

    def _switch_reason(self, switch: str) -> str:
        return f"{LAW}{self._law.jurisdiction}/temporal#limitation_change.{switch}"

    def _changes(self, until: date) -> list[date]:
        """Days on which a rule for the offence may begin or end to hold, after the earliest end of the act."""
        edges = [edge for rule in self._rules for version in rule.versions for edge in (version.start, version.end)]
        days = {day for edge in edges if edge for day in _days(edge)}
        return sorted(day for day in days if self._act_end.first < day <= until)

    # The walk

    def limit(self) -> Limit:
        stop = self._stop()
        course = self._walked(stop.last)
        value = _value(stop, course.last)
        if stop.last < self._moments.as_of and not value.is_true:
            # Not in time by the law of that day: a later law may have revived it, never shortened it for good.
            longer = self._walked(self._moments.as_of)
            revived = _value(stop, longer.last)
            if revived.truth > value.truth:
                course, value = longer, revived
        return self._told(course, stop, value)

    def _walked(self, until: date) -> _Course:
        changes = self._changes(until)
        starts = [self._act_end.first, *(day for day in changes if day <= self._act_end.last)]
        ends = [*(shifted(day, -1) for day in starts[1:]), self._act_end.last]
        courses = [
            self._from(Span(first, last, self._act_end.why), [day for day in changes if day > last])
            for first, last in zip(starts, ends, strict=True)
        ]
        soonest = min(courses, key=lambda course: course.last.first)
        return _Course(hull((course.last for course in courses), *self._act_end.why), soonest.steps)

    def _from(self, ended: Span, marks: Iterable[date]) -> _Course:
        """From an end of the act within days on which no rule changes."""
        case = Case(
            self._law.jurisdiction,
            self._offence,
            ended,
            born(self._facts, ended, feb28=self._feb28),
            self._penalty,
            self._events,
            self._complete,
            self._moments.as_of,
            self._feb28,
        )
        self._periods.clear()
        last = self._end(ended.first, case)
        steps = [last.first]
        for mark in marks:
            last = self._moved(last, self._end(mark, case), mark)
            if last.first != steps[-1]:
                steps.append(last.first)
        return _Course(last, [step for step in steps if step < NEVER])

    def _moved(self, last: Span, new: Span, mark: date) -> Span:
        """The end after a change of law: what ended before stays ended, what runs may be extended or shortened."""
        found, why = [], last.why if last.first < mark <= last.last else frozenset[str]()
        if last.first < mark:
            over = Span(last.first, min(last.last, shifted(mark, -1)), last.why)
            revives = self._switches["revives_expired"]
            either = [self._changed(over, new) if read else over for read in readings(revives)]
            found.append(hull(either, self._switch_reason("revives_expired")))
        if last.last >= mark:
            found.append(self._changed(Span(max(last.first, mark), last.last, last.why), new))
        return hull(found, *why)

    def _changed(self, last: Span, new: Span) -> Span:
        extends, shortens = self._switches["extends_running"], self._switches["shortens_running"]
        if isinstance(extends, bool) and isinstance(shortens, bool):
            return _chosen(last, new, extends, shortens)
        by_reading = {
            (longer, shorter): _chosen(last, new, longer, shorter)
            for longer, shorter in product(readings(extends), readings(shortens))
        }
        matter = [
            self._switch_reason(SWITCHES[place])
            for place in (0, 1)
            if any(
                reading != other and _ends(by_reading[reading]) != _ends(by_reading[other])
                for reading, other in product(by_reading, repeat=2)
                if reading[1 - place] == other[1 - place]
            )
        ]
        return hull(by_reading.values(), *matter)

    # Which rule, and its period

    def _end(self, mark: date, case: Case) -> Span:
        """The end by the law of a day: of the rules that name the offence, else of those for all, else unknown."""
        special = self._choices(mark, case, named=True)
        if any(one.sure for one in special):
            return _of(special, UNENDING)
        general = self._choices(mark, case, named=False)
        why = frozenset[str]().union(*(one.why for one in (*special, *general)))
        absent = Span(mark, NEVER, why or frozenset({f"{LAW}{self._law.jurisdiction}/limitation#absent"}))
        return _of(special, _of(general, absent))

    def _choices(self, mark: date, case: Case, *, named: bool) -> list[_Choice]:
        rules = self._special if named else self._general
        return [found for rule in rules if (found := self._choice(rule, mark, case, named=named))]

    def _choice(self, rule: Provision[LimitationText], mark: date, case: Case, *, named: bool) -> _Choice | None:
        truths = [(version, truth) for version in rule.versions if (truth := holds(version, mark)) is not Truth.F]
        standing = [version for version, _ in truths]
        certain = len(standing) == 1 and truths[0][1] is Truth.T
        fits = [
            version for version in standing if self._covers(version) and (version.text.offences is not None) is named
        ]
        why = frozenset() if certain else frozenset({case.law(rule.id, doubt(standing, mark))})
        spans, sure = [], certain or (len(fits) == len(standing) and _joined(standing))
        for version in fits:
            removed = self._removed(version)
            if removed.is_true:
                sure = False
                continue
            if removed.is_unknown:
                sure, why = False, why | removed.reasons
            spans.append(self._period(rule, version, mark, case))
        return _Choice(tuple(spans), sure, why) if spans else None

    def _removed(self, version: _Text) -> Value:
        if version.text.unless is None:
            return FALSE
        if id(version) not in self._unless:
            value = elements(version.text.unless, self._law, self._offence, self._facts, self._moments)
            self._unless[id(version)] = value
        return self._unless[id(version)]

    def _period(self, rule: Provision[LimitationText], version: _Text, mark: date, case: Case) -> Span:
        read = legible(rule, version, self._moments)
        start, span = case.act_end, Span(mark, NEVER, read.reasons)
        if read.is_true:
            if id(version) not in self._periods:
                self._periods[id(version)] = period(rule.id, version.text, case)
            start, span = self._periods[id(version)]
        ref = self._used.get(id(version))
        if ref is None:
            ref = self._used[id(version)] = reference(rule, version, self._law.sources, self._moments.as_of)
        key = "law.limitation_period" if read.is_true else "law.limitation_unread"
        if read.is_true and span == UNENDING:
            key = "law.limitation_none"
        params = {
            "mark": _text(mark),
            "start": _text(start.first),
            "end": _text(span.first),
            "latest": _text(span.last),
        }
        value = unknown(*span.why) if span.why else TRUE
        self._nodes.setdefault((mark, rule.id, ref.version), Node(rule.id, key, value, params, ref))
        return span

    # The day of the test, and the answer

    def _stop(self) -> Span:
        """The day of the test: that asked, or that of the first event which meets the period for good."""
        today = on(self._moments.as_of)
        stops = [today]
        charge = self._facts.course.charge_on
        if charge and (charge.first or EVER) <= self._moments.as_of:
            end = min(charge.last or self._moments.as_of, self._moments.as_of)
            stops.append(Span(charge.first or EVER, end, frozenset({FACT + "course.charge_on"})))
        for event in self._events:
            kinds = [self._stops(event.kind, day) for day in (event.on.first, event.on.last)]
            if all(kind.is_false for kind in kinds) or event.on.first > self._moments.as_of:
                continue
            sure = event.sure and event.on.last <= self._moments.as_of and all(kind.is_true for kind in kinds)
            why = event.on.why.union(*(kind.reasons for kind in kinds))
            stops.append(event.on if sure else Span(event.on.first, max(event.on.first, self._moments.as_of), why))
        if not self._complete and any(self._named_stops(day) for day in (self._act_end.first, self._moments.as_of)):
            stops.append(Span(min(self._act_end.first, self._moments.as_of), self._moments.as_of, frozenset({EVENTS})))
        return earliest(stops)

    def _stops(self, kind: str, day: date) -> Value:
        """Whether an event meets the period by the law of a day; where nobody read which do, it may."""
        held = [(rule, one) for rule in self._rules for one in rule.versions if holds(one, day) is not Truth.F]
        texts = [(rule, one.text.stopped_by) for rule, one in held if self._covers(one) and not one.text.none]
        if any(not isinstance(kinds, Missing) and kind in kinds for _, kinds in texts):
            return TRUE
        unread = [rule for rule, kinds in texts if isinstance(kinds, Missing)]
        if not unread or kind in self._other_kinds:
            return FALSE
        return unknown(*(f"{LAW}{self._law.jurisdiction}/{rule.id}#stopped_by" for rule in unread))

    @property
    def _other_kinds(self) -> frozenset[str]:
        """Kinds of event that some rule names as interrupting or suspending: those do not meet it for good."""
        texts = [version.text for rule in self._rules for version in rule.versions]
        named = [kinds for text in texts for kinds in (text.interrupted_by, text.suspended_while)]
        told = frozenset({"report", "knowledge"})
        return told.union(*(kinds for kinds in named if not isinstance(kinds, Missing)))

    def _named_stops(self, day: date) -> bool:
        versions = (version for rule in self._rules for version in rule.versions if self._covers(version))
        kinds = (one.text.stopped_by for one in versions if holds(one, day) is not Truth.F and not one.text.none)
        return any(not isinstance(held, Missing) and held for held in kinds)

    def _told(self, course: _Course, stop: Span, value: Value) -> Limit:
        last = course.last
        none = last.first == NEVER
        known = self._act_end.first > EVER
        first, end = last.first if known and not none else None, None if last.last == NEVER else last.last
        params = {"earliest": _text(first), "latest": _text(end), "test": _text(stop.last)}
        key = "law.limitation_no_end" if none else TOLD[first is None, end is None]
        paths = ("act.to", "child.dob", "course.events", "course.charge_on")
        children = tuple(node for _, node in sorted(self._nodes.items(), key=lambda item: item[0]))
        node = Node("L", key, value, params, facts=paths, children=children)
        return Limit(value, first, end, none, tuple(course.steps) if known else (), node, tuple(self._used.values()))


def _days(edge: Edge) -> tuple[date, ...]:
    """The first and the last day on which a change may have come."""
    first = shifted(edge.after, 1) if edge.after else EVER
    return (first, edge.by) if edge.by else (first,)


def _joined(versions: Iterable[_Text]) -> bool:
    """Whether one version ends where the next begins, so that one of them surely holds."""
    return any(one.end is not None and one.end == other.start for one, other in permutations(versions, 2))


def _of(choices: list[_Choice], otherwise: Span) -> Span:
    """The rule that ends last; where none surely applies, the others may."""
    if not choices:
        return otherwise
    why = frozenset[str]().union(*(one.why for one in choices))
    spans = [hull(one.spans, *one.why) for one in choices]
    sure = [span for span, one in zip(spans, choices, strict=True) if one.sure]
    least = latest(sure) if sure else otherwise
    most = latest([*spans, *sure])
    return hull([least, most] if sure else [least, *spans, most], *why)


def _chosen(last: Span, new: Span, longer: bool, shorter: bool) -> Span:
    if longer and shorter:
        return new
    if longer:
        return latest([last, new])
    return earliest([last, new]) if shorter else last


def _ends(span: Span) -> tuple[date, date]:
    return span.first, span.last


def _value(test: Span, last: Span) -> Value:
    if test.last <= last.first:
        return TRUE
    return FALSE if test.first > last.last else unknown(*test.why, *last.why)


def _text(day: date | None) -> str:
    """As in the versions of provisions: two dots where no day is known to bind."""
    return ".." if day is None or day in {EVER, NEVER} else day.isoformat()
