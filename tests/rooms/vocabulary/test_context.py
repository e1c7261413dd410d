"""Context of countries: every value has its year, what is missing is missing, defects of the source are known."""

import csv

import pytest

from fanal.vocabulary import context
from fanal.vocabulary.corpus import CORPUS

pytestmark = pytest.mark.once


def value(key: str, code: str) -> tuple[float | None, int | None]:
    [one] = [one for one in context.territories() if one.key == key]
    [found] = [found for found in one.values if found.series.code == code]
    return found.number, found.year


def test_every_territory_of_the_source_is_there_and_ps_has_two() -> None:
    assert len(context.territories()) == 241
    assert [one.key for one in context.of("PS")] == ["gz", "we"]
    assert context.of("XK") == ()


def test_a_value_never_stands_without_its_year() -> None:
    values = [value for one in context.territories() for value in one.values]
    assert len(values) == 241 * 7
    assert all((found.number is None) == (found.year is None) for found in values)
    assert {found.year for found in values if found.year is not None} <= set(range(2015, 2025))


def test_an_empty_cell_is_no_data_and_never_zero() -> None:
    with (CORPUS / "context" / "country_context.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["factbook"]: row for row in csv.DictReader(file)}
    for one in context.territories():
        for found in one.values:
            if not rows[one.key][found.series.code]:
                assert found.number is None, (one.key, found.series.code)


@pytest.mark.parametrize(
    ("key", "code", "expected"),
    [
        ("ch", "poverty_pct", (0.0, 2020)),  # a true zero of the source, by its own line
        ("uk", "child_marriage_w18_pct", (0.0, None)),
        ("mc", "school_life_exp_years", (None, None)),  # Macau: the year is missing
        ("up", "literacy_pct", (None, None)),  # Ukraine: the year is missing
        ("aq", "internet_pct", (None, None)),  # American Samoa: of 1990
        ("je", "internet_pct", (None, None)),  # Jersey: of 2012
        ("an", "pct_0_14", (12.0, 2024)),
    ],
)
def test_the_defects_of_the_source_are_known(key: str, code: str, expected: tuple[float | None, int | None]) -> None:
    number, year = value(key, code)
    assert number == expected[0]
    assert expected[1] is None or year == expected[1]


def test_what_is_no_number_is_an_error_that_says_where() -> None:
    row = {"pct_0_14": "about 12", "pct_0_14_year": "2024"}
    with pytest.raises(context.ContextError, match="line 7, pct_0_14"):
        context._value(7, row, context.SERIES[0])
