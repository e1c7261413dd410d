"""The bulk evaluator: the parts of routes and their verdicts for many cases at once, over a table of facts.

A `RouteCompiler` is for one corpus, one table (so for one conduct, the same days and the same course) and the day of
the answer. For each part it names what the part hangs on, as columns that are one gather each (elements, exceptions,
links, whether the place punishes), and asks the tree evaluator about one case of each pattern of them. So the rules on
versions, lenity and switches that nobody read are written in one place only, there. What hangs on the place of
the act is compiled for each place (`grids.Switch`).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import product
from typing import Any

import numpy as np

from fanal.engines.jurisdiction.answer import PARTS, Needed, Verdict
from fanal.engines.jurisdiction.cases import frame, routes
from fanal.engines.jurisdiction.deciding import grids
from fanal.engines.jurisdiction.deciding.grids import READS, Codes, Column, Node, Spread, Switch, Table, Truths
from fanal.engines.jurisdiction.facts import Act, Facts
from fanal.engines.jurisdiction.model import (
    NO_STATE,
    Corpus,
    DoubleCriminality,
    Exemption,
    Expr,
    Law,
    Missing,
    OffenceText,
    Provision,
    ReviewStatus,
    RuleText,
)
from fanal.engines.jurisdiction.parts import conditions, criminality, exceptions, links, offences, places
from fanal.engines.jurisdiction.parts.expressions import mentions, weigh
from fanal.engines.jurisdiction.parts.offences import Question
from fanal.engines.jurisdiction.parts.periods import counts_birthdays
from fanal.engines.jurisdiction.values import FALSE, TRUE, Value, unknown
from fanal.vocabulary.dates import Interval

VERDICTS = tuple(reversed(Verdict))
"""Worst first: the code of a verdict is its place here, so that the best verdict of a state is the highest code."""
PLACE, ROLE = "act.place", "act.role"
_TRUTHS = (FALSE, unknown("fact:some"), TRUE)

type Asking = Callable[[Facts], Question]
type Offence = Provision[OffenceText]
type Rule = Provision[RuleText]


class RouteCompiler:
    """Compiles parts of routes over a table. `asking` puts a case as the tree evaluator does."""

    def __init__(self, table: Table, asking: Asking) -> None:
        self.table, self._asking = table, asking
        self.question = asking(table.facts)
        self._asked: dict[int, Question] = {}
        self._kept: dict[tuple[str, ...], Node] = {}
        self._places: tuple[RouteCompiler, ...] = ()

    def asking(self, facts: Facts) -> Question:
        """The question of one case of the table, with all that was found out about it."""
        if id(facts) not in self._asked:  # the table keeps its cases, so an id names one of them
            self._asked[id(facts)] = self._asking(facts)
        return self._asked[id(facts)]

    # What parts hang on

    def _once(self, key: tuple[str, ...], make: Callable[[], Node]) -> Node:
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]

    def _columns(self, names: Iterable[str]) -> list[Node]:
        return [Column(name, len(self.table.values[name])) for name in self.table.varying(names)]

    def _spread(self, inputs: Iterable[Node], ask: Callable[[Question], Value]) -> Spread:
        """`ask` of one case of each pattern of the inputs, of which one that looks at nothing adds nothing."""
        varying = [one for one in inputs if one.names]
        return Spread(self.table, varying, lambda facts: int(ask(self.asking(facts)).truth))

    def _expression(
        self, expr: Expr, law: Law, provision: str, ground: Callable[[Question], Any] | None = None
    ) -> Node:
        def weighed(part: Expr, facts: Facts) -> Value:
            question = self.asking(facts)
            return weigh(part, ground(question) if ground else question.ground(law, provision))

        return grids.compiled(self.table, expr, weighed)

    # E

    def made_out(self, law: Law, offence: Offence) -> Node:
        """E at the act, as double criminality asks for it."""
        return self._once(("at act", offence.id), lambda: self._made_out(law, offence, offences.made_out, ()))

    def made_out_since(self, law: Law, offence: Offence) -> Node:
        """E of a route."""
        later = offences.since(offence, law, self.question)
        return self._once(("since", offence.id), lambda: self._made_out(law, offence, offences.made_out_since, later))

    def _made_out(
        self, law: Law, offence: Offence, ask: Callable[[Law, Offence, Question], Value], later: Iterable[Any]
    ) -> Node:
        stretches = (*offences.texts(law, offence, self.question), *later)
        texts = {id(version.text): version.text for one in stretches for version in one.versions}
        inputs = [node for text in texts.values() for node in self._grounds(law, offence, text)]
        return self._spread([*inputs, *self._columns({ROLE})], lambda question: ask(law, offence, question))

    def _grounds(self, law: Law, offence: Offence, text: OffenceText) -> Iterator[Node]:
        if isinstance(text.elements, Expr):
            yield self._expression(text.elements, law, offence.id)
        for exemption in () if isinstance(text.exceptions, Missing) else text.exceptions:
            for expr in _tests(exemption):
                yield self._expression(expr, law, offence.id)
            yield from self._columns(READS["marriage"] if exemption.kind == "marriage" else ())

    # J

    def applies(self, law: Law, rule: Rule, offence: Offence) -> Node:
        def holds(question: Question) -> Value:
            if links.basis_of(rule) not in links.HERE and not places.may_be_abroad(question.facts, law):
                return FALSE
            return links.applies(links.Forum(law, _tied(law, question.facts), True), rule, offence, question)

        def make() -> Node:
            read = links.stretches(law, rule, self.question)
            texts = {id(version.text): version.text for stretch in read for version in stretch.versions}
            inputs = [node for text in texts.values() for node in self._ties(law, rule, text)]
            if links.basis_of(rule) not in links.HERE:
                inputs.append(self._abroad(law))
            return self._spread(inputs, holds)

        return self._once(("J", rule.id, offence.id), make)

    def _abroad(self, law: Law) -> Node:
        """T where rules for acts abroad are asked at all, else F."""

        def abroad(facts: Facts) -> int:
            return 2 * places.may_be_abroad(facts, law)

        return self._once(("abroad", law.jurisdiction), lambda: grids.asked(self.table, {PLACE}, abroad))

    def _ties(self, law: Law, rule: Rule, text: RuleText) -> Iterator[Node]:
        if text.basis in links.HERE:
            yield self._linked(law)
            yield from self._columns({PLACE, "act.vessel", "act.medium", ROLE})
        elif isinstance(text.when, Expr):
            yield self._expression(text.when, law, rule.id)
            if mentions(text.when, "travel"):  # only journeys after its commencement may count: each link for itself
                yield from self._columns(grids.reads(text.when))

    def _linked(self, law: Law) -> Node:
        """Whether some fact ties the case to the state: asked of each fact alone, since any one is enough."""

        def of(name: str) -> Node:
            def tied(facts: Facts) -> int:
                alone = grids.changed(Facts("", Act(()), course=facts.course), {name: grids.value_of(facts, name)})
                return 2 * _tied(law, alone)

            return grids.asked(self.table, {name}, tied)

        return self._once(("linked", law.jurisdiction), lambda: grids.highest([of(name) for name in grids.FIELDS]))

    # D

    def punished(self, law: Law, rule: Rule, offence: Offence) -> Node:
        return self._once(("D", rule.id, offence.id), lambda: self._by_place("punished", law, rule, offence))

    def _by_place(self, part: str, law: Law, rule: Rule, offence: Offence) -> Node:
        """A part for each place of the act; with the place fixed, what it hangs on are a few columns."""
        if PLACE not in self.table.values:
            return self._punished(law, rule, offence)
        if not self._places:
            rest = {name: values for name, values in self.table.values.items() if name != PLACE}
            tables = [
                Table(grids.changed(self.table.facts, {PLACE: value}), rest) for value in self.table.values[PLACE]
            ]
            self._places = tuple(RouteCompiler(table, self._asking) for table in tables)
        return Switch(PLACE, [getattr(compiler, part)(law, rule, offence) for compiler in self._places])

    def _punished(self, law: Law, rule: Rule, offence: Offence) -> Node:
        conduct = criminality.conducts(offence, self.question)
        there = {
            foreign.jurisdiction: foreign
            for place in self.table.facts.act.places or ()
            if place.state != NO_STATE
            for foreign in criminality.laws_at(place.state, self.question)
        }
        inputs = [
            grids.highest([self.made_out(foreign, punished) for punished in criminality.covering(foreign, conduct)])
            for foreign in there.values()
        ]
        inputs += [
            self._expression(
                wanted.unless, law, rule.id, lambda question: criminality.applied(law, rule, offence, question)
            )
            for stretch in links.stretches(law, rule, self.question)
            for version in stretch.versions
            if isinstance(wanted := version.text.double_criminality, DoubleCriminality) and wanted.unless
        ]
        return self._spread(inputs, lambda question: routes.double_criminality(law, rule, offence, question))

    # L, N, I

    def in_time(self, law: Law, offence: Offence) -> Node:
        def make() -> Node:
            texts = [version.text for one in law.limitation.values() for version in one.versions]
            held = [text for text in texts if text.offences is None or offence.id in text.offences]
            inputs = self._columns({"child.age"} if any(map(counts_birthdays, held)) else ())
            inputs += [self._expression(text.unless, law, offence.id) for text in held if text.unless is not None]
            return self._spread(inputs, lambda question: routes.limit_of(law, offence, question).value)

        return self._once(("L", offence.id), make)

    def unjudged(self, law: Law, rule: Rule) -> Node:
        inputs = self._columns({PLACE} if self.table.facts.course.judgments else ())

        def make() -> Node:
            return self._spread(inputs, lambda question: routes.judgments(law, rule, question)[0])

        return self._once(("N", rule.id), make)

    def free(self, law: Law) -> Node:
        inputs = self._columns({"suspect.immunity", "act.marriage"})

        def make() -> Node:
            return self._spread(inputs, lambda question: routes.immunity(law, question)[0])

        return self._once(("I", law.jurisdiction), make)

    def parts(self, law: Law, rule: Rule, offence: Offence) -> dict[str, Node]:
        """The six parts of a route; J is F, too, where a rule for acts abroad is not asked because the act was not."""
        return {
            "E": self.made_out_since(law, offence),
            "J": self.applies(law, rule, offence),
            "D": self.punished(law, rule, offence),
            "L": self.in_time(law, offence),
            "N": self.unjudged(law, rule),
            "I": self.free(law),
        }


@lru_cache(256)
def _lines(needed: tuple[Needed, ...]) -> Truths:
    lines = (dict(zip(PARTS, line, strict=True)) for line in product(_TRUTHS, repeat=len(PARTS)))
    return np.array([VERDICTS.index(routes.verdict(line, needed)) for line in lines], np.int8)


class Judge:
    """The verdict from the six parts: the table of 4.3, read once for each of its 729 lines."""

    size = len(VERDICTS)

    def __init__(self, parts: Iterable[Node], needed: tuple[Needed, ...]) -> None:
        self.parts = tuple(parts)
        self.names = grids.named(self.parts)
        self.lines = _lines(needed)

    def __call__(self, codes: Codes) -> Truths:
        index = grids.mixed(((part(codes), part.size) for part in self.parts), np.uint16)
        return self.lines.take(index, mode="clip")


class Bulk:
    """The routes of a corpus over one table, on the day of the answer."""

    def __init__(self, corpus: Corpus, table: Table, as_of: date, *, min_review: str = ReviewStatus.DRAFTED) -> None:
        self.corpus, self.table = corpus, table
        self._asking: Asking = lambda facts: frame.question_of(corpus, facts, as_of, min_review=min_review)
        self._whole = RouteCompiler(table, self._asking)
        self._stretches: dict[Interval, RouteCompiler] = {}
        self._judged: dict[tuple[str, str, str], Node] = {}

    def parts(self, law: Law, rule: Rule, offence: Offence) -> dict[str, Node]:
        """The parts of a route over the days of the act as a whole."""
        return self._whole.parts(law, rule, offence)

    def verdict(self, law: Law, rule: Rule, offence: Offence) -> Node:
        """The code of the verdict in `VERDICTS`; that of an act over a period is the best of its stretches (T1)."""
        key = (law.jurisdiction, rule.id, offence.id)
        if key not in self._judged:
            compilers = self._compilers(law)
            judges = [self._judge(compiler, sure, law, rule, offence) for compiler, sure in compilers]
            self._judged[key] = grids.highest(judges)
        return self._judged[key]

    def _judge(self, compiler: RouteCompiler, sure: bool, law: Law, rule: Rule, offence: Offence) -> Node:
        parts = compiler.parts(law, rule, offence)
        if not sure:  # whether the act went on by then is not known
            parts["E"] = grids.lowest([parts["E"], grids.constant(1)])
        every, some = routes.conditions_of(law, rule, offence, compiler.question)
        if conditions.refused(some) and not conditions.refused(every):  # on some days nobody had to ask
            parts["J"] = grids.lowest([parts["J"], grids.constant(1)])
        return Judge((parts[part] for part in PARTS), (*every, *some))

    def _compilers(self, law: Law) -> list[tuple[RouteCompiler, bool]]:
        cuts = frame.stretches_of(law, self._whole.question)
        if cuts is None:
            return [(self._whole, True)]
        return [(self._stretch(days), sure) for days, sure in cuts]

    def _stretch(self, days: Interval) -> RouteCompiler:
        def asking(facts: Facts) -> Question:
            return replace(self._asking(facts), when=days, kept={})

        if days not in self._stretches:
            self._stretches[days] = RouteCompiler(self.table, asking)
        return self._stretches[days]

    def covering(self, law: Law) -> Iterator[tuple[Rule, Offence]]:
        """Rule and offence of every route of a law, in the order of its file."""
        found = criminality.covering(law, self.table.facts.act.conduct)
        for rule in law.rules.values():
            listed = [one.text.offences for one in rule.versions]
            yield from ((rule, one) for one in found if any(ids is None or one.id in ids for ids in listed))


def _tied(law: Law, facts: Facts) -> bool:
    return frame.is_tied(law, frame.linked_codes(facts))


def _tests(exemption: Exemption) -> Iterator[Expr]:
    """The limits of age on which an exception hangs."""
    if exemption.kind == "close_in_age":
        yield exceptions.apart(exemption)
        if exemption.min_child_age is not None:
            yield Expr("child_age_ge", exemption.min_child_age)
    if exemption.kind == "peer":
        yield Expr("offender_age_ge", exceptions.ADULT)
        yield Expr("age_gap_ge", exceptions.PEER_GAP)
