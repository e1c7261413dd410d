"""What the law of one state says in one cell of the space: the answers that counting needs
(docs/law-rules.md, "Every act at once").

A route is open if its rule's link holds and everything else does. The link depends on the rule and on which persons'
states the asking state is; the rest (elements, thresholds, double criminality, limitation) on the cell and on whether
the place punishes. Both are asked of the evaluator on made facts, over a whole band of ages and epoch of days at once:
a verdict that differs inside is not known. The place is one of two fictional ones, where everything or nothing is an
offence. So a state's answer to any pattern follows from a few questions instead of one for each of 10¹⁴ patterns.

Silence of a file is "no" only where the file was declared complete for the conduct.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import product
from typing import Any

import numpy as np

from fanal.engines.arrays import Int8s
from fanal.engines.jurisdiction.answer import Limit
from fanal.engines.jurisdiction.cases import reach
from fanal.engines.jurisdiction.counting.coupled import ELSEWHERE, HERE, NOWHERE
from fanal.engines.jurisdiction.counting.horizons import horizons
from fanal.engines.jurisdiction.counting.patterns import Persons, changes_of, epochs, holds_for, limits_of, pattern
from fanal.engines.jurisdiction.facts import Moments, Place
from fanal.engines.jurisdiction.model import (
    CONDUCTS,
    FICTIONAL,
    Basis,
    Corpus,
    Coverage,
    DoubleCriminality,
    Expr,
    Law,
    Missing,
    OffenceText,
    Profile,
    Provision,
    Review,
    RuleText,
    Version,
)
from fanal.engines.jurisdiction.parts import criminality, limitation, links, offences
from fanal.engines.jurisdiction.parts.expressions import mentions
from fanal.engines.jurisdiction.parts.index import index_of
from fanal.engines.jurisdiction.parts.offences import Question
from fanal.engines.jurisdiction.parts.periods import counts_birthdays
from fanal.engines.jurisdiction.parts.versions import Stretch, agreed, legible
from fanal.engines.jurisdiction.values import FALSE, Truth, Value, all_of, any_of
from fanal.vocabulary.dates import Interval

type Column = Int8s

LINKS = tuple(product((0, 1), (0, 1), (NOWHERE, ELSEWHERE, HERE), (0, 1)))
"""Presence, nationality, residence, child's link of one state, in the order of the axes of `Predicates.abroad`."""
PUNISHES, TERRITORY, SURRENDER, ABROAD = 0, 1, 2, slice(3, 3 + 2 * len(LINKS))
WIDTH = 3 + 2 * len(LINKS)
# Which operators look at presence, nationality, residence and the child; what a rule does not look at is not varied.
_LOOKS = (
    ("suspect_present",),
    ("suspect_national", "suspect_became_national"),
    ("suspect_resident", "suspect_permanent_resident", "suspect_resides_abroad", "travel"),
    ("victim_national", "victim_resident"),
)
# What is kept of a question and hangs neither on the place nor on the persons' states.
_ANYWHERE = frozenset(
    {"rule", "texts", "since", "text", "E", "E since", "conducts", "max_penalty", "min_penalty", "ref"}
)
_OF_AN_OFFENCE = ("texts", "E", "E since", "max_penalty")


@dataclass(frozen=True, slots=True)
class Stage:
    """A corpus with two fictional places, where nothing is punished and where everything is; and a state elsewhere."""

    corpus: Corpus
    places: tuple[str, str]
    elsewhere: str
    as_of: date

    def question(self, profile: Profile, ages: tuple[int, int], days: Interval, persons: Persons) -> Question:
        today = Interval(self.as_of, self.as_of)
        return Question(self.corpus, pattern(profile, ages, days, persons), Moments(days, today, self.as_of), days)


def stage(corpus: Corpus, as_of: date, states: Iterable[str] = ()) -> Stage:
    """Raises ValueError where the corpus and `states` leave no three fictional codes free."""
    taken = {law.state for law in corpus.laws.values()} | set(states)
    free = [code for code in reversed(FICTIONAL) if code not in taken]
    if len(free) < 3:
        raise ValueError("three fictional codes (XA to XT) must be free for the places of the count")
    made = {code: _place(code, punishes=code == free[1]) for code in free[:2]}
    return Stage(replace(corpus, laws={**corpus.laws, **made}), (free[0], free[1]), free[2], as_of)


def _place(code: str, *, punishes: bool) -> Law:
    """The law of a place where nothing, or everything, is an offence."""
    text = OffenceText(frozenset(CONDUCTS), Expr("child_age_lt", 200), exceptions=(), attempt=True, participation=True)
    offence = Provision(everything(code), code, (Version(None, None, text, None, Review()),))
    complete = Coverage(frozenset(CONDUCTS), None, None, "", date.min)
    return Law(code, {"en": code}, {}, {offence.id: offence} if punishes else {}, {}, {}, {}, coverage=(complete,))


