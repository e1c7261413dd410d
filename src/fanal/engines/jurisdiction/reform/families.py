"""Families of scenarios: who goes where, and which single reforms or pairs of them would close each gap
(docs/law-rules.md, "Reforms").

A scenario is a state X, a state Y and a cell; a family says who of the five persons' states is X or Y. For all of them
at once: whether some state has a route, from tables [X, Y, cells], with the law of X and that of Y as it is or as it
would be. Everybody else's law counts only where it reaches whoever it is, and stays as it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from fanal.engines.arrays import Bools, Indices
from fanal.engines.jurisdiction.counting import coupled
from fanal.engines.jurisdiction.counting.coupled import ELSEWHERE, HERE, NOWHERE
from fanal.engines.jurisdiction.counting.space import World
from fanal.engines.jurisdiction.model import Profile
from fanal.engines.jurisdiction.parts.amending import AtomKind
from fanal.engines.jurisdiction.reform.worlds import NOTHING, C, D, E, Kinds, P, Reformed, T
from fanal.engines.jurisdiction.values import Truth

X, Y, NOBODY = "x", "y", ""


@dataclass(frozen=True, slots=True)
class Pattern:
    """Who is X or Y; `nationality`, `residence` may be nobody's."""

    place: str
    nationality: str
    residence: str
    child: str
    presence: str


@dataclass(frozen=True, slots=True)
class Family:
    """`patterns`: each is a scenario of its own. `joint`: the act is done at all their places, one route is enough.

    `conducts` None: all.
    """

    id: str
    patterns: tuple[Pattern, ...]
    joint: bool = False
    conducts: frozenset[str] | None = None
    media: frozenset[str] = frozenset()

    def cells(self, reformed: Reformed) -> Indices:
        """The cells that the family speaks of."""
        held = {number for number, profile in enumerate(reformed.profiles) if self._holds(profile)}
        return np.flatnonzero(np.isin(reformed.base.layers, sorted(held)))

    def _holds(self, profile: Profile) -> bool:
        media = profile.act.get("medium", ())
        asked = frozenset(media if isinstance(media, tuple | list) else ())
        wanted = self.conducts is None or profile.conduct in self.conducts
        return wanted and (not self.media or not self.media.isdisjoint(asked))


def _found_in_either(place: str, nationality: str, residence: str, child: str) -> tuple[Pattern, ...]:
    return tuple(Pattern(place, nationality, residence, child, presence) for presence in (X, Y))


FAMILIES: Mapping[str, Family] = {
    family.id: family
    for family in (
        Family("S1", _found_in_either(Y, X, X, Y)),  # traveller
        Family("S2", _found_in_either(Y, NOBODY, X, Y)),  # a foreigner who lives in X
        Family("S3", _found_in_either(Y, X, Y, Y)),  # a national of X who lives where the child is
        # Directed from X, suffered in Y: both are places of the act.
        Family("S4", (Pattern(X, X, X, Y, X), Pattern(Y, X, X, Y, X)), joint=True,
               media=frozenset({"online", "live_stream"})),
        # Whoever arranges in X what is done to a child of Y.
        Family("S5", (Pattern(X, X, X, Y, X),),
               conducts=frozenset({"procuring", "trafficking", "travel_facilitation"})),
        Family("S6", _found_in_either(Y, NOBODY, NOBODY, Y)),  # stateless, living nowhere
    )
}  # fmt: skip

