"""Two rows compared in words, for a person who decides."""

from dataclasses import fields, replace
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanal.engines.linkage.agreement import compare
from fanal.engines.linkage.model import Agreement, ChildRow, Likeness

pytestmark = pytest.mark.once

ROW = ChildRow(("Amina", "Duarte"), "Rosa", 2011, 4, "f", "North")
EMPTY = ChildRow(())


def words(**other: Any) -> dict[str, str]:
    """What is not "agree" where a row is compared with itself but for these fields."""
    found = compare(ROW, replace(ROW, **other))
    return {one.name: getattr(found, one.name) for one in fields(found) if getattr(found, one.name) != "agree"}


def test_a_row_agrees_with_itself() -> None:
    assert words() == {}


def test_nothing_known_agrees_with_nothing() -> None:
    assert compare(EMPTY, EMPTY) == compare(ROW, EMPTY) == Agreement(*["not known"] * 6)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("names", "likeness"),
    [
        (("Duarte Amina",), None),
        (("AMÍNA DUARTE",), None),
        (("Dr Amina de Duarte",), None),
        (("Амина", "Дуарте"), None),
        (("Ami", "na Duarte"), None),
        (("Amina",), "similar"),
        (("Aminah", "Duart"), "similar"),
        (("Amina", "Maria", "Duarte"), "similar"),
        (("Amina", "Okonkwo"), "differ"),
        (("Amina", "Amina"), "differ"),
        (("Joost",), "differ"),
        (("unknown",), "not known"),
    ],
)
def test_names(names: tuple[str, ...], likeness: str | None) -> None:
    assert words(names=names) == ({"names": likeness} if likeness else {})


@pytest.mark.parametrize(
    ("field", "value", "likeness"),
    [
        ("birth_year", 2012, "similar"),
        ("birth_year", 2010, "similar"),
        ("birth_year", 2013, "differ"),
        ("birth_year", None, "not known"),
        ("birth_month", 5, "differ"),
        ("sex", "m", "differ"),
        ("sex", "", "not known"),
        ("place", "Norht", "similar"),
        ("place", "South", "differ"),
        ("place", "?", "not known"),
        ("guardian", "Rossa", "similar"),
        ("guardian", "Lumi", "differ"),
        ("guardian", "", "not known"),
    ],
)
def test_other_fields(field: str, value: object, likeness: str) -> None:
    assert words(**{field: value}) == {field: likeness}


def test_there_is_no_score() -> None:
    assert {one.name for one in fields(Agreement)} == {one.name for one in fields(ChildRow)}
    assert set(get_args(Likeness.__value__)) == {"agree", "similar", "differ", "not known"}


ROWS = st.builds(
    ChildRow,
    names=st.lists(st.text("abn aé", max_size=6), max_size=3).map(tuple),
    guardian=st.text("abn", max_size=4),
    birth_year=st.none() | st.integers(2009, 2012),
    birth_month=st.none() | st.integers(1, 3),
    sex=st.sampled_from(["", "f", "m", "x"]),
    place=st.text("abn1", max_size=4),
)


@settings(max_examples=200, deadline=None)
@given(ROWS, ROWS)
def test_it_does_not_matter_who_comes_first(one: ChildRow, other: ChildRow) -> None:
    assert compare(one, other) == compare(other, one)
    assert "similar" not in repr(compare(one, one))
    assert "differ" not in repr(compare(one, one))
