"""Fits and verdicts: by hand, from papers, and against a linear program that knows none of our shortcuts."""

from math import exp, log, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog, minimize
from scipy.stats import norm
from tests.engines.prevalence.tables import capture_tables, table

from fanal.engines.prevalence import kernels
from fanal.engines.prevalence.fit import NotEstimable, fit
from fanal.engines.prevalence.models import Model, every_model
from fanal.engines.prevalence.table import CaptureTable
from fanal.engines.prevalence.verdict import check_model, verdict

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("name", "model", "total"),
    [
        # All pairs of three lists: n_∅ = n₁n₂n₃n₁₂₃ / (n₁₂n₁₃n₂₃).
        ("hepatitis_a_taiwan_3", "[12,13,23]", 271 + 69 * 55 * 63 * 28 / (21 * 17 * 18)),
        # [12,23]: n_∅ = n₁n₃/n₁₃.
        ("korea_3", "[12,23]", 123 + 5 * 41 / 6),
        # [23,1]: (on 2 or 3 without 1) · (only 1) / (on both).
        ("spina_bifida_ny_3", "[23,1]", 621 + (49 + 60 + 4 - 1) * 244 / 265),
    ],
)
def test_closed_forms(name: str, model: str, total: float) -> None:
    assert fit(table(name), model).total == pytest.approx(total, rel=1e-12)


def test_two_independent_lists_are_lincoln_petersen() -> None:
    """40 and 30 on the lists, 10 on both: 40 · 30 / 10, and the variance of the log dark figure by hand."""
    two = CaptureTable.from_dict({("A",): 30, ("B",): 20, ("A", "B"): 10})
    made = fit(two, "[1,2]")
    assert made.total == pytest.approx(120, rel=1e-12)
    assert made.se_log_hidden == pytest.approx(sqrt(1 / 30 + 1 / 20 + 1 / 10), rel=1e-9)
    assert made.wald()[1] == pytest.approx(60 + 60 * exp(norm.ppf(0.975) * made.se_log_hidden), rel=1e-9)
    assert made.df == 0
    assert made.deviance == pytest.approx(0, abs=1e-9)


def test_likelihood_and_criteria_by_a_general_optimiser() -> None:
    """Kosovo, [12,13,14,23,34]: log L by maximising Poisson densities directly."""
    kosovo, model = table("kosovo_4"), Model.parse("[12,13,14,23,34]", 4)
    cells = np.arange(1, 16)
    design = np.array([[(cell & term) == term for term in model.terms] for cell in cells], dtype=float)
    counts = kosovo.counts[1:].astype(float)

    def loss(alpha: np.ndarray) -> float:
        return float(np.exp(design @ alpha).sum() - counts @ (design @ alpha))

    found = minimize(loss, np.r_[8.0, -np.ones(len(model.terms) - 1)], method="BFGS", options={"gtol": 1e-8})
    constant = sum(sum(log(i) for i in range(2, int(count) + 1)) for count in counts)
    made = fit(kosovo, model)
    assert made.loglik == pytest.approx(-found.fun - constant, rel=1e-9)
    assert made.bic == pytest.approx(225.211246, abs=1e-6)
    assert made.aic == pytest.approx(2 * 10 - 2 * made.loglik)
    assert made.df == 15 - 10
    assert [made.coefficients[term] for term in model.terms] == pytest.approx(found.x, abs=1e-4)


# Chan, Silverman, Vincent 2021, table 3, by hand there.
ARTIFICIAL = {
    "[12,3]": 1, "[12,13]": 1, "[12,23]": 1, "[12,13,23]": 2, "[1,2,3]": 0, "[13,2]": 0, "[1,23]": 0, "[13,23]": 0,
}  # fmt: skip


@pytest.mark.parametrize(("model", "code"), ARTIFICIAL.items())
def test_verdicts_of_the_paper(model: str, code: int) -> None:
    assert check_model(table("artificial_3"), model).code == code


