"""The compiled choices against the plain ones, on random tables and on repeated samples of real ones."""

from math import inf, log

import numpy as np
import pytest
from scipy.stats import poisson
from tests.engines.prevalence.tables import random_table, table

from fanal.engines.prevalence import selection
from fanal.engines.prevalence.fit import NotEstimable, fit
from fanal.engines.prevalence.models import Model, every_model, main_effects, pairs_of
from fanal.engines.prevalence.resampling import resample
from fanal.engines.prevalence.search import Batch, ModelChooser, every_batch, fit_all, rank_models, rank_these
from fanal.engines.prevalence.stepwise import StepwiseChooser, stepwise, tail
from fanal.engines.prevalence.table import CaptureTable
from fanal.engines.prevalence.verdict import check_model

pytestmark = pytest.mark.once

TABLES = 400
"""Of 10,000; `python -m benchmarks prevalence-coverage` compares them all."""


def compiled_stepwise(given: CaptureTable, reported: Model) -> tuple[float, bool]:
    """Cold, as for a table of which nothing is known."""
    out, same = np.empty(1), np.empty(1, dtype=np.uint8)
    start, flags = np.zeros(given.counts.size), reported.flags()
    selection.stepwise_many(given.counts[None, :].copy(), given.k, log(0.02), start, False, flags, out, same)
    return float(out[0]), bool(same[0])


