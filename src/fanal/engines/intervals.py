"""Intervals of shares, of their differences, and of means. Pure; each takes numbers, or arrays of them.

- A share: the score interval (Wilson, 1927), as in Newcombe: Two-sided confidence intervals for the single proportion,
  Statistics in Medicine 17, 1998, 857–872, method 3.
- A difference of two shares: Newcombe: Interval estimation for the difference between independent proportions,
  Statistics in Medicine 17, 1998, 873–890, method 10: from the limits of both shares, without continuity correction.
- A common difference over strata: weights of Mantel and Haenszel, variance of Sato, Greenland and Robins (1989), which
  holds for a few large strata and for many small ones.
- A mean: Student's t; its quantile by the expansion of Fisher and Cornish (1960), exact to four figures from 10 on.
"""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import Any

import numpy as np

from fanal.engines.arrays import Numbers, Reals

LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """A value with its limits: numbers, or arrays of one shape."""

    point: Any
    lower: Any
    upper: Any

    @property
    def is_apart(self) -> bool:
        """Whether 0 is outside of it."""
        return bool(self.lower > 0 or self.upper < 0)


def _z(level: float) -> float:
    return NormalDist().inv_cdf((1 + level) / 2)


def _reals(values: Numbers) -> Reals:
    return np.asarray(values, dtype=np.float64)


def _plain(value: Any) -> Any:
    return float(value) if np.ndim(value) == 0 else value


def share(hits: Numbers, of: Numbers, level: float = LEVEL) -> Interval:
    """`hits` of `of`, which is at least 1."""
    x, n, z = _reals(hits), _reals(of), _z(level)
    centre = (2 * x + z**2) / (2 * (n + z**2))
    half = z * np.sqrt(z**2 + 4 * x * (1 - x / n)) / (2 * (n + z**2))
    # The point lies within, and nothing above 1: what arithmetic adds in the last digit is no part of it.
    upper = np.minimum(np.maximum(centre + half, x / n), 1)
    return Interval(_plain(x / n), _plain(centre - half), _plain(upper))


def difference(hits: Numbers, of: Numbers, others: Numbers, of_others: Numbers, level: float = LEVEL) -> Interval:
    """The first share less the second."""
    one, other = share(hits, of, level), share(others, of_others, level)
    point = one.point - other.point
    down = np.hypot(one.point - one.lower, other.upper - other.point)
    up = np.hypot(one.upper - one.point, other.point - other.lower)
    return Interval(_plain(point), _plain(point - down), _plain(point + up))


def common_difference(
    hits: Numbers, of: Numbers, others: Numbers, of_others: Numbers, level: float = LEVEL
) -> Interval:
    """One difference of shares over strata: arrays with one value a stratum."""
    a, n1, c, n0 = (_reals(one) for one in (hits, of, others, of_others))
    n = n1 + n0
    weight = (n1 * n0 / n).sum()
    point = ((a * n0 - c * n1) / n).sum() / weight
    p = (c * (n1 / n) ** 2 - a * (n0 / n) ** 2 + n1 * n0 / n**2 * (n0 - n1) / 2).sum()
    q = (a * (n0 - c) + c * (n1 - a)) / n / 2
    half = _z(level) * np.sqrt(np.maximum(point * p + q.sum(), 0)) / weight
    return Interval(float(point), float(np.maximum(point - half, -1)), float(np.minimum(point + half, 1)))


def mean(values: Numbers, level: float = LEVEL) -> Interval:
    """Of two values or more."""
    found = _reals(values)
    point = float(found.mean())
    half = student((1 + level) / 2, len(found) - 1) * float(found.std(ddof=1)) / sqrt(len(found))
    return Interval(point, point - half, point + half)


def student(chance: float, freedom: int) -> float:
    """The quantile of Student's t."""
    z = NormalDist().inv_cdf(chance)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + float(sum(term / freedom ** (power + 1) for power, term in enumerate(terms)))
