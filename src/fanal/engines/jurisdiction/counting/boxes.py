"""Gap certificates: sets of persons and places that no state can prosecute, with the way out
(docs/law-rules.md, "Every act at once").

A certificate names a box: where the person suspected is found, and which places, nationalities, residences and links of
the child fall through together. One pattern of it is put to the tree evaluator before it is given out, and says of each
state concerned why it has no route; and the cheapest change of law in one country that closes the pattern, and the most
of the box, is named.

Boxes are looked for lazily, by one's own country, current law first; never more than twenty at a time.

What is a gap for certain comes first. Then come boxes that may be gaps: no route is known, but some law is not known
either. A certificate says which of the two it is.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice, product
from math import prod

import numpy as np

from fanal.engines.arrays import Bools, Whole
from fanal.engines.jurisdiction.answer import Answer, Route, Verdict
from fanal.engines.jurisdiction.cases.frame import question_of
from fanal.engines.jurisdiction.cases.reach import reach
from fanal.engines.jurisdiction.counting import space
from fanal.engines.jurisdiction.counting.closings import Closing, Five, smallest
from fanal.engines.jurisdiction.counting.coupled import ELSEWHERE, HERE, NOWHERE, Lives
from fanal.engines.jurisdiction.counting.maps import NONE, are_gaps
from fanal.engines.jurisdiction.counting.patterns import Persons, pattern
from fanal.engines.jurisdiction.counting.space import GapBox, Predicates, SpaceCell, World
from fanal.engines.jurisdiction.evaluation import evaluate
from fanal.engines.jurisdiction.facts import Facts
from fanal.engines.jurisdiction.model import Corpus, Profile
from fanal.engines.jurisdiction.values import Truth
from fanal.vocabulary.dates import Interval

LIMIT = 20
ROLES = ("home", "presence", "place", "nationality", "residence", "child")
"""What one's own country is to a box: where a national is found, or another; and so on."""
_FEW = 6  # of each set that are tried for a pattern to show
_CLOSED = frozenset({Verdict.NONE, Verdict.BARRED})


class Disagreement(RuntimeError):
    """The tree evaluator does not confirm a box: a fault of the program. The box is not given out."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one state has no route for the pattern shown. `text_key` with its params is a sentence for a reader."""

    state: str
    text_key: str
    params: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Certificate:
    """A box and one pattern of it. `nationalities`, `residences`, `children` hold None for "none".

    `certain`: no state can; otherwise no route is known, and some law is not known. `punished`: whether the places
    punish the act. `whole`: every combination falls through; otherwise `patterns` of them, since rules over several
    persons reach some.
    """

    cell: SpaceCell
    certain: bool
    presence: str
    national: bool
    punished: bool
    places: tuple[str, ...]
    nationalities: tuple[str | None, ...]
    residences: tuple[str | None, ...]
    children: tuple[str | None, ...]
    patterns: int
    whole: bool
    example: Persons
    facts: Facts
    answer: Answer
    reasons: tuple[Reason, ...]
    closing: Closing | None
    step: int = 0  # of the search that found it

    @property
    def text_key(self) -> str:
        return f"law.gap.{'certain' if self.certain else 'possible'}.{'national' if self.national else 'foreigner'}"


def certificates(
    found: Predicates,
    corpus: Corpus,
    profiles: Sequence[Profile],
    as_of: date,
    *,
    state: str | None = None,
    limit: int = LIMIT,
    start: int = 0,
) -> tuple[Certificate, ...]:
    """At most `limit` boxes in which `state` has a part (all, if None), from that step of the search on.

    One more than the `step` of the last certificate is where to go on.

    Raises ValueError for a limit above twenty or a state that the predicates do not know, `Disagreement` where the tree
    evaluator says otherwise.
    """
    if not 0 < limit <= LIMIT:
        raise ValueError(f"between 1 and {LIMIT} boxes at a time")
    if state is not None and state not in found.states:
        raise ValueError(f"there is no state {state} in the space")
    return tuple(islice(_Finder(found, corpus, profiles, as_of).boxes(state, start), limit))


@dataclass(frozen=True, slots=True, eq=False)
class _Chosen:
    """One box: its kind, the state P, the role that one's own country has in it, and how many patterns it holds."""

    box: GapBox
    world: World  # of its one cell
    presence: int
    role: str
    patterns: int


