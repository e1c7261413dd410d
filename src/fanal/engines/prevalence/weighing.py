"""Quantiles of draws that have weights, and how far chance may have moved them."""

from math import sqrt

import numpy as np

from fanal.engines.arrays import Reals
from fanal.engines.prevalence.result import Limits


def quantile(values: Reals, weights: Reals, share: float) -> float:
    """The value below which `share` of the weight lies, between neighbours in proportion."""
    order = np.argsort(values, kind="stable")
    ordered, parts = values[order], weights[order] / weights.sum()
    middle = np.cumsum(parts) - parts / 2
    return float(np.interp(share, middle, ordered))


def interval(values: Reals, weights: Reals, level: float) -> tuple[float, float, float]:
    """(median, lower, upper), the same weight left out below and above."""
    low, high = (1 - level) / 2, (1 + level) / 2
    return quantile(values, weights, 0.5), quantile(values, weights, low), quantile(values, weights, high)


def effective(weights: Reals) -> float:
    """Kish's effective number of draws, from 1 to their number."""
    return float(weights.sum() ** 2 / (weights**2).sum())


def errors(values: Reals, weights: Reals, level: float, size: float) -> Limits:
    """Monte-Carlo error of the lower and the upper limit, with `size` effective draws: half the distance between the
    quantiles one binomial standard deviation below and above."""
    lower, upper = (_error(values, weights, (1 + sign * level) / 2, size) for sign in (-1, 1))
    return lower, upper


def _error(values: Reals, weights: Reals, share: float, size: float) -> float:
    around = sqrt(share * (1 - share) / size)
    low, high = max(0.0, share - around), min(1.0, share + around)
    return (quantile(values, weights, high) - quantile(values, weights, low)) / 2


def resampled(values: Reals, weights: Reals, count: int) -> Reals:
    """`count` values in proportion to their weights, evenly spaced along the sum: no chance in it."""
    places = np.searchsorted(np.cumsum(weights) / weights.sum(), (np.arange(count) + 0.5) / count)
    chosen: Reals = values[np.minimum(places, values.size - 1)]
    return chosen
