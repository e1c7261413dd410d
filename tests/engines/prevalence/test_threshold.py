"""Bayesian thresholding (Silverman 2020), against a Markov chain of its own and against what was measured."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from fanal.engines.prevalence.models import pairs_of
from fanal.engines.prevalence.result import Options
from fanal.engines.prevalence.table import CaptureTable
from fanal.engines.prevalence.threshold import posterior, run
from fanal.engines.prevalence.weighing import effective, errors, interval, quantile, resampled

pytestmark = pytest.mark.once

CORPUS = Path(__file__).parents[3] / "corpus" / "prevalence"
CHAINS, STEPS = 200, 2500

type Reals = npt.NDArray[np.float64]


def read(name: str) -> CaptureTable:
    return CaptureTable.from_csv(CORPUS / f"{name}.csv")


def metropolis(table: CaptureTable) -> Reals:
    """float64[draws, terms]: random walks over intercept, lists and pairs, written from the model alone: a design
    matrix, Poisson counts, Normal(0, 1) on pairs."""
    terms = np.array([0, *(1 << place for place in range(table.k)), *pairs_of(table.k)])
    cells = np.arange(1, 1 << table.k)
    design = ((cells[:, None] & terms) == terms).astype(float)
    pairs = np.array([int(term).bit_count() == 2 for term in terms])
    counts = table.counts[1:].astype(float)

    def log_density(alpha: Reals) -> Reals:
        eta = alpha @ design.T
        return (counts * eta - np.exp(eta)).sum(axis=1) - (alpha[:, pairs] ** 2).sum(axis=1) / 2  # type: ignore[no-any-return]

    random = np.random.default_rng(20)
    here = np.zeros((CHAINS, terms.size))
    here[:, 0] = np.log(table.n)
    here[:, 1 : table.k + 1] = -1.5
    value = log_density(here)
    root = np.eye(terms.size) * 0.05
    kept: list[Reals] = []
    for step in range(STEPS):
        if step in (200, 400, 700, 1000):
            # The walk learns its shape from where the chains are; what it learns from is thrown away below.
            spread = np.cov(np.concatenate(kept[-150:]).T)
            root = np.linalg.cholesky(spread + 1e-9 * np.eye(terms.size)) * 2.4 / np.sqrt(terms.size)
        there = here + random.standard_normal(here.shape) @ root.T
        proposed = log_density(there)
        accepted = np.log(random.uniform(size=CHAINS)) < proposed - value
        here = np.where(accepted[:, None], there, here)
        value = np.where(accepted, proposed, value)
        kept.append(here)
    return np.concatenate(kept[1300:])


@pytest.mark.parametrize("name", ["spina_bifida_ny_3", "western_us_5"])
def test_it_agrees_with_a_long_independent_markov_chain(name: str) -> None:
    table = read(name)
    chain = metropolis(table)
    found = posterior(table, pairs_of(table.k), Options(replicates=40_000, seed=1), 0)
    off = (found.means - chain.mean(axis=0)) / chain.std(axis=0)
    assert np.abs(off).max() < 0.06
    assert found.deviations == pytest.approx(chain.std(axis=0), rel=0.06)
    for share in (0.025, 0.5, 0.975):
        mine = quantile(found.draws[:, 0], found.weights, share)
        assert mine == pytest.approx(np.quantile(chain[:, 0], share), abs=0.08 * chain[:, 0].std())


def test_netherlands_as_measured() -> None:
    """Measured before: 49,438 (43,817–56,896), where stepwise says 121,522."""
    found = run(read("netherlands_5"), Options(seed=1))
    assert found.point == pytest.approx(49_438, rel=0.005)
    assert found.lower == pytest.approx(43_817, rel=0.01)
    assert found.upper == pytest.approx(56_896, rel=0.01)
    assert found.warnings == ()


@pytest.mark.parametrize(
    ("name", "share"),
    [
        ("uk_2013_5", 0.3), ("uk_2013_6", 0.3), ("netherlands_6", 0.3), ("western_us_5", 0.3), ("korea_3", 0.3),
        ("kosovo_4", 0.3), ("australia_4", 0.3),
        # 28 pairs of which most share nobody: around the mode alone it would be 7 in 100.
        ("new_orleans_8_n185", 0.2),
    ],
)  # fmt: skip
def test_three_draws_in_ten_count(name: str, share: float) -> None:
    """More than 30 % effective size on all tables. It does not hold on New Orleans-8."""
    table = read(name)
    found = posterior(table, pairs_of(table.k), Options(seed=2), 0)
    assert found.size > share * 20_000


def test_the_same_seed_gives_the_same_part_and_more_draws_little_else() -> None:
    table = read("western_us_5")
    one, other = run(table, Options(seed=5)), run(table, Options(seed=5))
    assert (one.point, one.lower, one.upper) == (other.point, other.lower, other.upper)
    assert one.point == pytest.approx(run(table, Options(seed=6, replicates=40_000)).point or 0, rel=0.02)


def test_a_list_that_holds_nobody_changes_nothing() -> None:
    table = read("kosovo_4")
    wider = CaptureTable(("nobody", *table.names), np.zeros(32, dtype=np.int64))
    counts = np.zeros(32, dtype=np.int64)
    counts[::2] = table.counts
    found, plain = run(wider.with_counts(counts), Options(seed=1)), run(table, Options(seed=1))
    assert [found.point, found.lower, found.upper] == pytest.approx([plain.point, plain.lower, plain.upper], rel=1e-9)


class TestWeights:
    VALUES, WEIGHTS = np.array([3.0, 1.0, 2.0]), np.array([1.0, 1.0, 2.0])

    def test_quantiles_by_hand(self) -> None:
        """Sorted 1, 2, 3 with a quarter, a half, a quarter: their middles are at 1/8, 1/2, 7/8."""
        assert quantile(self.VALUES, self.WEIGHTS, 0.5) == 2
        assert quantile(self.VALUES, self.WEIGHTS, 5 / 16) == pytest.approx(1.5)
        assert interval(self.VALUES, self.WEIGHTS, 0.95)[1:] == (1, 3)

    def test_effective_size_by_hand(self) -> None:
        assert effective(self.WEIGHTS) == pytest.approx(16 / 6)
        assert effective(np.ones(7)) == pytest.approx(7)

    def test_resampling_repeats_in_proportion(self) -> None:
        assert sorted(resampled(self.VALUES, self.WEIGHTS, 8)) == [1, 1, 2, 2, 2, 2, 3, 3]

    def test_error_of_a_limit_is_that_of_the_uniform(self) -> None:
        """On even values from 0 to 1 a quantile's error is sqrt(q(1−q)/B)."""
        values = (np.arange(10_000) + 0.5) / 10_000
        found = errors(values, np.ones(10_000), 0.95, 2_500)
        assert found == pytest.approx([np.sqrt(0.025 * 0.975 / 2_500)] * 2, rel=0.01)