class _Finder:
    def __init__(self, found: Predicates, corpus: Corpus, profiles: Sequence[Profile], as_of: date) -> None:
        self.found, self.corpus, self.as_of = found, corpus, as_of
        self.profiles = {profile.id: profile for profile in profiles}
        self.possible, self.certain = found.at(Truth.T), found.at(Truth.U)

    def boxes(self, state: str | None, start: int = 0) -> Iterator[Certificate]:
        own = None if state is None else self.found.states.index(state)
        cells = self.found.cells
        # Current law first: of the cells that end in the same year, those that have been so for longest.
        order = sorted(range(len(cells)), key=lambda at: (-cells[at].last.year, cells[at].first - cells[at].last, at))
        steps = product((True, False), order, ROLES[: 2 if own is None else None])
        for step, (certain, cell, role) in islice(enumerate(steps), start, None):
            made = self._certificate(cell, role, own, certain)
            if made is not None:
                yield replace(made, step=step)

    def _certificate(self, cell: int, role: str, own: int | None, certain: bool) -> Certificate | None:
        chosen = _heaviest(self.certain if certain else self.possible, cell, role, own)
        if chosen is None:
            return None
        sets = _sets(chosen, own)
        five = self._pattern(cell, chosen, sets, own, certain)
        if five is None:
            return None
        facts = self._confirmed(cell, five, certain)
        if facts is None:
            return None
        concerned = self._concerned(five)
        answer = evaluate(self.corpus, facts, self.as_of, states=concerned)
        presence = self.found.states[five.presence]
        reasons = tuple(self._reason(code, presence, facts, answer) for code in sorted(concerned))
        states = self.found.states
        place, *others = (tuple(None if number == NONE else states[number] for number in group) for group in sets)
        return Certificate(
            self.found.cells[cell], certain, states[chosen.presence], bool(chosen.box.national),
            bool(chosen.box.punished), tuple(name for name in place if name), others[0], others[1], others[2],
            chosen.patterns, chosen.patterns == prod(map(len, sets)), self._persons(five), facts, answer, reasons,
            self._closing(chosen, five),
        )  # fmt: skip

    def _pattern(self, cell: int, chosen: _Chosen, sets: "_Sets", own: int | None, certain: bool) -> Five | None:
        """A pattern of the box that is a gap in this reading, and not for certain where the box only may be one."""
        roles = ("place", "nationality", "residence", "child")
        tried = (
            _likely(group, own if role == chosen.role else chosen.presence)
            for role, group in zip(roles, sets, strict=True)
        )
        w, n, r, v = np.meshgrid(*map(np.array, tried), indexing="ij")
        p, c = np.array(chosen.presence), np.array(cell)
        gaps = are_gaps(self.certain if certain else self.possible, w, n, r, v, p, c)
        if not certain:
            gaps &= ~are_gaps(self.certain, w, n, r, v, p, c)
        at = np.flatnonzero(gaps)
        if not at.size:
            return None
        first = at[0]
        place, nationality, residence, child = (int(axis.ravel()[first]) for axis in (w, n, r, v))
        return Five(place, nationality, residence, child, chosen.presence)

    def _persons(self, five: Five) -> Persons:
        def name(state: int) -> str | None:
            return None if state == NONE else self.found.states[state]

        states = self.found.states
        return Persons(
            states[five.place], name(five.nationality), name(five.residence), name(five.child), states[five.presence]
        )

    def _confirmed(self, at: int, five: Five, certain: bool) -> Facts | None:
        """Facts of the pattern of which the tree evaluator says the same.

        The first day of the cell and the youngest child; where no more than "not known" was claimed, and that day has a
        route, another end of the cell, or the cell as a whole. None where the bounds of the count were wider than what
        is known of the pattern; what was claimed for certain must hold.
        """
        cell, presence = self.found.cells[at], self.found.states[five.presence]
        low, high = ((age, age) for age in cell.ages)
        first, last = (Interval(day, day) for day in (cell.first, cell.last))
        ends = [(low, first)] if certain else [(low, first), (high, first), (low, last), (high, last)]
        for ages, days in [*ends, (cell.ages, Interval(cell.first, cell.last))]:
            facts = pattern(self.profiles[cell.profile], ages, days, self._persons(five))
            everybody = evaluate(self.corpus, facts, self.as_of)
            best = max((self._reached(route, presence, facts) for route in everybody.routes), default=Truth.F)
            if best is Truth.F or (best is Truth.U and not certain):
                return facts
        if not certain:
            return None
        raise Disagreement(f"the tree evaluator finds a route for a box of {cell.profile} found in {presence}")

    def _concerned(self, five: Five) -> frozenset[str]:
        return frozenset(self.found.states[state] for state in (five.place, *five.persons))

    def _reached(self, route: Route, presence: str, facts: Facts) -> Truth:
        """Whether a route is open and the person suspected can come before its courts."""
        open_ = {Verdict.OPEN: Truth.T, Verdict.OPEN_ON_CONDITION: Truth.T, Verdict.CANNOT_SAY: Truth.U}
        held = open_.get(route.verdict, Truth.F)
        if held is Truth.F:
            return held
        question = question_of(self.corpus, facts, self.as_of)
        reached, _ = reach(self.corpus, presence, route.state, route.offence, facts, question.moments, question)
        return min(held, reached.truth)

    def _reason(self, code: str, presence: str, facts: Facts, answer: Answer) -> Reason:
        params = {"state": code, "presence": presence}
        routes = [route for route in answer.routes if route.state.partition("-")[0] == code]
        if not self.corpus.parts(code):
            return Reason(code, "law.gap.why.no_file", params)
        held = [self._reached(route, presence, facts) for route in routes]
        if any(route.verdict not in _CLOSED for route in routes):
            unreached = max(held) is Truth.F
            return Reason(code, f"law.gap.why.{'out_of_reach' if unreached else 'not_known'}", params)
        barred = sorted({route.offence for route in routes if route.verdict is Verdict.BARRED})
        if barred:
            return Reason(code, "law.gap.why.barred", params | {"offence": ", ".join(barred)})
        silent = any(state.state == code and state.verdict is Verdict.CANNOT_SAY for state in answer.states)
        return Reason(code, f"law.gap.why.{'silent' if silent else 'no_route'}", params)

    def _closing(self, chosen: _Chosen, five: Five) -> Closing | None:
        def left(world: World) -> tuple[bool, int]:
            w, n, r, v, p = (
                np.array(one) for one in (five.place, five.nationality, five.residence, five.child, five.presence)
            )
            still = bool(are_gaps(world, w, n, r, v, p, np.array(0)))
            return still, int(_weights(_again(world, chosen.box), chosen.role, five.place, world)[chosen.presence])

        return smallest(chosen.world, five, self.found.states, self.corpus.reform_costs, left)


