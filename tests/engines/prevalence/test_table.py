"""Capture tables: every way in, every way in which one is refused, and what can be made of one."""

from datetime import date

import numpy as np
import pytest
from tests.engines.prevalence.tables import FOLDER, table

from fanal.engines.prevalence.about import About
from fanal.engines.prevalence.faults import TableError
from fanal.engines.prevalence.table import CaptureTable

pytestmark = pytest.mark.once

SMALL = "A,B,C,count\n1,0,0,40\n0,1,0,30\n0,0,1,20\n1,1,0,6\n"

# The list totals that the description of the data gives.
TOTALS = {
    "uk_2013_6": [94, 567, 1102, 807, 336, 102],
    "uk_2013_5": [94, 567, 1169, 807, 336],
    "netherlands_6": [398, 1348, 536, 4812, 742, 848],
    "netherlands_5": [929, 1348, 4812, 742, 848],
    "new_orleans_8_n185": [31, 6, 75, 39, 12, 7, 8, 22],
    "new_orleans_5_n185": [31, 32, 75, 39, 22],
    "western_us_5": [64, 98, 126, 52, 30],
    "australia_4": [50, 77, 260, 120],
    "korea_3": [77, 71, 59],
    "kosovo_4": [1910, 1528, 1786, 685],
    "hiv_rome_4": [466, 630, 693, 236],
    "allegheny_4": [997, 873, 506, 542],
    "diabetes_italy_4": [1754, 452, 1135, 173],
    "hepatitis_a_taiwan_3": [135, 122, 126],
    "congenital_massachusetts_5": [183, 215, 36, 263, 252],
    "spina_bifida_ny_3": [509, 206, 187],
    "scotland_pwid_4": [901, 953, 3504, 827],
}


@pytest.mark.parametrize("name", TOTALS)
def test_the_list_totals_of_the_corpus(name: str) -> None:
    assert [total for _, total, _ in table(name).overlaps().lists] == TOTALS[name]


@pytest.mark.parametrize(
    "name", [file.stem for file in FOLDER.glob("*.csv") if "strata" not in file.stem and file.stem != "published"]
)
def test_what_is_written_is_what_was_read(name: str) -> None:
    """The files of the corpus are in the one form that the engine writes."""
    assert table(name).to_csv() == (FOLDER / f"{name}.csv").read_text("utf-8")


@pytest.mark.parametrize(
    ("strata", "columns"), [("spina_bifida_ny_3", ["ethnicity"]), ("scotland_pwid_4", ["region", "gender", "age"])]
)
def test_strata_are_summed_out(strata: str, columns: list[str]) -> None:
    assert CaptureTable.from_csv(FOLDER / f"{strata}_strata.csv", columns) == table(strata)


def test_all_ways_in_give_the_same_table() -> None:
    expected = CaptureTable.from_csv(SMALL)
    records = [{"A"}] * 40 + [{"B"}] * 30 + [{"C"}] * 20 + [{"A", "B"}] * 6
    by_name = {("A",): 40, ("B",): 30, ("C",): 20, ("B", "A"): 6}
    assert CaptureTable.from_records(records) == expected
    assert CaptureTable.from_dict(by_name) == expected
    assert CaptureTable.from_masks("ABC", {1: 40, 2: 30, 4: 20, 3: 6}) == expected
    assert CaptureTable.from_masks("ABC", [0, 40, 30, 6, 20, 0, 0, 0]) == expected
    assert hash(CaptureTable.from_dict(by_name)) == hash(expected)
    assert CaptureTable.from_csv("count,A,B,C\n20,0,0,1\n6,1,1,0\n\n40,1,0,0\n30,0,1,0\n0,1,1,1\n") == expected


def test_counts_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="read-only"):
        CaptureTable.from_csv(SMALL).counts[1] = 0


@pytest.mark.parametrize(
    ("text", "row", "column", "words"),
    [
        ("A,B,C,count\n1,0,2,4\n", 2, "C", "neither 0 nor 1"),
        ("A,B,C,count\n1,0,0,-4\n", 2, "count", "negative"),
        ("A,B,C,count\n1,0,0,4.5\n", 2, "count", "no whole number"),
        ("A,B,C,count\n1,0,0,4\n0,1,0,\n", 3, "count", "missing"),
        ("A,B,C,count\n1,0,0,4\n1,0,0,5\n", 3, None, "twice"),
        ("A,B,C,count\n1,0,0,4\n0,0,0,5\n", 3, None, "this is what is estimated"),
        ("A,B,C,count\n1,0,0\n", 2, None, "3 cells"),
        ("A,count\n1,4\n", None, None, "1 lists"),
        ("A,A,count\n1,0,4\n", None, "A", "two columns"),
        ("A,,count\n1,0,4\n", None, None, "no name"),
        ("A,B,C\n1,0,0\n", None, None, "no column 'count'"),
        ("\n\n", None, None, "empty"),
        ("# kind: suspects\nA,B,count\n1,0,4\n", None, None, "lists of suspects"),
        ("# kind B: suspects\nA,B,count\n1,0,4\n", None, None, "lists of suspects"),
        ("# Kind: suspected persons\nA,B,count\n1,0,4\n", None, None, "say “children”"),
        ("# kind: alleged offenders\nA,B,count\n1,0,4\n", None, None, "lists of alleged offenders"),
        ("# kind: children and suspects\nA,B,count\n1,0,4\n", None, None, "lists of children and suspects"),
        ("# kind: victims of killings and their killers\nA,B,count\n1,0,4\n", None, None, "lists of victims"),
        ("# kind: members of staff\nA,B,count\n1,0,4\n", None, None, "lists of members of staff"),
        ("# period A: 2020\nA,B,count\n1,0,4\n", 1, None, "no period"),
        ("# period C: 2020-01-01/2020-12-31\nA,B,count\n1,0,4\n", None, None, "no list"),
        ("# period A: 2021-01-01/2020-12-31\nA,B,count\n1,0,4\n", None, "A", "ends before"),
    ],
)
def test_a_table_that_cannot_be_used_says_where_and_why(
    text: str, row: int | None, column: str | None, words: str
) -> None:
    with pytest.raises(TableError, match=words) as raised:
        CaptureTable.from_csv(text)
    assert (raised.value.row, raised.value.column) == (row, column)


