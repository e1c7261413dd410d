"""One law read cell by cell for a comparison: what each of its rules gives each person for one act.

A route's worth is 0 none, 1 not known, 2 open on a decision of somebody, 3 open. It is the lowest of what its parts
say: elements and time of the offence, the link of the person, thresholds and double criminality, conditions. Each part
is asked of the evaluator once for what it looks at, and joined in arrays. Silence of a file adds nothing here: a
comparison is of what the two laws say.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np

from fanal.engines.arrays import Int8s
from fanal.engines.jurisdiction.cases import routes
from fanal.engines.jurisdiction.comparing.personas import EXTRADITION, NO, NO_MANS_LAND, UNASKED, YES, Person, Scene
from fanal.engines.jurisdiction.counting.asking import Asker, Stage, looks_at_case, stage
from fanal.engines.jurisdiction.counting.patterns import changes, changes_of
from fanal.engines.jurisdiction.facts import Facts, Moments
from fanal.engines.jurisdiction.model import NO_STATE, Corpus, Law, OffenceText, Provision, RuleText
from fanal.engines.jurisdiction.parts import conditions, criminality, links, offences
from fanal.engines.jurisdiction.parts.index import HERE
from fanal.engines.jurisdiction.parts.offences import Question
from fanal.engines.jurisdiction.values import Truth, Value, all_of
from fanal.vocabulary.dates import Interval

type Worth = Int8s

CLOSED, UNKNOWN, CONDITION, OPEN = range(4)
WORDS = ("no", "unknown", "condition", "yes")
EARLIEST = date(1950, 1, 1)
"""Acts before it are told with those of the day."""
PLACES = (YES, NO, NO_MANS_LAND)
_WORTH = {Truth.F: CLOSED, Truth.U: UNKNOWN, Truth.T: OPEN}
_NOBODY = Person("")


def worth(value: Value) -> int:
    return _WORTH[value.truth]


@dataclass(frozen=True, slots=True)
class Row:
    """One offence by one rule of a law."""

    offence: Provision[OffenceText]
    rule: Provision[RuleText]

    @property
    def here(self) -> bool:
        return self.rule.versions[0].text.basis in HERE


def rows(law: Law | None, subject: Iterable[Provision[OffenceText]]) -> tuple[Row, ...]:
    """All rules that list an offence in some version, offence by offence."""
    if law is None:
        return ()
    listing = {rule.id: [version.text.offences for version in rule.versions] for rule in law.rules.values()}
    return tuple(
        Row(offence, rule)
        for offence in subject
        for rule in law.rules.values()
        if any(ids is None or offence.id in ids for ids in listing[rule.id])
    )


class Reader:
    """Asks one law; answers are kept by what they hang on."""

    def __init__(
        self, corpus: Corpus, law: Law, persons: Sequence[Person], as_of: date, alike: "Reader | None" = None
    ) -> None:
        self.law, self.persons, self.as_of = law, persons, as_of
        self.stage: Stage = stage(replace(corpus, laws={law.jurisdiction: law}), as_of, (law.state,))
        self.scene = Scene(law, self.stage.elsewhere, as_of)
        # Two laws that differ little have most answers in common.
        self.alike = alike if alike is not None and alike.law.groups == law.groups else None
        self.in_step = self.alike is not None and self.alike.law.limitation == law.limitation
        limits = self.alike.asker.limits if self.alike and self.in_step else {}
        self.asker: Asker = Asker(self.stage, law, min([EARLIEST, *changes(law)]), limits=limits)
        self.forum = links.Forum(law, linked=True, whole=True)
        self._kept: dict[tuple[object, ...], Worth] = self.alike._kept if self.alike else {}
        self._changes: dict[str, list[date]] = {}
        self._names: dict[str, tuple[str, bool]] = {}

    @staticmethod
    def nothing(persons: Sequence[Person]) -> Worth:
        """What a law that is not there answers."""
        return np.zeros((0, len(persons), len(EXTRADITION), len(PLACES)), np.int8)

    def question(self, facts: Facts) -> Question:
        days = facts.act.start or Interval(None, self.as_of)
        return Question(self.stage.corpus, facts, Moments(days, self.scene.charge, self.as_of), days)

    def at(self, base: Facts, person: Person = _NOBODY, place: str = YES, extradition: str = UNASKED) -> Question:
        """The act of `base` by a person at a place that punishes it, or does not."""
        home = self.law.jurisdiction if person.here else ""
        codes = {NO: self.stage.places[0], YES: self.stage.places[1], NO_MANS_LAND: NO_STATE}
        return self.question(self.scene.facts(base, person, home or codes[place], extradition))

    def name(self, provision: Provision[Any]) -> tuple[str, bool]:
        """The same name as in the other law if it is the same provision."""
        if provision.id not in self._names:
            other = self.alike.law if self.alike else None
            held = other and (other.rules.get(provision.id) or other.offences.get(provision.id))
            self._names[provision.id] = provision.id, other is None or held == provision
        return self._names[provision.id]

    def _epoch(self, base: Facts, provision: Provision[Any]) -> int:
        """Which stretch of a provision's life the act lies in: cells are cut wherever one changes."""
        if provision.id not in self._changes:
            self._changes[provision.id] = sorted(changes_of(provision.versions))
        first = base.act.start.first if base.act.start else None
        return bisect_right(self._changes[provision.id], first or date.min)

    def made_out(self, base: Facts, subject: Iterable[Provision[OffenceText]]) -> bool:
        """Whether one of these offences is, or may be, made out by the act, in time or not."""
        question = self.at(base)
        return any(not self.elements(one, question).is_false for one in subject)

    def elements(self, offence: Provision[OffenceText], question: Question) -> Value:
        """E."""
        facts = question.facts
        case = replace(facts.act, start=None, end=None), facts.child.age, facts.suspect.age
        return self.asker.made_out(offence, question, case)

    def answers(self, base: Facts, asked: Sequence[Row]) -> Worth:
        """[rows, persons, extradition, places]: what each row gives each person."""
        found = np.zeros((len(asked), len(self.persons), len(EXTRADITION), len(PLACES)), np.int8)
        cell = _Cell(self, base)
        for at, row in enumerate(asked):
            made = cell.made_out(row.offence)
            held = np.minimum(made, self.link(row, base)) if made.any() else made
            if held.any():
                rest, given = self.rest(row, base), self.conditions(row, base)
                np.minimum(held[:, None, None], np.minimum(given[:, None], rest), out=found[at])
        return found

    def link(self, row: Row, base: Facts) -> Worth:
        """[persons]: the link of a rule, with the thresholds where it is a rule for acts at home."""
        key: tuple[object, ...] = ("link", self.name(row.rule), self._epoch(base, row.rule), base.act.role)
        key += (self.name(row.offence), base.act.start) if row.here else ()
        if key not in self._kept:
            self._kept[key] = np.array([self._link(row, base, person) for person in self.persons], np.int8)
        return self._kept[key]

    def _row(self, row: Row, base: Facts) -> tuple[object, ...]:
        names = self.name(row.rule), self.name(row.offence)
        return *names, self._epoch(base, row.rule), self._epoch(base, row.offence)

    def _link(self, row: Row, base: Facts, person: Person) -> int:
        basis = links.basis_of(row.rule)
        if person.here != (basis if row.here else None):
            return CLOSED
        question = self.at(base, person)
        if row.here:
            return worth(links.applies(self.forum, row.rule, row.offence, question))
        return worth(links.link(self.forum, row.rule, question))

    def rest(self, row: Row, base: Facts) -> Worth:
        """[places]: thresholds and double criminality."""
        if row.here:
            return np.full(len(PLACES), OPEN, np.int8)
        ages = base.child.age if looks_at_case(row.rule) else None
        key = ("rest", *self._row(row, base), base.act.conduct, ages)
        if key not in self._kept:
            asked = [self.asker.rest(row.rule, row.offence, self.at(base, place=place)) for place in PLACES]
            self._kept[key] = np.array([worth(one) for one in asked], np.int8)
        return self._kept[key]

    def conditions(self, row: Row, base: Facts) -> Worth:
        """[extradition]: what somebody must still decide. What is asked of extradition is met or is not."""
        requires = [one.text.requires for one in row.rule.versions] + [
            one.text.requires for one in row.offence.versions
        ]
        if not any(requires):
            return np.full(len(EXTRADITION), OPEN, np.int8)
        key = ("conditions", *self._row(row, base))
        if key not in self._kept:
            found = [self._condition(row, self.at(base, extradition=one)) for one in EXTRADITION]
            self._kept[key] = np.array(found, np.int8)
        return self._kept[key]

    def _condition(self, row: Row, question: Question) -> int:
        needed, varying = routes.conditions_of(self.law, row.rule, row.offence, question)
        unmet = [one for one in needed if one.kind == "extradition" and one.status != conditions.GRANTED]
        if unmet or conditions.refused(needed):
            return CLOSED
        if any(one.status != conditions.GRANTED for one in varying):
            return UNKNOWN
        return CONDITION if conditions.to_come(needed) else OPEN

    def blocked(self, row: Row, base: Facts, person: Person, place: str, extradition: str) -> Mapping[str, int]:
        """Which parts of a row are not open for a person whom its link does not leave out, and their worth."""
        at = self.persons.index(person)
        tied = int(self.link(row, base)[at])
        if tied == CLOSED:
            return {}
        question = self.at(base, person, place or YES, extradition)
        text = [stretch.text for stretch in links.stretches(self.law, row.rule, question) if stretch.value.is_true]
        made = offences.made_out_since(self.law, row.offence, question)
        parts = {"link": tied, "elements": worth(made)}
        if not made.is_false:
            parts["time"] = worth(self.asker.in_time(row.offence, question))
        for clause in text if not row.here else ():
            if clause.offences is not None and row.offence.id not in clause.offences:
                parts["not_listed"] = CLOSED
                continue
            limits = [value for _, _, value in links.thresholds(self.law, clause, row.offence, question)]
            parts["threshold"] = min(parts.get("threshold", OPEN), worth(all_of(limits)))
            double = criminality.value(self.law, row.rule, clause, row.offence, question)
            parts["double_criminality"] = min(parts.get("double_criminality", OPEN), worth(double))
        parts["condition"] = self._condition(row, question)
        return {part: standing for part, standing in parts.items() if standing != OPEN}

    def notes(self, row: Row, base: Facts) -> frozenset[str]:
        """What reviews of the rule say, as far as it may hold then."""
        found = links.stretches(self.law, row.rule, self.at(base))
        return frozenset(text.review.note for one in found for text in one.versions if text.review.note)

    def horizons(self, offence: Provision[OffenceText], base: Facts) -> set[date]:
        """Days inside those of `base` before which an act would be time-barred, or may be, by now."""
        days = base.act.start
        if days is None or days.first is None or days.last is None or days.first == days.last:
            return set()
        question = self.at(base)
        if self.elements(offence, question).is_false:
            return set()
        return {one.first for one in self.asker.pieces(offence, question) if one.first}


@dataclass(frozen=True, slots=True)
class _Cell:
    """What does not hang on the rule is asked once in a cell."""

    reader: Reader
    base: Facts
    kept: dict[str, Worth] = field(default_factory=dict)
    questions: dict[str | None, Question] = field(default_factory=dict)

    def made_out(self, offence: Provision[OffenceText]) -> Worth:
        """[persons]: elements, and that the act is not time-barred."""
        if offence.id not in self.kept:
            roles: set[str | None] = {person.role for person in self.reader.persons}
            found = {role: self._worth(offence, role) for role in roles}
            self.kept[offence.id] = np.array([found[person.role] for person in self.reader.persons], np.int8)
        return self.kept[offence.id]

    def _worth(self, offence: Provision[OffenceText], role: str | None) -> int:
        question = self._question(role)
        made = self.reader.elements(offence, question)
        return worth(made if made.is_false else all_of((made, self.reader.asker.limit_around(offence, question).value)))

    def _question(self, role: str | None) -> Question:
        if role not in self.questions:
            base = self.base if role is None else replace(self.base, act=replace(self.base.act, role=role))
            self.questions[role] = self.reader.at(base)
        return self.questions[role]
