"""What noise costs and what it does: privacy loss as rho and as (epsilon, delta), variances, intervals.

Zero-concentrated differential privacy (Bun, Steinke 2016). rho adds over releases; readers know epsilon and delta
better, so rho is converted (Canonne, Kamath, Steinke 2020, corollary 13 of arXiv 2004.00010), always rounded up.
"""

from collections.abc import Callable
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction
from math import ceil, exp, log, log1p, pi, sqrt
from statistics import NormalDist

from fanal.engines.disclosure.model import DisclosureError

DELTA = 1e-6
LEVEL = 0.95
DIGITS = 4
"""Digits of epsilon behind the point."""
GOLDEN = (sqrt(5) - 1) / 2
SLACK = 1e-9
"""Far above the rounding errors of the calculation."""
FINE = 10**12
"""Excess of a sum of discrete Gaussians over one is rounded up to a multiple of 1 / FINE."""


def epsilon(rho: Fraction | float, delta: float = DELTA) -> float:
    """The epsilon that holds with rho-zCDP at `delta`, rounded up to four digits. 0 for rho 0.

    The least over alpha > 1 of alpha rho + (log(1/delta) + alpha log(1 - 1/alpha) - log(alpha - 1)) / (alpha - 1).
    Every alpha gives a bound, so a search that stops early errs towards the larger. Raises `DisclosureError`.
    """
    if not (0 <= rho < 1e6 and 0 < delta < 1):
        raise DisclosureError("rho is a number from 0, delta a number between 0 and 1")
    if not rho:
        return 0.0
    loss = float(rho)

    def bound(height: float) -> float:
        above = exp(height)  # alpha - 1
        return (1 + above) * (loss - log1p(1 / above) / above) - (log(delta) + height) / above

    least = max(_least(bound, -8.0, 20.0), 0.0) * (1 + SLACK) + SLACK
    return float(Decimal(least).quantize(Decimal(1).scaleb(-DIGITS), rounding=ROUND_CEILING))


def _least(function: Callable[[float], float], low: float, high: float) -> float:
    """The minimum of a function with one valley, by golden section."""
    left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
    at_left, at_right = function(left), function(right)
    while high - low > 1e-7:
        if at_left < at_right:
            high, right, at_right = right, left, at_left
            left = high - GOLDEN * (high - low)
            at_left = function(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + GOLDEN * (high - low)
            at_right = function(right)
    return min(at_left, at_right)


def rho_of(sensitivity2: int, sigma2: Fraction) -> Fraction:
    """Privacy loss of numbers with noise of variance `sigma2`, where one child changes them by at most
    sqrt(`sensitivity2`) in Euclidean length."""
    return Fraction(sensitivity2) / (2 * sigma2)


def sigma2_of(sensitivity2: int, rho: Fraction) -> Fraction:
    """The variance of noise that costs `rho`: the inverse of `rho_of`. Raises `DisclosureError`."""
    if rho <= 0:
        raise DisclosureError("differential privacy needs a rho above 0; the ledger says how much is left")
    return Fraction(sensitivity2) / (2 * rho)


def excess(shares: int, variance: Fraction, cells: int) -> Fraction:
    """What a sum of `shares` discrete Gaussians of equal variance on `cells` numbers costs beyond `rho_of` their sum.

    tau cells with tau = 10 sum_{k < shares} exp(-2 pi^2 variance k / (k + 1)) (Kairouz, Liu, Steinke 2021, arXiv
    2102.06387, theorem 1), rounded up; 0 for one share.
    """
    tau = 10 * sum(exp(-2 * pi**2 * float(variance) * k / (k + 1)) for k in range(1, shares))
    return Fraction(ceil(tau * cells * (1 + SLACK) * FINE), FINE)


def half_width(sigma2: Fraction, level: float = LEVEL) -> int:
    """A whole number w such that discrete Gaussian noise lies within -w … w with probability `level` or a little
    more: the normal distribution on the interval that is wider by 1/2 on both sides."""
    return max(ceil(NormalDist().inv_cdf((1 + level) / 2) * sqrt(sigma2) - 0.5), 0)
