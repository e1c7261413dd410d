"""Where BCa breaks down its interval is no headline: it is said, and percentiles and profile likelihood are shown."""

import json
from math import ceil, floor
from pathlib import Path

import numpy as np
import pytest
from scipy.special import chdtri, gammaln

import fanal
from fanal.engines.disclosure.estimates import to_csv
from fanal.engines.prevalence.bootstrap import at_the_end, does_not_shrink
from fanal.engines.prevalence.estimate import estimate
from fanal.engines.prevalence.profile import profile
from fanal.engines.prevalence.result import ENGINE_VERSION, Estimate
from fanal.engines.prevalence.svg import svg
from fanal.engines.prevalence.table import CaptureTable

CORPUS = Path(fanal.__file__).parents[2] / "corpus" / "prevalence"


def read(name: str) -> CaptureTable:
    return CaptureTable.from_csv(CORPUS / f"{name}.csv")


def test_new_orleans_says_the_same_with_every_seed() -> None:
    """Eight lists, 185 persons: BCa said 434, 474, 487 or 506 as its lower limit, by the seed, as a headline."""
    found = [estimate(read("new_orleans_8_n185"), replicates=4_000, seed=seed, diagnostics=False) for seed in (0, 1, 2)]
    for one in found:
        assert one.estimated
        assert one.percentile is not None
        assert one.profile is not None
        assert (one.lower, one.upper) == (min(one.percentile[0], one.profile[0]), one.percentile[1])
        told = one.warned("W16")
        assert told is not None
        assert "BCa breaks down here" in told.text
        assert all(f"{floor(low):,} to {ceil(high):,}" in told.text for low, high in (one.percentile, one.profile))
    assert len({one.for_publication().lower for one in found}) == 1
    assert max(one.upper or 0 for one in found) < 1.1 * min(one.upper or 0 for one in found)


def test_where_a_limit_still_moves_with_the_seed_it_is_said() -> None:
    """The lower limit is that of the profile, which no seed moves; the upper one is a percentile, of 4,000 samples
    9,861 to 10,594."""
    found = [estimate(read("new_orleans_8_n185"), replicates=4_000, seed=seed, diagnostics=False) for seed in (0, 1)]
    low, high = sorted(one.upper or 0 for one in found)
    for one in found:
        told = one.warned("W15")
        assert told is not None
        assert dict(told.values)["error"] == max(one.mc_error or ()) > 0.01 * low
    assert high - low < 2 * sum(max(one.mc_error or ()) for one in found)


def test_another_method_whose_bca_breaks_down_is_marked_wherever_it_stands() -> None:
    """BIC on diabetes and New Orleans stood beside the estimate as if its interval were one."""
    found = estimate(read("new_orleans_8_n185"), replicates=2_000, seed=0)
    marked = [one for one in found.checks if one.profile is not None]
    assert [one.method for one in marked] == ["bic"]
    assert Estimate.from_json(found.to_json()).checks == found.checks
    assert "bic (BCa breaks down)" in svg(found)
    assert "W16: BCa breaks down here.\n" in to_csv(json.loads(found.to_json())).decode()
    old = json.loads(found.to_json())
    for one in old["checks"]:
        del one["profile"]
    assert all(one.profile is None for one in Estimate.from_json(json.dumps(old)).checks), "those of 0.1.0 are read"


def test_where_bca_holds_it_stays() -> None:
    found = estimate(read("uk_2013_5"), method="stepwise", replicates=2_000, seed=1, diagnostics=False)
    assert found.warned("W16") is None
    assert found.profile is None
    assert 8_500 < (found.lower or 0) < 9_500


@pytest.mark.parametrize("level", [0.95, 0.8])
def test_profile_limits_of_two_lists_are_those_of_the_closed_form(level: float) -> None:
    """80 on one list, 60 on the other, 20 on both, independent: the likelihood of N is known."""
    table = CaptureTable.from_dict({("A",): 60, ("B",): 40, ("A", "B"): 20})
    low, high = profile(table, "[1,2]", level)

    def likelihood(n: np.ndarray) -> np.ndarray:
        told = gammaln(n + 1) - gammaln(n - 120 + 1)
        for on in (80, 60):
            told = told + on * np.log(on / n) + (n - on) * np.log(1 - on / n)
        return np.asarray(told)

    around = np.linspace(121, 600, 479_001)
    values = likelihood(around)
    inside = around[values >= values.max() - chdtri(1, 1 - level) / 2]
    assert (low, high) == pytest.approx((inside[0], inside[-1]), abs=0.002)


def test_profile_limits_hold_the_estimate_and_widen_with_the_level() -> None:
    table = read("uk_2013_5")
    narrow, wide = profile(table, "[12,13,24,25,35,45]", 0.8), profile(table, "[12,13,24,25,35,45]", 0.95)
    assert wide[0] < narrow[0] < 11_313 < narrow[1] < wide[1]
    assert wide == pytest.approx((9_889, 13_063), abs=1)


def test_a_limit_at_the_end_is_told_from_too_few_replicates() -> None:
    assert at_the_end(0.0001, 0.95)
    assert at_the_end(0.9999, 0.95)
    assert not at_the_end(0.002, 0.95)
    few = estimate(read("uk_2013_5"), method="stepwise", replicates=100, seed=1, diagnostics=False)
    assert (few.warned("W16"), few.warned("W15") is None) == (None, False)


def test_a_limit_between_two_hills_does_not_settle() -> None:
    """Half of the replicates near 1,000 and half near 2,000: the median lies in the gap, however many there are."""
    random = np.random.default_rng(1)
    drawn = np.where(np.arange(20_000) % 2, random.normal(1_000, 5, 20_000), random.normal(2_000, 5, 20_000))
    assert does_not_shrink(np.sort(drawn), np.sort(drawn[:5_000]), 0.5)
    smooth = random.normal(1_000, 300, 20_000)
    assert not does_not_shrink(np.sort(smooth), np.sort(smooth[:5_000]), 0.5)


def test_what_the_engine_before_wrote_is_still_read() -> None:
    found = estimate(read("korea_3"), method="fixed", model="[12,3]", replicates=200, diagnostics=False)
    text = found.to_json().replace('"profile":null,', "").replace(ENGINE_VERSION, "prevalence/1")
    assert "profile" not in text
    old = Estimate.from_json(text)
    assert (old.lower, old.profile, old.engine_version) == (found.lower, None, "prevalence/1")
