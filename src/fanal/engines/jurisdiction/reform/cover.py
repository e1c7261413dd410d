"""Which reforms close the most: clauses, and greedy choice from them; the best one is for `milp`
(docs/law-rules.md, "Reforms").

A clause is a set of gaps that the same options close: any one atom of `singles`, or both of one of `pairs`.
"""

import heapq
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from fanal.engines.arrays import Bools, Reals, Whole

type Ids = Whole
type Weights = Reals

NONE = -1


@dataclass(frozen=True, eq=False)
class Clauses:
    """singles [n, m], pairs [n, q, 2]: numbers of atoms, `NONE` for no option; weight [n]; cost [atoms]."""

    singles: Ids
    pairs: Ids
    weight: Weights
    cost: Weights

    def closed(self, chosen: Iterable[int]) -> Bools:
        """[n]: which of them these atoms close."""
        have = np.zeros(len(self.cost) + 1, np.bool_)  # the last is NONE
        have[list(chosen)] = True
        return have[self.singles].any(axis=1) | have[self.pairs].all(axis=2).any(axis=1)

    def value(self, chosen: Iterable[int]) -> float:
        return float(self.weight[self.closed(chosen)].sum())

    def part(self, rows: Ids) -> "Clauses":
        return Clauses(self.singles[rows], self.pairs[rows], self.weight[rows], self.cost)


@dataclass(frozen=True, slots=True)
class Cover:
    """Atoms with what they close. `bound`: no set within the budget exceeds it; `relaxed`: what the LP says of that."""

    chosen: tuple[int, ...]
    value: float
    bound: float
    relaxed: float


def merged(singles: Ids, pairs: Ids, weight: Weights, cost: Weights) -> Clauses:
    """Clauses with the same options as one, heaviest first; those that no option closes are left out."""
    singles, pairs = _once(singles), _pairs_once(pairs, len(cost))
    closable = (singles >= 0).any(axis=1) | (pairs >= 0).any(axis=(1, 2))
    rows = np.concatenate([singles, pairs.reshape(len(pairs), 2 * pairs.shape[1])], axis=1)[closable]
    weight = weight[closable]
    if not len(rows):
        return Clauses(singles[:0], pairs[:0], weight, cost)
    mixed = rows @ np.random.default_rng(1).integers(1, 2**62, rows.shape[1], np.int64)  # wraps: a hash of the row
    _, first, which = np.unique(mixed, return_index=True, return_inverse=True)
    if not np.array_equal(rows[first][which], rows):  # two rows with one hash: never seen, and sorted out
        _, first, which = np.unique(rows, axis=0, return_index=True, return_inverse=True)
    total = np.bincount(which.ravel(), weight, len(first))
    order = first[np.lexsort((first, -total))]
    place = np.lexsort((first, -total))
    kept = rows[order]
    width = singles.shape[1]
    return Clauses(kept[:, :width], kept[:, width:].reshape(len(kept), pairs.shape[1], 2), total[place], cost)


def _once(rows: Ids) -> Ids:
    """Each row sorted, what stands in it twice only once."""
    held = np.sort(rows, axis=1)
    held[:, 1:][held[:, 1:] == held[:, :-1]] = NONE
    found: Ids = np.sort(held, axis=1)[:, ::-1]
    return found


def _pairs_once(pairs: Ids, atoms: int) -> Ids:
    ordered = np.sort(pairs, axis=2)
    coded = _once(np.where(ordered[..., 0] >= 0, ordered[..., 0] * atoms + ordered[..., 1], NONE))
    halves = np.stack([coded // max(atoms, 1), coded % max(atoms, 1)], axis=2)
    return np.where(coded[..., None] >= 0, halves, NONE)


# Greedy.


class _Greedy:
    """Lists of clauses by what closes them: an atom, or a pair.

    Gains only fall, but where half of a pair is chosen; the sum of what its parts gave at first is never too low.
    """

    def __init__(self, clauses: Clauses) -> None:
        self.clauses = clauses
        self.open = np.ones(len(clauses.weight), np.bool_)
        self.by_atom = _lists(clauses.singles.T)
        self.by_pair: dict[tuple[int, ...], Ids] = {}
        for column in clauses.pairs.transpose(1, 0, 2):
            held = np.flatnonzero(column[:, 0] >= 0)
            for key, rows in _grouped(column[held], held):
                self.by_pair[key] = np.concatenate([self.by_pair[key], rows]) if key in self.by_pair else rows
        self.at_first = {
            move: float(clauses.weight[rows].sum())
            for move, rows in [*(((atom,), rows) for atom, rows in self.by_atom.items()), *self.by_pair.items()]
        }
        self.partners: dict[int, list[tuple[int, ...]]] = {}
        for pair in self.by_pair:
            for half in pair:
                self.partners.setdefault(half, []).append(pair)

    def rows(self, move: tuple[int, ...]) -> Ids:
        found = [self.by_atom[one] for one in move if one in self.by_atom]
        found += [self.by_pair[move]] if len(move) > 1 else []
        return np.unique(np.concatenate(found)) if len(found) > 1 else found[0]

    def most(self, move: tuple[int, ...], fresh: tuple[int, ...]) -> float:
        """No less than it gains now, for what it costs."""
        found = self.at_first[move] + (sum(self.at_first.get((one,), 0.0) for one in fresh) if len(move) > 1 else 0.0)
        return float(found / self.clauses.cost[list(fresh)].sum())

    def run(self, budget: float) -> list[int]:
        cost, chosen, left = self.clauses.cost, dict[int, None](), budget
        heap = [(-self.most(move, move), move) for move in self.at_first]
        heapq.heapify(heap)
        while heap:
            _, move = heapq.heappop(heap)
            fresh = tuple(atom for atom in move if atom not in chosen)
            price = cost[list(fresh)].sum()
            rows = self.rows(move) if fresh and price <= left else self.open[:0]
            gain = self.clauses.weight[rows[self.open[rows]]].sum() if len(rows) else 0.0
            if gain <= 0:
                continue
            ratio = float(-gain / price)
            if heap and ratio > heap[0][0]:  # less than something else may be
                heapq.heappush(heap, (ratio, move))
                continue
            self.open[rows] = False
            left -= price
            chosen |= dict.fromkeys(fresh)
            for pair in (pair for atom in fresh for pair in self.partners.get(atom, ())):
                other = tuple(atom for atom in pair if atom not in chosen)
                if other:  # which now does it alone
                    heapq.heappush(heap, (-self.most(pair, other), pair))
        return list(chosen)


def _lists(columns: Iterable[Ids]) -> dict[int, Ids]:
    parts: dict[int, list[Ids]] = {}
    for column in columns:
        held = np.flatnonzero(column >= 0)
        for (atom,), rows in _grouped(column[held, None], held):
            parts.setdefault(atom, []).append(rows)
    return {atom: np.unique(np.concatenate(rows)) for atom, rows in sorted(parts.items())}


def _grouped(keys: Ids, rows: Ids) -> list[tuple[tuple[int, ...], Ids]]:
    """Rows by their key, in the order of the keys."""
    if not len(keys):
        return []
    order = np.lexsort(keys.T[::-1])
    keys, rows = keys[order], rows[order]
    starts = np.flatnonzero(np.r_[True, (keys[1:] != keys[:-1]).any(axis=1)])
    return [(tuple(map(int, keys[at])), part) for at, part in zip(starts, np.split(rows, starts[1:]), strict=True)]


def greedy(clauses: Clauses, budget: float) -> list[int]:
    """Atoms, or pairs, by gain for their cost until the budget is spent."""
    return sorted(_Greedy(clauses).run(budget))
