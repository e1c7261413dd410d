"""The formula behind the count: sums over states, exact for any rules over several persons at once.

Fix the state P where the person suspected is, whether it is their own, the cell, and whether the place punishes.
A choice of (N, R, V) is bad if no state that is reached from P has an open route. What state S says depends only on
which of N, R, V it is: a table f_S(n, r, v). Let A, B, C (S) say that S is bad as N alone, as R alone, as V alone, and
D_NR … E that it is bad as several of them at once. If every state had separate rules only, D_NR = A · B and so on, and
the number of bad choices were ΣA · ΣB · ΣC (a box). Rules over several links at once, and rules that a second link
takes away (`suspect_resides_abroad`), make them differ. The choices fall apart by which of N, R, V are equal; adding up
those five classes, with δ_NR = D_NR - A·B (likewise NV, RV) and ω = E - ABC - δ_NR·C - δ_NV·B - δ_RV·A, all terms of a
single state, gives

    bad = ΣA · ΣB · ΣC + ΣC · Σδ_NR + ΣB · Σδ_NV + ΣA · Σδ_RV + Σω .

This is inclusion and exclusion over the kinds of coupled rules with the terms of equal components collected: however
many kinds there are, those with the same persons fall together, and a kind with P among them is a table of P's own.
Each sum runs over the states that are reached; a state that is not is bad throughout, so all are products of matrices.
Stateless and no state at all are further values of N and V; residence nowhere has a table of its own (f differs there
from "elsewhere" where law asks whether the person suspected lives abroad) and is a further, smaller count over (N, V).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum, IntEnum
from itertools import product

import numpy as np

from fanal.engines.arrays import Bools, Indices, Int8s, Whole

type Small = Int8s
type Counts = Whole

NOWHERE, ELSEWHERE, HERE = range(3)  # fourth axis of `Predicates.abroad`: where one lives, seen from S


class Lives(Enum):
    """Where the person suspected lives: anywhere, anywhere but in P, in P. Some states give up no residents."""

    ANYWHERE = 0
    ABROAD = 1
    HOME = 2


class Row(IntEnum):
    """What is summed over states: a state that opens a route whoever they are; that is not bad as N, R or V; δ and ω.

    The last four are for a person suspected whose residence is fixed: nowhere, or in P.
    """

    ANY = 0
    N = 1
    R = 2
    V = 3
    NR = 4
    NV = 5
    RV = 6
    NRV = 7
    ANY0 = 8
    N0 = 9
    V0 = 10
    NV0 = 11


type Table = Callable[[int, int, int], Bools]  # (national, lives, child's link) -> [S, C]


def settle(abroad: Bools, *, upwards: bool) -> Bools:
    """The nearest answers, above or below, that a box can hold: [2, 2, 2, 3, 2, S, C] as in `Predicates.abroad`.

    What is open to everybody is open to everybody: law that takes a universal or presence rule away from people with
    some further link has no box. And a place that punishes the act closes no route. Other answers stay as they are.
    """
    settled = abroad.copy()
    join = np.logical_or if upwards else np.logical_and
    unpunished, punished = settled[0], settled[1]
    join(unpunished, punished, out=punished if upwards else unpunished)
    for present, nationals in ((0, (0, 1)), (1, (0,)), (1, (1,))):
        for lives, homes in _OPEN_TO_ALL[present]:
            base = settled[:, present, nationals[0], lives, 0]
            for national, home, tied in product(nationals, homes, (0, 1)):
                member = settled[:, present, national, home, tied]
                join(member, base, out=member if upwards else base)
    return settled


# By presence: where people live to whom a rule is open whoever they are, and who else they are.
_OPEN_TO_ALL = (
    ((NOWHERE, (NOWHERE,)), (ELSEWHERE, (ELSEWHERE, HERE))),
    ((NOWHERE, (NOWHERE,)), (ELSEWHERE, (ELSEWHERE,)), (HERE, (HERE,))),
)


def sums(abroad: Bools, reaches: Bools, surrender: Bools, national: int, lives: Lives) -> "Sums":
    """All sums for one kind of place, [rows, P, C].

    `abroad` [2, 2, 3, 2, S, C] is that of the place; `reaches` [P, S] without the diagonal; `surrender` [P, C].
    """
    at_home = lives is Lives.HOME
    fixed = ELSEWHERE if at_home else NOWHERE
    hits = _rows(lambda of, where, tied: abroad[0, of, where, tied], fixed, nationality=not national)
    own = _rows(lambda _of, where, tied: abroad[1, national, where, tied], HERE if at_home else NOWHERE)
    if at_home:
        hits[: Row.ANY0], own[: Row.ANY0] = 0, 0
    if lives is Lives.ABROAD:
        own[[Row.R, Row.RV]] = 0
    alike = not at_home and bool((abroad[:, :, NOWHERE] == abroad[:, :, ELSEWHERE]).all())
    values = product_of(reaches, hits[: Row.ANY0] if alike else hits, surrender)
    values += own[: len(values)]
    return Sums(values, hits, own, len(reaches), national, lives, alike)


def _rows(table: Table, fixed: int, *, nationality: bool = False) -> Small:
    """What each state adds to each sum if it is reached: [rows, S, C]. Without nationality the rows of N are zero."""
    first = table(0, ELSEWHERE, 0)
    rows = np.zeros((len(Row), *first.shape), np.int8)
    rows[Row.ANY], rows[Row.R], rows[Row.V] = first, table(0, HERE, 0), table(0, ELSEWHERE, 1)
    rows[Row.ANY0], rows[Row.V0] = table(0, fixed, 0), table(0, fixed, 1)
    lives, tied = 1 - rows[Row.R], 1 - rows[Row.V]
    rows[Row.RV] = (1 - table(0, HERE, 1)) - lives * tied
    if nationality:
        rows[Row.N], rows[Row.N0] = table(1, ELSEWHERE, 0), table(1, fixed, 0)
        of = 1 - rows[Row.N]
        rows[Row.NR] = (1 - table(1, HERE, 0)) - of * lives
        rows[Row.NV] = (1 - table(1, ELSEWHERE, 1)) - of * tied
        rows[Row.NV0] = (1 - table(1, fixed, 1)) - (1 - rows[Row.N0]) * (1 - rows[Row.V0])
        single = rows[Row.NR] * tied + rows[Row.NV] * lives + rows[Row.RV] * of
        rows[Row.NRV] = (1 - table(1, HERE, 1)) - of * lives * tied - single
    return rows


def product_of(reaches: Bools, rows: Small, surrender: Bools) -> Counts:
    """Σ over the states S that P reaches of each row: [rows, P, C]. Rows of zeros cost nothing.

    Whole numbers below 2²⁴ in every partial sum: float32 is exact here whatever the order of adding.
    """
    found = np.zeros((len(rows), len(reaches), rows.shape[2]), np.int64)
    weights = reaches.astype(np.float32)
    for at in np.flatnonzero(rows.any(axis=(1, 2))):
        found[at] = weights @ rows[at].astype(np.float32)
        found[at] *= surrender
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """The sums `values` [rows, P, C] with the terms they were made of: `hits` [rows, S, C], P's `own` [rows, P, C].

    `alike`: no law asks whether the person suspected lives anywhere, so that nowhere is one more state of residence.
    """

    values: Counts
    hits: Small
    own: Small
    states: int
    national: int
    lives: Lives
    alike: bool

    def choices(self) -> Counts:
        """How many choices of (N, R, V) no state can prosecute: [P, C]."""
        nationals = 1 if self.national else self.states  # P itself; or every other state and stateless
        if self.lives is Lives.HOME:
            return self._fixed(nationals)
        return self._free(nationals) if self.alike else self._free(nationals) + self._fixed(nationals)

    def _free(self, nationals: int) -> Counts:
        value = self.values
        homes = self.states + self.alike - (self.lives is Lives.ABROAD)
        of, lives, tied = nationals - value[Row.N], homes - value[Row.R], self.states + 1 - value[Row.V]
        found: Counts = of * lives * tied + value[Row.NRV]
        for row, others in ((Row.NR, tied), (Row.NV, lives), (Row.RV, of)):
            found += value[row] * others
        found *= value[Row.ANY] == 0
        return found

    def _fixed(self, nationals: int) -> Counts:
        """Choices of (N, V) for a person suspected who lives nowhere, or in P."""
        value = self.values
        pairs: Counts = (nationals - value[Row.N0]) * (self.states + 1 - value[Row.V0]) + value[Row.NV0]
        pairs *= value[Row.ANY0] == 0
        return pairs

    def without(self, states: Indices, cells: Indices, reached: Bools) -> "Sums":
        """The sums of some cells, each without the word of one state: [rows, P, pairs]. `reached` is [P, pairs]."""
        rows = slice(len(self.values))
        values = self.values[:, :, cells] - self.hits[rows, states, cells][:, None] * reached
        pairs = np.arange(len(states))
        values[:, states, pairs] -= self.own[rows, states, cells]
        return replace(self, values=values)
