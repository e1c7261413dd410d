"""Two versions of the law compared: which cells lost or gained a route, and by which provisions.

See docs/law-rules.md, "Two laws compared". A cell is a person with a tie at a moment, an offence (or a conduct), the
child's age and further facts, whether the place punishes, how extradition stands, and the days of the act. Each
jurisdiction that changed is read in every cell before and after; cells that say the same are told together. By offence,
each offence is compared with itself, however many others cover the act, and new ones stand apart. By conduct, all that
a law has on it counts together, so that an offence that was split in two is no loss.

A route that is only open on somebody's decision is less than an open one, and more than one of which that is not known.
Judgments, immunity and what else `untested` names are in no cell.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import product
from typing import Literal

from fanal.engines.jurisdiction.comparing.boxing import Bands, CellRange, boxed
from fanal.engines.jurisdiction.comparing.personas import EXTRADITION, Person, extraditions, persons, places
from fanal.engines.jurisdiction.comparing.readings import (
    CLOSED,
    EARLIEST,
    PLACES,
    UNKNOWN,
    WORDS,
    Reader,
    Row,
    Worth,
    rows,
)
from fanal.engines.jurisdiction.comparing.subjects import Subject, ages, by_conduct, by_offence, concerned
from fanal.engines.jurisdiction.comparing.ways import Fact
from fanal.engines.jurisdiction.counting.patterns import changes, epochs, seen_on
from fanal.engines.jurisdiction.facts import Facts
from fanal.engines.jurisdiction.model import Corpus, Law
from fanal.vocabulary.dates import Interval, checked_day

ANY, ANYONE = "any", "anyone"
_UNTESTED = (
    "ne_bis_in_idem", "immunity", "extradition", "child_not_punished", "procedure", "legal_persons", "confiscation",
)  # fmt: skip
type By = Literal["offence", "conduct"]
type Step = Callable[[int, int], object]


class DiffKind(StrEnum):
    LOST = "lost"
    GAINED = "gained"
    UNKNOWN = "unknown"
    NONE = "none"
    NEW = "new"


@dataclass(frozen=True, slots=True, order=True)
class Blocked:
    """A part of a route that is in the way after the change: no, unknown, or open on a condition."""

    offence: str
    rule: str
    part: str
    worth: str


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell, or several that say the same, before and after.

    `offence` is empty in a comparison by conduct, `conduct` in one by offence. `place`: yes, no, no_state, any, or
    empty for an act at home. `ages`, `facts` or days None: whatever they are, as long as the offence is made out; no
    facts at all are an unpaid act without means or relation. The days are those of the highest of `ages`: acts against
    a younger child are in time for longer where the time counts birthdays. `before`, `after`: no, unknown, condition,
    yes. `rules_*` open the route; `blocked` is what is in the way of the person now, and `notes` what reviews say of
    these rules.
    """

    jurisdiction: str
    who: str
    offence: str
    conduct: str
    place: str
    extradition: str
    ages: tuple[int, int] | None
    facts: tuple[Fact, ...] | None
    first: date | None
    last: date | None
    before: str
    after: str
    kind: DiffKind
    rules_before: tuple[str, ...] = ()
    rules_after: tuple[str, ...] = ()
    offences: tuple[str, ...] = ()
    blocked: tuple[Blocked, ...] = ()
    notes: tuple[str, ...] = ()


def law_diff(
    before: Corpus, after: Corpus, as_of: date | None = None, *, by: By = "offence",
    step: Step = lambda _done, _all: None,
) -> list[CellChange]:  # fmt: skip
    """All cells of all jurisdictions that changed, as they are seen on `as_of`, also those that stayed as they were.

    Without `as_of` each jurisdiction is seen on the last day on which it was read, and on each on which the reading of
    some text stopped: after such a day nothing is known, so that a loss before it would not be seen.

    By conduct the profiles of the later corpus are asked (of the earlier where it has none). Raises ValueError where
    there are no profiles for that, no day stands in a law, or `as_of` lies before all acts that are compared.
    """
    if as_of is not None:
        checked_day(as_of, "as_of")
        if as_of < EARLIEST:
            raise ValueError(f"acts are compared from {EARLIEST} on; take a later day")
    profiles = after.profiles or before.profiles
    if by == "conduct" and not profiles:
        raise ValueError("a comparison by conduct needs the profiles of a corpus")
    told: list[CellChange] = []
    changed = changed_jurisdictions(before, after)
    days = {code: [as_of] if as_of else seen_on(before.laws.get(code), after.laws.get(code)) for code in changed}
    asked = [(code, day) for code, held in days.items() for day in held]
    for number, (code, day) in enumerate(asked):
        pair = _Pair(before, after, code, day, day < days[code][-1])
        subjects = list(by_offence(pair.laws) if by == "offence" else by_conduct(pair.laws, profiles))
        for done, subject in enumerate(subjects):
            told += pair.compared(subject)
            step(number * len(subjects) + done + 1, len(asked) * len(subjects))
    return list(dict.fromkeys(told))


