"""Single fact patterns by the million: which of them are gaps, and the map of nationality by place.

For maps and scenarios of reforms, where every pattern is asked for by itself and not counted.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np

from fanal.engines.arrays import Bools, Index, Indices, UInt8s, UInt64s, Whole
from fanal.engines.jurisdiction.counting import coupled
from fanal.engines.jurisdiction.counting.coupled import ELSEWHERE, HERE, NOWHERE
from fanal.engines.jurisdiction.counting.space import World

type Words = UInt64s

NONE = -1  # stateless, lives nowhere, child without a tie


def are_gaps(world: World, w: Indices, n: Indices, r: Indices, v: Indices, p: Indices, c: Indices) -> Bools:
    """Whether no state can prosecute each pattern. Arrays broadcast; states and cells by number, `NONE` for none."""
    w, n, r, v, p, c = np.broadcast_arrays(w, n, r, v, p, c)
    given = _Given(world, (n == p).astype(np.intp), (r == p).astype(np.intp), p, c)
    punished = world.punishes[w, c].astype(np.intp)
    reached: Bools = world.territory[w, c] & given.reached(w)
    for state in (n, r, v, p):
        lives = np.where(r == state, HERE, np.where(r == NONE, NOWHERE, ELSEWHERE))
        table = world.abroad[
            punished, (p == state).astype(np.intp), (n == state).astype(np.intp), lives, (v == state).astype(np.intp),
            state, c,
        ]  # fmt: skip
        reached |= (state != NONE) & (state != w) & table & given.reached(state)
    everyone = world.abroad[:, 0, 0, NOWHERE : ELSEWHERE + 1, 0]
    if everyone.any():
        somewhere = (r != NONE).astype(np.intp)
        here = everyone[punished, somewhere, w, c] & (p != w) & given.reached(w)
        reached |= _counts(world, everyone)[given.national, given.home, punished, somewhere, p, c] > here
    return ~reached


@dataclass(frozen=True, slots=True, eq=False)
class _Given:
    """The person suspected is in P, a national of it or not, and lives there or not."""

    world: World
    national: Indices
    home: Indices
    p: Indices
    c: Indices

    def reached(self, state: Indices) -> Bools:
        world, layer = self.world, self.world.layers[self.c]
        given = world.reach[layer, self.national, self.home, self.p, state] & world.surrender[self.p, self.c]
        found: Bools = (self.p == state) | given
        return found


def _counts(world: World, everyone: Bools) -> Whole:
    """How many reached states have a route whoever they are, by nationality, home, place and residence: [2,2,2,2,P,C].

    The word of P itself is in its rules for those who are there.
    """
    own = np.eye(world.states, dtype=np.bool_)
    found = np.zeros((2, 2, 2, 2, *everyone.shape[2:]), np.int64)
    for layer in np.unique(world.layers):
        cells = slice(*np.searchsorted(world.layers, [layer, layer + 1]))
        rows = everyone[..., cells].reshape(4, world.states, -1).astype(np.int8)
        for national, home in product((0, 1), (0, 1)):
            reaches = world.reach[layer, national, home] & ~own
            sums = coupled.product_of(reaches, rows, world.surrender[:, cells])
            found[national, home, ..., cells] = sums.reshape(2, 2, world.states, -1)
    return found


def place_by_nationality(world: World) -> UInt8s:
    """Whether some person of each nationality can act in each place unprosecuted: bits [C, W, ⌈N / 8⌉].

    Bit N of row W (most significant first) is 1 if there is a state P such that somebody who is found there, lives
    nowhere and meets a child without a tie, falls through: the pattern with the fewest links. Where law takes no route
    away for a further link, and residents are given up like others, there is a gap for N and W at all only if this is.
    """
    cells, states = world.punishes.shape[1], world.states
    found = np.empty((cells, states, (states + 7) // 8), np.uint8)
    for layer in np.unique(world.layers):
        first, end = np.searchsorted(world.layers, [layer, layer + 1])
        mapper = _Mapper(world.part(slice(first, end)), world.reach[layer, :, 0])
        for cell in range(first, end):
            found[cell] = np.packbits(mapper.cell(cell - first), axis=1)
    return found


class _Mapper:
    """Sets of states P as bits, four words for 195 states; a map is where two of them meet.

    `reach` [2, P, S] is that of those who do not live in P; the cells are of one layer.
    """

    def __init__(self, world: World, reach: Bools) -> None:
        self.world = world
        eye = np.eye(world.states, dtype=np.bool_)
        everyone = world.abroad[:, 0, 0, NOWHERE, 0].astype(np.int8)
        reached = [coupled.product_of(reach[national] & ~eye, everyone, world.surrender) for national in (0, 1)]
        # [national, place punishes, P, C]: nothing but a tie to nationality or place opens a route.
        self.free = ~(world.abroad[:, 1, :, NOWHERE, 0].swapaxes(0, 1) | (np.stack(reached) > 0))
        self.beyond = _words(~reach[0].T)  # [S, words]: from where S is out of reach
        self.kept = _words(~world.surrender.T)  # [C, words]: who gives nobody up
        self.free_words = [_words(free.T) for free in self.free[0]]  # [C, words] by place
        self.others = _words(~eye)
        self.not_home, self.own_beyond = ~eye, np.ascontiguousarray(~reach[1].T)  # [W, N]: N keeps its own from W
        self.hollow = self._hollow()

    def cell(self, cell: int) -> Bools:
        """[W, N]. A place without a territorial route only matters by what it punishes."""
        punishes, territory = self.world.punishes[:, cell], np.flatnonzero(self.world.territory[:, cell])
        away = self.beyond | self.kept[cell] & self.others
        unpunished, punished = (self._by_nation(away, there, cell) for there in (0, 1))
        at_home = self.free[1, :, :, cell]  # found in their own state
        rows = [at_home[there] | words.any(axis=1) for there, words in enumerate((unpunished, punished))]
        routes: Bools = np.where(punishes[:, None], rows[1], rows[0])
        kept = self.own_beyond[territory] | ~self.world.surrender[:, cell] & self.not_home[territory]
        routes[territory] = _meet(away[territory], punished) | kept & at_home[1]
        for place in np.flatnonzero(self.hollow[:, cell]):
            routes[place] = self._row(place, cell)
        return routes

    def _by_nation(self, away: Words, punished: int, cell: int) -> Words:
        """For each nationality N the states P, other than N, where only the law of the place reaches its nationals."""
        nationality = self.world.abroad[punished, 0, 1, NOWHERE, 0, :, cell]
        found: Words = np.where(nationality[:, None], away, ~np.uint64(0)) & self.others
        found &= self.free_words[punished][cell]
        return found

    def _hollow(self) -> Bools:
        """Places whose law has routes for acts abroad but none at home: their rows are asked pattern by pattern."""
        world = self.world
        some = world.abroad.any(axis=(1, 2, 3, 4))
        found: Bools = ~world.territory & np.where(world.punishes, some[1], some[0])
        return found

    def _row(self, place: Index, cell: int) -> Bools:
        every, one, none = np.arange(self.world.states), np.array(place), np.array(NONE)
        gaps = are_gaps(self.world, one, every[:, None], none, none, every[None], np.array(cell))
        found: Bools = gaps.any(axis=1)
        return found


def _words(rows: Bools) -> Words:
    """Each row as bits in words of 64, padded with zeros."""
    width = -rows.shape[1] % 64
    padded = np.pad(rows, ((0, 0), (0, width)))
    return np.ascontiguousarray(np.packbits(padded, axis=1)).view(np.uint64)


def _meet(left: Words, right: Words) -> Bools:
    """Whether the sets of each row on the left and each on the right have a common member.

    Most have one in the first word; the few others are looked at pair by pair, many others all at once.
    """
    common = left[:, 0, None] & right[:, 0]
    meets: Bools = common != 0
    rest = np.flatnonzero(~meets)
    if 4 * rest.size < meets.size:
        rows, columns = np.divmod(rest, len(right))
        meets.ravel()[rest] = (left[rows, 1:] & right[columns, 1:]).any(axis=1)
        return meets
    for word in range(1, left.shape[1]):
        common |= left[:, word, None] & right[:, word]
    np.not_equal(common, 0, out=meets)
    return meets
