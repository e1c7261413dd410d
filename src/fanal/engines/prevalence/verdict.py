"""Whether a table carries an estimate under a model: existence and identifiability of the extended estimate.

Terms whose lists share nobody go to −∞, and every history that contains them is fitted 0. On what is left a finite
estimate exists if and only if some positive table has the same margins (Fienberg, Rinaldo 2012), and it is unique if
the design has full column rank. Instead of that linear program over all cells, a kernel of the rows of the occupied
cells is looked at: it is mostly empty, and else of one or two dimensions. Only the pattern of zeros matters.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from fanal.engines.arrays import Bools, Reals
from fanal.engines.prevalence import zeta
from fanal.engines.prevalence.models import Model, ModelError
from fanal.engines.prevalence.table import CaptureTable

FINE, NO_ESTIMATE, NOT_IDENTIFIABLE, BOTH = range(4)
TOLERANCE = 1e-9

type Flags = Bools


@dataclass(frozen=True, slots=True)
class ModelCheck:
    """`code`: 0 fine, 1 no finite estimate, 2 not identifiable, 3 both; `at_minus_infinity`: terms (masks) at −∞."""

    model: Model
    code: int
    at_minus_infinity: tuple[int, ...]
    reason: str

    @property
    def fine(self) -> bool:
        return self.code == FINE


@dataclass(frozen=True, slots=True)
class Reduced:
    """What is left of a model on a table: `terms` that stay finite, `cells` bool[2^k] that are not fitted 0.

    The empty history is no cell.
    """

    terms: tuple[int, ...]
    cells: Flags

    @property
    def design(self) -> Reals:
        """float64[cells, terms]: 1 where the term is part of the cell, cells in ascending order."""
        cells = np.flatnonzero(self.cells)[:, None]
        terms = np.array(self.terms)[None, :]
        design: Reals = ((cells & terms) == terms).astype(np.float64)
        return design


def as_model(table: CaptureTable, model: Model | str) -> Model:
    """The model itself or what its notation says; raises `ModelError` if it is of another number of lists."""
    made = Model.parse(model, table.k) if isinstance(model, str) else model
    if made.lists != table.k:
        raise ModelError(f"a model of {made.lists} lists, and a table of {table.k}")
    return made


def reduce(occupied: Flags, model: Model) -> Reduced:
    """`occupied`: bool[2^k], which histories have persons."""
    reached = zeta.superset_sums(occupied.astype(np.int64)) > 0
    lost = np.zeros(occupied.size, dtype=np.int64)
    lost[[term for term in model.terms if not reached[term]]] = 1
    cells = zeta.subset_sums(lost) == 0
    cells[0] = False
    return Reduced(tuple(term for term in model.terms if reached[term]), cells)


def check_model(table: CaptureTable, model: Model | str) -> ModelCheck:
    """The verdict on a model, with the reason in words."""
    made = as_model(table, model)
    lost = tuple(term for term in made.terms if not table.margins[term])
    code = verdict(table.counts > 0, made)
    return ModelCheck(made, code, lost, _reason(table, made, code, lost))


def verdict(occupied: Flags, model: Model) -> int:
    """The code for a pattern of zeros; remembered."""
    return _verdict(occupied.tobytes(), model)


@lru_cache(maxsize=65_536)
def _verdict(pattern: bytes, model: Model) -> int:
    occupied = np.frombuffer(pattern, dtype=np.bool_)
    left = reduce(occupied, model)
    if not left.terms:
        return BOTH
    here = occupied[left.cells]
    design = left.design
    kernel = null_space(design[here])
    if not kernel.shape[1]:
        return FINE
    zeros = design[~here] @ kernel
    identifiable = null_space(zeros).shape[1] == 0
    return (NO_ESTIMATE if recedes(zeros) else FINE) + (FINE if identifiable else NOT_IDENTIFIABLE)


def null_space(matrix: Reals) -> Reals:
    """float64[columns, d]: an orthonormal basis of the kernel."""
    columns = matrix.shape[1]
    if not matrix.shape[0]:
        return np.eye(columns)
    _, values, rows = np.linalg.svd(matrix, full_matrices=True)
    rank = int((values > TOLERANCE * max(1.0, values[0])).sum()) if values.size else 0
    return np.asarray(rows[rank:].T)


def recedes(zeros: Reals) -> bool:
    """Whether some λ has Zλ ≥ 0, Zλ ≠ 0: along −λ the likelihood never stops to rise."""
    if not zeros.size:
        return False
    zeros = np.where(np.abs(zeros) < TOLERANCE, 0.0, zeros)
    if zeros.shape[1] == 1:
        return bool(zeros.any()) and bool((zeros >= 0).all() or (zeros <= 0).all())
    from scipy.optimize import linprog  # rarely needed, and slow to load

    solved = linprog(
        -zeros.sum(axis=0), A_ub=np.vstack((-zeros, zeros)), b_ub=np.repeat((0.0, 1.0), len(zeros)),
        bounds=(None, None), method="highs",
    )  # fmt: skip
    return bool(-solved.fun > 1e-6)


def _reason(table: CaptureTable, model: Model, code: int, lost: tuple[int, ...]) -> str:
    shares = ", ".join(" and ".join(table.lists_of(term)) for term in lost)
    nobody = f" Nobody is on {shares}." if shares else ""
    if code == FINE:
        return f"The model {model.notation} can be estimated from this table.{nobody}"
    words = {
        NO_ESTIMATE: "has no finite estimate: the overlaps that it needs are not there",
        NOT_IDENTIFIABLE: "is not identifiable: several numbers of persons on no list fit equally well",
        BOTH: "has no finite estimate and is not identifiable",
    }
    return f"The model {model.notation} {words[code]}.{nobody}"