@pytest.mark.parametrize("lists", [3, 4, 5])
def test_stepwise_compiled_is_stepwise_plain(lists: int) -> None:
    """Estimates within 1e-6 and the same model; inf or NaN where the plain one has no estimate."""
    rng = np.random.default_rng(lists)
    for _ in range(TABLES // 3):
        given = random_table(rng, lists)
        try:
            expected = stepwise(given, 0.02).fit
        except NotEstimable:
            assert not np.isfinite(compiled_stepwise(given, main_effects(lists))[0])
            continue
        found, same = compiled_stepwise(given, expected.model)
        assert found == pytest.approx(expected.total, rel=1e-6), given.counts
        assert same


@pytest.mark.parametrize("name", ["new_orleans_8_n185", "western_us_5", "uk_2013_5"])
def test_warm_and_compiled_on_repeated_samples(name: str) -> None:
    """A warm start changes nothing; samples of New Orleans lose whole lists (B, F, G have 6 to 8 persons)."""
    given = table(name)
    tables = np.empty((25, given.counts.size), dtype=np.int64)
    resample(given.counts.copy(), 0, np.uint64(3), 0, tables)
    found, _ = StepwiseChooser(given, 0.02, main_effects(given.k))(tables)
    for row, value in zip(tables, found, strict=True):
        assert value == pytest.approx(stepwise(given.with_counts(row), 0.02).fit.total, rel=1e-7)


@pytest.mark.parametrize(("lists", "order"), [(3, 2), (4, 3), (5, 2)])
def test_all_models_compiled_are_the_models_plain(lists: int, order: int) -> None:
    rng = np.random.default_rng(10 + lists)
    for _ in range(6):
        given = random_table(rng, lists)
        found = fit_all(given, every_batch(lists, order), threads=1)
        for place in rng.choice(len(found.models), min(60, len(found.models)), replace=False):
            check = check_model(given, found.models[place])
            assert found.codes[place] == check.code
            if not check.fine:
                assert np.isnan(found.bic[place])
                continue
            expected = fit(given, found.models[place])
            assert found.bic[place] == pytest.approx(expected.bic, rel=1e-9)
            assert found.estimate[place] == pytest.approx(expected.total, rel=1e-6)


@pytest.mark.parametrize("name", ["western_us_5", "kosovo_4"])
@pytest.mark.parametrize("average", [False, True])
def test_what_is_passed_over_was_not_the_best(name: str, average: bool) -> None:
    """Bounds and remembered verdicts against every model fitted on every sample."""
    given = table(name)
    ranking = rank_models(given)
    tables = np.empty((30, given.counts.size), dtype=np.int64)
    resample(given.counts.copy(), 0, np.uint64(9), 0, tables)
    found, same = ModelChooser(ranking, 100, average)(tables)
    for row, value, first in zip(tables, found, same, strict=True):
        fits = rank_these(given.with_counts(row), ranking.models[:100])
        expected = fits.average(100) if average else fits.estimate[0]
        assert value == pytest.approx(expected, rel=1e-8)
        assert bool(first) == (fits.models[0] == ranking.models[0])


def test_models_are_the_same_however_they_are_batched() -> None:
    models = every_model(4, 3)
    whole = fit_all(table("kosovo_4"), Batch.of(models), threads=2)
    alone = fit_all(table("kosovo_4"), Batch.of([models[70]]), threads=1)
    place = whole.models.index(models[70])
    assert alone.estimate[0] == pytest.approx(whole.estimate[place], rel=1e-9)


def test_no_overlap_is_infinite_and_no_model_is_nan() -> None:
    nobody_shared = np.array([[0, 5, 6, 0, 7, 0, 0, 0]])
    chooser = StepwiseChooser(table("korea_3"), 0.02, main_effects(3))
    assert chooser(nobody_shared)[0][0] == inf
    ranking = rank_models(table("korea_3"))
    assert ModelChooser(ranking, 100)(nobody_shared)[0][0] == inf
    one_pair = np.array([[0, 0, 0, 4, 0, 0, 0, 0]])  # all on the same two lists
    assert np.isnan(chooser(one_pair)[0][0])


@pytest.mark.parametrize("mean", [0.01, 0.7, 3.0, 40.0, 300.0])
def test_tails_are_those_of_the_poisson_distribution(mean: float) -> None:
    for count in {0, 1, 2, int(mean), int(mean) + 1, int(mean + 6 * mean**0.5) + 1, int(mean * 0.8)}:
        expected = min(poisson.logcdf(count, mean), poisson.logsf(count - 1, mean))
        assert selection.log_tail(count, mean) == pytest.approx(expected, rel=1e-9, abs=1e-12)
        assert log(tail(count, mean)) == pytest.approx(expected, rel=1e-9, abs=1e-12)


def test_pairs_beyond_the_reach_of_float64_are_told_apart() -> None:
    """Overlaps so rare that the tails of two pairs are 0 in float64: the rarer one is added first, in both forms."""
    counts = {"A": 900, "B": 900, "C": 900, "D": 900, "AB": 1500, "CD": 2500, "AC": 3, "BD": 2}
    given = CaptureTable.from_dict({tuple(key): count for key, count in counts.items()}, names="ABCD")
    before = fit(given, main_effects(4))
    expected = {pair: before.fitted[1:][[mask & pair == pair for mask in range(1, 16)]].sum() for pair in pairs_of(4)}
    lost = {pair for pair, mean in expected.items() if tail(int(given.margins[pair]), mean) == 0}
    assert len(lost) > 1
    path = stepwise(given, 0.02)
    rarity = {pair: poisson.logpmf(given.margins[pair], expected[pair]) for pair in lost}
    assert path.steps[0].pair == min(lost, key=rarity.__getitem__)
    assert compiled_stepwise(given, path.fit.model) == (pytest.approx(path.fit.total, rel=1e-6), True)


def test_downhill_finds_the_best_of_all_models_here() -> None:
    for name, order in (("uk_2013_5", 4), ("kosovo_4", 3), ("western_us_5", 3)):
        every, downhill = rank_models(table(name), order), rank_models(table(name), order, downhill=True)
        assert downhill.models[0] == every.models[0]
        assert len(downhill.models) < len(every.models)


def test_weights_and_close_models() -> None:
    """Kosovo: three models within 1 of BIC say 10,357, 12,741 and 18,393; weights by hand from their BIC."""
    found = rank_models(table("kosovo_4"))
    close = found.close()
    assert [round(model.estimate) for model in close] == [10357, 12741, 18393]
    raw = np.exp(-np.array([model.delta_bic for model in close]) / 2)
    assert [model.weight for model in close] == pytest.approx(raw / np.exp(-(found.bic - found.bic[0]) / 2).sum())
