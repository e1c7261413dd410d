"""Latent classes by Gibbs sampling (Manrique-Vallier 2016), and the diagnostics of chains."""

from math import gamma, lgamma, log
from pathlib import Path

import numpy as np
import pytest

from fanal.engines.prevalence import chains, latent
from fanal.engines.prevalence.drawing import generator
from fanal.engines.prevalence.estimate import estimate
from fanal.engines.prevalence.latent_kernel import swap, walk
from fanal.engines.prevalence.result import Options
from fanal.engines.prevalence.simulate import simulate
from fanal.engines.prevalence.table import CaptureTable

pytestmark = pytest.mark.once

CORPUS = Path(__file__).parents[3] / "corpus" / "prevalence"


def autoregressive(slope: float, count: int, draws: int, seed: int) -> np.ndarray:
    random = np.random.default_rng(seed)
    made = np.empty((count, draws))
    made[:, 0] = random.standard_normal(count) / np.sqrt(1 - slope**2)
    for step in range(1, draws):
        made[:, step] = slope * made[:, step - 1] + random.standard_normal(count)
    return made


class TestChains:
    @pytest.mark.parametrize("slope", [0.0, 0.5, 0.9])
    def test_effective_size_of_an_autoregression(self, slope: float) -> None:
        """Known: draws · (1 − ρ)/(1 + ρ)."""
        made = autoregressive(slope, 4, 20_000, 1)
        assert chains.effective_size(made) == pytest.approx(80_000 * (1 - slope) / (1 + slope), rel=0.1)

    def test_chains_that_agree_and_chains_that_do_not(self) -> None:
        made = autoregressive(0.5, 4, 5_000, 2)
        assert chains.rhat(made) == pytest.approx(1, abs=0.01)
        assert chains.rhat(made + np.array([[0.0], [0.0], [0.0], [3.0]])) > 1.3

    def test_one_chain_that_drifts_disagrees_with_itself(self) -> None:
        drift = np.linspace(0, 5, 4_000) + np.random.default_rng(3).standard_normal((1, 4_000))
        assert chains.rhat(drift) > 1.5

    def test_chains_that_stand_still(self) -> None:
        assert chains.rhat(np.ones((4, 100))) == 1
        assert chains.rhat(np.ones((4, 100)) * np.arange(4)[:, None]) == float("inf")

    def test_r_hat_by_hand(self) -> None:
        """Two halves 0, 1 and 2, 3: W = ½, B/n = 2, so sqrt(½ + 2/½)."""
        assert chains.rhat(np.array([[0.0, 1.0, 2.0, 3.0]])) == pytest.approx(np.sqrt(0.5 + 4))


def test_with_one_class_the_chain_draws_from_the_exact_posterior() -> None:
    """Independent lists, Beta(1, 1), prior 1/N: p(N) ∝ (1/N) · N!/(N−n)! · Π (N−n_j)!/(N+1)!."""
    table = CaptureTable.from_masks("ABC", {1: 20, 2: 25, 4: 14, 3: 8, 5: 5, 6: 6, 7: 2})
    numbers = np.arange(table.n, 21 * table.n + 1)
    on = [int(table.margins[1 << place]) for place in range(3)]
    logs = np.array([
        -log(total) + lgamma(total + 1) - lgamma(total - table.n + 1)
        + sum(lgamma(total - size + 1) - lgamma(total + 2) for size in on)
        for total in numbers.tolist()
    ])  # fmt: skip
    exact = np.exp(logs - logs.max())
    exact /= exact.sum()

    occupied = np.flatnonzero(table.counts)
    masks = np.concatenate(([0], occupied)).astype(np.int64)
    counts = np.concatenate(([50], table.counts[occupied])).astype(np.int64)
    out = np.zeros(80_000, np.int64)
    walk(masks, counts, 20 * table.n, np.zeros(1), np.full((1, 3), 0.3), np.ones(1), out, generator(7, 7))
    drawn = table.n + out[1_000:]
    for share in (0.05, 0.25, 0.5, 0.75, 0.95):
        known = numbers[np.searchsorted(np.cumsum(exact), share)]
        assert np.quantile(drawn, share) == pytest.approx(known, rel=0.03)
    assert drawn.mean() == pytest.approx((exact * numbers).sum(), rel=0.02)


@pytest.mark.parametrize(("sizes", "first", "last"), [((5, 2, 0), 0, 1), ((3, 1, 2), 1, 2), ((2, 1, 4), 0, 2)])
def test_classes_change_places_as_the_sticks_would_have_it(sizes: tuple[int, ...], first: int, last: int) -> None:
    """The sticks integrated by hand: an order of sizes has the probability Π B(1 + n_h, α + Σ later) / B(1, α)."""
    alpha = 0.7

    def chance(order: list[int]) -> float:
        found = 1.0
        for place, size in enumerate(order[:-1]):
            a, b = 1 + size, alpha + sum(order[place + 1 :])
            found *= gamma(a) * gamma(b) / gamma(a + b)
        return found

    members, on, random = np.array(sizes), np.array(sizes)[:, None] * 10, generator(3, 3)
    turned = list(sizes)
    turned[first], turned[last] = turned[last], turned[first]
    expected = chance(list(sizes)) / (chance(list(sizes)) + chance(turned))
    stood = 0
    for _ in range(40_000):
        swap(members, on, first, last, alpha, random)
        stood += members.tolist() == list(sizes)
        assert on[first, 0] == 10 * members[first]
    assert stood / 40_000 == pytest.approx(expected, abs=0.02)


def test_a_population_of_two_classes_is_found() -> None:
    """2,000 persons: main effects are far too low, the classes have the truth in their interval."""
    classes = ((0.4, (0.6, 0.5, 0.55, 0.6, 0.5)), (0.6, (0.12, 0.15, 0.1, 0.14, 0.12)))
    table = simulate(2000, classes=classes, seed=4)
    found = latent.run(table, Options(seed=1))
    assert found.estimated
    assert (found.lower or 0) < 2000 < (found.upper or 0)
    assert found.point == pytest.approx(2000, rel=0.15)


def test_threads_change_nothing() -> None:
    table = CaptureTable.from_csv(CORPUS / "korea_3.csv")
    one = latent.sample(table, Options(seed=2, threads=1), 4_000)
    four = latent.sample(table, Options(seed=2, threads=4), 4_000)
    assert np.array_equal(one.unseen, four.unseen)


def test_uk_5_does_not_mix_and_gives_no_result() -> None:
    """R8: R-hat 1.5 in R with 50,000 iterations a chain."""
    table = CaptureTable.from_csv(CORPUS / "uk_2013_5.csv")
    found = estimate(table, method="latent", seed=1, replicates=100)
    assert found.status == "not_estimable"
    assert found.point is None
    assert [reason.code for reason in found.reasons] == ["R8"]
