"""How long one wording of a rule of limitation lets proceedings begin: one period, for its earliest and latest end.

See docs/law-rules.md, "Limitation": the period begins with the latest of its start terms (one day later if the law
says so), its last day is the day before it is complete; each interruption in time starts it anew, each suspension
inside it adds its days, and an absolute cap ends it whatever happened. What is not known of the law or of the case
moves the two ends apart and leaves its reason.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import inf

from fanal.engines.jurisdiction.facts import Event, Facts
from fanal.engines.jurisdiction.model import Cap, LimitationText, Maybe, Missing, StartTerm, Step, Years
from fanal.engines.jurisdiction.spans import (
    EVER,
    NEVER,
    UNENDING,
    Span,
    birthday,
    born_by_age,
    hull,
    last_day,
    latest,
    shifted,
    turns,
)
from fanal.engines.jurisdiction.values import FACT, LAW

EVENTS = FACT + "course.events"
SUSPENDING = frozenset({"fugitive_request_pending", "parliamentary_immunity", "proceedings_barred_by_law"})
"""Kinds of event that suspend a period where the law says so; their absence from the facts is presumed."""
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Happening:
    """An event of proceedings in this jurisdiction. `until` is the end of its effect, open where it is not known.

    `sure`: false where the facts name the whole state and this is the law of one of its parts, or the other way round.
    """

    kind: str
    on: Span
    until: Span | None
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Case:
    """What a period is counted from: the end of the act, the child's birth, the penalty, and what has happened."""

    jurisdiction: str
    offence: str
    act_end: Span
    born: Span
    penalty: Maybe[Years]
    happenings: tuple[Happening, ...]
    complete: bool
    as_of: date
    feb28: bool = False

    def law(self, provision: str, question: str) -> str:
        return f"{LAW}{self.jurisdiction}/{provision}#{question}"


def happenings(events: Iterable[Event], jurisdiction: str, as_of: date) -> tuple[Happening, ...]:
    """The events of this jurisdiction, in order. An event on an unknown day was some day until `as_of`."""
    happened = []
    for event in events:
        if event.state != jurisdiction and not _whole(event.state, jurisdiction):
            continue
        first = (event.on and event.on.first) or EVER
        day = Span(first, max(first, (event.on and event.on.last) or as_of), frozenset({EVENTS}))
        until = None
        if event.until:
            begun = max(day.first, event.until.first or day.first)
            until = Span(begun, max(begun, event.until.last or NEVER), frozenset({EVENTS}))
        happened.append(Happening(event.kind, day, until, event.state == jurisdiction))
    return tuple(sorted(happened, key=lambda event: (event.on.first, event.on.last, event.kind)))


def _whole(state: str, jurisdiction: str) -> bool:
    """Whether one of the two is the whole state and the other a part of it: it may be the same proceeding or not."""
    return state == jurisdiction.partition("-")[0] or jurisdiction == state.partition("-")[0]


def act_end(facts: Facts, as_of: date) -> Span:
    """On which days the act may have ended: never after the day asked, never before it began.

    An act that began on a day and of which no end is told ended that day (decision 5).
    """
    act = facts.act
    if act.end is None and act.start and act.start.first and act.start.first == act.start.last:
        return Span(act.start.first, act.start.first)
    reason = FACT + ("act.from" if act.start == act.end else "act.to")
    first = (act.end and act.end.first) or (act.start and act.start.first) or EVER
    last = (act.end and act.end.last) or as_of
    return Span(first, max(first, min(last, as_of)), frozenset({reason}))


def born(facts: Facts, act: Span, *, feb28: bool = False) -> Span:
    """When the child may have been born: by its date of birth and its age at the act, never after the act.

    If the two conflict the date counts, as it does for the elements.
    """
    child = facts.child
    first, last = EVER, act.last
    if child.born:
        first, last = child.born.first or EVER, min(child.born.last or act.last, act.last)
    if child.age:
        began = Span((facts.act.start and facts.act.start.first) or act.first, act.last)
        oldest, youngest = born_by_age(child.age.low, child.age.high, began, feb28=feb28)
        if max(first, oldest) <= min(last, youngest):
            first, last = max(first, oldest), min(last, youngest)
    return Span(first, max(first, last), frozenset({FACT + "child.dob"}))


