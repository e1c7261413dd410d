"""What the law of one state says in one cell of the space: the answers that counting needs
(docs/law-rules.md, "Every act at once").

A route is open if its rule's link holds and everything else does. The link depends on the rule and on which persons'
states the asking state is; the rest (elements, thresholds, double criminality, limitation) on the cell and on whether
the place punishes. Both are asked of the evaluator on made facts, over a whole band of ages and epoch of days at once:
a verdict that differs inside is not known. The place is one of two fictional ones, where everything or nothing is an
offence. So a state's answer to any pattern follows from a few questions instead of one for each of 10¹⁴ patterns.

Silence of a file is "no" only where the file was declared complete for the conduct.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import product

import numpy as np

from fanal.engines.arrays import Int8s
from fanal.engines.jurisdiction.answer import Limit
from fanal.engines.jurisdiction.cases import reach
from fanal.engines.jurisdiction.counting.coupled import ELSEWHERE, HERE, NOWHERE
from fanal.engines.jurisdiction.counting.patterns import Persons, pattern
from fanal.engines.jurisdiction.facts import Moments, Place
from fanal.engines.jurisdiction.model import (
    CONDUCTS,
    FICTIONAL,
    Basis,
    Corpus,
    Coverage,
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
# What the law of extradition asks of the act, and what of the states and the person (`reach`).
OF_THE_ACT = frozenset({"double_criminality", "lapse_of_time"})


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
    kept: dict[tuple[object, ...], Column] = field(default_factory=dict)
    limits: dict[tuple[object, ...], Limit] = field(default_factory=dict)
    homes: dict[tuple[object, ...], Question] = field(default_factory=dict)
    read: dict[str, tuple[object, ...]] = field(default_factory=dict)
    cuts: dict[tuple[object, ...], set[date]] = field(default_factory=dict)

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
        column[PUNISHES] = criminality.punishable(self.law.state, conducts, home).truth
        bases = [(offence, self._base(offence, home)) for offence in criminality.covering(self.law, conducts)]
        column[SURRENDER] = self._surrender(home).truth
        made = [(offence, base) for offence, base in bases if not base.is_false]
        rules = self._rules(home) if made else []
        away = self._away(home) if made else ()
        for (offence, base), (rule, listed) in product(made, rules):
            if listed is None or offence.id in listed:
                self._add(column, rule, offence, base, profile, home, away)
        return column

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

    def _base(self, offence: Provision[OffenceText], home: Question) -> Value:
        """E and L, which no rule and no place changes."""
        made = offences.made_out_since(self.law, offence, home)
        return made if made.is_false else all_of((made, self.in_time(offence, home)))

    def _away(self, home: Question) -> tuple[Question, ...]:
        """The same act at the two fictional places. What does not hang on the place is known from `home`."""
        held = {key: value for key, value in home.kept.items() if key[0] in _ANYWHERE}
        facts = home.facts
        acts = [replace(facts.act, places=(Place(code),)) for code in self.stage.places]
        return tuple(replace(home, facts=replace(facts, act=act), kept=dict(held), ages=home.ages) for act in acts)

    def in_time(self, offence: Provision[OffenceText], question: Question) -> Value:
        """L. The limit stays with the question, for others who ask the same of it."""
        act = question.facts.act
        key = (self.timed(offence, question), act.start, act.end)
        if key not in self.limits:
            years = offences.for_limitation(self.law, offence, question)
            self.limits[key] = limitation.walk(self.law, offence.id, years, question.facts, question.moments)
        question.kept["L", offence.id] = self.limits[key]
        return self.limits[key].value

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
        strict = self.stage.places[1]
        _, node = reach.reach(
            self.stage.corpus, self.law.state, strict, everything(strict), question.facts, question.moments, question
        )
        return all_of(child.value for child in node.children if child.id in OF_THE_ACT)

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


def _sees(when: Expr | Missing | None, operators: tuple[str, ...]) -> bool:
    return isinstance(when, Expr) and any(mentions(when, operator) for operator in operators)