def changed_jurisdictions(before: Corpus, after: Corpus) -> list[str]:
    codes = sorted({*before.laws, *after.laws})
    return [code for code in codes if before.laws.get(code) != after.laws.get(code)]


def untested(before: Corpus, after: Corpus) -> list[tuple[str, str]]:
    """What changed and is in no cell, as jurisdiction and group of fields."""
    found = []
    for code in changed_jurisdictions(before, after):
        one, other = before.laws.get(code), after.laws.get(code)
        if one is not None and other is not None:
            found += [(code, name) for name in _UNTESTED if one.group(name) != other.group(name)]
            found += [(code, name) for name in ("definitions", "victim_measures") if _of(one, name) != _of(other, name)]
    return found


def _of(law: Law, name: str) -> object:
    return getattr(law, name)


type _Cell = tuple[int, int, Interval]
"""Number of the way, number of the band, days."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What a person gets before and after, at a place or at any."""

    place: str
    before: int
    after: int
    rows_before: tuple[Row, ...] = field(compare=False)
    rows_after: tuple[Row, ...] = field(compare=False)
    rules: tuple[frozenset[str], frozenset[str]]


class _Pair:
    """One jurisdiction before and after. Where it has no file, nothing is asked and nothing is open.

    `earlier`: it is seen on a later day too, so that the end of what is told here is that day.
    """

    def __init__(self, before: Corpus, after: Corpus, code: str, as_of: date, earlier: bool) -> None:
        self.code, self.as_of, self.earlier = code, as_of, earlier
        self.laws = (before.laws.get(code), after.laws.get(code))
        present = [law for law in self.laws if law is not None]
        self.persons = persons(present)
        self.extraditions = {person: extraditions(person, present) for person in self.persons}
        self.places = {person: places(person, present) for person in self.persons}
        first, second = self.laws
        reader = None if first is None else Reader(before, first, self.persons, as_of)
        self.readers = (reader, None if second is None else Reader(after, second, self.persons, as_of, reader))

    def compared(self, subject: Subject) -> Iterator[CellChange]:
        if subject.offence and not subject.before:
            yield _new(self.code, subject.offence)
            return
        asked = tuple(rows(law, side) for law, side in zip(self.laws, subject.sides, strict=True))
        parts = concerned(self.laws, subject)
        bands = ages(parts)
        cells = dict(self._cells(subject, asked, parts, bands))
        by_answer: dict[bytes, list[_Cell]] = {}
        answers: dict[bytes, tuple[Worth, ...]] = {}
        for cell, pair in cells.items():
            key = b"|".join(worths.tobytes() for worths in pair)
            by_answer.setdefault(key, []).append(cell)
            answers[key] = pair
        for at, person in enumerate(self.persons):
            for extradition in self.extraditions[person]:
                groups: dict[tuple[_Outcome, ...], list[_Cell]] = {}
                for key, held in by_answer.items():
                    sides = [worths[:, at, EXTRADITION.index(extradition)] for worths in answers[key]]
                    groups.setdefault(_outcomes(self.places[person], sides, asked), []).extend(held)
                for outcomes, held in groups.items():
                    boxes = boxed(held, list(cells), bands) if len(groups) > 1 else [CellRange(held[0])]
                    for outcome, box in product(outcomes, boxes):
                        yield self._change(subject, person, extradition, outcome, box, bands)

    # Cells.

    def _cells(
        self, subject: Subject, asked: tuple[tuple[Row, ...], ...], parts: list[Law], bands: Bands
    ) -> Iterator[tuple[_Cell, tuple[Worth, ...]]]:
        """Every cell in which some offence is made out by one of the laws, with what each says."""
        same = len(parts) == 2 and parts[0] == parts[1]
        cuts = {day for law in parts for day in changes(law)}
        whole = epochs(cuts, min([EARLIEST, *cuts]), self.as_of)
        for (way, (_, told)), (band, years) in product(enumerate(subject.ways), enumerate(bands)):
            for part in whole:
                for days in self._split(subject, told(years, part), part):
                    base = told(years, days)
                    if self._made_out(subject, base):
                        yield (way, band, days), self._asked(base, asked, same=same)

    def _split(self, subject: Subject, base: Facts, days: Interval) -> tuple[Interval, ...]:
        cuts: set[date] = set()
        for reader, side in zip(self.readers, subject.sides, strict=True):
            for offence in side if reader else ():
                if reader and not (reader.in_step and reader.name(offence)[1]):  # else the first has told
                    cuts |= reader.horizons(offence, base)
        assert days.first is not None
        assert days.last is not None
        return epochs(cuts, days.first, days.last) if cuts else (days,)

    def _made_out(self, subject: Subject, base: Facts) -> bool:
        sides = zip(self.readers, subject.sides, strict=True)
        return any(reader.made_out(base, side) for reader, side in sides if reader is not None)

    def _asked(self, base: Facts, asked: tuple[tuple[Row, ...], ...], *, same: bool) -> tuple[Worth, ...]:
        """What the law before and after answers; one answer where nothing that matters here has changed."""
        found = []
        for reader, some in zip(self.readers[: 1 if same else None], asked, strict=not same):
            found.append(Reader.nothing(self.persons) if reader is None else reader.answers(base, some))
        return (found[0], found[0]) if same else tuple(found)

    # Changes.

    def _change(
        self, subject: Subject, person: Person, extradition: str, outcome: _Outcome, box: CellRange, bands: Bands
    ) -> CellChange:
        way, _, days = box.example
        low, high = box.bands or (0, 0)
        kind = _kind(outcome.before, outcome.after)
        blocked: tuple[Blocked, ...] = ()
        notes: frozenset[str] = frozenset()
        if kind is not DiffKind.NONE:
            base = subject.ways[way][1](bands[box.example[1]], days)
            blocked, notes = self._blocked(subject, base, person, extradition, outcome)
        higher = outcome.rows_before if outcome.before > outcome.after else outcome.rows_after
        return CellChange(
            self.code, person.name, subject.offence, subject.conduct, outcome.place, extradition,
            (bands[low][0], bands[high][1]) if box.bands else None,
            subject.ways[way][0] if box.one_way else None,
            box.first if box.first and box.first > EARLIEST else None,
            box.last if box.last and box.last < self.as_of else self.as_of if self.earlier else None,
            WORDS[outcome.before], WORDS[outcome.after], kind,
            tuple(sorted(outcome.rules[0])), tuple(sorted(outcome.rules[1])),
            tuple(sorted({row.offence.id for row in higher})), blocked, tuple(sorted(notes)),
        )  # fmt: skip

    def _blocked(
        self, subject: Subject, base: Facts, person: Person, extradition: str, outcome: _Outcome
    ) -> tuple[tuple[Blocked, ...], frozenset[str]]:
        """What is in the way of this person after the change at all the places, and what reviews say of it."""
        reader, law = self.readers[1], self.laws[1]
        if reader is None or law is None or (subject.offence and not subject.after):
            return (Blocked(subject.offence, "", "gone", WORDS[CLOSED]),), frozenset()
        asked = rows(law, subject.after)
        if outcome.after == UNKNOWN:
            asked = outcome.rows_after
        elif outcome.after > outcome.before:
            asked = ()
        barring: set[Blocked] | None = None
        notes = frozenset(note for row in outcome.rows_after for note in reader.notes(row, base))
        for place in self.places[person] if outcome.place == ANY else (outcome.place,):
            here = set()
            for row in asked:
                parts = reader.blocked(row, base, person, place, extradition)
                here |= {Blocked(row.offence.id, row.rule.id, part, WORDS[worth]) for part, worth in parts.items()}
                notes |= reader.notes(row, base) if parts else frozenset()
            barring = here if barring is None else barring & here
        return tuple(sorted(barring or ())), notes