type _Sets = tuple[list[int], list[int], list[int], list[int]]


def _again(world: World, box: GapBox) -> GapBox:
    """The same kind of box under changed law: a place that now punishes is in the other kind."""
    reach_ = world.reach[world.layers[0]]
    kinds = [one for one in space.boxes(world, reach_) if _kind(one) == _kind(box)]
    # Law that takes routes from residents of P splits a box in two, and its change may join them.
    return kinds[0] if kinds else next(one for one in space.boxes(world, reach_) if _kind(one)[:2] == _kind(box)[:2])


def _kind(box: GapBox) -> tuple[int, int, Lives]:
    return box.punished, box.national, box.sums.lives


def _heaviest(world: World, cell: int, role: str, own: int | None) -> _Chosen | None:
    """The box of one cell with the most patterns in which one's own country has this role."""
    part = world.part(slice(cell, cell + 1))
    if role == "place":  # rules for acts abroad do not hold at home
        abroad = part.abroad.copy()
        abroad[..., own, :] = False
        part = replace(part, abroad=abroad)
    best: _Chosen | None = None
    for box in space.boxes(part, part.reach[part.layers[0]]):
        weights = np.where(_eligible(part, box, role, own), _weights(box, role, own, part), 0)
        at = int(weights.argmax())
        if weights[at] > (best.patterns if best else 0):
            best = _Chosen(box, part, at, role, int(weights[at]))
    return best


