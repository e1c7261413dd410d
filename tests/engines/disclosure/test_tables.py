"""Tables as files: all six states come back, nothing hidden is blank or 0, nothing is calculated by a spreadsheet."""

import csv
import io
import json
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.disclosure.by_hand import class_set, spec, variable

from fanal.engines.disclosure import csvw, words
from fanal.engines.disclosure.model import (
    TOTAL,
    Cell,
    DisclosureError,
    ErrorTable,
    Policy,
    Protected,
    Spend,
    State,
)
from fanal.engines.disclosure.tables import COLUMNS, STATES, from_json, lines, read_csv, to_csv, to_json

pytestmark = pytest.mark.once

CLASSES = class_set(variable("age", "0-9", "10-17"), variable("sex", "girl", "boy"))
SIX = (
    Cell("shown", 35, 28, 42),
    Cell("fewer_than_k", None, 0, 14),
    Cell("too_few_to_say"),
    Cell("held_back"),
    Cell("no_data"),
    Cell("not_assessed"),
    Cell("shown", 0, 0, 0),
    Cell("shown", 12_340, 12_333, 12_347),
)
CSV_OF_SIX = """\
sex,state,value,lower,upper,words
missing,shown,35,28,42,35 (stands for 28 to 42)
girl,fewer_than_k,fewer_than_k,0,14,"fewer than 10, or little more"
boy,held_back,held_back,held_back,held_back,held back
total,no_data,no_data,no_data,no_data,no data
"""


def made(*cells: Cell) -> Protected:
    """A table of age by sex (of 3 codes each and totals), its cells repeated as often as needed."""
    codes = [("missing",), ("0-9",), ("10-17",), (TOTAL,)]
    sexes = [("missing",), ("girl",), ("boy",), (TOTAL,)]
    filled = tuple(cells[place % len(cells)] for place in range(16))
    error = ErrorTable("cellkey", 6**0.5, 7, 1.0, (35, 28, 42))
    policy = Policy(method="dp", rho=Fraction(1, 20))
    spent = (Spend(CLASSES.population, 2024, Fraction(1, 20), "discrete Gaussian: age × sex", Fraction(40), 4),)
    return Protected(
        spec("age", columns=("sex",), title="Émile's table"),
        policy, CLASSES, tuple(codes), tuple(sexes), filled, error, spent,
    )  # fmt: skip


def test_the_csv_by_hand() -> None:
    table = Protected(
        spec("sex"), Policy(), CLASSES, (("missing",), ("girl",), ("boy",), (TOTAL,)), ((),),
        (SIX[0], SIX[1], SIX[3], SIX[4]), ErrorTable("cellkey", 2.4, 7, 1.0, (35, 28, 42)),
    )  # fmt: skip
    assert to_csv(table).decode() == CSV_OF_SIX


def test_table_csv_json_and_back_keeps_all_six_states() -> None:
    table = made(*SIX)
    assert {cell.state for cell in table.cells} == STATES
    again = from_json(to_json(table), CLASSES)
    assert again == table
    assert read_csv(to_csv(table)) == lines(table) == lines(again) == read_csv(to_csv(again))
    assert to_json(again) == to_json(table)


def test_no_field_of_a_csv_is_blank_and_no_hidden_number_is_0() -> None:
    for row in csv.DictReader(io.StringIO(to_csv(made(*SIX)).decode())):
        assert all(row.values())
        if row["state"] != "shown":
            assert row["value"] == row["state"]


STATE = st.sampled_from(sorted(STATES))


@settings(max_examples=60, deadline=None)
@given(
    cells=st.lists(
        st.builds(
            lambda state, value, below, above: (
                Cell(state, value, max(value - below, 0), value + above) if state == "shown" else Cell(state)
            ),
            STATE, st.integers(0, 10**12), st.integers(0, 100), st.integers(0, 100),
        ),
        min_size=1, max_size=16,
    )
)  # fmt: skip
def test_whatever_the_cells_they_come_back(cells: list[Cell]) -> None:
    table = made(*cells)
    assert from_json(to_json(table), CLASSES) == table
    assert read_csv(to_csv(table)) == lines(table)


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from("'=+-@ab,\"\t\n ;"), min_size=1, max_size=6))
def test_codes_that_a_spreadsheet_would_calculate_are_quoted_and_come_back(code: str) -> None:
    classes = class_set(variable("form", code, "other_"))
    table = Protected(
        spec("form", totals=False), Policy(), classes, (("missing",), (code,), ("other_",)), ((),),
        SIX[:3], ErrorTable("cellkey", 2.4, 7, 1.0, (35, 28, 42)),
    )  # fmt: skip
    data = to_csv(table)
    cells = [field for row in csv.reader(io.StringIO(data.decode(), newline="")) for field in row]
    assert not any(field.startswith(("=", "+", "-", "@", "\t", "\r")) for field in cells)
    assert read_csv(data) == lines(table)
    assert from_json(to_json(table), classes) == table