def _new(code: str, offence: str) -> CellChange:
    return CellChange(code, ANYONE, offence, "", ANY, "", None, None, None, None, "no", "new", DiffKind.NEW)


def _kind(before: int, after: int) -> DiffKind:
    if before == after:
        return DiffKind.NONE
    if UNKNOWN in {before, after}:
        return DiffKind.UNKNOWN
    return DiffKind.LOST if before > after else DiffKind.GAINED


def _outcomes(
    where: tuple[str, ...], sides: Sequence[Worth], asked: tuple[tuple[Row, ...], ...]
) -> tuple[_Outcome, ...]:
    """What one person gets, place by place; one outcome where it is the same by the same rules everywhere."""
    found = []
    for place in where:
        at = PLACES.index(place) if place else 0
        best = [int(side[:, at].max(initial=CLOSED)) for side in sides]
        held = [
            tuple(row for row, value in zip(some, side[:, at], strict=True) if value == most and most)
            for some, side, most in zip(asked, sides, best, strict=True)
        ]
        found.append(_Outcome(place, best[0], best[1], held[0], held[1], _ids(held)))
    return _everywhere(found) or tuple(found)


def _ids(held: Sequence[tuple[Row, ...]]) -> tuple[frozenset[str], frozenset[str]]:
    before, after = (frozenset(row.rule.id for row in side) for side in held)
    return before, after


def _everywhere(outcomes: list[_Outcome]) -> tuple[_Outcome, ...]:
    first = outcomes[0]
    if len(outcomes) == 1 or len({(outcome.before, outcome.after) for outcome in outcomes}) > 1:
        return ()
    rules = tuple(frozenset.intersection(*(outcome.rules[side] for outcome in outcomes)) for side in (0, 1))
    if (first.before and not rules[0]) or (first.after and not rules[1]):
        return ()
    held = [
        tuple(row for row in some if row.rule.id in rules[side])
        for side, some in enumerate((first.rows_before, first.rows_after))
    ]
    return (_Outcome(ANY, first.before, first.after, held[0], held[1], (rules[0], rules[1])),)