def everything(code: str) -> str:
    """The one offence of a fictional place that punishes all."""
    return f"{code.lower()}.all"


@dataclass(frozen=True, slots=True)
class Asker:
    """Asks one law about cells; what does not depend on the cell is kept."""

    stage: Stage
    law: Law
    first: date = date.min
    """The first day that is asked about."""
    kept: dict[tuple[object, ...], Column] = field(default_factory=dict)
    limits: dict[tuple[object, ...], Limit] = field(default_factory=dict)
    homes: dict[tuple[object, ...], Question] = field(default_factory=dict)
    read: dict[str, tuple[object, ...]] = field(default_factory=dict)
    epochs: dict[str, tuple[Interval, ...]] = field(default_factory=dict)
    ages: dict[str, list[int]] = field(default_factory=dict)
    made: dict[tuple[object, ...], dict[tuple[str, str], object]] = field(default_factory=dict)
    turns: dict[str, list[date]] = field(default_factory=dict)
    routes: dict[tuple[object, ...], Column] = field(default_factory=dict)
    cut: dict[tuple[object, ...], tuple[Interval, ...]] = field(default_factory=dict)

    def home(self, profile: Profile, ages: tuple[int, int], days: Interval) -> Question:
        """An act in the state of this law by and against persons of another; kept until `homes` is cleared."""
        key = (profile.id, ages, days)
        if key not in self.homes:
            there = self.stage.elsewhere
            persons = Persons(self.law.state, there, there, there, there)
            self.homes[key] = self.stage.question(profile, ages, days, persons)
        return self.homes[key]

    def column(self, profile: Profile, ages: tuple[int, int], days: Interval) -> Column:
        """All answers of the law in one cell, [WIDTH] truths."""
        home = self.home(profile, ages, days)
        conducts = frozenset({profile.conduct})
        column = np.full(WIDTH, criminality.silence(self.law, conducts, home).truth, np.int8)
        bases = [(offence, self._base(offence, profile, ages, home)) for offence in self.covering(profile.conduct)]
        column[PUNISHES] = criminality.punishable(self.law.state, conducts, home).truth
        column[SURRENDER] = self._surrender(home).truth
        made = tuple((offence, base) for offence, base in bases if not base.is_false)
        return np.maximum(column, self._routes(made, profile, home, ages)) if made else column

    def _routes(
        self,
        made: tuple[tuple[Provision[OffenceText], Value], ...],
        profile: Profile,
        home: Question,
        ages: tuple[int, int],
    ) -> Column:
        """What the rules add for offences that are, or may be, made out in time. Days on which no text of an offence or
        a rule changes differ in no more than that, and ages only where a rule asks for them."""
        when = self._turn(profile.conduct, (*self.covering(profile.conduct), *self.law.rules.values()), home)
        asked = ages if any(looks_at_case(rule) for rule in self.law.rules.values()) else None
        key = (profile.id, when, asked, *((offence.id, base.truth) for offence, base in made))
        if key not in self.routes:
            found, rules, away = np.zeros(WIDTH, np.int8), self._rules(home), self._away(home)
            for (offence, base), (rule, listed) in product(made, rules):
                if listed is None or offence.id in listed:
                    self._add(found, rule, offence, base, profile, home, away)
            self.routes[key] = found
        return self.routes[key]

    def _rules(self, home: Question) -> list[tuple[Provision[RuleText], frozenset[str] | None]]:
        """The rules that may be in force, with the offences that they may hold for; None where it may be any."""
        found = []
        for rule in self.law.rules.values():
            days = links.stretches(self.law, rule, home)
            texts = [version for one in days if not one.value.is_false for version in one.versions]
            if not texts:
                continue
            lists = [one.text.offences if legible(rule, one, home.moments).is_true else None for one in texts]
            named = [one for one in lists if one is not None]
            found.append((rule, frozenset().union(*named) if len(named) == len(lists) else None))
        return found

    def _base(self, offence: Provision[OffenceText], profile: Profile, ages: tuple[int, int], home: Question) -> Value:
        """E and L, which no rule and no place changes."""
        made = self.made_out(offence, home, self._case(offence, profile, ages))
        if home.kept["E", offence.id].is_false:
            return made
        # L stays with the question, for extradition, which asks E at the act alone.
        limit = self.limit(offence, home) if made.is_false else self.limit_around(offence, home)
        home.kept["L", offence.id] = limit
        return all_of((made, limit.value))

    def _case(self, offence: Provision[OffenceText], profile: Profile, ages: tuple[int, int]) -> tuple[object, ...]:
        """All that E looks at but for the days: ages between which no limit of the offence lies are one."""
        if offence.id not in self.ages:
            self.ages[offence.id] = sorted(limits_of(offence))
        return profile.id, bisect_right(self.ages[offence.id], ages[0])

    def made_out(self, offence: Provision[OffenceText], question: Question, case: object) -> Value:
        """E, and what is found on the way: the same on all days between which no text of the offence changes.

        `case`: all that E looks at but for the days.
        """
        key = (offence.id, case, self._turn(offence.id, (offence,), question))
        if key not in self.made:
            offences.made_out_since(self.law, offence, question)
            offences.for_limitation(self.law, offence, question)
            self.made[key] = {(name, offence.id): question.kept[name, offence.id] for name in _OF_AN_OFFENCE}
        question.kept.update(self.made[key])
        found: Value = question.kept["E since", offence.id]
        return found

    def _turn(self, name: str, held: Iterable[Provision[Any]], question: Question) -> int:
        """Which of the days between changes of some provisions, which go by this name, are those of the act."""
        if name not in self.turns:
            self.turns[name] = sorted({day for one in held for day in changes_of(one.versions)})
        return bisect_right(self.turns[name], question.when.first or date.min)

    def cuts(
        self, offence: Provision[OffenceText], profile: Profile, ages: tuple[int, int], home: Question
    ) -> set[date]:
        """Where an offence that is made out, or may be, begins to be in time, or perhaps."""
        if self.made_out(offence, home, self._case(offence, profile, ages)).is_false:
            return set()
        return {one.first for one in self.pieces(offence, home) if one.first}

    def _away(self, home: Question) -> tuple[Question, ...]:
        """The same act at the two fictional places. What does not hang on the place is known from `home`."""
        held = {key: value for key, value in home.kept.items() if key[0] in _ANYWHERE}
        facts = home.facts
        acts = [replace(facts.act, places=(Place(code),)) for code in self.stage.places]
        return tuple(replace(home, facts=replace(facts, act=act), kept=dict(held), ages=home.ages) for act in acts)

    def covering(self, conduct: str) -> tuple[Provision[OffenceText], ...]:
        return index_of(self.stage.corpus).laws[self.law.jurisdiction].covering((conduct,))

    def in_time(self, offence: Provision[OffenceText], question: Question) -> Value:
        """L."""
        return self.limit(offence, question).value

    def limit(self, offence: Provision[OffenceText], question: Question, days: Interval | None = None) -> Limit:
        """L with its ends. `days`: were the act on some day of these."""
        act = question.facts.act if days is None else replace(question.facts.act, start=days, end=days)
        key = (self.timed(offence, question), act.start, act.end)
        if key not in self.limits:
            years = offences.for_limitation(self.law, offence, question)
            facts = replace(question.facts, act=act)
            self.limits[key] = limitation.walk(self.law, offence.id, years, facts, question.moments)
        return self.limits[key]

    def limit_around(self, offence: Provision[OffenceText], question: Question) -> Limit:
        """The same of all days around those of the act on which it is the same."""
        return self.limit(offence, question, _around(question.when, self.pieces(offence, question)))

    def pieces(self, offence: Provision[OffenceText], home: Question) -> tuple[Interval, ...]:
        """The days around those of the act on which no law of limitation changes, cut where an act at the beginning
        would be time-barred, or may be, and one at the end would not."""
        timed = self.timed(offence, home)
        if offence.id not in self.epochs:
            rules = (rule for rule in self.law.limitation.values() if holds_for(rule, {offence.id}))
            cuts = {day for rule in rules for day in changes_of(rule.versions)}
            self.epochs[offence.id] = epochs(cuts, self.first, self.stage.as_of)
        days = _around(home.when, self.epochs[offence.id])
        if (timed, days) not in self.cut:
            cuts = horizons(days, self.stage.as_of, lambda part: self.limit(offence, home, part))
            self.cut[timed, days] = epochs(cuts, days.first or date.min, days.last or date.max)
        return self.cut[timed, days]

    def timed(self, offence: Provision[OffenceText], question: Question) -> tuple[object, ...]:
        """All that limitation looks at but for the days: offences and cases that share it are in time alike."""
        if offence.id not in self.read:
            self.read[offence.id] = self._read(offence.id)
        named, aged, excepted = self.read[offence.id]
        act, suspect, child = question.facts.act, question.facts.suspect, question.facts.child
        years = offences.for_limitation(self.law, offence, question)
        told = (act.commercial, act.means, act.medium, act.relation, act.role, suspect.age) if excepted else None
        return named, years, child.age if aged or excepted else None, told

    def _read(self, offence: str) -> tuple[object, ...]:
        """The rules of limitation that hold for an offence, and whether they count birthdays or make exceptions."""
        texts = [version.text for rule in self.law.limitation.values() for version in rule.versions]
        held = [text for text in texts if text.offences is None or offence in text.offences]
        excepted = any(text.unless is not None for text in held)
        return self._named(offence), any(map(counts_birthdays, held)), excepted

    def _named(self, offence: str) -> tuple[bool, ...]:
        return tuple(
            version.text.offences is not None and offence in version.text.offences
            for rule in self.law.limitation.values()
            for version in rule.versions
        )

    def _surrender(self, question: Question) -> Value:
        """What the law of extradition asks of the act."""
        return reach.of_the_act(question, self.law.state, self.stage.places[1])

    def _add(
        self,
        found: Column,
        rule: Provision[RuleText],
        offence: Provision[OffenceText],
        base: Value,
        profile: Profile,
        home: Question,
        away: Sequence[Question],
    ) -> None:
        """The routes of one rule and one offence."""
        basis = links.basis_of(rule)
        if basis is Basis.TERRITORY:
            at_home = links.applies(links.Forum(self.law, linked=True, whole=True), rule, offence, home)
            found[TERRITORY] = max(found[TERRITORY], all_of((base, at_home)).truth)
        if basis in links.HERE:
            return
        rest = [all_of((base, self.rest(rule, offence, question))).truth for question in away]
        if any(rest):
            truths = np.minimum(np.array(rest, np.int8)[:, None], self._links(rule, profile, home)[None]).ravel()
            np.maximum(found[ABROAD], truths, out=found[ABROAD])

    def rest(self, rule: Provision[RuleText], offence: Provision[OffenceText], question: Question) -> Value:
        """What a rule asks for besides its link: that it names the offence, thresholds, double criminality."""
        found = links.stretches(self.law, rule, question)
        return agreed(tuple(self._rest_in(rule, one, offence, question) for one in found))

    def _rest_in(
        self, rule: Provision[RuleText], days: Stretch[RuleText], offence: Provision[OffenceText], question: Question
    ) -> Value:
        """Where it is open which text held: no, too, if none of them is met."""
        if days.value.is_true:
            return self._rest_by(rule, days.text, offence, question)
        met = []
        for version in days.versions:
            read = legible(rule, version, question.moments)
            met.append(self._rest_by(rule, version.text, offence, question) if read.is_true else read)
        return all_of((days.value, any_of(met)))

    def _rest_by(
        self, rule: Provision[RuleText], text: RuleText, offence: Provision[OffenceText], question: Question
    ) -> Value:
        if text.offences is not None and offence.id not in text.offences:
            return FALSE
        thresholds = [value for _, _, value in links.thresholds(self.law, text, offence, question)]
        return all_of((*thresholds, criminality.value(self.law, rule, text, offence, question)))

    def _links(self, rule: Provision[RuleText], profile: Profile, home: Question) -> Column:
        """Whether the rule's link holds, [LINKS] truths. Ties without dates: by the texts of the rule alone."""
        linked = links.stretches(self.law, rule, home)
        held = tuple((stretch.value.truth, *map(id, stretch.versions)) for stretch in linked)
        key = (rule.id, held, str(profile.act.get("role")))
        if key not in self.kept:
            texts = [version.text.when for version in rule.versions]
            looks = [any(_sees(text, operators) for text in texts) for operators in _LOOKS]
            seen = [tuple(value for value, looked in zip(link, looks, strict=True) if looked) for link in LINKS]
            answers = {
                key: self._link(rule, link, profile, home.when)
                for key, link in dict(zip(seen, LINKS, strict=True)).items()
            }
            self.kept[key] = np.array([answers[key] for key in seen], np.int8)
        return self.kept[key]

    def _link(self, rule: Provision[RuleText], link: tuple[int, ...], profile: Profile, days: Interval) -> Truth:
        own, there = self.law.state, self.stage.elsewhere
        present, national, lives, tied = link
        persons = Persons(
            place=self.stage.places[1],
            nationality=own if national else there,
            residence=(None, there, own)[lives],
            child=own if tied else there,
            presence=own if present else there,
        )
        question = self.stage.question(profile, (0, 17), days, persons)
        return links.link(links.Forum(self.law, linked=True, whole=True), rule, question).truth


def looks_at_case(rule: Provision[RuleText]) -> bool:
    """Whether a rule waives double criminality by what the act and the persons were."""
    doubles = [version.text.double_criminality for version in rule.versions]
    return any(isinstance(double, DoubleCriminality) and double.unless is not None for double in doubles)


def _around(days: Interval, parts: Iterable[Interval]) -> Interval:
    """The one of these in which some days lie; if none, these days."""
    first, last = days.first or date.min, days.last or date.max
    return next((one for one in parts if (one.first or date.min) <= first and last <= (one.last or date.max)), days)


def _sees(when: Expr | Missing | None, operators: tuple[str, ...]) -> bool:
    return isinstance(when, Expr) and any(mentions(when, operator) for operator in operators)