def test_verdicts_of_whole_families() -> None:
    def others(name: str, order: int) -> dict[str, int]:
        found = {m.notation: check_model(table(name), m).code for m in every_model(table(name).k, order)}
        return {notation: code for notation, code in found.items() if code}

    assert others("hiv_rome_4", 3) == {"[123,124,234]": 1, "[123,124,134,234]": 2}
    assert others("korea_3", 2) == {"[12,13]": 1, "[12,13,23]": 1}


def test_a_verdict_says_which_lists_share_nobody() -> None:
    found = check_model(table("artificial_3"), "[12,13,23]")
    assert found.at_minus_infinity == (0b101, 0b110)
    assert "Nobody is on A and C, B and C." in found.reason
    with pytest.raises(NotEstimable, match="not identifiable"):
        fit(table("artificial_3"), "[12,13,23]")


def test_terms_at_minus_infinity_count_as_parameters() -> None:
    made = fit(table("artificial_3"), "[13,2]")
    assert made.coefficients[0b101] == -np.inf
    assert (made.p, made.fitted[0b101], made.fitted[0b111]) == (5, 0, 0)


def test_a_list_without_anybody() -> None:
    """It happens in repeated samples: the list goes to −∞ with all that contains it, the others are as without it."""
    korea = table("korea_3")
    masks = {mask: int(count) for mask, count in enumerate(korea.counts) if count}
    wider = CaptureTable.from_masks(["b", "c", "d", "e"], masks)
    assert fit(wider, "[12,23,34]").total == pytest.approx(fit(korea, "[12,23]").total, rel=1e-12)
    assert check_model(wider, "[12,23,34]").at_minus_infinity == (0b1000, 0b1100)


def oracle(counts: np.ndarray, model: Model) -> int:
    """Existence by max s, A x = A n, x ≥ s (Fienberg, Rinaldo 2012); identifiability by the rank of the design."""
    cells = list(range(1, counts.size))
    reach = {term: sum(counts[cell] for cell in cells if cell & term == term) for term in model.terms}
    lost = [term for term in model.terms if not reach[term]]
    cells = [cell for cell in cells if not any(cell & term == term for term in lost)]
    terms = [term for term in model.terms if reach[term]]
    design = np.array([[float(cell & term == term) for term in terms] for cell in cells])
    margins = design.T @ counts[cells]
    wide = len(cells)
    found = linprog(
        np.r_[np.zeros(wide), -1.0],
        A_eq=np.c_[design.T, np.zeros(len(terms))], b_eq=margins,
        A_ub=np.c_[-np.eye(wide), np.ones(wide)], b_ub=np.zeros(wide),
        bounds=[(None, None)] * wide + [(None, None)], method="highs",
    )  # fmt: skip
    exists = found.status == 0 and -found.fun > 1e-6
    return int(not exists) + 2 * int(np.linalg.matrix_rank(design) < len(terms))


def compiled_verdict(counts: np.ndarray, model: Model) -> int:
    work = kernels.workspace(model.lists, len(model.terms))
    kernels.persons(counts, model.lists, work)
    return kernels.verdict(counts, kernels.reduced(model.flags(), model.lists, work), model.lists, work)


@settings(max_examples=150, deadline=None)
@given(capture_tables(), st.integers(0, 2**32 - 1))
def test_quick_verdicts_are_those_of_the_linear_program(given_table: CaptureTable, seed: int) -> None:
    """On random tables with many zeros, for random models; both the plain and the compiled form."""
    models = every_model(given_table.k, min(given_table.k - 1, 3))
    model = models[np.random.default_rng(seed).integers(len(models))]
    expected = oracle(given_table.counts, model)
    assert verdict(given_table.counts > 0, model) == expected
    assert compiled_verdict(given_table.counts.copy(), model) == expected


def test_all_codes_occur_in_a_sparse_table_and_agree_with_the_program() -> None:
    """Western US, every eleventh of 6,893 models: 0, 1 and 3 occur (R: 3,375 of all can be estimated)."""
    western = table("western_us_5")
    models = every_model(5, 4)[::11]
    found = [verdict(western.counts > 0, model) for model in models]
    assert found == [compiled_verdict(western.counts.copy(), model) for model in models]
    assert set(found) == {0, 1, 3}
    checked = range(0, len(models), 7)
    assert [found[i] for i in checked] == [oracle(western.counts, models[i]) for i in checked]


