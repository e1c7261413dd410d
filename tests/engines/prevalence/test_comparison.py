"""Several methods side by side, and the refusal where they contradict each other (R7)."""

from pathlib import Path

import pytest

from fanal.engines.prevalence.comparison import MethodRow, compare, contradictions
from fanal.engines.prevalence.result import OptionError
from fanal.engines.prevalence.table import CaptureTable

pytestmark = pytest.mark.once

CORPUS = Path(__file__).parents[3] / "corpus" / "prevalence"
QUICK = ("stepwise", "bic", "threshold", "graphs")


def read(name: str) -> CaptureTable:
    return CaptureTable.from_csv(CORPUS / f"{name}.csv")


def row(method: str, lower: float | None, upper: float | None) -> MethodRow:
    return MethodRow(method, "estimated", None, lower, upper, None, (), (), ())


def test_where_any_two_intervals_meet_there_is_no_contradiction() -> None:
    assert contradictions((row("a", 100, 200), row("b", 300, 400), row("c", 350, 500))) == ()
    assert contradictions((row("a", 100, 200), row("b", 200, 400))) == ()
    assert contradictions((row("a", 100, 200), row("b", None, None))) == ()


def test_where_none_meet_the_ranges_are_shown_and_no_point() -> None:
    (found,) = contradictions((row("stepwise", 100, 200), row("bic", 300, 400), row("graphs", 1_500, 2_000)))
    assert found.code == "R7"
    assert "stepwise says 100 to 200; bic says 300 to 400; graphs says 1,500 to 2,000" in found.text


def test_two_methods_that_contradict_each_other_make_a_table_not_estimable() -> None:
    """Netherlands-5: stepwise 121,522 in a narrow interval of its own at 50 %, thresholding 49,438."""
    found = compare(read("netherlands_5"), ("stepwise", "threshold"), replicates=1_000, level=0.5, seed=1)
    assert found.status == "not_estimable"
    assert [reason.code for reason in found.reasons] == ["R7"]
    assert len([row for row in found.rows if row.point is not None]) == 2
    assert found.range is not None


def test_all_methods_on_one_table() -> None:
    """Korea, published.csv: stepwise 268.8, BIC 157.2, graphs 163."""
    found = compare(read("korea_3"), QUICK, replicates=500, seed=1)
    points = {row.method: row.point for row in found.rows}
    assert found.status == "estimated"
    assert points["stepwise"] == pytest.approx(268.77778, rel=1e-6)
    assert points["bic"] == pytest.approx(157.16667, rel=1e-6)
    assert points["graphs"] == pytest.approx(163, abs=1)
    limits = [(row.lower, row.upper) for row in found.rows if row.lower is not None and row.upper is not None]
    assert found.range == (min(low for low, _ in limits), max(high for _, high in limits))
    assert not hasattr(found, "point")


def test_a_method_that_gives_nothing_says_why_and_the_others_stand() -> None:
    found = compare(read("uk_2013_6"), ("stepwise", "graphs"), replicates=300)
    graphs = found.rows[1]
    assert (graphs.status, graphs.point) == ("not_estimable", None)
    assert "3 to 5 lists" in graphs.reasons[0].text
    assert found.status == "estimated"


@pytest.mark.parametrize(
    ("counts", "code"),
    [
        ({1: 30, 2: 40, 4: 20}, "R2"),
        ({1: 30, 2: 40, 4: 20, 3: 4}, "R3"),
        ({1: 30, 3: 40, 5: 20, 7: 9}, "R10"),
    ],
)
def test_a_table_that_is_refused_is_asked_of_no_method(counts: dict[int, int], code: str) -> None:
    found = compare(CaptureTable.from_masks("ABC", counts), QUICK)
    assert found.status == "not_estimable"
    assert code in [reason.code for reason in found.reasons]
    assert found.rows == ()
    assert found.range is None


def test_options_are_checked() -> None:
    with pytest.raises(OptionError):
        compare(read("korea_3"), ("stepwise",), level=1.5)
