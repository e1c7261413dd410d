"""Intervals: each part of BCa by hand or against NumPy and SciPy, and what must hold of whole runs."""

from math import inf, nan
from statistics import NormalDist

import numpy as np
import pytest
from scipy.stats import bootstrap as scipy_bootstrap
from tests.engines.prevalence.tables import table

from fanal.engines.prevalence.bootstrap import (
    Bootstrap,
    acceleration,
    bca_shares,
    bias,
    bootstrap,
    jackknife,
    monte_carlo_error,
    population,
    quantile,
)
from fanal.engines.prevalence.models import Model
from fanal.engines.prevalence.search import ModelChooser, rank_these
from fanal.engines.prevalence.stepwise import StepwiseChooser, stepwise

pytestmark = pytest.mark.once


def fixed(name: str, model: str) -> tuple[float, ModelChooser]:
    ranking = rank_these(table(name), (Model.parse(model, table(name).k),))
    return float(ranking.estimate[0]), ModelChooser(ranking, 1)


def test_quantiles_are_of_type_8() -> None:
    values = np.sort(np.random.default_rng(1).exponential(size=37))
    for share in (0, 0.001, 0.02, 0.3, 0.5, 0.777, 0.99, 1):
        assert quantile(values, share) == pytest.approx(np.quantile(values, share, method="median_unbiased"))
    assert np.isnan(quantile(np.empty(0), 0.5))


def test_quantiles_next_to_infinite_values() -> None:
    values = np.array([1.0, 2.0, 3.0, inf])
    assert quantile(values, 0.5) == 2.5
    assert quantile(values, 0.9) == inf


def test_ties_count_half_in_the_bias() -> None:
    """Of ten replicates two lie below, four tie (within 1e-9): 2/10 + 4/20 = 0.4."""
    kept = np.array([1.0, 2.0, 5.0, 5.0, 5.0 + 1e-10, 5.0 - 1e-10, 6.0, 7.0, 8.0, 9.0])
    assert bias(kept, 5.0) == pytest.approx(NormalDist().inv_cdf(0.4))
    assert bias(kept, 100.0) == pytest.approx(NormalDist().inv_cdf(0.95))
    assert bias(kept, 0.5) == pytest.approx(NormalDist().inv_cdf(0.05))


def test_shares_of_bca_by_hand() -> None:
    normal = NormalDist()
    low, high = bca_shares(0.2, 0.05, 0.95)
    assert low == pytest.approx(normal.cdf(0.2 + (0.2 - 1.959964) / (1 - 0.05 * (0.2 - 1.959964))), rel=1e-5)
    assert high == pytest.approx(normal.cdf(0.2 + (0.2 + 1.959964) / (1 - 0.05 * (0.2 + 1.959964))), rel=1e-5)
    assert bca_shares(0, 0, 0.8) == pytest.approx((0.1, 0.9))
    assert bca_shares(2.0, 0.4, 0.95)[1] == 1


def test_acceleration_is_that_of_scipy() -> None:
    """Persons one by one in SciPy, history by history here: a ratio of counts with 40 persons."""
    people = np.repeat([0, 1, 2], [25, 10, 5])

    def ratio(sample: np.ndarray, axis: int = -1) -> np.ndarray:
        first, second, both = ((sample == value).sum(axis=axis) for value in (0, 1, 2))
        return (first + both) * (second + both) / both

    counts = np.array([25.0, 10.0, 5.0])
    fewer = [counts - row for row in np.eye(3)]
    values = np.array([(a + c) * (b + c) / c for a, b, c in fewer])
    ours = acceleration(values, counts)
    found = scipy_bootstrap((people,), ratio, n_resamples=9, method="BCa", vectorized=True, rng=1)
    draws = found.bootstrap_distribution
    whole = ratio(people)
    share = ((draws < whole).sum() + (draws <= whole).sum()) / (2 * draws.size)  # SciPy counts ties half, too
    z0 = NormalDist().inv_cdf(share)
    expected = np.quantile(draws, bca_shares(z0, float(ours or 0), 0.95), method="linear")
    assert (found.confidence_interval.low, found.confidence_interval.high) == pytest.approx(tuple(expected))


