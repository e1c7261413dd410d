"""Figures of a linkage run lie in clear with two figures only: no small count, and nothing from which one follows."""

import json
import re
from dataclasses import replace

import pytest

from fanal.engines.prevalence import refusals, warnings
from fanal.engines.prevalence.estimate import estimate
from fanal.engines.prevalence.result import Check, Estimate, two_figures
from fanal.engines.prevalence.table import CaptureTable
from fanal.research.studies import engine, estimate_words, words
from fanal.research.studies.coarse import FEW, SOME, coarse, notice
from fanal.research.studies.desk import view
from tests.rooms.research import studying

pytestmark = pytest.mark.once
UK = CaptureTable.from_csv(studying.UK)
SECRET = engine.Secrecy(b"\7" * 32, missed=0.0417, false=0.0031)
FEW_SHARED = CaptureTable.from_csv("A,B,C,count\n1,0,0,90\n0,1,0,80\n0,0,1,70\n1,1,0,3\n1,0,1,4\n")


def figures(text: str) -> list[float]:
    """Every number of a JSON text but those that were chosen before."""
    kept = {"seed", "replicates", "level", "settings", "observed", "lists", "table_hash"}

    def walk(value: object, key: str = "") -> list[float]:
        if key in kept or isinstance(value, bool):
            return []
        if isinstance(value, dict):
            return [one for name, part in value.items() for one in walk(part, name)]
        if isinstance(value, list):
            return [one for part in value for one in walk(part, key)]
        return [float(value)] if isinstance(value, int | float) else []

    return walk(json.loads(text))


def test_an_estimate_keeps_two_figures_and_its_interval_only_grows() -> None:
    exact = estimate(UK, method="stepwise", replicates=200, seed=1)
    kept = coarse(exact)
    assert isinstance(kept, Estimate)
    assert all(one == two_figures(one) for one in figures(kept.to_json()))
    assert exact.point is not None
    assert kept.point == two_figures(exact.point)
    assert kept.lower <= exact.lower  # type: ignore[operator]
    assert kept.upper >= exact.upper  # type: ignore[operator]
    assert kept.observed == round(exact.observed, -1)
    assert (kept.seed, kept.replicates, kept.level) == (exact.seed, exact.replicates, exact.level)
    assert not kept.draws.size


def test_small_counts_and_lists_without_overlap_are_not_told() -> None:
    exact = estimate(FEW_SHARED, method="stepwise", replicates=0)
    assert "Only 7 children" in exact.reasons[0].text
    text = coarse(exact).to_json()
    assert f"Only {FEW} children" in text
    assert not re.search(r"\b7\b", text)
    told = {one.code: one for one in warnings.of_table(FEW_SHARED)}
    assert told["W3"].text.endswith("7 children are on two or more.")
    assert notice(told["W3"]).text.endswith(f"{FEW} children are on two or more.")
    assert told["W4"].text == "B and C share no child."
    assert notice(told["W4"]).text == f"{SOME} share no child."


def test_ranges_of_methods_are_told_with_two_figures_and_no_range_is_too_short() -> None:
    made = refusals.notice("R7", ranges="stepwise says 8,872 to 14,323; bic says 20,811 to 31,999")
    assert notice(made).text == (
        "The methods contradict each other: stepwise says 8,800 to 15,000; bic says 20,000 to 32,000."
    )
    with pytest.raises(ValueError, match="no ranges"):  # what cannot be read is not kept as it is
        notice(refusals.notice("R7", ranges="stepwise: 8,872 to 14,323; bic says 20,811 to 31,999"))
    broken = {"low": 2_689.2, "high": 30_440.0, "profile_low": 2_590.0, "profile_high": 3_110.5}
    assert "percentiles, 2,600 to 31,000, and" in notice(warnings.notice("W16", **broken)).text
    assert notice(warnings.notice("W5", low=2_590.0, high=3_110.5)).text.endswith("2,500 to 3,200.")


def test_no_interval_of_a_run_is_kept_too_short() -> None:
    found = replace(
        estimate(UK, method="stepwise", replicates=200, seed=1),
        percentile=(2_689.2, 30_440.0), profile=(2_590.0, 3_110.5), range_over_models=(2_590.0, 3_110.5),
    )  # fmt: skip
    kept = coarse(found)
    assert (kept.percentile, kept.profile) == ((2_600, 31_000), (2_500, 3_200))
    assert kept.range_over_models == (2_500, 3_200)


def test_an_interval_is_said_alike_wherever_it_stands_and_never_too_short() -> None:
    """Desk, public page and headline; before, the public page and the warnings rounded other methods inward."""
    found = estimate(UK, method="stepwise", replicates=200, seed=1)
    other = Check("bic", "estimated", None, 2_861.0, 2_689.2, 3_110.5)
    found = replace(found, point=2_861.0, lower=2_689.2, upper=3_110.5, checks=(other,))
    public = estimate_words.published(found, {"name": "Ann", "affiliation": "Nowhere"})
    rows = list(view._methods(found))[:2]
    assert public.others[0][2] == "2,900 (2,600 – 3,200)"
    assert ("Interval (95 %)", "2,600 – 3,200") in public.facts
    assert {tuple(cells[1:]) for cells in rows} == {("2,900", "2,600", "3,200")}
    assert public.lede.startswith("Between 2,600 and 3,200 children, best single figure 2,900")
    assert words.between(found) == {"lower": "2,600", "upper": "3,200", "point": "2,900"}
    made = warnings.notice("W16", low=2_689.2, high=30_440.0, profile_low=2_590.0, profile_high=3_110.5)
    assert "percentiles, 2,600 to 31,000, and" in words.told(made).words
    assert words.limits(7.7, 7.2) == ("7", "8"), "small limits, too"
    ranges = refusals.notice("R7", ranges="stepwise says 8,872 to 14,323; bic says 20,811 to 31,999")
    assert "Step by step: 8,800 – 15,000; The best of all models: 20,000 – 32,000" in words.told(ranges).words


@pytest.mark.parametrize("part", [one for one in engine.SENSITIVITIES if one not in {"pairs", "compare"}])
def test_checks_of_a_run_keep_two_figures_and_no_overlap(part: str) -> None:
    options = engine.options_of({"method": "stepwise", "replicates": 100, "seed": 1})
    made = engine.sensitivity(part, FEW_SHARED, options, SECRET)
    assert made is not None
    assert all(one == two_figures(one) for one in figures(made.text))
    assert '"set_to_zero":[]' in made.text or part != "linkage"
    assert "Only 7" not in made.text
    assert "Only 7" not in made.picture


def test_the_hash_of_a_run_is_keyed() -> None:
    assert engine.commitment(UK, None) == UK.digest
    keyed = engine.commitment(UK, SECRET)
    assert keyed != UK.digest
    assert keyed == engine.commitment(CaptureTable.from_csv(UK.to_csv()), SECRET)
    assert keyed != engine.commitment(UK, engine.Secrecy(b"\6" * 32))
