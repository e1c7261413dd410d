"""Tables that carry nothing, or nearly nothing: every sensitivity gives rows or a reason, and none crashes."""

from datetime import date
from typing import Any

import numpy as np
import pytest

from fanal.engines.prevalence.about import About
from fanal.engines.prevalence.comparison import compare
from fanal.engines.prevalence.estimate import estimate
from fanal.engines.prevalence.faults import TableError
from fanal.engines.prevalence.pictures import picture, rows
from fanal.engines.prevalence.sensitivity import heterogeneity_sensitivity, linkage_sensitivity
from fanal.engines.prevalence.stability import choices, internal_consistency, leave_one_list_out, pair_table
from fanal.engines.prevalence.svg import svg
from fanal.engines.prevalence.table import CaptureTable

pytestmark = pytest.mark.once

YEARS = About(periods=(("A", (date(2020, 1, 1), date(2020, 12, 31))), ("B", (date(2022, 1, 1), date(2022, 12, 31)))))
TABLES = {
    "no overlap": CaptureTable.from_masks("ABCD", {1: 20, 2: 30, 4: 10, 8: 15}),
    "a list that nobody shares": CaptureTable.from_masks("ABCD", {1: 60, 2: 50, 4: 40, 8: 30, 3: 12, 5: 9, 6: 8, 7: 3}),
    "an empty list": CaptureTable.from_masks("ABCD", {1: 60, 2: 50, 4: 40, 3: 12, 5: 9, 6: 8, 7: 3}),
    "two copies of a list": CaptureTable.from_masks("ABCD", {3: 60, 4: 40, 8: 30, 7: 12, 11: 9, 15: 3, 12: 4}),
    "thirty persons": CaptureTable.from_masks("ABCD", {1: 9, 2: 7, 4: 5, 8: 5, 3: 2, 5: 1, 10: 1}),
    "a list that holds everybody": CaptureTable.from_masks("ABCD", {1: 60, 3: 20, 5: 12, 9: 8, 7: 4, 15: 1}),
    "lists of different years": CaptureTable.from_masks("ABCD", {1: 60, 2: 50, 4: 40, 8: 9, 3: 12, 5: 9, 14: 3}, YEARS),
    "two lists": CaptureTable.from_masks("AB", {1: 60, 2: 50, 3: 14}),
    "one person": CaptureTable.from_masks("ABC", {7: 1}),
    "nobody": CaptureTable.from_masks("ABC", {}),
}


@pytest.mark.parametrize("method", ["stepwise", "bic", "threshold", "graphs"])
@pytest.mark.parametrize("name", TABLES)
def test_none_crashes_and_each_row_has_a_figure_or_a_reason(name: str, method: str) -> None:
    table = TABLES[name]
    options: dict[str, Any] = {"method": method, "replicates": 100}
    found: list[Any] = [
        leave_one_list_out(table, **options),
        internal_consistency(table, **options),
        linkage_sensitivity(table, missed=(0.0, 0.1), false=(0.0, 0.02), **options),
        choices(table, limits=False, **options),
    ]
    for result in found:
        for row in result.rows:
            assert (row.said.point is None) == bool(row.said.reason)
        picture(result), rows(result), svg(result)
    groups = heterogeneity_sensitivity(table, **options)
    assert groups.surface is not None or groups.reason
    svg(groups)


@pytest.mark.parametrize("name", TABLES)
def test_compare_refuses_or_asks(name: str) -> None:
    table = TABLES[name]
    found = compare(table, ("stepwise", "bic", "threshold", "graphs"), replicates=100)
    assert found.status in {"estimated", "not_estimable"}
    assert (found.status == "not_estimable") == bool(found.reasons)
    svg(found)
    svg(table)
    pair_table(table)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("no overlap", "R2"), ("two copies of a list", "R10"), ("thirty persons", "R3"),
        ("a list that holds everybody", "R10"), ("lists of different years", "R9"), ("two lists", "R1"),
        ("one person", "R10"), ("nobody", "R2"),
    ],
)  # fmt: skip
def test_the_reason_is_the_right_one(name: str, code: str) -> None:
    assert code in [reason.code for reason in compare(TABLES[name], ("stepwise",), replicates=100).reasons]


@pytest.mark.parametrize("count", [10**10 + 1, 2**63 - 1, 2**63, 10**30])
def test_astronomically_large_counts_are_refused_with_their_row(count: int) -> None:
    with pytest.raises(TableError, match=r"row 3, column 'count': more than 10,000,000,000 persons"):
        CaptureTable.from_csv(f"A,B,C,count\n1,0,0,4\n0,1,0,{count}\n1,1,0,20\n")


def test_large_counts_together_are_refused_too() -> None:
    """Their sum does not wrap round: 3 * 2**62 is negative in 64 bits."""
    with pytest.raises(TableError, match="more than"):
        CaptureTable(("A", "B"), np.array([0, 2**62, 2**62, 2**62]))


@pytest.mark.parametrize("method", ["bic", "stepwise", "graphs"])
@pytest.mark.parametrize("count", [10**7, 10**8, 10**9])
def test_tables_of_very_many_persons_give_a_result(count: int, method: str) -> None:
    """Of lists that hardly overlap: the estimate is beyond 64 bits, or no graph but the complete one has any weight."""
    rows = [f"1,0,0,{count}", f"0,1,0,{count}", f"0,0,1,{count}", "1,1,0,20", "1,0,1,25", "0,1,1,22", "1,1,1,3"]
    table = CaptureTable.from_csv("\n".join(["A,B,C,count", *rows, ""]))
    found = estimate(table, method=method, replicates=100)
    assert found.status in {"estimated", "not_estimable"}
    assert not found.estimated or (found.point is not None and found.point >= table.n)