def test_acceleration_without_meaning() -> None:
    assert acceleration(np.array([3.0, inf]), np.array([5.0, 2.0])) is None
    assert acceleration(np.array([3.0, nan]), np.array([5.0, 2.0])) is None
    assert acceleration(np.array([3.0, 3.0]), np.array([5.0, 2.0])) == 0


def test_monte_carlo_error() -> None:
    """Of 10,000 uniform numbers the median moves by half the distance of the ranks 4,950 and 5,050."""
    values = np.arange(1.0, 10_001)
    assert monte_carlo_error(values, 0.5) == pytest.approx(50, abs=0.1)
    assert monte_carlo_error(values, 0.99999) == inf
    assert np.std(
        [np.median(np.random.default_rng(seed).random(10_000)) for seed in range(300)]
    ) * 10_000 == pytest.approx(50, rel=0.15)


def test_a_jackknife_takes_one_person_from_each_history() -> None:
    """[12,23] on Korea has n_∅ = n₁n₃/n₁₃ = 5·41/6: one person less in each history, by hand."""
    _, chooser = fixed("korea_3", "[12,23]")
    values, weights = jackknife(table("korea_3"), chooser)
    assert weights.tolist() == [5, 5, 54, 41, 6, 12]
    expected = [122 + 4 * 41 / 6, *[122 + 5 * 41 / 6] * 2, 122 + 5 * 40 / 6, 122 + 5 * 41 / 5, 122 + 5 * 41 / 6]
    assert values == pytest.approx(expected, rel=1e-9)


def test_neither_threads_nor_the_length_of_a_run_change_a_replicate() -> None:
    given = table("western_us_5")
    made = stepwise(given).fit
    chooser = StepwiseChooser(given, 0.02, made.model)
    one = bootstrap(given, made.total, chooser, replicates=1200, seed=8, threads=1)
    four = bootstrap(given, made.total, chooser, replicates=2000, seed=8, threads=4)
    assert one.draws.tobytes() == four.draws[:1200].tobytes()
    other = bootstrap(given, made.total, chooser, replicates=1200, seed=9, threads=1)
    assert other.draws.tobytes() != one.draws.tobytes()


@pytest.mark.parametrize(("name", "model"), [("kosovo_4", "[12,13,14,23,34]"), ("spina_bifida_ny_3", "[23,1]")])
def test_total_is_not_narrower_than_conditional_for_a_fixed_model(name: str, model: str) -> None:
    point, chooser = fixed(name, model)
    widths, errors = [], []
    for scheme in ("total", "conditional"):
        made = bootstrap(table(name), point, chooser, scheme=scheme, replicates=8000)
        (low, high), error = made.interval(0.95)
        widths.append(high - low)
        errors.append(sum(error))
    assert widths[0] > widths[1] - sum(errors)


def test_a_higher_level_has_a_wider_interval() -> None:
    point, chooser = fixed("spina_bifida_ny_3", "[23,1]")
    made = bootstrap(table("spina_bifida_ny_3"), point, chooser, replicates=4000)
    limits = [made.interval(level)[0] for level in (0.5, 0.8, 0.9, 0.95, 0.99)]
    assert [low for low, _ in limits] == sorted((low for low, _ in limits), reverse=True)
    assert [high for _, high in limits] == sorted(high for _, high in limits)


def test_lost_replicates_are_counted_apart() -> None:
    made = Bootstrap(5.0, 3, np.array([4.0, nan, inf, 6.0, 5.0]), 0.4, (np.array([5.0]), np.array([1.0])))
    assert (made.failed, made.infinite) == (0.2, 0.2)
    assert made.kept.tolist() == [4.0, 5.0, 6.0, inf]


def test_the_schemes_draw_from_the_right_population() -> None:
    assert population(table("korea_3"), 157.2, "total") == 157
    assert population(table("korea_3"), 157.2, "conditional") == 0


def test_no_limit_lies_below_what_was_counted() -> None:
    draws = np.linspace(2.0, 12.0, 1001)
    made = Bootstrap(7.0, 4, draws, 1.0, (np.array([7.0, 7.0]), np.array([1.0, 1.0])))
    assert made.interval(0.95)[0] == (4.0, pytest.approx(11.75, abs=0.01))
    assert made.percentile(0.5) == (pytest.approx(4.5, abs=0.01), pytest.approx(9.5, abs=0.01))