type Part = tuple[str, AtomKind]
"""A kind of reform in X or in Y."""
type Option = frozenset[Part]
_KINDS = (C, P, E, D, T, AtomKind.BUNDLE)
_TOGETHER = (
    (C, P), (C, E), (C, D), (C, T), (D, T), (AtomKind.BUNDLE, P), (AtomKind.BUNDLE, D), (AtomKind.BUNDLE, T),
)  # fmt: skip
SINGLES: tuple[Option, ...] = tuple(frozenset({(role, kind)}) for role in (X, Y) for kind in _KINDS)
PAIRS: tuple[Option, ...] = (
    *(frozenset({(role, one), (role, other)}) for role in (X, Y) for one, other in _TOGETHER),
    frozenset({(X, C), (Y, C)}), frozenset({(X, T), (Y, C)}), frozenset({(X, C), (Y, E)}), frozenset({(X, E), (Y, C)}),
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Tensors:
    """The gaps of a family as [S, X, Y, K] by scenario of a place and cell, and what closes them.

    `options` are those that close anything, `closes` [options] the gaps that each does. A pair stands only where
    neither of its parts is enough.
    """

    family: Family
    cells: Indices
    gaps: Bools
    options: tuple[Option, ...]
    closes: tuple[Bools, ...]


def tensors(reformed: Reformed, family: Family, least: Truth) -> Tensors:
    """`least` U: gaps that are certain; T: all where no route is known."""
    scene = _Scene(reformed, family, least)
    gaps = scene.gaps(NOTHING, NOTHING)
    single: dict[Option, Bools] = {}
    closing: list[tuple[Option, Bools]] = []
    for option in (*SINGLES, *PAIRS):
        closes = gaps & ~scene.after(option)
        if len(option) == 1:
            single[option] = closes
        else:
            for part in option:
                closes &= ~single[frozenset({part})]
        if closes.any():
            closing.append((option, closes))
    return Tensors(
        family, scene.cells, gaps, tuple(option for option, _ in closing), tuple(closes for _, closes in closing)
    )


def gaps_of(world: World, family: Family, cells: Indices) -> Bools:
    """The gaps of a family under one law for all: [S, X, Y, K]."""
    return np.stack(_joined(family, [_gaps(one, world, world, world, cells) for one in family.patterns]))


def _joined(family: Family, found: list[Bools]) -> list[Bools]:
    return [np.logical_and.reduce(found)] if family.joint else found


class _Scene:
    """Worlds by kinds of reform, made when they are first asked for."""

    def __init__(self, reformed: Reformed, family: Family, least: Truth) -> None:
        self.reformed, self.family, self.least = reformed, family, least
        self.cells = family.cells(reformed)
        self.worlds: dict[Kinds, World] = {}

    def world(self, kinds: Kinds) -> World:
        kinds = (kinds - {AtomKind.BUNDLE}) | ({C, E} if AtomKind.BUNDLE in kinds else NOTHING)
        if kinds not in self.worlds:
            self.worlds[kinds] = self.reformed.everywhere(kinds).at(self.least)
        return self.worlds[kinds]

    def after(self, option: Option) -> Bools:
        here, there = (frozenset(kind for role, kind in option if role == wanted) for wanted in (X, Y))
        return self.gaps(here, there)

    def gaps(self, here: Kinds, there: Kinds) -> Bools:
        base, x, y = self.world(NOTHING), self.world(here), self.world(there)
        found = [_gaps(one, x, y, base, self.cells) for one in self.family.patterns]
        return np.stack(_joined(self.family, found))


def _gaps(pattern: Pattern, x: World, y: World, base: World, cells: Indices) -> Bools:
    """[X, Y, K]: no state has a route, by the law of X in world `x`, of Y in `y`, of all others in `base`."""
    view = _View(pattern, {X: x, Y: y}, cells)
    routes = view.everybody(base)
    for role in (X, Y):
        routes |= view.own(role) & view.reached(role)
    gaps: Bools = ~routes
    own = np.arange(base.states)
    gaps[own, own] = False  # two states, not one
    return gaps


@dataclass(frozen=True, slots=True)
class _View:
    pattern: Pattern
    worlds: Mapping[str, World]
    cells: Indices

    def spread(self, role: str, table: Bools) -> Bools:
        """[S, C] as [X, Y, K]."""
        held = table[:, self.cells]
        return held[:, None] if role == X else held[None]

    def own(self, role: str) -> Bools:
        """What the law of X, or of Y, gives, wherever the person suspected is."""
        pattern, world = self.pattern, self.worlds[role]
        if pattern.place == role:
            return self.spread(role, world.territory)
        links = (int(pattern.presence == role), int(pattern.nationality == role), self._lives(role),
                 int(pattern.child == role))  # fmt: skip
        unpunished, punished = (self.spread(role, world.abroad[there, *links]) for there in (0, 1))
        if np.array_equal(unpunished, punished):
            return punished
        place = self.spread(pattern.place, self.worlds[pattern.place].punishes)
        return np.where(place, punished, unpunished)

    def _lives(self, role: str) -> int:
        return {role: HERE, NOBODY: NOWHERE}.get(self.pattern.residence, ELSEWHERE)

    def reached(self, role: str) -> Bools:
        """Whether the person suspected can come before the courts of X, or of Y."""
        pattern = self.pattern
        if pattern.presence == role:
            return np.ones((1, 1, 1), np.bool_)
        goal, there = self.worlds[role], self.worlds[pattern.presence]
        national, home = (int(one == pattern.presence) for one in (pattern.nationality, pattern.residence))
        given = goal.reach[goal.layers[self.cells], national, home]  # [K, P, S]
        turned = given.transpose(1, 2, 0) if pattern.presence == X else given.transpose(2, 1, 0)
        found: Bools = turned & self.spread(pattern.presence, there.surrender)
        return found

    def everybody(self, base: World) -> Bools:
        """Whether some third state has a route whoever they are."""
        size = base.states, base.states, len(self.cells)
        somewhere = int(self.pattern.residence != NOBODY)
        table = base.abroad[:, 0, 0, NOWHERE + somewhere, 0]
        if not table.any():
            return np.zeros(size, np.bool_)
        found = [self._third(base, table[there]) for there in (0, 1)]
        place = self.spread(self.pattern.place, self.worlds[self.pattern.place].punishes)
        return np.where(place, found[1], found[0])

    def _third(self, base: World, table: Bools) -> Bools:
        pattern, part = self.pattern, base.part(slice(None))
        national, home = (int(state == pattern.presence) for state in (pattern.nationality, pattern.residence))
        rows = table[:, self.cells].astype(np.int8)
        surrender = self.worlds[pattern.presence].surrender[:, self.cells]
        count = np.zeros((base.states, len(self.cells)), np.int64)
        other = np.zeros((base.states, base.states, len(self.cells)), np.bool_)
        layers = part.layers[self.cells]
        for layer in np.unique(layers):
            held = layers == layer
            reach = base.reach[layer, national, home] & ~np.eye(base.states, dtype=np.bool_)
            count[:, held] = coupled.product_of(reach, rows[None, :, held], surrender[:, held])[0]
            other[..., held] = reach[..., None] & surrender[:, None, held] & rows[None, :, held].astype(np.bool_)
        third = count[:, None] - other > 0  # [P, the other of the two, K]
        reached: Bools = third if pattern.presence == X else third.transpose(1, 0, 2)
        return reached
