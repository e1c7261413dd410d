"""Smallest and largest value of a cell in a system, by HiGHS: linear program first, integer program where it matters.

Every solution is a population that fits all that is published, so it bounds from inside what can be known of all cells
at once. Most cells are shown to be wide by a few solutions with random aims; only the rest are asked one by one.
"""

from typing import Any

import highspy
import numpy as np
from scipy.sparse import csc_array, csr_array, vstack

from fanal.engines import highs
from fanal.engines.arrays import Reals, Whole
from fanal.engines.disclosure.attacks.published import UNBOUNDED
from fanal.engines.disclosure.attacks.system import System, part
from fanal.engines.disclosure.model import DisclosureError

NODES = 200
"""Of a branch-and-bound tree. Where it ends early, what is proved until then counts: no attacker is given more."""
SECONDS = 60.0
"""Of one question to the solver, which takes far less. Whoever hits it knows nothing, and the attack is undecided."""
OPTIONS = {
    "random_seed": 0,
    "solver": "ipm",  # far quicker than simplex on these ranges, where it starts anew for each aim anyway
    "run_crossover": "off",
    "mip_max_nodes": NODES,
    "mip_abs_gap": 0.999,  # children are whole: a bound less than one away from a solution is exact, rounded
}
NEAR = 1e-4


class Solver:
    """A system that can be asked for the smallest and largest value of a weighted sum of unknowns."""

    def __init__(self, made: System, whole: bool = False) -> None:
        self.model: Any = highs.program(OPTIONS)
        self.columns = made.unknown
        self.whole = whole
        self.model.passModel(_program(made, whole))
        self.place = np.arange(self.columns, dtype=np.int32)
        if not whole:
            self.best(np.zeros(self.columns), largest=False)  # from here on "infeasible or unbounded" is unbounded

    def best(self, aim: Reals, largest: bool) -> tuple[float, Reals | None]:
        """(the bound that is proved, a solution); infinite and None where there is no limit.

        Raises `DisclosureError` where no population fits what is published, or it takes more than `SECONDS`.
        """
        sense = highspy.ObjSense.kMaximize if largest else highspy.ObjSense.kMinimize
        self.model.changeObjectiveSense(sense)
        self.model.changeColsCost(self.columns, self.place, np.ascontiguousarray(aim, dtype=np.float64))
        # HiGHS adds up the time of all runs of a model, and holds the sum against the limit.
        self.model.setOptionValue("time_limit", self.model.getRunTime() + SECONDS)
        status = highs.run(self.model)
        if status == highspy.HighsModelStatus.kTimeLimit:
            raise DisclosureError(
                "the solver took too long to tell what can be worked out; try again, or publish fewer or coarser tables"
            )
        if status == highspy.HighsModelStatus.kInfeasible:
            raise DisclosureError("no population fits all that is published; a number was changed or made another way")
        if status in {highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kUnboundedOrInfeasible}:
            return (np.inf if largest else -np.inf), None
        solution = np.array(self.model.getSolution().col_value, dtype=np.float64)
        info = self.model.getInfo()
        bound = info.mip_dual_bound if self.whole else info.objective_function_value
        return float(bound), solution


def _program(made: System, whole: bool) -> highspy.HighsLp:
    matrix = csc_array(vstack([csr_array(made.rows), csr_array(made.links)]))
    none = np.zeros(made.links.shape[0])
    limit = np.where(made.most >= UNBOUNDED, highspy.kHighsInf, made.most.astype(np.float64))
    upper = np.full(made.unknown, highspy.kHighsInf)
    upper[made.zero] = 0.0
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = made.unknown, matrix.shape[0]
    program.col_cost_ = np.zeros(made.unknown)
    program.col_lower_, program.col_upper_ = np.zeros(made.unknown), upper
    program.row_lower_ = np.concatenate([made.least.astype(np.float64), none])
    program.row_upper_ = np.concatenate([limit, none])
    program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    program.a_matrix_.start_ = matrix.indptr.astype(np.int32)
    program.a_matrix_.index_ = matrix.indices.astype(np.int32)
    program.a_matrix_.value_ = matrix.data
    if whole:
        program.integrality_ = [highspy.HighsVarType.kInteger] * made.unknown
    return program


class Widths:
    """How far each of some rows of a system is known to move, from the solutions that were found."""

    def __init__(self, made: System, rows: Whole) -> None:
        self.system, self.rows = made, rows
        self.matrix = csr_array(made.rows[rows])
        self.low = np.full(len(rows), np.inf)
        self.high = np.full(len(rows), -np.inf)
        self.solver = Solver(made)

    @property
    def seen(self) -> Reals:
        """The range that was seen of each row; the true one is as wide or wider."""
        return np.asarray(np.maximum(self.high - self.low, 0.0), dtype=np.float64)

    def shake(self, need: Reals, rounds: int = 12) -> None:
        """Random aims, until no more than a few rows are shown to be at least `need` wide by another round."""
        random = np.random.Generator(np.random.Philox(key=np.array([0, 2**63 + 7], dtype=np.uint64)))
        for _ in range(rounds):
            open_ = self.seen < need - NEAR
            before = int(open_.sum())
            if not before:
                return
            for largest in (True, False):
                weight = np.where(open_, random.uniform(0.1, 1.0, len(need)), 0.0)
                self._note(self.solver.best(self.matrix.T @ weight, largest)[1])
            after = int((self.seen < need - NEAR).sum())
            if before - after < max(2, before // 20):
                return

    def width(self, at: int, need: float) -> float:
        """The width of one row by linear program, in whole children, or the first known to be at least `need`."""
        ends = []
        for largest in (True, False):
            aim = np.asarray(self.matrix[[at]].todense(), dtype=np.float64).ravel()
            bound, solution = self.solver.best(aim, largest)
            self._note(solution)
            ends.append(bound)
            if self.seen[at] >= need - NEAR:
                return float(self.seen[at])
        return float(np.floor(ends[0] + NEAR) - np.ceil(ends[1] - NEAR))

    def whole(self, at: int) -> float:
        """An upper limit of the width of one row in whole children, by integer program over its own blocks."""
        small, row = part(self.system, int(self.rows[at]))
        aim = np.asarray(small.rows[[row]].todense(), dtype=np.float64).ravel()
        solver = Solver(small, whole=True)
        high, low = (solver.best(aim, largest)[0] for largest in (True, False))
        return float(np.floor(high + NEAR) - np.ceil(low - NEAR))

    def _note(self, solution: Reals | None) -> None:
        if solution is None:
            return
        values = self.matrix @ solution
        np.minimum(self.low, values, out=self.low)
        np.maximum(self.high, values, out=self.high)
