"""Profile-likelihood limits of one model (Cormack 1992): every N whose likelihood is not much below the largest.

For each N the hidden children are taken as counted and the model is fitted to the whole table; what falls is the
multinomial likelihood of N with all other parameters at their best. How the model was chosen is not in it.
"""

from collections.abc import Callable
from dataclasses import replace
from math import exp, inf, log

import numpy as np

from fanal.engines.prevalence.fit import Fit, fit, means, newton
from fanal.engines.prevalence.models import Model
from fanal.engines.prevalence.result import Limits
from fanal.engines.prevalence.table import CaptureTable
from fanal.engines.prevalence.verdict import reduce

WIDE = 40
"""How far from the best number of hidden children, in powers of e, a limit is looked for."""


def profile(table: CaptureTable, model: Model | str, level: float = 0.95) -> Limits:
    """Limits in persons; the upper one infinite, or the lower one n, where the likelihood never falls far enough.

    Raises `NotEstimable` where the model has no estimate.
    """
    from scipy.optimize import brentq, minimize_scalar
    from scipy.special import chdtri

    made = fit(table, model)
    likelihood = _likelihood(table, made)
    near = log(made.n_hidden)
    best = float(minimize_scalar(lambda hidden: -likelihood(hidden), bounds=(near - 3, near + 3), method="bounded").x)
    floor = likelihood(best) - float(chdtri(1, 1 - level)) / 2

    def limit(step: int) -> float:
        for far in range(1, WIDE):
            if likelihood(best + step * far) < floor:
                inside, outside = best + step * (far - 1), best + step * far
                return exp(brentq(lambda hidden: likelihood(hidden) - floor, inside, outside, xtol=1e-9))
        return inf if step > 0 else 0.0

    return table.n + limit(-1), table.n + limit(1)


def _likelihood(table: CaptureTable, made: Fit) -> Callable[[float], float]:
    """log L by log(N − n), without what is the same for every N."""
    from scipy.special import gammaln, xlogy

    left = reduce(table.counts > 0, made.model)
    cells = left.cells.copy()
    cells[0] = True
    whole = replace(left, cells=cells)
    start = np.array([made.coefficients[term] for term in left.terms])
    margins = table.margins[list(left.terms)].astype(np.float64)
    everybody = np.zeros_like(margins)
    everybody[0] = 1

    def value(log_hidden: float) -> float:
        hidden = exp(log_hidden)
        mu = means(newton(margins + hidden * everybody, whole, table.k, start)[0], whole, table.k)
        told = float(xlogy(table.counts, mu)[cells].sum()) + hidden * log(mu[0])
        total = table.n + hidden
        return told - total * log(total) + float(gammaln(total + 1) - gammaln(hidden + 1))

    return value
