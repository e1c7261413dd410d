"""Bayesian thresholding (Silverman 2020): all pairs under a prior, those that matter little are dropped, fitted again.

Flat priors on the intercept and on the lists, Normal(0, 1) on each pair. A pair stays where its posterior mean is at
least two standard deviations from 0. No Markov chain: importance sampling from a Student t (8 degrees of freedom)
around the mode, with 1.15 times the inverse of the curvature there; where fewer than three draws in ten count, once
more around the mean and spread of these draws. Terms of a list that holds nobody are at −∞.

Sums over draws are written with `einsum`, which has no threads: then the result does not depend on their number.
"""

from dataclasses import dataclass
from math import log

import numpy as np

from fanal.engines.arrays import Bools, Reals
from fanal.engines.prevalence import zeta
from fanal.engines.prevalence.drawing import THRESHOLD, generator
from fanal.engines.prevalence.models import Model, main_effects, pairs_of
from fanal.engines.prevalence.refusals import notice as refusal
from fanal.engines.prevalence.result import Options, Part
from fanal.engines.prevalence.table import CaptureTable
from fanal.engines.prevalence.verdict import check_model
from fanal.engines.prevalence.warnings import notice
from fanal.engines.prevalence.weighing import effective, errors, interval, resampled

FREEDOM, WIDER, THIN = 8, 1.15, 0.3
DEVIATIONS = 2.0
FEWEST = 20_000
"""Draws that are made where fewer replicates are asked for: they cost next to nothing."""
ENOUGH = 400
"""Effective draws below which limits are not to be trusted (warning W12)."""
CELLS = 4_000_000
"""Cells of all draws held at a time: bounds the memory."""
STEPS, HALVINGS = 100, 40


@dataclass(frozen=True)
class Posterior:
    """Weighted draws: `terms` masks; `draws` float64[draws, terms]; `weights` float64[draws], they add up to 1."""

    terms: tuple[int, ...]
    draws: Reals
    weights: Reals

    @property
    def means(self) -> Reals:
        averages: Reals = np.einsum("d,dt->t", self.weights, self.draws)
        return averages

    @property
    def deviations(self) -> Reals:
        spread: Reals = np.sqrt(np.einsum("d,dt->t", self.weights, (self.draws - self.means) ** 2))
        return spread

    @property
    def size(self) -> float:
        """Effective draws."""
        return effective(self.weights)


def run(table: CaptureTable, options: Options) -> Part:
    """The part that `estimate(method="threshold")` and its checks take. Persons; point: the posterior median.

    Priors are flat but on pairs, so where main effects have no estimate there is no posterior either.
    """
    if not check_model(table, main_effects(table.k)).fine:
        return Part("threshold", reasons=(refusal("R5"),))
    first = posterior(table, pairs_of(table.k), options, 0)
    kept = tuple(
        term
        for term, mean, spread in zip(first.terms, first.means, first.deviations, strict=True)
        if term.bit_count() == 2 and abs(mean) >= DEVIATIONS * spread
    )
    second = posterior(table, kept, options, 1)
    with np.errstate(over="ignore"):
        totals = table.n + np.exp(second.draws[:, 0])
    point, lower, upper = interval(totals, second.weights, options.level)
    least = min(first.size, second.size)
    return Part(
        method="threshold",
        point=point,
        lower=lower,
        upper=upper,
        model=Model.of(table.k, kept).notation,
        replicates=totals.size,
        mc_error=errors(totals, second.weights, options.level, second.size),
        warnings=() if least >= ENOUGH else (notice("W12", size=round(least)),),
        draws=resampled(totals, second.weights, totals.size),
    )