def _weights(box: GapBox, role: str, own: int | None, world: World) -> Whole:
    """Patterns of the box of each P: [P]; with one's own country as the place, only those."""
    places = _bad_places(world, box)[:, own].astype(np.int64) if role == "place" else box.places[:, 0]
    found: Whole = places * box.sums.choices()[:, 0]
    return found


def _bad_places(world: World, box: GapBox) -> Bools:
    """[P, W]: the place is of the kind of the box, and its own law does not get hold of the person suspected."""
    kind = world.punishes[:, 0] == bool(box.punished)
    found: Bools = kind & ~box.hollow[:, 0] & ~(world.territory[:, 0] & _held(world, box))
    return found


def _held(world: World, box: GapBox) -> Bools:
    """[P, S]: who is in P can come before the courts of S."""
    found: Bools = box.reaches & world.surrender[:, :1] | np.eye(world.states, dtype=np.bool_)
    return found


def _eligible(world: World, box: GapBox, role: str, own: int | None) -> Bools:
    """[P]: one's own country is in the set that its role names."""
    if own is None or role == "place":
        kind = role == "place" or box.national == (role == "home")
        return np.full(world.states, kind, np.bool_)
    if role in {"home", "presence"}:
        home: Bools = (np.arange(world.states) == own) & (box.national == (role == "home"))
        return home
    if role == "nationality" and box.national:
        return np.zeros(world.states, np.bool_)  # found in their own country: the first role
    away: Bools = ~_caught(world, box, role)[:, own]
    away[own] = False
    return away if role != "residence" or box.sums.lives is not Lives.HOME else np.zeros(world.states, np.bool_)


def _caught(world: World, box: GapBox, role: str) -> Bools:
    """[P, S]: S has a route for everybody of whom it is the nationality (residence, child's state), and is reached.

    Whatever their other ties: those whom a further tie takes a route away from stay in the sets of a box.
    """
    national, lives = box.national, box.sums.lives
    others, own = world.abroad[box.punished, 0, ..., 0], world.abroad[box.punished, 1, national, ..., 0]
    homes, at_home = _HOMES[lives]
    if role == "nationality":
        away, here = others[1][homes].all(axis=(0, 1)), np.zeros(world.states, np.bool_)
    elif role == "residence":
        away, here = others[: 2 - national, HERE].all(axis=(0, 1)), own[HERE].all(axis=0)
    else:
        away, here = others[: 2 - national, homes, 1].all(axis=(0, 1)), own[at_home, 1].all(axis=0)
    caught: Bools = box.reaches & world.surrender[:, :1] & away
    caught |= np.diag(here)
    return caught


# Where the suspected person may live as other states, and as P itself, see it.
_HOMES = {
    Lives.ANYWHERE: ([NOWHERE, ELSEWHERE, HERE], [NOWHERE, ELSEWHERE, HERE]),
    Lives.ABROAD: ([NOWHERE, ELSEWHERE, HERE], [NOWHERE, ELSEWHERE]),
    Lives.HOME: ([ELSEWHERE], [HERE]),
}


def _sets(chosen: _Chosen, own: int | None) -> _Sets:
    """Places (the own country alone, where that is its role), nationalities, residences and links of the child."""
    box, world, p = chosen.box, chosen.world, chosen.presence
    places = [int(state) for state in np.flatnonzero(_bad_places(world, box)[p])]
    free = {
        role: [int(state) for state in np.flatnonzero(~_caught(world, box, role)[p])]
        for role in ("nationality", "residence", "child")
    }
    nationalities = [p] if box.national else [*(state for state in free["nationality"] if state != p), NONE]
    residences = [*free["residence"], NONE]
    if box.sums.lives is Lives.ABROAD:
        residences = [state for state in residences if state != p]
    if box.sums.lives is Lives.HOME:
        residences = [p]
    sets = {"place": places, "nationality": nationalities, "residence": residences, "child": [*free["child"], NONE]}
    if own is not None and chosen.role == "place":
        sets["place"] = [own]
    return sets["place"], sets["nationality"], sets["residence"], sets["child"]


def _likely(group: list[int], wanted: int | None) -> list[int]:
    """A few of a set to look for a pattern among: the state wanted, then others, then none."""
    return sorted(group, key=lambda one: (one != wanted, one == NONE, one))[:_FEW]
