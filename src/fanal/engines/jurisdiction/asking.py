"""What the law of one state says in one cell of the space: the answers that counting needs (section 7.2).

A route is open if its rule's link holds and everything else does. The link depends on the rule and on which persons'
states the asking state is; the rest (elements, thresholds, double criminality, limitation) on the cell and on whether
the place punishes. Both are asked of the evaluator on made facts, over a whole band of ages and epoch of days at once:
a verdict that differs inside is not known. The place is one of two fictional ones, where everything or nothing is an
offence. So a state's answer to any pattern follows from a few questions instead of one for each of 10¹⁴ patterns.

Silence of a file is "no" only where the file was declared complete for the conduct (4.3).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import product

import numpy as np
from numpy.typing import NDArray

from fanal.engines.jurisdiction import criminality, limitation, links, offences, reach
from fanal.engines.jurisdiction.coupled import ELSEWHERE, HERE, NOWHERE
from fanal.engines.jurisdiction.expressions import mentions
from fanal.engines.jurisdiction.facts import Moments
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
from fanal.engines.jurisdiction.offences import Question
from fanal.engines.jurisdiction.patterns import Persons, pattern
from fanal.engines.jurisdiction.values import FALSE, Truth, Value, all_of, any_of
from fanal.engines.jurisdiction.versions import Stretch, agreed, legible
from fanal.vocabulary.dates import Interval

type Column = NDArray[np.int8]

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
    kept: dict[tuple[str, Interval, str], Column] = field(default_factory=dict)
    limits: dict[tuple[object, ...], Value] = field(default_factory=dict)

    def column(self, profile: Profile, ages: tuple[int, int], days: Interval) -> Column:
        """All answers of the law in one cell, [WIDTH] truths."""
        there = self.stage.elsewhere
        home, *away = (
            self.stage.question(profile, ages, days, Persons(place, there, there, there, there))
            for place in (self.law.state, *self.stage.places)
        )
        conducts = frozenset({profile.conduct})
        found = np.full(WIDTH, criminality.silence(self.law, conducts, home).truth, np.int8)
        found[PUNISHES] = criminality.punishable(self.law.state, conducts, home).truth
        found[SURRENDER] = self._surrender(home).truth
        for offence in criminality.covering(self.law, conducts):
            base = all_of((offences.made_out_since(self.law, offence, home), self.in_time(offence, home)))
            for rule in () if base.is_false else self.law.rules.values():
                self._add(found, rule, offence, base, profile, home, away)
        return found

    def in_time(self, offence: Provision[OffenceText], question: Question) -> Value:
        """L; offences that the same rules of limitation name, with the same penalty, have the same."""
        years = offences.for_limitation(self.law, offence, question)
        act, age = question.facts.act, question.facts.child.age
        told = act.commercial, act.means, act.medium, act.relation, act.role, question.facts.suspect.age  # `unless`
        key = (self._named(offence.id), years, act.conduct, age, act.start, told)
        if key not in self.limits:
            walked = limitation.walk(self.law, offence.id, years, question.facts, question.moments)
            self.limits[key] = walked.value
        return self.limits[key]

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
            truths = np.minimum(np.array(rest, np.int8)[:, None], self._links(rule, profile, home.when)[None]).ravel()
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

    def _links(self, rule: Provision[RuleText], profile: Profile, days: Interval) -> Column:
        """Whether the rule's link holds, [LINKS] truths."""
        key = (rule.id, days, str(profile.act.get("role")))
        if key not in self.kept:
            texts = [version.text.when for version in rule.versions]
            looks = [any(_sees(text, operators) for text in texts) for operators in _LOOKS]
            seen = [tuple(value for value, looked in zip(link, looks, strict=True) if looked) for link in LINKS]
            answers = {
                key: self._link(rule, link, profile, days) for key, link in dict(zip(seen, LINKS, strict=True)).items()
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
