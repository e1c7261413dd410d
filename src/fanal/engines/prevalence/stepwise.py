"""Stepwise choice of pairs of lists that depend on each other (Chan, Silverman, Vincent 2021).

From the model without any, the pair whose overlap is least likely under the current fit is added while its one-sided
Poisson tail is below the threshold; a pair that no estimate would bear is out for the round. Plain Python, with its
path; `selection` has the compiled form for many tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

import numpy as np

from fanal.engines.arrays import Reals, Whole
from fanal.engines.prevalence import zeta
from fanal.engines.prevalence.fit import Fit, fit
from fanal.engines.prevalence.models import Model, main_effects, pairs_of
from fanal.engines.prevalence.table import CaptureTable
from fanal.engines.prevalence.verdict import verdict

if TYPE_CHECKING:
    from fanal.engines.prevalence.kernels import Flags


@dataclass(frozen=True, slots=True)
class Step:
    """A pair (mask) that was added: persons on both, persons expected before, tail probability."""

    pair: int
    overlap: int
    expected: float
    p: float


@dataclass(frozen=True)
class Path:
    """`fit` is the model that was reached, by `steps` from the one without any pair."""

    steps: tuple[Step, ...]
    fit: Fit


def stepwise(table: CaptureTable, threshold: float = 0.02) -> Path:
    """Raises `NotEstimable` where even the model without any pair has no estimate."""
    current = fit(table, main_effects(table.k))
    steps: list[Step] = []
    while found := _next(table, current, threshold):
        step, model = found
        steps.append(step)
        current = fit(table, model)
    return Path(tuple(steps), current)


def _next(table: CaptureTable, current: Fit, threshold: float) -> tuple[Step, Model] | None:
    expected = zeta.superset_sums(np.concatenate(([0.0], current.fitted[1:])))
    held = set(current.model.terms)
    steps = [
        Step(pair, int(table.margins[pair]), float(expected[pair]), tail(int(table.margins[pair]), expected[pair]))
        for pair in pairs_of(table.k)
        if pair not in held
    ]
    for step in sorted(steps, key=_rarity):  # sorted() is stable: ties to the first pair
        if step.p >= threshold:
            return None
        model = Model(table.k, tuple(sorted((*current.model.terms, step.pair))))
        if verdict(table.counts > 0, model) == 0:
            return step, model
    return None


def _rarity(step: Step) -> tuple[float, float]:
    """The tail; where float64 has only 0 for it, the probability of the overlap itself decides."""
    return step.p, 0.0 if step.p else log_point(step.overlap, step.expected)


def tail(count: int, mean: float) -> float:
    """min(P(X ≤ count), P(X ≥ count)) for X ~ Poisson(mean)."""
    from scipy.special import pdtr, pdtrc

    return min(float(pdtr(count, mean)), float(pdtrc(count - 1, mean)) if count else 1.0)


def log_point(count: int, mean: float) -> float:
    """log P(X = count)."""
    from scipy.special import gammaln, xlogy

    return float(xlogy(count, mean) - gammaln(count + 1)) - mean


class StepwiseChooser:
    """Chooses stepwise on many tables of the same lists; warm from the fit of the given one.

    `agrees` is whether a table leads to the `reported` model.
    """

    def __init__(self, table: CaptureTable, threshold: float, reported: Model) -> None:
        self.lists, self.reported = table.k, reported.flags()
        self.log_threshold = log(threshold) if threshold > 0 else float("-inf")
        self.start = coefficients(fit(table, main_effects(table.k)))

    def __call__(self, tables: Whole) -> tuple[Reals, Flags]:
        """Tables int64[tables, 2^k] to estimates float64[tables] and uint8[tables] of whether the model agrees."""
        from fanal.engines.prevalence import selection

        out, same = np.empty(len(tables)), np.empty(len(tables), dtype=np.uint8)
        selection.stepwise_many(tables, self.lists, self.log_threshold, self.start, True, self.reported, out, same)
        return out, same


def coefficients(made: Fit) -> Reals:
    """float64[2^k]: α by mask, 0 where there is no term or it is at −∞."""
    scattered = np.zeros(made.fitted.size)
    for term, value in made.coefficients.items():
        scattered[term] = value if np.isfinite(value) else 0.0
    return scattered