@pytest.mark.parametrize(
    ("names", "counts", "words"),
    [
        ([f"L{i}" for i in range(13)], {1: 1}, "13 lists"),
        (["A"], {1: 1}, "1 lists"),
        (["A", " "], {1: 1}, "no name"),
        (["A", "A"], {1: 1}, "two lists"),
        (["A", "B,C"], {1: 1}, "comma"),
        (["A", "B"], [1, 0, 0, 0], "this is what is estimated"),
        (["A", "B"], [0, -1, 0, 0], "negative"),
        (["A", "B"], [0, 1, 0], "4 histories"),
        (["A", "B"], [0.0, 1.5, 0.0, 0.0], "whole numbers"),
        (["A", "B"], {4: 1}, "not there"),
        (["A", "B"], {1: True}, "no whole number"),
        (["A", "B"], [0, 10**11, 0, 0], "more than"),
    ],
)
def test_counts_that_cannot_be_used(names: list[str], counts: object, words: str) -> None:
    with pytest.raises(TableError, match=words):
        CaptureTable.from_masks(names, counts)  # type: ignore[arg-type]


def test_records_and_histories_that_cannot_be_used() -> None:
    with pytest.raises(TableError, match="this is what is estimated"):
        CaptureTable.from_records([{"A"}, set(), {"B"}])
    with pytest.raises(TableError, match="no list of this table"):
        CaptureTable.from_dict({("A",): 1, ("Z",): 2}, names=("A", "B"))
    with pytest.raises(TableError, match="twice"):
        CaptureTable.from_dict({("A", "B"): 1, ("B", "A"): 2})


@pytest.mark.parametrize("kind", ["", "Children", "potential victims", "suspected victims", "girls aged 10 to 14"])
def test_lists_of_children_and_of_victims_are_taken(kind: str) -> None:
    assert CaptureTable.from_csv(f"# kind: {kind}\nA,B,count\n1,0,4\n").about.kind == kind


def test_what_the_lists_are_said_to_be_is_kept() -> None:
    text = "# kind: victims of killings\n# linkage: clerical review of 300 pairs, 2 % missed\n"
    text += "# period A: 2024-01-01/2024-06-30\n# period B: 2024-03-01/2024-12-31\nA,B,C,count\n0,0,1,2\n1,1,0,3\n"
    read = CaptureTable.from_csv(text)
    periods = (("A", (date(2024, 1, 1), date(2024, 6, 30))), ("B", (date(2024, 3, 1), date(2024, 12, 31))))
    assert read.about == About("victims of killings", periods, "clerical review of 300 pairs, 2 % missed")
    assert read.to_csv() == text
    assert read.drop("A").about.periods == periods[1:]
    merged = read.merge("A", "B", "AB")
    assert merged.about.periods == (("AB", (date(2024, 1, 1), date(2024, 12, 31))),)


def test_overlaps() -> None:
    found = CaptureTable.from_csv(SMALL).overlaps()
    assert found.lists == (("A", 46, 40), ("B", 36, 30), ("C", 20, 20))
    assert found.pairs == (("A", "B", 6), ("A", "C", 0), ("B", "C", 0))
    assert (found.depth, found.on_two_or_more) == ((0, 90, 6, 0), 6)
    assert found.histories == ((("A",), 40), (("B",), 30), (("C",), 20), (("A", "B"), 6))


def test_lists_dropped_merged_arranged_and_looked_into() -> None:
    """Korea: b, c, d with 5, 5, 41 alone, 54 on b and c, 6 on b and d, 12 on all."""
    korea = table("korea_3")
    assert korea.drop("d") == CaptureTable.from_dict({("b",): 5 + 6, ("c",): 5, ("b", "c"): 54 + 12})
    assert korea.merge("b", "c") == CaptureTable.from_dict({("b+c",): 5 + 5 + 54, ("d",): 41, ("b+c", "d"): 6 + 12})
    assert korea.within("d") == CaptureTable.from_dict({("b",): 6, ("b", "c"): 12}, names=("b", "c"))
    assert korea.arranged("dcb").arranged("bcd") == korea
    assert korea.arranged("dcb").counts.tolist() == [0, 41, 5, 0, 5, 6, 54, 12]
    with pytest.raises(TableError, match="no list 'e'"):
        korea.drop("e")


def test_the_hash_is_that_of_lists_and_counts() -> None:
    small = CaptureTable.from_csv(SMALL)
    assert (
        small.digest
        == CaptureTable.from_csv("C,A,B,count\n0,1,1,6\n0,1,0,40\n0,0,1,30\n1,0,0,20\n").arranged("ABC").digest
    )
    assert small.digest != small.with_counts(np.where(small.counts == 6, 7, small.counts)).digest
