"""Results: what is refused and why, what is warned of, and the shape that never gives one number alone."""

import json
from dataclasses import replace
from math import inf, nan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.prevalence.tables import capture_tables, table

from fanal.engines.prevalence.estimate import estimate
from fanal.engines.prevalence.methods import part, point
from fanal.engines.prevalence.models import ModelError
from fanal.engines.prevalence.result import ASSUMPTIONS, Estimate, OptionError, Options, canonical_json, two_figures
from fanal.engines.prevalence.table import CaptureTable

pytestmark = pytest.mark.once

FEW = {"replicates": 400, "diagnostics": False}


def lists(**counts: int) -> CaptureTable:
    """A table of lists A, B, … by history: AB=3."""
    names = sorted(set("".join(counts)))
    return CaptureTable.from_dict({tuple(key): count for key, count in counts.items()}, names)


@pytest.mark.parametrize(
    ("given_table", "code", "words"),
    [
        (lists(A=30, B=20, AB=10), "R1", "2 lists"),
        (lists(A=30, B=20, C=40), "R2", "No child is on two lists"),
        (table("artificial_3"), "R3", "Only 6 children"),
        (lists(AB=30, ABC=20, C=40), "R10", "The lists A and B are the same"),
        (lists(A=30, AB=20, AC=40, ABC=3), "R10", "The list A holds everybody"),
    ],
)
def test_tables_that_carry_no_estimate(given_table: CaptureTable, code: str, words: str) -> None:
    found = estimate(given_table, **FEW)
    reason = found.warned(code)
    assert reason is not None
    assert words in reason.text
    assert reason.advice
    assert (found.status, found.point, found.lower, found.upper, found.hidden) == ("not_estimable", *[None] * 4)
    assert found.observed == given_table.n


def test_a_thin_table_can_be_computed_but_never_signed() -> None:
    found = estimate(table("artificial_3"), method="stepwise", allow_thin=True, **FEW)
    assert not found.signable
    assert found.warned("R3") is None
    assert estimate(table("korea_3"), **FEW).signable


def test_lists_of_different_years_are_not_one_population() -> None:
    text = table("korea_3").to_csv()
    head = "# period b: 2020-01-01/2020-12-31\n# period {}: 2021-01-01/2021-12-31\n"
    found = estimate(CaptureTable.from_csv(head.format("c") + text), **FEW)
    assert [reason.code for reason in found.reasons] == ["R9"]
    meeting = head.replace("2021-01-01", "2020-12-31").format("c") + text
    assert estimate(CaptureTable.from_csv(meeting), **FEW).estimated


def test_an_asked_model_without_an_estimate_is_refused() -> None:
    found = estimate(table("korea_3"), method="fixed", model="[12,13]", **FEW)
    assert [reason.code for reason in found.reasons] == ["R4"]
    assert "[12,13] has no finite estimate" in found.reasons[0].text


def test_no_model_at_all() -> None:
    """All are on A: nothing tells how many are not. (Whole tables of this kind are refused before, by R10.)"""
    everybody = lists(A=30, AB=20, AC=40, ABC=3)
    for method in ("stepwise", "bic", "average"):
        found = part(everybody, Options(method=method, replicates=400))
        assert [reason.code for reason in found.reasons] == ["R5"]
    assert np.isnan(point(everybody, Options(method="stepwise")))


def test_an_unknown_upper_limit_is_no_estimate() -> None:
    """Two children hold the lists together: one sample in seven (e⁻²) has neither, and its estimate is infinite."""
    thin = lists(A=100, B=100, C=90, AB=1, BC=1)
    found = estimate(thin, method="stepwise", allow_thin=True, **FEW)
    assert [reason.code for reason in found.reasons] == ["R6"]
    assert found.infinite == pytest.approx(np.exp(-2), abs=4 * np.sqrt(0.135 * 0.865 / 400))
    assert found.point is None