def period(provision: str, text: LimitationText, case: Case) -> tuple[Span, Span]:
    """When the period of this wording begins, and its last day on which proceedings can begin."""
    if text.none:
        return case.act_end, UNENDING
    start = _start(provision, text, case)
    clock = _Clock(provision, text, case, start)
    return start, clock.until_birthday(text.until_victim_age) if text.until_victim_age is not None else clock.end()


def counts_birthdays(text: LimitationText) -> bool:
    """Whether a wording looks at the age of the child."""
    terms = () if isinstance(text.start, Missing) else text.start
    return text.until_victim_age is not None or any(term.kind == "victim_age" for term in terms)


def _start(provision: str, text: LimitationText, case: Case) -> Span:
    if isinstance(text.start, Missing):
        return Span(case.act_end.first, NEVER, frozenset({case.law(provision, "start")}))
    begins = latest(_term(term, case) for term in text.start)
    if not text.day_after:
        return begins
    return Span(shifted(begins.first, 1), shifted(begins.last, 1), begins.why)


def _term(term: StartTerm, case: Case) -> Span:
    if term.kind == "act_end":
        return case.act_end
    if term.kind == "victim_age":
        return _birthday(case, term.age or 0)
    told = [one for one in case.happenings if one.kind == term.kind]
    sure = [one.on.last for one in told if one.sure]
    first = min((one.on.first for one in told), default=case.as_of) if case.complete else EVER
    return Span(first, max(first, min(sure, default=NEVER)), frozenset({EVENTS}))


def _birthday(case: Case, age: int) -> Span:
    first, last = (birthday(day, age, feb28=case.feb28) for day in (case.born.first, case.born.last))
    return Span(first, last, case.born.why)


@dataclass(frozen=True, slots=True)
class _Length:
    """Months, at least and at most, each None where no length was found; and why they differ."""

    low: float | None
    high: float | None
    why: frozenset[str] = frozenset()


def _by_penalty(steps: Sequence[Step], case: Case, gap: str) -> _Length:
    """Of a table by maximum penalty. A penalty that is known in part reaches every step between its ends.

    A step without limitation has infinitely many months.
    """
    penalty = case.penalty if isinstance(case.penalty, Years) else Years(0.0, inf)
    points = {penalty.low, penalty.high}
    for step in steps:
        points |= {point for point in (step.years, step.years + 1e-6) if penalty.low <= point <= penalty.high}
    reached = {_step(steps, point) for point in points}
    if isinstance(case.penalty, Missing):
        reached.discard(None)  # no offence has a penalty of nothing: the table speaks of those it lists
    known = sorted(months for months in reached if months is not None)
    why = frozenset({case.law(case.offence, "max_penalty_years")}) if len(reached) > 1 else frozenset()
    if None in reached or not reached:
        return _Length(None, None, why | {gap})
    return _Length(known[0], known[-1], why)


def _step(steps: Sequence[Step], years: float) -> float | None:
    fits = [step for step in steps if years > step.years or (not step.strict and years == step.years)]
    if not fits:
        return None
    length = max(fits, key=lambda step: (step.years, step.strict)).value
    return inf if length is None else length * _MONTHS