@pytest.mark.parametrize(
    ("old", "new", "words_"),
    [
        ("girl,fewer_than_k,fewer_than_k", "girl,fewer_than_k,", "line 3"),
        ("girl,fewer_than_k,fewer_than_k", "girl,fewer_than_k,0", "line 3"),
        ("girl,fewer_than_k,fewer_than_k", "girl,shown,shown", "line 3"),
        ("girl,fewer_than_k", "girl,unknown", "line 3"),
        ("missing,shown,35,28,42", "missing,shown,35,36,42", "line 2"),
        ("missing,shown,35,28,42", "missing,shown,35,28,34", "line 2"),
        ("missing,shown,35,28,42", "missing,shown,-35,28,42", "line 2"),
        ("missing,shown,35,28,42", "missing,shown,3.5,28,42", "line 2"),
        ("missing,shown,35,28,42", "missing,shown,35,28", "line 2"),
        ("sex,state,", "sex,status,", "last columns"),
        ("held back\n", 'held back"x\n"', "no CSV"),
    ],
)
def test_a_csv_that_is_not_whole_is_refused_by_line(old: str, new: str, words_: str) -> None:
    assert old in CSV_OF_SIX
    with pytest.raises(DisclosureError, match=words_):
        read_csv(CSV_OF_SIX.replace(old, new).encode())


def test_each_column_says_what_it_means() -> None:
    """A column that came and is described nowhere is read by guessing: see `MEANINGS` in csvw.py."""
    assert set(COLUMNS) <= set(csvw.MEANINGS)


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"\n", ",".join(COLUMNS).encode()])
def test_what_is_no_table_is_refused(data: bytes) -> None:
    with pytest.raises(DisclosureError):
        read_csv(data)
    with pytest.raises(DisclosureError):
        from_json(data, CLASSES)


def edits(value: dict[str, object]) -> list[dict[str, object]]:
    """The same table with one thing wrong, each."""
    cells = value["cells"]
    assert isinstance(cells, list)
    return [
        value | {"schema": "fanal.table/2"},
        value | {"classes": {"sha256": "0" * 64}},
        value | {"rows": [["missing"]]},
        value | {"columns": []},
        value | {"cells": cells[:-1]},
        value | {"cells": [{"state": "fewer_than_k", "value": 7}, *cells[1:]]},
        value | {"cells": [{"state": "shown"}, *cells[1:]]},
        value | {"cells": [{"state": "shown", "value": True}, *cells[1:]]},
        value | {"cells": [{"state": "zero", "value": 0}, *cells[1:]]},
        value | {"cells": [{"state": ["shown"]}, *cells[1:]]},
        value | {"policy": {"k": 10}},
        value | {"policy": {"rho": "1/0"}},
        value | {"policy": {"rho": "0x10"}},
        value | {"policy": {"rho": None, "k": "10"}},
        value | {"policy": {"rho": None, "more": 1}},
        {name: part for name, part in value.items() if name != "error"},
    ]


def test_json_that_is_not_whole_is_refused_and_never_an_error_of_python() -> None:
    value = json.loads(to_json(made(*SIX)))
    assert from_json(json.dumps(value).encode(), CLASSES)
    for wrong in edits(value):
        with pytest.raises(DisclosureError):
            from_json(json.dumps(wrong).encode(), CLASSES)


def test_states_in_words() -> None:
    assert set(words.STATES) == STATES
    assert words.explained(SIX[0]) == "A shown 35 stands for 28 to 42."
    assert words.explained(SIX[1]).endswith("It stands for 0 to 14.")
    assert words.explained(Cell("shown", 12, 12, 12)) == "Exactly 12."
    assert words.said(SIX[6]) == "0 (impossible by definition)"
    assert words.said(SIX[7]) == "12,340 (stands for 12,333 to 12,347)"
    hidden: list[State] = ["no_data", "not_assessed"]
    assert all("not zero" in words.STATES[state] for state in hidden)


def test_under_a_table_stand_its_error_and_what_is_hidden_and_why() -> None:
    table = replace(made(*SIX[:2]), policy=Policy())
    said = " ".join(words.under(table))
    assert "A shown 35 stands for 28 to 42 (standard error 2.4)." in said
    assert "totals need not add up" in said
    assert "at most 5 (variance 4), then rounded to multiples of 5" in said
    assert "Fewer than 10" in said
    assert "No data" not in said
