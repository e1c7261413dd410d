"""What noise costs: conversion of rho, variances, intervals."""

from fractions import Fraction
from math import exp, log, log1p, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats

from fanal.engines.disclosure.accounting import epsilon, excess, half_width, rho_of, sigma2_of
from fanal.engines.disclosure.model import DisclosureError

pytestmark = pytest.mark.once


def delta_of(eps: float, rho: float) -> float:
    """The formula for delta (Canonne, Kamath, Steinke 2020), minimised by SciPy."""

    def logarithm(height: float) -> float:
        alpha = 1 + exp(height)
        return (alpha - 1) * (alpha * rho - eps) + alpha * log1p(-1 / alpha) - log(alpha - 1)

    grid = min((logarithm(h / 10), h / 10) for h in range(-70, 190))[1]
    best = optimize.minimize_scalar(
        logarithm, bounds=(grid - 0.2, grid + 0.2), method="bounded", options={"xatol": 1e-10}
    )
    return exp(min(best.fun, 0.0))


@pytest.mark.parametrize(("rho", "published"), [(0.05, 1.47), (0.1, 2.14), (0.25, 3.54), (0.5, 5.22), (1.0, 7.77)])
def test_published_values(rho: float, published: float) -> None:
    assert round(epsilon(rho, 1e-6), 2) == published


@pytest.mark.parametrize(
    ("rho", "at_six", "at_nine"),
    [
        (1e-4, 0.05372712063485988, 0.07436279311413627),
        (0.01, 0.6216926545596027, 0.8101744678675343),
        (0.1, 2.141938928385474, 2.7154818867305024),
        (1.0, 7.7662166253117215, 9.521463671792235),
        (10.0, 32.221660949097604, 37.63745357791327),
    ],
)
def test_another_library_says_the_same(rho: float, at_six: float, at_nine: float) -> None:
    """OpenDP 0.16.0: `make_zCDP_to_approxDP` with deltas of 1e-6 and 1e-9. Ours is rounded up to four digits."""
    for said, delta in ((at_six, 1e-6), (at_nine, 1e-9)):
        assert 0 <= epsilon(rho, delta) - said < 1e-4


@settings(max_examples=60)
@given(rho=st.floats(1e-4, 3), delta=st.sampled_from([1e-9, 1e-6, 1e-4]))
def test_it_holds_and_is_rounded_up_by_no_more_than_a_digit(rho: float, delta: float) -> None:
    found = epsilon(rho, delta)
    assert delta_of(found, rho) <= delta * (1 + 1e-9)
    if found > 2e-4:
        assert delta_of(found - 1.1e-4, rho) > delta


@settings(max_examples=40)
@given(rho=st.floats(1e-3, 2))
def test_never_less_than_the_gaussian_mechanism_needs(rho: float) -> None:
    """The exact curve of the Gaussian mechanism (Balle, Wang 2018) bounds every conversion from below."""
    shift, eps = sqrt(2 * rho), epsilon(rho, 1e-6)
    exact = stats.norm.cdf(shift / 2 - eps / shift) - exp(eps) * stats.norm.cdf(-shift / 2 - eps / shift)
    assert exact <= 1e-6


def test_nothing_spent_is_no_loss() -> None:
    assert epsilon(Fraction(0)) == 0


@pytest.mark.parametrize(("rho", "delta"), [(-0.1, 1e-6), (0.1, 0.0), (0.1, 1.0), (float("nan"), 1e-6)])
def test_what_is_no_loss_is_refused(rho: float, delta: float) -> None:
    with pytest.raises(DisclosureError):
        epsilon(rho, delta)


def test_variance_and_rho_are_inverse() -> None:
    assert sigma2_of(4, Fraction(1, 10)) == 20
    assert rho_of(4, Fraction(20)) == Fraction(1, 10)
    with pytest.raises(DisclosureError, match="above 0"):
        sigma2_of(4, Fraction(0))


@pytest.mark.parametrize("sigma2", [Fraction(1, 4), Fraction(1, 2), 1, Fraction(5, 2), 4, 10, 40, 133, 500, 6750])
def test_intervals_hold_at_95_percent_and_are_no_wider_than_they_must(sigma2: Fraction) -> None:
    variance = float(sigma2)
    weights = {x: exp(-x * x / (2 * variance)) for x in range(-1500, 1501)}
    whole, width = sum(weights.values()), half_width(Fraction(sigma2))

    def inside(reach: int) -> float:
        return sum(weight for x, weight in weights.items() if abs(x) <= reach) / whole

    assert inside(width) >= 0.95
    assert width == 0 or inside(width - 1) < 0.95


def test_excess_of_summed_shares() -> None:
    """By hand: two shares of variance 1 on one number: 10 exp(-pi^2) = 0.000517…"""
    assert float(excess(2, Fraction(1), 1)) == pytest.approx(0.000517231862, rel=1e-6)
    assert excess(1, Fraction(1), 1000) == 0
    assert 0 < excess(7, Fraction(4), 155_905) < Fraction(1, 10**10)
    assert log(float(excess(2, Fraction(2), 10**6))) < log(float(excess(2, Fraction(1), 10**6)))