def posterior(table: CaptureTable, pairs: tuple[int, ...], options: Options, turn: int) -> Posterior:
    """Draws of the coefficients of a model with these pairs. `turn`: which of the streams of random numbers."""
    occupied = [bit for bit in (1 << place for place in range(table.k)) if table.margins[bit]]
    all_of_them = sum(occupied)
    terms = (0, *occupied, *(pair for pair in pairs if pair & ~all_of_them == 0))
    density = _Density(table, terms, np.arange(1 << table.k) & ~all_of_them == 0)
    mode = density.mode()
    scale = WIDER * np.linalg.inv(density.curvature(mode))
    drawn = _drawn(density, mode, scale, options, 2 * turn)
    if drawn.size < THIN * len(drawn.weights):
        away = drawn.draws - drawn.means
        spread = np.einsum("d,dt,du->tu", drawn.weights, away, away, optimize=False)
        again = _drawn(density, drawn.means, WIDER * (FREEDOM - 2) / FREEDOM * spread, options, 2 * turn + 1)
        drawn = max(drawn, again, key=lambda draws: draws.size)
    return drawn


def _drawn(density: "_Density", middle: Reals, scale: Reals, options: Options, stream: int) -> Posterior:
    """Draws from the t distribution of this middle and scale matrix, weighted by the posterior over it."""
    random = generator(options.seed, THRESHOLD + stream)
    count = max(FEWEST, options.replicates)
    normal = random.standard_normal((count, middle.size))
    away = normal * np.sqrt(FREEDOM / random.chisquare(FREEDOM, count))[:, None]
    draws = middle + np.einsum("du,tu->dt", away, np.linalg.cholesky(scale))
    proposed = -(FREEDOM + middle.size) / 2 * np.log1p((away**2).sum(axis=1) / FREEDOM)
    weights = density(draws) - proposed
    weights = np.exp(weights - weights.max())
    return Posterior(tuple(density.terms.tolist()), draws, weights / weights.sum())


class _Density:
    """The logarithm of the posterior density, up to a constant."""

    def __init__(self, table: CaptureTable, terms: tuple[int, ...], cells: Bools) -> None:
        self.terms = np.array(terms)
        self.margins = table.margins[self.terms].astype(np.float64)
        self.precision = np.array([float(term.bit_count() == 2) for term in terms])
        self.cells = cells.copy()
        self.cells[0] = False
        self.start = np.zeros(len(terms))
        self.start[0] = log(table.n)
        shares = np.clip(self.margins / (2 * table.n), 1e-9, 0.5)
        self.start[1:] = np.where(self.precision[1:] == 1, 0.0, np.log(shares[1:] / (1 - shares[1:])))

    def means(self, alpha: Reals) -> Reals:
        """float64[…, 2^k]: expected persons; 0 in cells that are fitted 0 and in the unseen one."""
        spread = np.zeros((*alpha.shape[:-1], self.cells.size))
        spread[..., self.terms] = alpha
        with np.errstate(over="ignore"):
            return np.where(self.cells, np.exp(zeta.subset_sums(spread)), 0.0)

    def __call__(self, alpha: Reals) -> Reals:
        rows = max(1, CELLS // self.cells.size)
        with np.errstate(over="ignore"):
            expected = [self.means(alpha[at : at + rows]).sum(axis=-1) for at in range(0, len(alpha), rows)]
        gained = np.einsum("dt,t->d", alpha, self.margins) - np.einsum("dt,t->d", alpha**2, self.precision) / 2
        value: Reals = gained - np.concatenate(expected)
        return value

    def curvature(self, alpha: Reals) -> Reals:
        sums = zeta.superset_sums(self.means(alpha))
        curvature: Reals = sums[self.terms[:, None] | self.terms[None, :]] + np.diag(self.precision)
        return curvature

    def mode(self) -> Reals:
        alpha = self.start
        best = float(self(alpha[None])[0])
        for _ in range(STEPS):
            fitted = zeta.superset_sums(self.means(alpha))[self.terms]
            slope = self.margins - fitted - self.precision * alpha
            if np.abs(slope).max() < 1e-9 * self.margins[0]:
                break
            alpha, best = self._moved(alpha, np.linalg.solve(self.curvature(alpha), slope), best)
        return alpha

    def _moved(self, alpha: Reals, step: Reals, best: float) -> tuple[Reals, float]:
        for halving in range(HALVINGS):
            tried = alpha + step / 2**halving
            value = float(self(tried[None])[0])
            if value >= best - 1e-12 * abs(best):
                return tried, value
        return alpha, best
