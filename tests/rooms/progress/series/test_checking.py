"""What is refused of a map and of a table: each with a row, a column and a sentence."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanal.progress.observations.values import Kind, Line
from fanal.progress.series import checking
from fanal.progress.series.checking import History, Reader
from fanal.vocabulary.files import Defective
from tests.rooms.progress.made import MAP, TODAY, mapped, report, rows


def _refused(old: str, new: str) -> str:
    assert old in MAP
    with pytest.raises(Defective) as error:
        mapped(MAP.replace(old, new))
    return "\n".join(map(str, error.value.defects))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("licence: CC BY 4.0, ", "", "source.licence: missing"),
        ("licence: CC BY 4.0", 'licence: ""', "source.licence: a text is expected"),
        ('unit: "%"', "unit: n", "unit: the unit of V01 is %"),
        ("indicator: V01", "indicator: V99", "indicator: must be one of"),
        ("version: 1", "version: 7", "version: V01 has no such version"),
        ("indicator: V01", "indicator: R04", "R04 comes as a signed release, and in no other way"),
        ("indicator: V01", "indicator: L02", "L02 is counted or assessed here"),
        ("indicator: V01", "indicator: C01", "C01 is counted or assessed here"),
        ('missing: [".."]\n', "", "missing: missing"),
        ("read_on: 2026-11-20", "read_on: 2026-12-24", "nobody read it yet on that day"),
        ("title: School survey", "title: Global Slavery Index 2023", "indices of others are context"),
        ("codes: alpha2", "codes: fips", "territory.codes: must be one of: alpha2, alpha3, numeric"),
        ('"https://numbers.example/school"', '"javascript:1"', "an address on the web is expected"),
        (
            ', address: "https://numbers.example/school", licence: CC BY 4.0, shared: true',
            ", licence: none, shared: false",
            "shown with a link",
        ),
        ("schema: fanal.progress.map/1", "schema: fanal.progress.map/2", "schema: must be fanal.progress.map/1"),
    ],
)  # fmt: skip
def test_a_map_says_where_a_series_comes_from(old: str, new: str, words: str) -> None:
    assert words in _refused(old, new)


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ("bg 2024 12.5 both", "country", checking.LOWER),
        ("sz 2024 12.5 both", "country", checking.LOWER),
        ("UK 2024 12.5 both", "country", checking.FIPS),
        ("EI 2024 12.5 both", "country", checking.FIPS),
        ("XK 2024 12.5 both", "country", checking.KOSOVO),
        ("XKX 2024 12.5 both", "country", checking.KOSOVO),
        ("SU 2024 12.5 both", "country", checking.GONE),
        ("YU 2024 12.5 both", "country", checking.GONE),
        ("CS 2024 12.5 both", "country", checking.GONE),
        ("EU 2024 12.5 both", "country", checking.TERRITORY),
        ("- 2024 12.5 both", "country", checking.TERRITORY),
        ("KH 2024 - both", "percent", checking.BLANK),
        ("KH 2024 n/a both", "percent", checking.NO_NUMBER),
        ("KH 2024 12,5 both", "percent", checking.NO_NUMBER),
        ("KH 2024 ١٢ both", "percent", checking.NO_NUMBER),
        ("KH 2024 NaN both", "percent", checking.NO_NUMBER),
        ("KH 2024 1_2 both", "percent", checking.NO_NUMBER),
        ("KH 2024 100.1 both", "percent", checking.PERCENT),
        ("KH 2024 -1 both", "percent", checking.PERCENT),
        ("KH 2024 1e30 both", "percent", checking.LARGE),
        ("KH 2024 0 both", "percent", checking.ZERO),
        ("KH 2024 0.0 both", "percent", checking.ZERO),
        ("KH 2027 12.5 both", "year", checking.FUTURE),
        ("KH 2026-12 12.5 both", "year", checking.FUTURE),
        ("KH 24 12.5 both", "year", checking.PERIOD),
        ("KH 2024-13 12.5 both", "year", checking.PERIOD),
        ("KH 2024/2023 12.5 both", "year", checking.PERIOD),
        ("KH 2024 12.5 -", "sex", checking.EMPTY_CELL),
    ],
)
def test_a_row_that_cannot_be_kept_is_named(row: str, column: str, words: str) -> None:
    found = report(["TH 2024 12.5 both", row])
    assert [(one.row, one.column, one.words) for one in found.problems] == [(3, column, words)]
    assert (found.taken, found.refused) == (1, 1)


def test_what_is_missing_is_no_data_and_what_is_not_told_is_not_told() -> None:
    reading = Reader(mapped(), TODAY, demonstration=True)
    made = list(reading.lines(rows("KH 2024 .. both", "TH 2024 * both", "VN 2024 4.25 both", "World 2024 9 both")))
    assert [(one.territory, one.kind, one.value) for one in made] == [
        ("KH", Kind.NO_DATA, None), ("TH", Kind.SUPPRESSED, None), ("VN", Kind.VALUE, "4.2500"),
    ]  # fmt: skip
    assert (reading.report.missing, reading.report.suppressed, reading.report.left_out) == (1, 1, 1)


def test_thirty_eight_zeros_for_what_is_missing_are_refused() -> None:
    """One table of arrivals that goes round has 0 for 38 of 164 countries."""
    from fanal.vocabulary.countries import countries

    codes = [one.alpha2 for one in countries(demonstration=False) if one.alpha2 != "XK"][:164]
    found = report([f"{code} 2019 {0 if at < 38 else 12} both" for at, code in enumerate(codes)])
    assert found.refused == 38
    assert {one.words for one in found.problems} == {checking.ZERO}


def test_one_territory_and_period_twice() -> None:
    found = report(["KH 2024 12 both", "KH 2024 13 both"])
    assert [(one.row, one.words) for one in found.problems] == [(3, checking.TWICE)]


def test_groups_that_cannot_average_to_their_whole() -> None:
    good = ["KH 2024 12 both", "KH 2024 10 female", "KH 2024 14 male"]
    assert report(good).refused == 0
    assert report([good[0].replace("12", "14.04"), *good[1:]]).refused == 0, "published percentages are rounded"
    found = report(["KH 2024 15 both", *good[1:]])
    assert [(one.row, one.words) for one in found.problems] == [(2, checking.SUBGROUPS)]


@given(st.lists(st.floats(0.1, 100), min_size=2, max_size=5), st.data())
def test_any_weights_of_groups_are_taken(values: list[float], data: st.DataObject) -> None:
    weights = data.draw(st.lists(st.integers(1, 1000), min_size=len(values), max_size=len(values)))
    whole = sum(value * weight for value, weight in zip(values, weights, strict=True)) / sum(weights)
    lines = [f"KH 2024 {whole:.2f} both", *(f"KH 2024 {value:.2f} g{at}" for at, value in enumerate(values))]
    assert report(lines).refused == 0


def _history(*values: tuple[str, str]) -> History:
    return History(Line("KH", period, value=value) for period, value in values)


@pytest.mark.parametrize(("value", "odd"), [("12.5", False), ("17.9", False), ("18.1", True), ("5.9", True)])
def test_a_value_that_differs_much_from_what_was_known_is_told(value: str, odd: bool) -> None:
    reading = Reader(mapped(), TODAY, _history(("2024", "12.0000")), demonstration=True)
    assert len(list(reading.lines(rows(f"KH 2024 {value} both")))) == 1
    assert reading.report.changed == (["KH 2024"] if odd else [])
    assert reading.report.refused == 0


def test_a_new_year_is_held_against_all_years_before() -> None:
    past = _history(("2019", "12.0"), ("2020", "12.4"), ("2021", "11.8"), ("2022", "12.2"))
    for value, told in (("12.6", 0), ("13.9", 1)):
        reading = Reader(mapped(), TODAY, past, demonstration=True)
        list(reading.lines(rows(f"KH 2024 {value} both")))
        assert reading.report.changed_count == told
    assert reading.report.absent == []
    reading = Reader(mapped(), TODAY, past, demonstration=True)
    list(reading.lines(rows("TH 2024 5 both")))
    assert reading.report.absent == ["KH"]


def test_nothing_comes_of_rows_behind_one_that_is_wrong() -> None:
    reading = Reader(mapped(), TODAY, demonstration=True)
    made = list(reading.lines(rows("KH 2024 12 both", "bg 2024 12 both", "TH 2024 12 both")))
    assert len(made) == 1
    assert (reading.report.rows, reading.report.refused) == (3, 1)


def test_fictional_countries_are_of_demonstrations_alone() -> None:
    reading = Reader(mapped(), date(2026, 11, 25), demonstration=False)
    list(reading.lines(rows("XA 2024 12 both")))
    assert [one.words for one in reading.report.problems] == [checking.TERRITORY]


def test_each_other_value_than_the_known_one_is_told_with_both() -> None:
    reading = Reader(mapped(), TODAY, _history(("2023", "64.1000"), ("2024", "12.0000")), demonstration=True)
    list(reading.lines(rows("KH 2023 58 both", "KH 2024 12.0 both", "TH 2024 5 both")))
    assert reading.report.revised == [("KH 2023", "64.1000", "58.0000")]
    assert (reading.report.revised_count, reading.report.changed) == (1, [])
    gone = Reader(mapped(), TODAY, _history(("2023", "64.1000")), demonstration=True)
    list(gone.lines(rows("KH 2023 .. both")))
    assert gone.report.revised == [("KH 2023", "64.1000", "no_data")]


@pytest.mark.parametrize("indicator", ["V01", "V02", "V03"])
def test_no_country_has_nobody_out_of_school_or_registered_or_at_work(indicator: str) -> None:
    found = report(["KH 2024 0 both"], MAP.replace("indicator: V01", f"indicator: {indicator}"))
    assert [one.words for one in found.problems] == [checking.ZERO]


def test_zeros_that_may_be_true_are_told() -> None:
    by_place = MAP.replace("indicator: V01", "indicator: V04")
    found = report(["KH 2024 0 both", "TH 2024 0.0 both", "VN 2024 3 both"], by_place)
    assert (found.refused, found.zeros_count, found.zeros) == (0, 2, ["KH 2024", "TH 2024"])


def test_of_a_place_below_a_country_no_value_is_told() -> None:
    reading = Reader(
        mapped(MAP.replace("indicator: V01", "indicator: V04").replace("cells: {sex: sex}\nall: [both]", "place: sex")),
        TODAY, History([Line("KH", "2024", value="3.0000", place="north")]), demonstration=True,
    )  # fmt: skip
    list(reading.lines(rows("KH 2024 0 north")))
    assert (reading.report.zeros_count, reading.report.zeros) == (1, [])
    assert (reading.report.revised_count, reading.report.revised) == (1, [])