class _Stirs:
    """What starts a period anew and what suspends it, by one wording and for one case."""

    def __init__(self, provision: str, text: LimitationText, case: Case) -> None:
        self.why: frozenset[str] = frozenset()
        self.surely: tuple[Happening, ...] = ()
        if isinstance(text.interrupted_by, Missing):
            # Nobody read which events interrupt: any may, and unless the list is complete any may have happened.
            other = _named(text.suspended_while) | _named(text.stopped_by)
            self.interruptions = tuple(event for event in case.happenings if event.kind not in other)
            self.open = bool(self.interruptions) or not case.complete
            if self.open:
                self.why |= {case.law(provision, "interrupted_by")}
        else:
            self.interruptions = tuple(event for event in case.happenings if event.kind in text.interrupted_by)
            self.surely = tuple(event for event in self.interruptions if event.sure)
            self.open = bool(text.interrupted_by) and not case.complete
        unread = isinstance(text.suspended_while, Missing)
        kinds = SUSPENDING if unread else _named(text.suspended_while)
        pauses = [event for event in case.happenings if event.kind in kinds or (unread and event.until)]
        if pauses and unread:
            self.why |= {case.law(provision, "suspended_while")}
        # Days of rest: those that surely were, and those that may have been. Where no end is known, none surely was.
        sure = [(one.on.last, one.until.first) for one in pauses if one.sure and one.until and not unread]
        self._least = sorted(rest for rest in sure if rest[0] <= rest[1])
        self._most = sorted((one.on.first, one.until.last if one.until else NEVER) for one in pauses)
        vague = any(not (event.sure and event.on.exact) for event in self.interruptions)
        if vague or (self.open and not case.complete) or any(_vague(event) for event in pauses):
            self.why |= {EVENTS}

    def suspended(self, origin: date, end: date, *, longest: bool) -> date:
        """`end` of a period from `origin`, with the days of each suspension inside it added, none of them twice."""
        counted = shifted(origin, -1)  # the last day whose suspension has been counted
        for begins, last in self._most if longest else self._least:
            first = max(begins, shifted(counted, 1))
            if first <= end and last >= first:
                end, counted = shifted(end, (last - first).days + 1) if last < NEVER else NEVER, last
        return end

    def soonest(self, first: date, last: date, months: float) -> date:
        """The earliest end of a period that begins between two days, with what is surely suspended in it."""
        days = _telling(first, last, months, self._least)
        return min(self.suspended(day, last_day(day, months), longest=False) for day in days)

    def furthest(self, first: date, last: date, months: float) -> date:
        """The latest end of a period that begins between two days, with all that may be suspended in it."""
        days = _telling(first, last, months, self._most)
        return max(self.suspended(day, last_day(day, months), longest=True) for day in days)


def _telling(first: date, last: date, months: float, rests: Sequence[tuple[date, date]]) -> set[date]:
    """Days between two, one of which as the beginning of a period makes it end first, and one last.

    Who begins later ends later, or, at the turn of a month, on the same day. There alone a later beginning may mean an
    earlier end: the day that it leaves out was one of a suspension.
    """
    known = [rest for rest in rests if rest[1] < NEVER]
    if not known:
        return {first, last}
    low, high = max(first, known[0][0]), min(last, shifted(max(end for _, end in known), 1))
    return {first, last, *turns(low, high, months)}


def _vague(pause: Happening) -> bool:
    return not (pause.sure and pause.on.exact and pause.until and pause.until.exact)


def _named(kinds: Maybe[frozenset[str]]) -> frozenset[str]:
    return frozenset() if isinstance(kinds, Missing) else kinds


