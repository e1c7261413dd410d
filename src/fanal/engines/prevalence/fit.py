"""One log-linear model fitted to one table: Newton's method, every sum over cells a zeta transform.

log μ_c = Σ α_θ over terms θ ⊆ c, n_c ~ Poisson(μ_c) (Chan, Silverman, Vincent 2021). Terms at −∞ are left out with
their cells (`verdict`). This is the plain NumPy form; `kernels` has the compiled one, and tests compare the two.
"""

from dataclasses import dataclass, field
from math import exp, lgamma, log, sqrt

import numpy as np

from fanal.engines.arrays import Reals
from fanal.engines.prevalence import zeta
from fanal.engines.prevalence.models import Model, ModelError
from fanal.engines.prevalence.table import CaptureTable
from fanal.engines.prevalence.verdict import ModelCheck, Reduced, as_model, check_model, reduce

STEPS, HALVINGS = 100, 40
EXACT, AGREED = 1e-12, 1e-9
"""Largest difference between a margin and its fit at which to stop, as a share of n; at the second where no step
brings less."""


class NotEstimable(ModelError):
    """The table does not carry an estimate under this model. `check` says why."""

    def __init__(self, check: ModelCheck) -> None:
        super().__init__(check.reason)
        self.check = check


@dataclass(frozen=True)
class Fit:
    """A fitted model. Counts are persons.

    `coefficients`: α by term (mask), −inf where the lists share nobody. `fitted`: float64[2^k], read only, [0] the dark
    figure. `se_log_hidden`: standard error of log n_hidden, given the model. `p` counts all terms, those at −∞ too;
    `df` is cells less parameters that are left.
    """

    model: Model
    n: int
    coefficients: dict[int, float]
    fitted: Reals = field(repr=False)
    n_hidden: float
    se_log_hidden: float
    loglik: float
    deviance: float
    pearson: float
    df: int
    steps: int

    @property
    def total(self) -> float:
        """Estimated persons, seen and unseen."""
        return self.n + self.n_hidden

    @property
    def p(self) -> int:
        return len(self.model.terms)

    @property
    def bic(self) -> float:
        return self.p * log(self.n) - 2 * self.loglik

    @property
    def aic(self) -> float:
        return 2 * self.p - 2 * self.loglik

    def wald(self, level: float = 0.95) -> tuple[float, float]:
        """n + exp(α_∅ ± z·se): limits given that the model is true, so always too narrow."""
        from scipy.special import ndtri

        half = float(ndtri((1 + level) / 2)) * self.se_log_hidden
        return self.n + self.n_hidden * exp(-half), self.n + self.n_hidden * exp(half)


def fit(table: CaptureTable, model: Model | str) -> Fit:
    """Raises `ModelError`, and `NotEstimable` where the verdict is not 0."""
    made = as_model(table, model)
    check = check_model(table, made)
    if not check.fine:
        raise NotEstimable(check)
    left = reduce(table.counts > 0, made)
    margins = table.margins[list(left.terms)].astype(np.float64)
    alpha, steps = newton(margins, left, table.k, _start(table, left))
    mu = means(alpha, left, table.k)
    information = _information(zeta.superset_sums(mu), left.terms)
    return _described(table, made, left, alpha, mu, float(np.linalg.inv(information)[0, 0]), steps)


def newton(margins: Reals, left: Reduced, lists: int, start: Reals) -> tuple[Reals, int]:
    """The coefficients of the terms that are left, and how many steps they took. `margins`: of these terms, the first
    one of everybody."""
    terms, alpha = list(left.terms), start
    best = _objective(alpha, margins, means(alpha, left, lists))
    before = np.inf
    for step in range(1, STEPS + 1):
        sums = zeta.superset_sums(means(alpha, left, lists))
        gradient = margins - sums[terms]
        worst = float(np.abs(gradient).max())
        if worst < EXACT * margins[0] or before <= worst < AGREED * margins[0]:
            return alpha, step
        before = worst
        direction = np.linalg.solve(_information(sums, left.terms), gradient)
        alpha, best = _halved(alpha, direction, margins, best, left, lists)
    return alpha, STEPS


def _halved(
    alpha: Reals, direction: Reals, margins: Reals, best: float, left: Reduced, lists: int
) -> tuple[Reals, float]:
    """The longest of the step, half of it, a quarter … along which the likelihood does not fall."""
    share = 1.0
    for _ in range(HALVINGS):
        tried = alpha + share * direction
        value = _objective(tried, margins, means(tried, left, lists))
        if value >= best - 1e-12 * abs(best):
            return tried, value
        share /= 2
    return alpha, best


def _start(table: CaptureTable, left: Reduced) -> Reals:
    """One weighted least-squares step from the counts themselves, a half person more in each."""
    mu = np.where(left.cells, table.counts + 0.5, 0.0)
    working = np.where(left.cells, mu * np.log(np.where(left.cells, mu, 1.0)) - 0.5, 0.0)
    information = _information(zeta.superset_sums(mu), left.terms)
    start: Reals = np.linalg.solve(information, zeta.superset_sums(working)[list(left.terms)])
    return start


def means(alpha: Reals, left: Reduced, lists: int) -> Reals:
    """μ on the cells that are left, 0 elsewhere; of a fit the empty history is among those."""
    scattered = np.zeros(1 << lists)
    scattered[list(left.terms)] = alpha
    with np.errstate(over="ignore"):
        return np.where(left.cells, np.exp(zeta.subset_sums(scattered)), 0.0)


def _objective(alpha: Reals, margins: Reals, mu: Reals) -> float:
    return float(alpha @ margins - mu.sum())


def _information(sums: Reals, terms: tuple[int, ...]) -> Reals:
    """H[θ, φ] = persons expected on θ ∪ φ."""
    masks = np.array(terms)
    information: Reals = sums[masks[:, None] | masks[None, :]]
    return information


def _described(
    table: CaptureTable, model: Model, left: Reduced, alpha: Reals, mu: Reals, variance: float, steps: int
) -> Fit:
    from scipy.special import xlogy

    counts = table.counts[left.cells].astype(np.float64)
    means = mu[left.cells]
    constant = sum(lgamma(count + 1) for count in table.counts.tolist() if count > 1)
    fitted = mu.copy()
    fitted[0] = exp(alpha[0])
    fitted.flags.writeable = False
    known = dict(zip(left.terms, alpha.tolist(), strict=True))
    return Fit(
        model=model,
        n=table.n,
        coefficients={term: known.get(term, -np.inf) for term in model.terms},
        fitted=fitted,
        n_hidden=exp(alpha[0]),
        se_log_hidden=sqrt(variance),
        loglik=float(xlogy(counts, means).sum() - means.sum()) - constant,
        deviance=max(0.0, float(2 * (xlogy(counts, counts) - xlogy(counts, means) - counts + means).sum())),
        pearson=float(((counts - means) ** 2 / means).sum()),
        df=int(left.cells.sum()) - len(left.terms),
        steps=steps,
    )