def test_fixed_models_are_computed_by_hand() -> None:
    """Korea, [12,23]: 123 + 5·41/6, between limits, with the chance that 6 on b and d had been others."""
    found = estimate(table("korea_3"), method="fixed", model="[23,12]", **FEW)
    assert found.point == pytest.approx(123 + 5 * 41 / 6)
    assert found.hidden == pytest.approx(5 * 41 / 6)
    assert found.lower is not None
    assert found.upper is not None
    assert 123 <= found.lower < 157 < found.upper
    assert (found.model, found.agreement, found.scheme, found.replicates) == ("[12,23]", None, "total", 400)
    assert found.range_over_models == (pytest.approx(157.1667, abs=1e-3), pytest.approx(268.7778, abs=1e-3))


def test_the_average_lies_between_the_models() -> None:
    """Korea: 6 models, weights by BIC, from the ranking by hand."""
    found = estimate(table("korea_3"), method="average", **FEW)
    assert found.point is not None
    assert 157.1667 < found.point < 268.7778
    assert found.model is None
    assert found.models_close[0].model == "[12,23]"


def test_auto_is_bic_up_to_five_lists_and_stepwise_above_with_checks() -> None:
    small = estimate(table("western_us_5"), replicates=400)
    assert (small.method, [check.method for check in small.checks]) == ("bic", ["stepwise", "threshold"])
    large = estimate(table("new_orleans_8_n185"), replicates=200)
    assert (large.method, [check.method for check in large.checks]) == ("stepwise", ["bic", "threshold"])


@pytest.mark.parametrize(
    ("given_table", "code", "words"),
    [
        (table("korea_3"), "W1", "Three lists"),
        (lists(A=20, B=20, C=20, AB=6, BC=7, AC=4), "W2", "Only 77 children"),
        (table("new_orleans_8_n185"), "W3", "13 children"),
        (table("uk_2013_5"), "W4", "LA and GP share no child"),
        (table("kosovo_4"), "W5", "10,356 to 18,394"),
        (table("kosovo_4"), "W6", "unstable"),
        (table("netherlands_5"), "W13", "nine in ten"),
    ],
)
def test_warnings(given_table: CaptureTable, code: str, words: str) -> None:
    found = estimate(given_table, **FEW).warned(code)
    assert found is not None
    assert words in found.text
    assert found.advice
    assert "{" not in found.text + found.advice


def test_strong_heterogeneity_is_never_without_a_warning() -> None:
    """Allegheny: four lists that all depend on each other (trap 7 of the data)."""
    found = estimate(table("allegheny_4"), method="bic", replicates=400)
    assert found.warned("W8")


def test_a_clean_dense_table_has_no_warning_of_the_overlaps() -> None:
    rng = np.random.default_rng(3)
    seen = rng.random((20_000, 4)) < [0.3, 0.4, 0.35, 0.3]
    counts = np.bincount((seen << np.arange(4)).sum(axis=1), minlength=16)
    counts[0] = 0
    found = estimate(CaptureTable.from_masks("ABCD", counts), method="stepwise", **FEW)
    codes = {notice.code for notice in found.warnings}
    assert not codes & {"W1", "W2", "W3", "W4", "W7", "W13", "W14"}
    assert found.lower is not None
    assert found.upper is not None
    assert found.lower < 20_000 < found.upper


def test_a_wrong_fixed_model_does_not_pass_unseen() -> None:
    """Kosovo without any pair: 7,395, where all that fits says 10,357 and more."""
    found = estimate(table("kosovo_4"), method="fixed", model="[1,2,3,4]", **FEW)
    assert found.warned("W14")
    assert found.warned("W5")


def test_two_lists_that_never_share_and_a_list_that_shares_with_nobody() -> None:
    """D shares nobody: no model can say how many D misses; stepwise and BIC still answer or refuse, none crashes."""
    alone = lists(A=100, B=80, C=60, D=50, AB=20, BC=15, AC=12, ABC=3)
    for method in ("stepwise", "bic", "average"):
        found = estimate(alone, method=method, **FEW)
        assert found.estimated or found.reasons
        assert found.warned("W4")