class _Clock:
    """One period that runs, is interrupted and suspended, and ends at its cap."""

    def __init__(self, provision: str, text: LimitationText, case: Case, start: Span) -> None:
        self._provision, self._text, self._case, self._start = provision, text, case, start
        self._stirs = _Stirs(provision, text, case)

    def end(self) -> Span:
        length = self._length()
        if length.low is None or length.high is None:
            return Span(self._start.first, NEVER, self._start.why | length.why)
        why = self._start.why | length.why
        plain = Span(last_day(self._start.first, length.low), last_day(self._start.last, length.high), why)
        low = self._shortest(length.low)
        return self._capped(self._moved(plain, low, max(low, self._longest(length.high)), why), plain)

    def until_birthday(self, age: int) -> Span:
        """Until the day before a birthday. An interruption has no length that it could start anew: nobody knows."""
        reached, start = _birthday(self._case, age), self._start
        plain = Span(shifted(reached.first, -1), shifted(reached.last, -1), reached.why)
        if self._stirs.interruptions or self._stirs.open:
            return Span(plain.first, NEVER, plain.why | self._stirs.why | {self._law("interrupted_by")})
        # A later beginning leaves more suspensions out, and moves nothing else.
        low, other_low = (self._stirs.suspended(day, plain.first, longest=False) for day in (start.last, start.first))
        high, other_high = (self._stirs.suspended(day, plain.last, longest=True) for day in (start.first, start.last))
        why = reached.why if (low, high) == (other_low, other_high) else reached.why | start.why
        return self._capped(self._moved(plain, low, high, why), plain)

    def _moved(self, plain: Span, low: date, high: date, why: frozenset[str]) -> Span:
        """A plain period with what was added. `why`: all that is open of it, even where its end is not."""
        moved = (low, high) != (plain.first, plain.last)
        return Span(low, high, why | self._stirs.why) if moved else plain

    def _length(self) -> _Length:
        if self._text.years is not None:
            return _Length(self._text.years * _MONTHS, self._text.years * _MONTHS)
        return _by_penalty(self._text.by_max_penalty, self._case, self._law("length"))

    def _shortest(self, months: float) -> date:
        """Only what surely happened, surely in time, and on the earliest of its days."""
        origin, latest_origin = self._start.first, self._start.last
        end = self._stirs.soonest(origin, latest_origin, months)
        for one in self._stirs.surely:
            if origin < one.on.first and one.on.last <= end:
                origin, latest_origin = one.on.first, max(latest_origin, one.on.last)
                end = max(end, self._stirs.soonest(origin, latest_origin, months))
        return end

    def _longest(self, months: float) -> date:
        """All that may have happened, on the latest day that was still in time, and each as late as that."""
        if self._stirs.open:
            return NEVER
        origin = self._start.last
        end = self._stirs.furthest(self._start.first, origin, months)
        waiting = sorted(self._stirs.interruptions, key=lambda one: one.on.last)
        while one := next((one for one in waiting if one.on.first <= end), None):
            waiting.remove(one)
            day = min(one.on.last, end)
            if origin < day:
                origin = day
                end = max(end, self._stirs.furthest(max(one.on.first, self._start.first), origin, months))
        return end

    def _capped(self, end: Span, plain: Span) -> Span:
        cap = self._text.absolute_cap
        if cap is None:
            return end
        if isinstance(cap, Missing):
            # A cap that nobody read cuts what interruptions and suspensions added, and nothing else.
            if (end.first, end.last) == (plain.first, plain.last):
                return end
            return Span(min(end.first, plain.first), end.last, end.why | {self._law("absolute_cap")})
        ceiling = hull(
            [self._ceiling(cap, extended) for extended in readings(cap.extended_by_suspension)],
            self._law("absolute_cap.extended_by_suspension"),
        )
        first, last = min(end.first, ceiling.first), min(end.last, ceiling.last)
        held = [span for span in (end, ceiling) if span.first < last]
        return Span(first, last, frozenset[str]().union(*(span.why for span in held)))

    def _ceiling(self, cap: Cap, extended: bool) -> Span:
        begins = self._start if cap.start == "start" else self._case.act_end
        if extended and cap.start != "start":
            # To begin at a birthday is to be suspended from the act to that day: the cap counts from the later one.
            terms = () if isinstance(self._text.start, Missing) else self._text.start
            ages = [_birthday(self._case, term.age or 0) for term in terms if term.kind == "victim_age"]
            begins = latest([begins, *ages])
        length = self._cap_length(cap)
        if length.low is None or length.high is None:
            return Span(begins.first, NEVER, begins.why | length.why)
        first, last = last_day(begins.first, length.low), last_day(begins.last, length.high)
        if not extended:
            return Span(first, last, begins.why | length.why)
        longer = self._stirs.soonest(begins.first, begins.last, length.low)
        return Span(
            longer,
            max(longer, self._stirs.furthest(begins.first, begins.last, length.high)),
            begins.why | length.why | self._stirs.why,
        )

    def _cap_length(self, cap: Cap) -> _Length:
        if cap.years is not None:
            return _Length(cap.years * _MONTHS, cap.years * _MONTHS)
        if cap.by_max_penalty:
            return _by_penalty(cap.by_max_penalty, self._case, self._law("absolute_cap"))
        length = _Length(None, None) if self._text.until_victim_age is not None else self._length()
        if cap.times is None or length.low is None or length.high is None:
            return _Length(None, None, frozenset({self._law("absolute_cap")}))
        return _Length(cap.times * length.low, cap.times * length.high, length.why)

    def _law(self, question: str) -> str:
        return self._case.law(self._provision, question)


def readings(switch: Maybe[bool]) -> tuple[bool, ...]:
    """What a text may mean: both, where it does not say."""
    return (False, True) if isinstance(switch, Missing) else (switch,)
