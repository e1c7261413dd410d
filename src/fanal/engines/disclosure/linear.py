"""Linear and integer programs over hidden cells, solved by HiGHS."""

from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np

from fanal.engines import highs
from fanal.engines.arrays import Int32s, Reals
from fanal.engines.disclosure.model import DisclosureError

OPTIONS = {"random_seed": 0, "presolve": "off", "mip_rel_gap": 0.0, "mip_max_nodes": 20_000}
NEAR = 1e-6
"""Two numbers of children that differ by less are the same."""


@dataclass(frozen=True, slots=True)
class Equation:
    """`columns` times `factors` is `right`."""

    columns: Sequence[int]
    factors: Sequence[float]
    right: float


class Program:
    """Unknowns between bounds that satisfy equations; asked again and again for the least of some sum."""

    def __init__(self, lower: Reals, upper: Reals, equations: Sequence[Equation]) -> None:
        self._size = len(lower)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = self._size, len(equations)
        model.col_cost_ = np.zeros(self._size)
        model.col_lower_, model.col_upper_ = lower, upper
        model.row_lower_ = model.row_upper_ = np.array([row.right for row in equations])
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.cumsum([0, *(len(row.columns) for row in equations)])
        model.a_matrix_.index_ = np.array([column for row in equations for column in row.columns], dtype=np.int32)
        model.a_matrix_.value_ = np.array([factor for row in equations for factor in row.factors], dtype=np.float64)
        self._solver = highs.program(OPTIONS)
        self._solver.passModel(model)

    def bound(self, column: int, lower: float, upper: float) -> None:
        """Other bounds for one unknown."""
        self._solver.changeColBounds(column, lower, upper)

    def least(self, cost: Reals, *, whole: bool = False) -> Reals:
        """The unknowns where their sum weighted by `cost` is least: (unknowns,).

        `whole`: in whole numbers. Raises `DisclosureError` where there is no such point, or the sum has no least value.
        """
        columns = np.arange(self._size, dtype=np.int32)
        self._solver.changeColsCost(self._size, columns, cost)
        found = self._solved()
        if not whole or bool(np.all(np.abs(found - np.round(found)) < NEAR)):
            return found
        self._kinds(columns, highspy.HighsVarType.kInteger)
        try:
            return np.round(self._solved())
        finally:
            self._kinds(columns, highspy.HighsVarType.kContinuous)

    def _kinds(self, columns: Int32s, kind: highspy.HighsVarType) -> None:
        self._solver.setOptionValue("presolve", "on" if kind == highspy.HighsVarType.kInteger else "off")
        self._solver.changeColsIntegrality(self._size, columns, np.full(self._size, kind))

    def _solved(self) -> Reals:
        if highs.run(self._solver) != highspy.HighsModelStatus.kOptimal:
            raise DisclosureError("the hidden cells cannot be checked; make fewer or smaller tables")
        return np.array(self._solver.getSolution().col_value, dtype=np.float64)
