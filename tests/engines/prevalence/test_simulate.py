"""Tables from known populations, and what wrong linkage does to them (docs/prevalence.md, "Sensitivities")."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from fanal.engines.prevalence import zeta
from fanal.engines.prevalence.fit import fit
from fanal.engines.prevalence.linkage_effect import (
    column,
    repair,
    rounded,
    with_false,
    with_missed,
    without_false,
    without_missed,
    worsen,
)
from fanal.engines.prevalence.result import OptionError
from fanal.engines.prevalence.simulate import independent, simulate, truth
from fanal.engines.prevalence.table import CaptureTable

pytestmark = pytest.mark.once

CORPUS = Path(__file__).parents[3] / "corpus" / "prevalence"
FOUR = (0.12, 0.18, 0.10, 0.15)


def main_effects(table: CaptureTable) -> float:
    return fit(table, "[1,2,3,4]").total


class TestPopulation:
    def test_independent_lists_multiply(self) -> None:
        assert independent((0.2, 0.5)) == pytest.approx([0.4, 0.1, 0.4, 0.1])

    def test_classes_are_mixed_by_their_shares(self) -> None:
        cells = truth(classes=((0.25, (0.2, 0.5)), (0.75, (0.0, 1.0)))).cells
        assert cells == pytest.approx([0.1, 0.025, 0.85, 0.025])

    def test_an_interaction_raises_the_histories_that_have_it_and_the_shares_still_add_up(self) -> None:
        plain, bound = truth(FOUR).cells, truth(FOUR, interactions={("A", "B"): 1.2}).cells
        ratio = bound / plain
        both = [mask for mask in range(16) if mask & 3 == 3]
        assert bound.sum() == pytest.approx(1)
        assert ratio[both] / ratio[0] == pytest.approx([np.exp(1.2)] * 4)

    def test_the_same_seed_is_the_same_table_and_another_is_not(self) -> None:
        assert simulate(500, FOUR, seed=3) == simulate(500, FOUR, seed=3)
        assert simulate(500, FOUR, seed=3) != simulate(500, FOUR, seed=4)

    def test_counts_lie_about_their_expectation(self) -> None:
        expected = truth({"NG": 0.3, "PF": 0.2, "LA": 0.1}).expected(100_000)
        table = simulate(100_000, {"NG": 0.3, "PF": 0.2, "LA": 0.1}, seed=1)
        away = (table.counts[1:] - expected[1:]) / np.sqrt(expected[1:])
        assert table.names == ("NG", "PF", "LA")
        assert np.abs(away).max() < 4

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            ({"lists": (0.1,)}, "2 to 12 lists"),
            ({"lists": (0.1, 1.1)}, "from 0 to 1"),
            ({"lists": ("A", "B")}, "for classes"),
            ({"classes": ((0.5, (0.1, 0.2)), (0.6, (0.1, 0.2)))}, "add up to 1"),
            ({"classes": ((0.5, (0.1, 0.2)), (0.5, (0.1,)))}, "one probability a list"),
            ({"lists": FOUR, "interactions": {("A",): 1.0}}, "two lists or more"),
            ({"lists": FOUR, "missed": 1.0}, "missed"),
        ],
    )
    def test_what_cannot_be_a_population_is_refused(self, arguments: dict[str, object], words: str) -> None:
        with pytest.raises(OptionError, match=words):
            simulate(100, **arguments)  # type: ignore[arg-type]


class TestMissedLinks:
    def test_a_person_on_two_lists_falls_apart_with_probability_m(self) -> None:
        assert column(0b11, 0.1, 2) == pytest.approx([0, 0.1, 0.1, 0.9])

    def test_a_person_on_three_lists_by_hand(self) -> None:
        """Kept together (1−m)²; two of three (2/3)·m(1−m) a pair; one kept alone m²/3; 2m/3 leave each list."""
        m = 0.2
        pair, alone = 2 / 3 * m * (1 - m), m**2 / 3 + 2 / 3 * m
        assert column(0b111, m, 3) == pytest.approx([0, alone, alone, pair, alone, pair, pair, (1 - m) ** 2])

    @given(st.integers(1, 31), st.floats(0, 0.9))
    @settings(max_examples=60)
    def test_no_record_is_lost(self, history: int, missed: float) -> None:
        found = column(history, missed, 5)
        for place in range(5):
            on = found[[mask for mask in range(32) if mask >> place & 1]].sum()
            assert on == pytest.approx(history >> place & 1)

    @given(arrays(np.int64, 16, elements=st.integers(0, 500)), st.floats(0, 0.5))
    @settings(max_examples=60)
    def test_repair_undoes_what_was_worsened(self, counts: np.ndarray, missed: float) -> None:
        counts[0] = 0
        back = without_missed(with_missed(counts, missed), missed)
        assert back == pytest.approx(counts, abs=1e-6)

    def test_drawn_tables_lie_about_the_expectation(self) -> None:
        expected = with_missed(truth(FOUR).expected(200_000) * (np.arange(16) > 0), 0.15)
        drawn = simulate(200_000, FOUR, missed=0.15, seed=5).counts
        # One person of several lists falls into several cells, so cells vary by less than twice a Poisson number.
        assert np.abs((drawn[1:] - expected[1:]) / np.sqrt(2 * expected[1:])).max() < 4

    @pytest.mark.parametrize(("missed", "bias"), [(0.05, 0.06), (0.1, 0.125), (0.2, 0.28)])
    def test_the_estimate_is_too_high_as_measured_and_repair_brings_it_back(self, missed: float, bias: float) -> None:
        tables = [simulate(2000, FOUR, missed=missed, seed=seed) for seed in range(200)]
        wrong = np.mean([main_effects(table) for table in tables]) / 2000 - 1
        right = np.mean([main_effects(repair(table, missed).table) for table in tables]) / 2000 - 1
        assert wrong == pytest.approx(bias, abs=0.025)
        assert abs(right) < 0.03

    def test_a_negative_cell_is_set_to_0_and_told(self) -> None:
        table = CaptureTable.from_masks("AB", {0b01: 1, 0b10: 50, 0b11: 40})
        found = repair(table, 0.2)
        # 40 = 0.8·x, so x = 50, and 10 persons of list A came from them, of whom only one was there.
        assert found.table.counts.tolist() == [0, 0, 40, 50]
        assert found.set_to_zero == (0b01,)
        assert found.short == pytest.approx(9)


class TestFalseLinks:
    def test_by_hand(self) -> None:
        """Single lists 30, 20, 10: pairs weigh 600, 300, 200 of 1,100; eleven links are 6, 3 and 2."""
        counts = [0, 30, 20, 0, 10, 0, 0, 4]
        changed, short = with_false(counts, 11)
        assert changed == pytest.approx([0, 21, 12, 6, 5, 3, 2, 4])
        assert short == 0
        assert without_false(changed, 11)[0] == pytest.approx(counts)

    def test_links_for_which_nobody_is_there_are_told(self) -> None:
        counts, left = with_false([0, 3, 5, 0], 4)
        assert (counts.tolist(), left) == ([0, 0, 2, 3], 1)
        counts, left = without_false([0, 3, 5, 2], 6)
        assert (counts.tolist(), left) == ([0, 5, 7, 0], 4)

    @pytest.mark.parametrize(("false", "bias"), [(0.01, -0.04), (0.02, -0.09), (0.05, -0.19)])
    def test_the_estimate_is_too_low_as_measured(self, false: float, bias: float) -> None:
        tables = [simulate(2000, FOUR, false=false, seed=seed) for seed in range(200)]
        assert np.mean([main_effects(table) for table in tables]) / 2000 - 1 == pytest.approx(bias, abs=0.02)
        right = np.mean([main_effects(repair(table, 0.0, false).table) for table in tables]) / 2000 - 1
        assert abs(right) < 0.03


def test_nothing_changes_at_rate_0() -> None:
    table = CaptureTable.from_csv(CORPUS / "uk_2013_6.csv")
    assert worsen(table).table == repair(table).table == table


@given(arrays(np.float64, 8, elements=st.floats(0, 50)))
@settings(max_examples=50)
def test_rounding_keeps_the_sum_and_moves_no_cell_by_a_person(counts: np.ndarray) -> None:
    whole = rounded(counts)
    assert whole.sum() == round(float(counts.sum())) or abs(whole.sum() - counts.sum()) <= 0.5 + 1e-9
    assert np.abs(whole - counts).max() <= 1
    assert zeta.superset_sums(whole)[0] == whole.sum()


@pytest.mark.parametrize("rates", [(-0.1, 0.0), (1.0, 0.0), (0.0, 1.0)])
def test_a_rate_that_is_no_share_is_refused(rates: tuple[float, float]) -> None:
    with pytest.raises(OptionError):
        repair(CaptureTable.from_csv(CORPUS / "korea_3.csv"), *rates)
