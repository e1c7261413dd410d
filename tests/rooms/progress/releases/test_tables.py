"""Cells of a release become values of indicators: what is hidden or missing is never a number."""

from dataclasses import replace
from datetime import date

import pytest

from fanal.engines.disclosure import bundles
from fanal.engines.disclosure.model import Cell
from fanal.progress.catalogue import catalogue
from fanal.progress.catalogue.model import Formula, Interval, Kind
from fanal.progress.observations.values import Line
from fanal.progress.releases import tables
from tests.rooms.progress.releases import made
from tests.rooms.progress.releases.made import HIDDEN, TOLD

EVERY = catalogue.shipped()
R01 = EVERY.formulas["R01"][0]


def _lines(formula: Formula = R01, **more: object) -> list[Line]:
    found = tables.values(bundles.read(made.files(**more)), EVERY.releases, [formula])  # type: ignore[arg-type]
    return found[0][1] if found else []


def test_a_share_of_those_of_whom_it_is_known() -> None:
    """120 of 160 is 75 %. The limits, by hand: Wilson of 114 in 160 below, of 126 in 160 above (z = 1.95996)."""
    (one,) = _lines()
    assert (one.territory, one.period, one.cell, one.kind, one.n) == ("XA", "2025", "", "value", 160)
    assert (one.value, one.lower, one.upper) == ("75.0000", "63.8037", "84.3759")


@pytest.mark.parametrize("code", ["yes", "no"])
def test_a_hidden_cell_is_no_number(code: str) -> None:
    (one,) = _lines(told={**TOLD, code: HIDDEN})
    assert (one.kind, one.value, one.lower, one.upper, one.n) == ("suppressed", None, None, None, None)


def test_a_hidden_cell_that_is_not_needed_hides_nothing() -> None:
    (one,) = _lines(told={**TOLD, "missing": HIDDEN})
    assert (one.kind, one.value) == ("value", "75.0000")


@pytest.mark.parametrize(("state", "kind"), [("no_data", "no_data"), ("not_assessed", "no_data")])
def test_what_is_missing_is_never_zero(state: str, kind: str) -> None:
    (one,) = _lines(told={**TOLD, "no": Cell(state)})  # type: ignore[arg-type]
    assert (one.kind, one.value) == (kind, None)
    every = {code: Cell(state) for code in TOLD}  # type: ignore[arg-type]
    (one,) = _lines(told=every)
    assert (one.kind, one.value) == (state, None)


def test_several_countries_are_none_of_them() -> None:
    (one,) = _lines(countries="XA, XB")
    assert (one.territory, one.cell) == ("001", "countries=XA XB")


@pytest.mark.parametrize("countries", ["", "XA, ZZ"])
def test_of_no_country_that_is_said_there_is_no_value(countries: str) -> None:
    assert _lines(countries=countries) == []


def test_years_that_follow_are_a_period_and_others_are_none() -> None:
    assert [one.period for one in _lines(cohorts=(2024, 2025))] == ["2024/2025"]
    assert _lines(cohorts=(2021, 2025)) == []
    assert _lines(cohorts=(2023, 2024, 2025)) == []


def test_a_formula_that_no_table_can_answer_has_no_value() -> None:
    for code in ("R02", "R03", "R04", "L06", "L07", "T10"):
        assert _lines(EVERY.formulas[code][0]) == []


def test_a_count_and_a_share_with_lost_ones() -> None:
    """By the words for the same table: 120 and 40; as lost, those without a plan in time."""
    where = replace(R01, kind=Kind.COUNT, where={"identified": True, "plan_in_7_days": True}, added={}, by=())
    (one,) = _lines(where)
    assert (one.value, one.lower, one.upper) == ("120.0000", "114.0000", "126.0000")
    lost = replace(R01, interval=Interval.BOUNDS, lost={"plan_in_7_days": False})
    (one,) = _lines(lost)
    # Left out, 120 of 120; counted as not reached, at least 114 of 114 + 46.
    assert (one.value, one.lower, one.upper) == ("100.0000", "71.2500", "100.0000")


def test_limits_hold_the_value_whatever_the_noise() -> None:
    for part, rest in ((0, 30), (30, 0), (1, 1), (500, 2)):
        cells = {"yes": Cell("shown", part + 10, max(part + 3, 0), part + 17),
                 "no": Cell("shown", rest + 10, rest + 3, rest + 17)}  # fmt: skip
        (one,) = _lines(told={**TOLD, **cells})
        assert 0 <= float(one.lower or "nan") <= float(one.value or "nan") <= float(one.upper or "nan") <= 100


def test_rules_are_read_strictly() -> None:
    rule = EVERY.releases[0]
    assert (rule.population, rule.subject, rule.fields["plan_in_7_days"].variable) == (
        "case", "release.child", "plan_in_time",
    )  # fmt: skip
    assert date.fromisoformat("2026-11-20")


@pytest.mark.parametrize("code", ["a|b", "a;b", "a=b", "a\nb", "a\u2028b"])
def test_a_group_of_a_release_is_a_code(code: str) -> None:
    """A sign that parts the fields of a hash, groups or lines is no part of one: no value is made of its cell."""
    rule = replace(EVERY.releases[0], groups={"sex": "sex"})
    assert tables._group({"sex": "female"}, rule, set()) == [("sex", "female")]
    assert tables._group({"sex": code}, rule, set()) is None