@settings(max_examples=60, deadline=None)
@given(capture_tables(), st.integers(0, 2**32 - 1))
def test_fitted_margins_are_those_of_the_table(given_table: CaptureTable, seed: int) -> None:
    models = every_model(given_table.k, 2)
    model = models[np.random.default_rng(seed).integers(len(models))]
    try:
        made = fit(given_table, model)
    except NotEstimable:
        return
    seen = np.r_[0.0, made.fitted[1:]]
    for term in model.terms:
        expected = sum(seen[mask] for mask in range(seen.size) if mask & term == term)
        assert expected == pytest.approx(given_table.margins[term], abs=1e-9 * given_table.n)
    assert made.total >= given_table.n


@settings(max_examples=40, deadline=None)
@given(capture_tables(), st.integers(0, 2**32 - 1))
def test_ten_times_the_counts_are_ten_times_the_unseen(given_table: CaptureTable, seed: int) -> None:
    models = every_model(given_table.k, 2)
    model = models[np.random.default_rng(seed).integers(len(models))]
    if verdict(given_table.counts > 0, model):
        return
    larger = given_table.with_counts(given_table.counts * 10)
    assert fit(larger, model).n_hidden == pytest.approx(10 * fit(given_table, model).n_hidden, rel=1e-6)


@settings(max_examples=40, deadline=None)
@given(capture_tables(), st.integers(0, 2**32 - 1))
def test_a_larger_model_fits_no_worse(given_table: CaptureTable, seed: int) -> None:
    models = every_model(given_table.k, 2)
    small = models[np.random.default_rng(seed).integers(len(models))]
    for larger in small.neighbours(2):
        if len(larger.terms) > len(small.terms):
            try:
                assert fit(given_table, larger).deviance <= fit(given_table, small).deviance + 1e-7
            except NotEstimable:
                continue


@settings(max_examples=40, deadline=None)
@given(capture_tables(), st.randoms(use_true_random=False), st.integers(0, 2**32 - 1))
def test_the_order_of_lists_changes_nothing(given_table: CaptureTable, shuffle: object, seed: int) -> None:
    models = every_model(given_table.k, 2)
    model = models[np.random.default_rng(seed).integers(len(models))]
    places = list(range(given_table.k))
    shuffle.shuffle(places)  # type: ignore[attr-defined]
    other = given_table.arranged([given_table.names[place] for place in places])
    moved = Model.of(
        given_table.k,
        [sum(1 << places.index(bit) for bit in range(given_table.k) if t >> bit & 1) for t in model.terms],
    )
    assert verdict(other.counts > 0, moved) == verdict(given_table.counts > 0, model)
    if not verdict(given_table.counts > 0, model):
        assert fit(other, moved).total == pytest.approx(fit(given_table, model).total, rel=1e-8)


@settings(max_examples=40, deadline=None)
@given(capture_tables(3, 5))
def test_all_but_two_lists_merged_are_lincoln_petersen(given_table: CaptureTable) -> None:
    merged = given_table
    while merged.k > 2:
        merged = merged.merge(merged.names[1], merged.names[2])
    first, second, both = (int(merged.margins[mask]) for mask in (1, 2, 3))
    if both:
        assert fit(merged, "[1,2]").total == pytest.approx(first * second / both, rel=1e-9)
    else:
        assert check_model(merged, "[1,2]").code == 1


def test_twelve_lists() -> None:
    """The most that the engine takes. Independent lists give back the population, within the Wald limits of 99.9 %."""
    rng = np.random.default_rng(5)
    seen = rng.random((5000, 12)) < 0.15
    masks = (seen << np.arange(12)).sum(axis=1)
    counts = np.bincount(masks, minlength=4096)
    counts[0] = 0
    made = fit(CaptureTable.from_masks([f"L{i}" for i in range(12)], counts), "[]")
    low, high = made.wald(0.999)
    assert low < 5000 < high
