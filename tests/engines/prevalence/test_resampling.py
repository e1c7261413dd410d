"""Random numbers against NumPy's Philox, and draws against the distributions they must have."""

import numpy as np
import pytest
from scipy.stats import binom, chisquare

from fanal.engines.prevalence import resampling

pytestmark = pytest.mark.once


def stream(seed: int, replicate: int) -> np.ndarray:
    state = np.zeros(8, dtype=np.uint64)
    resampling.opened(state, np.uint64(seed), np.uint64(replicate))
    return state


@pytest.mark.parametrize(("seed", "replicate"), [(0, 0), (1, 7), (2**64 - 1, 19_999)])
def test_the_bits_are_those_of_philox(seed: int, replicate: int) -> None:
    state = stream(seed, replicate)
    expected = np.random.Philox(key=np.array([seed, replicate], dtype=np.uint64)).random_raw(11)
    assert [int(resampling.raw(state)) for _ in range(11)] == expected.tolist()


def test_uniform_numbers_are_the_upper_53_bits() -> None:
    state, other = stream(5, 5), stream(5, 5)
    assert resampling.uniform(state) == (int(resampling.raw(other)) >> 11) * 2.0**-53


@pytest.mark.parametrize(
    ("n", "p"),
    [
        (1, 0.3),
        (12, 0.5),
        (40, 0.03),
        (2744, 0.002),
        (30, 0.4),
        (2744, 0.36),
        (2744, 0.93),
        (50_000, 0.055),
        (10**6, 0.5),
    ],
)
def test_binomial_draws_have_the_binomial_distribution(n: int, p: float) -> None:
    """By inversion, by rejection and mirrored. Fixed seed; a chance of 1 in 1,000 to fail if it had been another."""
    state = stream(11, n)
    draws = np.array([resampling.binomial(state, n, p) for _ in range(20_000)])
    edges = np.unique(binom.ppf(np.linspace(0, 1, 21)[1:-1], n, p))
    observed = np.bincount(np.searchsorted(edges, draws), minlength=edges.size + 1)
    expected = np.diff(np.r_[0.0, binom.cdf(edges, n, p), 1.0]) * draws.size
    kept = expected > 5
    assert expected[~kept].sum() < 20
    scaled = expected[kept] * observed[kept].sum() / expected[kept].sum()
    assert chisquare(observed[kept], scaled).pvalue > 0.001


def test_binomial_at_its_ends() -> None:
    state = stream(1, 1)
    assert [resampling.binomial(state, n, p) for n, p in ((0, 0.5), (5, 0.0), (5, 1.0))] == [0, 0, 5]


def test_the_two_schemes() -> None:
    """Cells have the means of the multinomial; n is fixed in the one and binomial in the other."""
    counts = np.array([0, 50, 30, 12, 8, 0, 0, 0])
    tables = np.empty((20_000, 8), dtype=np.int64)
    resampling.resample(counts, 0, np.uint64(4), 0, tables)
    assert set(tables.sum(axis=1)) == {100}
    assert tables.mean(axis=0) == pytest.approx(counts, abs=4 * np.sqrt(25 / 20_000))
    assert np.cov(tables[:, 1], tables[:, 2])[0, 1] == pytest.approx(-100 * 0.5 * 0.3, rel=0.05)
    resampling.resample(counts, 400, np.uint64(4), 0, tables)
    assert tables.sum(axis=1).mean() == pytest.approx(100, abs=4 * np.sqrt(75 / 20_000))
    assert tables.sum(axis=1).var() == pytest.approx(400 * 0.25 * 0.75, rel=0.05)
    assert np.cov(tables[:, 1], tables[:, 2])[0, 1] == pytest.approx(400 * -0.125 * 0.075, rel=0.15)


def test_a_replicate_is_the_same_wherever_it_stands() -> None:
    counts = np.array([0, 50, 30, 12, 8, 3, 0, 1])
    many, one = np.empty((10, 8), dtype=np.int64), np.empty((1, 8), dtype=np.int64)
    resampling.resample(counts, 400, np.uint64(4), 0, many)
    resampling.resample(counts, 400, np.uint64(4), 7, one)
    assert one[0].tolist() == many[7].tolist()
    resampling.resample(counts, 400, np.uint64(5), 7, one)
    assert one[0].tolist() != many[7].tolist()