@pytest.mark.parametrize(
    "options",
    [
        {"method": "magic"}, {"scheme": "half"}, {"method": "fixed"}, {"model": "[12]"}, {"level": 1.0}, {"level": 95},
        {"replicates": 10}, {"seed": -1}, {"threshold": 2}, {"order": 0}, {"top": 0}, {"delta": 1.0},
    ],
)  # fmt: skip
def test_options_that_cannot_be_used(options: dict[str, object]) -> None:
    with pytest.raises(OptionError):
        estimate(table("korea_3"), **options)


def test_a_model_that_cannot_be_read() -> None:
    with pytest.raises(ModelError, match="names list 9"):
        estimate(table("korea_3"), method="fixed", model="[19]")
    with pytest.raises(ModelError, match="search downhill"):
        estimate(table("uk_2013_6"), method="bic", order=3, replicates=400)


def test_the_same_input_gives_the_same_bytes() -> None:
    first = estimate(table("korea_3"), seed=4, threads=1, **FEW).to_json()
    assert estimate(table("korea_3"), seed=4, threads=3, **FEW).to_json() == first
    assert estimate(table("korea_3"), seed=5, threads=1, **FEW).to_json() != first


@pytest.mark.parametrize("name", ["korea_3", "artificial_3", "western_us_5"])
def test_json_round_trip(name: str) -> None:
    found = estimate(table(name), **FEW)
    assert Estimate.from_json(found.to_json()) == found
    document = json.loads(found.to_json())
    assert document["assumptions"] == list(ASSUMPTIONS)
    assert document["publishable"] is False
    assert list(document) == sorted(document)


def test_json_has_no_number_that_is_not_finite() -> None:
    text = canonical_json({"a": [1.0, nan, inf], "b": {"c": -inf, "d": 0.1}})
    assert json.loads(text) == {
        "a": [1.0, None, None],
        "b": {"c": None, "d": 0.1},
        "not_finite": {"/a/1": "not a number", "/a/2": "infinite", "/b/c": "minus infinite"},
    }


def test_for_publication_rounds_to_two_figures_and_limits_outward() -> None:
    found = estimate(table("spina_bifida_ny_3"), method="fixed", model="[23,1]", **FEW)
    exact = replace(found, lower=701.0, upper=753.9, percentile=(699.2, 1203.0))
    shown = exact.for_publication()
    assert (shown.point, shown.hidden, shown.lower, shown.upper) == (720, 100, 700, 760)
    assert shown.percentile == (690, 1300)
    assert shown.observed == 621
    assert not shown.publishable
    assert [two_figures(value) for value in (0.0, 9.96, 11_313, None)] == [0.0, 10.0, 11_000, None]


def test_a_point_for_curves() -> None:
    options = Options(method="stepwise")
    assert point(table("uk_2013_5"), options) == pytest.approx(11312.99029, rel=1e-6)
    assert point(lists(A=30, B=20, C=40), options) == inf
    assert part(table("uk_2013_5"), replace(options, replicates=400)).point == pytest.approx(11312.99029, rel=1e-6)


@settings(max_examples=15, deadline=None)
@given(capture_tables(3, 4), st.sampled_from(["stepwise", "bic", "average"]))
def test_any_table_is_estimated_or_refused(given_table: CaptureTable, method: str) -> None:
    """Never a point without limits around what was counted, never a crash; and the result survives JSON."""
    found = estimate(given_table, method=method, allow_thin=True, replicates=200, diagnostics=False)
    if found.estimated:
        assert found.point is not None
        assert found.lower is not None
        assert found.upper is not None
        assert given_table.n <= found.lower <= found.upper < inf
        assert found.point >= given_table.n
    else:
        assert found.reasons
        assert (found.point, found.lower, found.upper) == (None, None, None)
    assert Estimate.from_json(found.to_json()) == found
