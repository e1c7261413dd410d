"""Which atoms close clauses, as a program in whole numbers, solved by HiGHS (docs/law-rules.md, "Reforms").

HiGHS solves the heaviest clauses to proven optimality; its bound, with all that was left out, bounds every plan. A plan
of minimum cost that closes everything is one of several: no-good cuts list the others.
"""

from collections.abc import Sequence

import highspy
import numpy as np

from fanal.engines import highs
from fanal.engines.jurisdiction.reform.cover import NONE, Clauses, Cover, Ids, Weights

SECONDS = 60.0
MOST_CLAUSES, MOST_SETS = 20_000, 50


class Program:
    """HiGHS with a variable for each atom, each pair and each clause; or every clause must be closed."""

    def __init__(self, clauses: Clauses, *, every: bool = False) -> None:
        self.clauses = clauses
        self.highs = highs.program({"time_limit": SECONDS, "mip_rel_gap": 0.0, "random_seed": 1})
        atoms, count = len(clauses.cost), len(clauses.weight)
        self.atoms: Ids = np.arange(atoms)
        both, of_clause = _pair_numbers(clauses)
        ends = [atoms, atoms + len(both), atoms + len(both) + (0 if every else count)]
        for _ in range(ends[-1]):
            self.highs.addVar(0.0, 1.0)
        for number, (first, second) in enumerate(both):
            for half in (first, second):
                self.add_row(np.array([atoms + number, half]), np.array([1.0, -1.0]), -np.inf, 0.0)
        self.first = ends[1]
        self._close(of_clause, atoms, every=every)

    def _close(self, of_clause: Ids, atoms: int, *, every: bool) -> None:
        """A clause is closed by no more than its options."""
        clauses = self.clauses
        columns = np.concatenate([clauses.singles, np.where(of_clause >= 0, of_clause + atoms, NONE)], axis=1)
        if not every:
            columns = np.concatenate([columns, self.first + np.arange(len(columns))[:, None]], axis=1)
        held = columns >= 0
        starts = np.concatenate([[0], np.cumsum(held.sum(axis=1))])[:-1]
        values = np.ones(columns.shape)
        if not every:
            values[:, -1] = -1.0
        count = len(columns)
        lower = np.full(count, 1.0 if every else 0.0)
        upper = np.full(count, np.inf)
        self.highs.addRows(count, lower, upper, int(held.sum()), starts.astype(np.int32),
                           columns[held].astype(np.int32), values[held])  # fmt: skip

    def add_row(self, columns: Ids, values: Weights, lower: float, upper: float) -> None:
        self.highs.addRow(lower, upper, len(columns), columns.astype(np.int32), values.astype(float))

    def maximum(self) -> tuple[list[int], float, float]:
        """The atoms, the bound that was proved, and that of the linear relaxation."""
        weight = self.clauses.weight
        for number, value in enumerate(weight):
            self.highs.changeColCost(self.first + number, float(value))
        self.highs.changeObjectiveSense(highspy.ObjSense.kMaximize)
        highs.run(self.highs)
        relaxed = float(self.highs.getInfo().objective_function_value)
        self._whole()
        highs.run(self.highs)
        return self._chosen(), float(self.highs.getInfo().mip_dual_bound), relaxed

    def cheapest(self) -> list[int] | None:
        for atom, price in enumerate(self.clauses.cost):
            self.highs.changeColCost(atom, float(price))
        self._whole()
        done = highs.run(self.highs) == highspy.HighsModelStatus.kOptimal
        return self._chosen() if done else None

    def _whole(self) -> None:
        for atom in range(len(self.clauses.cost)):
            self.highs.changeColIntegrality(atom, highspy.HighsVarType.kInteger)

    def _chosen(self) -> list[int]:
        values = np.array(self.highs.getSolution().col_value[: len(self.clauses.cost)])
        return [int(atom) for atom in np.flatnonzero(values > 0.5)]


def _pair_numbers(clauses: Clauses) -> tuple[list[tuple[int, int]], Ids]:
    """All pairs, and the number of each option's pair: [n, q]."""
    numbers: dict[tuple[int, int], int] = {}
    found = np.full(clauses.pairs.shape[:2], NONE, np.int64)
    for row, option in zip(*np.nonzero(clauses.pairs[..., 0] >= 0), strict=True):
        one, other = (int(atom) for atom in clauses.pairs[row, option])
        found[row, option] = numbers.setdefault((one, other), len(numbers))
    return list(numbers), found


def optimum(clauses: Clauses, budget: float, *, most: int = MOST_CLAUSES, start: Sequence[int] = ()) -> Cover:
    """The best set within the budget for the `most` heaviest clauses, with a bound over all of them.

    `start`: a set that is known already; the better of the two is given.
    """
    kept = clauses.part(np.arange(min(most, len(clauses.weight))))
    rest = float(clauses.weight[len(kept.weight) :].sum())
    model = Program(kept)
    model.add_row(model.atoms, clauses.cost, -np.inf, budget)
    solved, bound, relaxed = model.maximum()
    best = max((sorted(start), solved), key=clauses.value)
    value = clauses.value(best)
    return Cover(tuple(best), value, max(value, min(bound, relaxed) + rest), relaxed + rest)


def minimum_sets(clauses: Clauses, most: int = MOST_SETS) -> list[tuple[int, ...]]:
    """All sets of least cost that close every clause, at most so many, each sorted."""
    if not len(clauses.weight):
        return []
    model = Program(clauses, every=True)
    sets: list[tuple[int, ...]] = []
    least = np.inf
    while len(sets) < most:
        chosen = model.cheapest()
        price = np.inf if chosen is None else float(clauses.cost[list(chosen)].sum())
        if chosen is None or price > least + 1e-6:
            break
        least = min(least, price)
        sets.append(tuple(chosen))
        # Another set of the same cost leaves out one of these.
        model.add_row(np.array(chosen), np.ones(len(chosen)), -np.inf, len(chosen) - 1)
    return sorted(sets)
