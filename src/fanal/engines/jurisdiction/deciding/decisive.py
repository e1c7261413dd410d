"""Which unknown fact decides: every completion of what the routes touch is evaluated, for each law by itself.

See docs/law-rules.md, "What decides". Three-valued logic does not see that "p or not p" holds, so the routes that
cannot be told are evaluated on the grid of all values that the unknown facts may have (`completions`), in one pass of
the bulk evaluator. A fact is decisive for a route if changing it alone changes the verdict in some completion. The
routes of one law hang on that law (and on that of the place), so each law has a grid of its own: from "national of XA"
the law of XB learns no more than "elsewhere".
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import combinations, product
from math import prod

import numpy as np

from fanal.engines.jurisdiction.answer import Decisive, Route, Verdict
from fanal.engines.jurisdiction.cases import ends, frame
from fanal.engines.jurisdiction.deciding import completions, grids
from fanal.engines.jurisdiction.deciding.completions import DATES, ELSEWHERE, EVENTS, FactValue, Material
from fanal.engines.jurisdiction.deciding.grids import FIELDS, Table, Truths
from fanal.engines.jurisdiction.deciding.histories import histories
from fanal.engines.jurisdiction.deciding.vector import VERDICTS, Bulk
from fanal.engines.jurisdiction.facts import Facts
from fanal.engines.jurisdiction.model import Law
from fanal.engines.jurisdiction.parts import criminality
from fanal.engines.jurisdiction.parts.offences import Question

MOST_FACTS, MOST_COMPLETIONS, MOST_QUESTIONS = 12, 4096, 3
MOST_WORK = 1200
"""Routes that are evaluated on grids for one question, some milliseconds for a hundred: a question with little known
would take minutes of all laws."""
CANNOT_SAY = VERDICTS.index(Verdict.CANNOT_SAY)
ON_CONDITION = VERDICTS.index(Verdict.OPEN_ON_CONDITION)
SOURCES: Mapping[str, str] = {
    DATES: "document",
    "act.place": "document",
    "act.vessel": "document",
    "act.commercial": "document",
    "act.means": "child",
    "act.medium": "document",
    "act.relation": "adult",
    "act.role": "authority",
    "act.principal": "authority",
    "act.marriage": "document",
    "child.age": "document",
    "child.nationality": "document",
    "child.residence": "adult",
    "suspect.age": "authority",
    "suspect.nationality": "authority",
    "suspect.residence": "authority",
    "suspect.permanent_residence": "authority",
    "suspect.presence": "authority",
    "suspect.travel": "document",
    EVENTS: "authority",
}
"""Whom to ask first. What only a further interview could tell is `child`: it is shown and never asked for (Lanzarote
art. 35(1)(e): as few interviews as possible)."""


type Axes = Mapping[str, tuple[FactValue, ...]]


@dataclass(frozen=True, slots=True)
class Grid:
    """Verdicts of routes of one law in all completions of some facts: one axis a fact, in the order of `axes`."""

    axes: Axes
    verdicts: Mapping[str, Truths]  # by route: offence/rule


@dataclass(frozen=True, slots=True)
class Decision:
    """What decides, and what does not depend on it.

    `open`: states of which no single route is known while in every completion one is open: with the least verdict, and
    the facts that decide between the routes. `certain`: routes (offence/rule) of which every completion says the same.
    """

    decisive: tuple[Decisive, ...] = ()
    questions: tuple[str, ...] = ()
    approximate: bool = False
    open: Mapping[str, tuple[Verdict, tuple[str, ...]]] = field(default_factory=dict)
    certain: Mapping[str, Verdict] = field(default_factory=dict)


def decide(question: Question, routes: Iterable[Route]) -> Decision:
    """What decides between the verdicts that the routes may come to, as the tree evaluator found them.

    Completed are the routes that cannot be told, and the open ones that a defence may close: one with a part that is F
    stays closed whatever is learnt. The laws that the facts name come first; of the others as much as `MOST_WORK` lets.
    """
    by_law: dict[str, list[Route]] = {}
    for route in routes:
        by_law.setdefault(route.state, []).append(route)
    tally, left, tied = Tally(), MOST_WORK, frame.linked_codes(question.facts)
    laws = [question.corpus.laws[code] for code in sorted(by_law)]
    for law in sorted(laws, key=lambda law: not frame.is_tied(law, tied)):
        code, of_law = law.jurisdiction, by_law[law.jurisdiction]
        live = [route for route in of_law if may_turn(route)]
        others = [VERDICTS.index(route.verdict) for route in of_law if not may_turn(route)]
        raised = {f"{route.offence}/{route.rule}": _only_raised(route) for route in live}
        silent = criminality.silence(law, question.facts.act.conduct, question).is_unknown
        parts, approximate = grids_of(question, law, live)
        tally.approximate |= approximate
        for routes_of, axes in parts:
            work = _tables(axes) * (len(routes_of) + 2)
            if work > left:
                tally.approximate = True
                continue
            left -= work
            grid = _grid(question, law, routes_of, axes)
            tally.add(code, grid, max(others, default=0), silent=silent, raised=raised)
    return tally.decision()


def _tables(axes: Axes) -> int:
    """How many tables a grid has."""
    return prod(len(cells) for name, cells in axes.items() if name not in FIELDS)


def may_turn(route: Route) -> bool:
    return route.verdict is Verdict.CANNOT_SAY or (route.verdict in ends.OPEN and bool(route.unless))


def _only_raised(route: Route) -> frozenset[str]:
    """The facts that only a defence of the route asks for."""
    return completions.named(ends.unknowns(route)) - completions.named(route.reasons)


def grids_of(question: Question, law: Law, live: Sequence[Route]) -> tuple[list[tuple[Sequence[Route], Axes]], bool]:
    """The routes and axes of the grid of all completions of what the routes of one law touch, and whether there were
    too many for one.

    Then routes that touch the same facts have a grid of their own, and those that touch too many of them one for each
    pair of facts, in which the others stay unknown.
    """
    axes = _axes(question, law, live) if live else {}
    if _few(axes):
        return [(live, axes)] if axes else [], False
    alike: dict[tuple[str, ...], list[Route]] = {}
    for route in live:
        touched = completions.named(ends.unknowns(route))
        alike.setdefault(tuple(name for name in axes if name in touched), []).append(route)
    parts: list[tuple[Sequence[Route], Axes]] = []
    for names, routes in sorted(alike.items(), key=lambda item: item[0]):
        own = {name: axes[name] for name in names}
        chosen = [own] if _few(own) else [{name: axes[name] for name in pair} for pair in combinations(names, 2)]
        parts += [(routes, part) for part in chosen if part]
    return parts, True


def _few(axes: Axes) -> bool:
    return len(axes) <= MOST_FACTS and prod(map(len, axes.values())) <= MOST_COMPLETIONS


# Completions.


def _axes(question: Question, law: Law, live: Sequence[Route]) -> dict[str, tuple[FactValue, ...]]:
    material, axes = _material(question, law, live), {}
    for name in sorted(completions.named(reason for route in live for reason in ends.unknowns(route))):
        if name == EVENTS:
            cells = histories(question, law, live)
        else:
            cells = completions.cells(name, question.facts, material, question.as_of)
        if len(cells) > 1:
            axes[name] = cells
    return axes


def _material(question: Question, law: Law, live: Sequence[Route]) -> Material:
    """What the routes touch: offence and rule of each, the law of limitation, and the law of the place."""
    material = Material()
    ids = sorted({route.offence for route in live} | {route.rule for route in live} | set(law.limitation))
    for one in ids:
        material.add(law.offences.get(one) or law.rules.get(one) or law.limitation[one], law.jurisdiction)
    for code in sorted(_places(question.facts)):
        material.states.setdefault("act.place", set()).add(code)
        for other in criminality.laws_at(code, question):
            for offence in criminality.covering(other, question.facts.act.conduct):
                material.add(offence, other.jurisdiction)
    return material


def _places(facts: Facts) -> frozenset[str]:
    """Where the act was; where that is not known, wherever a fact ties the case to."""
    if facts.act.places and facts.act.places_complete:
        return frozenset(place.state for place in facts.act.places)
    return frame.linked_codes(facts)


def _grid(question: Question, law: Law, live: Sequence[Route], axes: Axes) -> Grid:
    """Days and events decide which texts and periods apply, so each of their values is a table of its own."""
    outer = {name: cells for name, cells in axes.items() if name not in FIELDS}
    inner = {name: cells for name, cells in axes.items() if name in FIELDS}
    shape = tuple(map(len, (*outer.values(), *inner.values())))
    tables: dict[str, list[Truths]] = {f"{route.offence}/{route.rule}": [] for route in live}
    for chosen in product(*outer.values()):
        facts = question.facts
        for cell in chosen:
            facts = cell.facts(facts)
        for key, verdicts in _verdicts(question, law, facts, inner, live):
            tables[key].append(verdicts)
    return Grid({**outer, **inner}, {key: np.stack(held).reshape(shape) for key, held in tables.items()})


def _verdicts(
    question: Question, law: Law, facts: Facts, axes: Axes, live: Sequence[Route]
) -> Iterator[tuple[str, Truths]]:
    values = {name: tuple(grids.value_of(cell.facts(facts), name) for cell in axes[name]) for name in axes}
    codes = np.ix_(*(np.arange(len(cells), dtype=grids.code_type(len(cells))) for cells in axes.values()))
    bulk = Bulk(question.corpus, Table(facts, values), question.as_of, min_review=question.moments.min_review)
    shape = tuple(map(len, axes.values()))
    for route in live:
        node = bulk.verdict(law, law.rules[route.rule], law.offences[route.offence])
        found = node(dict(zip(axes, codes, strict=True)))
        yield f"{route.offence}/{route.rule}", np.broadcast_to(found, shape)


# What the grids say.


@dataclass(frozen=True, slots=True)
class Swing:
    """A route that one fact alone turns, with the two values that turn it furthest, all else as `given`."""

    route: str
    by: int
    one: tuple[str, Verdict]
    other: tuple[str, Verdict]
    given: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Tally:
    swings: dict[str, dict[str, Swing]] = field(default_factory=dict)  # by fact, by route
    told: dict[str, dict[str, list[dict[str, bool]]]] = field(default_factory=dict)  # and which values make it known
    states: dict[str, set[str]] = field(default_factory=dict)  # by fact
    open: dict[str, tuple[Verdict, tuple[str, ...]]] = field(default_factory=dict)
    certain: dict[str, Verdict] = field(default_factory=dict)
    approximate: bool = False

    def add(self, state: str, grid: Grid, sure: int, *, silent: bool, raised: Mapping[str, frozenset[str]]) -> None:
        """`sure`: the best verdict of the routes of the state that need no completion.

        `silent`: the file does not say that it is complete, so that no route is not yet "no". `raised`: by route, the
        facts that only a defence asks for.
        """
        turned = {name for route, verdicts in grid.verdicts.items() for name in self._route(route, verdicts, grid)}
        best = np.maximum(np.maximum.reduce(list(grid.verdicts.values())), sure)
        summary = np.maximum(best, CANNOT_SAY) if silent else best
        for axis, name in enumerate(grid.axes):
            if (summary.max(axis) != summary.min(axis)).any():
                self.states.setdefault(name, set()).add(state)
        unraised = [_unraised(verdicts, grid, raised[route]) for route, verdicts in grid.verdicts.items()]
        least = int(np.maximum(np.maximum.reduce(unraised), sure).min())
        if sure < ON_CONDITION <= least and VERDICTS.index(self.open.get(state, (Verdict.NONE,))[0]) < least:
            self.open[state] = (VERDICTS[least], tuple(completions.PATHS.get(name, name) for name in sorted(turned)))

    def _route(self, route: str, verdicts: Truths, grid: Grid) -> Iterator[str]:
        """The facts that turn one route."""
        if _known(verdicts):
            self.certain[route] = VERDICTS[int(verdicts.flat[0])]
            return
        for axis, name in enumerate(grid.axes):
            swing = _swing(route, verdicts, axis, grid)
            if swing is not None:
                self._swing(name, swing)
                known = [_known(part) for part in np.moveaxis(verdicts, axis, 0)]
                told = dict(zip((cell.label for cell in grid.axes[name]), known, strict=True))
                self.told.setdefault(name, {}).setdefault(route, []).append(told)
                yield name

    def _swing(self, name: str, swing: Swing) -> None:
        held = self.swings.setdefault(name, {})
        if swing.route not in held or held[swing.route].by < swing.by:
            held[swing.route] = swing

    def decision(self) -> Decision:
        found = sorted((self._decisive(name) for name in self.swings), key=lambda one: (-one.weight, one.fact))
        asked = [one.fact for one in found if one.obtainable_from != "child"]
        return Decision(tuple(found), tuple(asked[:MOST_QUESTIONS]), self.approximate, self.open, self.certain)

    def _decisive(self, name: str) -> Decisive:
        swings, told = self.swings[name], self.told[name]
        labels = {label for tellings in told.values() for telling in tellings for label in telling}
        best = max(sorted(swings.values(), key=lambda swing: swing.route), key=lambda swing: swing.by)
        return Decisive(
            fact=completions.PATHS.get(name, name),
            routes=tuple(sorted(swings)),
            obtainable_from=SOURCES[name],
            weight=round(sum(_weight(tellings, labels) for tellings in told.values()), 6),
            one=best.one,
            other=best.other,
            given=best.given,
            states=tuple(sorted(self.states.get(name, ()))),
        )


def _weight(tellings: Sequence[Mapping[str, bool]], labels: Set[str]) -> float:
    """The share of the values of a fact with which a route becomes known.

    Laws have different cells: a value that another law tells apart is "elsewhere" for this one.
    """
    shares = []
    for told in tellings:
        others = len(labels) - len(told) if ELSEWHERE in told else 0
        known = sum(told.values()) + others * told.get(ELSEWHERE, False)
        shares.append(known / (len(told) + others))
    return sum(shares) / len(shares)


def _unraised(verdicts: Truths, grid: Grid, names: Set[str]) -> Truths:
    """The verdicts while nobody raises a defence: what its facts are closes a route then, and opens none."""
    for axis, name in enumerate(grid.axes):
        if name in names:
            verdicts = np.broadcast_to(verdicts.max(axis, keepdims=True), verdicts.shape)
    return verdicts


def _known(verdicts: Truths) -> bool:
    """One verdict in all of these completions, and not that it cannot be told."""
    first = verdicts.flat[0]
    return bool(first != CANNOT_SAY and (verdicts == first).all())


def _swing(route: str, verdicts: Truths, axis: int, grid: Grid) -> Swing | None:
    """The pair of completions that differ in one fact only and whose verdicts lie furthest apart."""
    apart = verdicts.max(axis) - verdicts.min(axis)
    if not apart.any():
        return None
    at = np.unravel_index(int(apart.argmax()), apart.shape)
    line = np.moveaxis(verdicts, axis, -1)[at]
    name = list(grid.axes)[axis]
    others = [other for other in grid.axes if other != name]
    pair = [
        (grid.axes[name][number].label, VERDICTS[int(line[number])])
        for number in (int(line.argmax()), int(line.argmin()))
    ]
    given = tuple(
        (completions.PATHS.get(other, other), grid.axes[other][int(number)].label)
        for other, number in zip(others, at, strict=True)
    )
    return Swing(route, int(apart.max()), pair[0], pair[1], given)
