"""Perturbation tables: what the papers demand of them, and that noise is right, bounded and the same everywhere."""

import math
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from fanal.engines.disclosure.cellkey import perturbed, rounded, upper_bits
from fanal.engines.disclosure.model import DisclosureError
from fanal.engines.disclosure.perturbation import table

pytestmark = pytest.mark.once


def shares(D: int, V: float, n: int) -> dict[int, Fraction]:  # noqa: N803
    """The exact probabilities of a count n, from the whole numbers of the table."""
    row = [0, *table(D, V).cumulative[n].tolist()]
    return {j - D: Fraction(high - low, 2**53) for j, (low, high) in enumerate(pairwise(row))}


@settings(max_examples=40, deadline=None)
@given(D=st.integers(2, 12), part=st.floats(0.05, 1.0))
def test_every_row_has_mean_0_and_variance_v_and_never_goes_below_0(D: int, part: float) -> None:  # noqa: N803
    V = part * D * (D + 1) / 3  # noqa: N806
    for n in range(D + 1):
        p = shares(D, V, n)
        assert sum(p.values()) == 1
        assert all(share >= 0 for share in p.values())
        assert not any(share for d, share in p.items() if n + d < 0)
        assert abs(sum(d * share for d, share in p.items())) < 1e-9
        if n and n * D > V:
            assert abs(sum(d * d * share for d, share in p.items()) - Fraction(V)) < 1e-9
    assert shares(D, V, 0)[0] == 1


def test_with_the_default_every_row_but_that_of_0_reaches_the_variance() -> None:
    assert table(5, 4.0).variance == pytest.approx([0, 4, 4, 4, 4, 4], abs=1e-9)


def test_a_small_count_that_cannot_reach_the_variance_has_the_largest_entropy_with_mean_0() -> None:
    # D = 3, V = 3.5, n = 1: on -1 … 3 no distribution with mean 0 has a variance above 1 · 3
    p = shares(3, 3.5, 1)
    ratios = [float(p[d + 1] / p[d]) for d in range(-1, 3)]
    assert ratios == pytest.approx([ratios[0]] * 4)  # the largest entropy given a mean: geometric
    assert table(3, 3.5).variance[1] < 3


@pytest.mark.parametrize(("D", "V", "n"), [(5, 4.0, 1), (5, 4.0, 2), (5, 4.0, 5), (3, 2.0, 2), (2, 1.05, 1)])
def test_no_other_distribution_has_a_larger_entropy(D: int, V: float, n: int) -> None:  # noqa: N803
    """An independent solver, given the constraints in words, finds the same distribution."""
    d = np.arange(-n, D + 1)
    rules = [
        {"type": "eq", "fun": lambda p: p.sum() - 1},
        {"type": "eq", "fun": lambda p: p @ d},
        {"type": "eq", "fun": lambda p: p @ d**2 - V},
    ]
    found = minimize(
        lambda p: float(np.sum(p * np.log(np.maximum(p, 1e-300)))),
        np.full(d.size, 1 / d.size),
        bounds=[(1e-12, 1)] * d.size,
        constraints=rules,
        method="SLSQP",
        options={"maxiter": 1000, "ftol": 1e-14},
    )
    assert found.success
    assert [float(shares(D, V, n)[int(one)]) for one in d] == pytest.approx(found.x, abs=1e-5)


@pytest.mark.parametrize(
    ("D", "V"), [(0, 0.1), (21, 4.0), (5, 0.0), (5, -1.0), (5, 10.1), (5, math.nan), (5, math.inf)]
)
def test_impossible_tables_are_refused(D: int, V: float) -> None:  # noqa: N803
    with pytest.raises(DisclosureError):
        table(D, V)


def test_the_quantile_is_that_of_exact_fractions() -> None:
    """At both sides of every step of every row, where a float comparison would go wrong."""
    chances = table(5, 4.0)
    for n in range(7):
        row = chances.cumulative[min(n, 5)].tolist()
        for edge in sorted({0, 2**53 - 1, *row, *(one - 1 for one in row)}):
            if not 0 <= edge < 2**53:
                continue
            expected = next(d for d in range(-5, 6) if Fraction(edge, 2**53) < Fraction(row[d + 5], 2**53))
            found = chances.change(np.array([n]), np.array([edge], dtype=np.uint64))
            assert found.tolist() == [expected]


def test_u_is_the_upper_53_bits_of_the_cell_key() -> None:
    keys = np.array([0, 2**64 - 1, 2**63, 2047, 2048], dtype=np.uint64)
    assert upper_bits(keys).tolist() == [0, 2**53 - 1, 2**52, 0, 1]


def test_noise_of_many_keys_follows_the_table() -> None:
    """χ² of 200,000 cells of 40 children against the exact distribution, at one in a million."""
    keys = np.random.default_rng(3).integers(1, 2**64, size=200_000, dtype=np.uint64)
    n = np.full(keys.size, 40)
    found = perturbed(n, keys, table(5, 4.0)) - n
    expected = table(5, 4.0).probability[5] * keys.size
    counts = np.array([(found == d).sum() for d in range(-5, 6)])
    assert ((counts - expected) ** 2 / expected).sum() < 46.9  # 10 degrees of freedom, p = 1e-6
    assert abs(found).max() == 5


def test_one_child_more_gives_independent_noise() -> None:
    """The correlation of the noise of 50,000 cells with that of the same cells and one child more is none."""
    rng = np.random.default_rng(5)
    keys, more = (rng.integers(1, 2**64, size=50_000, dtype=np.uint64) for _ in range(2))
    n = np.full(keys.size, 50)
    chances = table(5, 4.0)
    first, second = perturbed(n, keys, chances) - n, perturbed(n + 1, keys + more, chances) - n - 1
    assert abs(np.corrcoef(first, second)[0, 1]) < 5 / math.sqrt(keys.size)


def test_counts_without_record_keys_get_no_noise_and_are_refused() -> None:
    with pytest.raises(DisclosureError, match="without record keys"):
        perturbed(np.array([12, 3]), np.zeros(2, dtype=np.uint64), table(5, 4.0))


@pytest.mark.parametrize(("base", "expected"), [(1, [10, 11, 12, 13]), (2, [10, 12, 12, 14]), (5, [10, 10, 10, 15])])
def test_rounding_by_hand(base: int, expected: list[int]) -> None:
    assert rounded(np.array([10, 11, 12, 13]), base).tolist() == expected
