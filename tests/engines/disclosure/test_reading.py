"""Coded rows enter whole or not at all; errors say row and column and never a value."""

import tracemalloc
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from fanal.engines.disclosure.classes import class_set, record_keys
from fanal.engines.disclosure.model import CodedTable, DisclosureError, Variable
from fanal.engines.disclosure.reading import ROWS, RowsError, notices, read_coded, refuse_recent

pytestmark = pytest.mark.once

CLASSES = class_set(
    "children",
    1,
    [
        Variable("sex", ("missing", "girl", "boy")),
        Variable("age", ("missing", "0-9", "10, or more")),
        Variable("care", ("missing", "yes", "بله")),
    ],
)
SECRET = bytes(range(32))
type Read = Callable[..., CodedTable]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def made(text: str | bytes, secret: bytes | None = SECRET, **options: date | str) -> CodedTable:
        path = tmp_path / "rows.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_coded(path, CLASSES, 2020, secret, **options)  # type: ignore[arg-type]

    return made


def test_rows_become_numbers_and_keys(read: Read) -> None:
    """Columns in any order, quotes, blanks, spaces, a byte order mark, blank lines, right-to-left text."""
    text = '\ufeffage,id, sex ,care\r\n"10, or more",b,girl,بله\r\n\r\n, a , boy ,missing\r\n0-9,c,,yes\r\n'
    made = read(text)
    assert made.codes.tolist() == [[1, 2, 2], [2, 0, 0], [0, 1, 1]]
    assert (made.codes.dtype, made.cohort, made.rows) == (np.uint8, 2020, 3)
    np.testing.assert_array_equal(made.keys, record_keys(SECRET, [b"b", b"a", b"c"]))
    assert made.classes is CLASSES


def test_without_a_secret_there_are_no_keys_and_no_identifier_is_needed(read: Read) -> None:
    assert not read("sex\ngirl\ngirl\n", None).keys.any()
    assert not read("id,sex\n1,girl\n2,girl\n", None).keys.any()
    with pytest.raises(DisclosureError, match="rows 1 and 2 have the same identifier"):
        read("id,sex\n1,girl\n1,boy\n", None)


def test_another_column_may_hold_the_identifier(read: Read) -> None:
    assert read("file,sex\n1,girl\n", id_column="file").rows == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("id,sex,name,village\n", r"column 'name' is not in the class set.*\n.*column 'village' is not in the"),
        ("id,sex,sex\n", "column 'sex' is there twice"),
        ("sex\ngirl\n", "column 'id' is missing"),
        ("id\n1\n", "no column is a variable"),
        ("id,sex\n1,girl\n2\n3,boy,x\n", r"row 2 has 1 values, the header 2\n  row 3 has 3 values"),
        ("id,sex\n1,girl\n,boy\n", "row 2: the identifier is empty"),
        ("id,sex\n1,girl\n2,boy\n1,boy\n", "rows 1 and 3 have the same identifier"),
        ("id,sex\n1,g\x00irl\n", "row 1, column sex: no code|this is no CSV"),
    ],
)
def test_files_that_cannot_be_used(read: Read, text: str | bytes, words: str) -> None:
    with pytest.raises(DisclosureError, match=f"(?s){words}"):
        read(text)


def test_unknown_codes_are_told_by_row_and_column_and_never_shown(read: Read) -> None:
    with pytest.raises(RowsError) as caught:
        read("id,sex,age\n1,girl,0-9\n2,CANARY,77\n3,Girl,0-9\n")
    assert caught.value.defects == (
        "row 2, column age: no code of this variable",
        "row 2, column sex: no code of this variable",
        "row 3, column sex: no code of this variable",
    )
    assert "CANARY" not in str(caught.value)
    assert "77" not in str(caught.value)


def test_a_column_of_many_different_values_is_refused_in_few_words(read: Read) -> None:
    """A name or file number in place of a class: told ten times, then counted."""
    rows = "".join(f"{n},file {n}\n" for n in range(ROWS + 1))
    with pytest.raises(RowsError, match=f"and {ROWS - 10:,} more") as caught:
        read(f"id,sex\n{rows}")
    assert len(str(caught.value)) < 1_000


def test_rows_are_numbered_through_chunks(read: Read) -> None:
    rows = [f"{n},girl" for n in range(1, 2 * ROWS + 8)]
    rows[2 * ROWS + 5] = f"{ROWS + 2},boy"
    with pytest.raises(DisclosureError, match=f"rows {ROWS + 2} and {2 * ROWS + 6} have the same identifier"):
        read("id,sex\n" + "\n".join(rows))
    rows[2 * ROWS + 5] = "x,nothing"
    with pytest.raises(DisclosureError, match=f"row {2 * ROWS + 6}, column sex"):
        read("id,sex\n" + "\n".join(rows))


def test_no_rows_are_a_result_with_a_notice(read: Read) -> None:
    made = read("id,sex,age\n")
    assert made.codes.shape == (0, 3)
    assert made.keys.shape == (0, 2)
    assert notices(made) == ("There are no rows.",)


def test_columns_that_are_missing_for_all_are_noticed(read: Read) -> None:
    rows = "".join(f"{n},girl,\n" for n in range(40))
    assert notices(read(f"id,sex,age\n{rows}")) == (
        "age is missing for every child: it was not asked, or has no column.",
        "care is missing for every child: it was not asked, or has no column.",
    )
    assert "fewer than 30 children" in notices(read("id,sex,age,care\n1,girl,0-9,yes\n"))[0]


@pytest.mark.parametrize(
    ("today", "allowed"),
    [
        # The last six full months before a day in July 2021 are January to June 2021.
        (date(2021, 7, 1), True), (date(2021, 6, 30), False), (date(2021, 1, 1), False), (date(2020, 5, 1), False),
        (date(2022, 1, 1), True), (date(2030, 3, 1), True),
    ],
)  # fmt: skip
def test_the_last_six_full_months_never_enter(read: Read, today: date, allowed: bool) -> None:
    if allowed:
        assert read("id,sex\n1,girl\n", today=today).rows == 1
    else:
        with pytest.raises(DisclosureError, match="wait until 2021-07-01"):
            read("id,sex\n1,girl\n", today=today)


def test_a_longer_delay_and_years_that_are_none() -> None:
    with pytest.raises(DisclosureError, match="wait until 2022-03-01"):
        refuse_recent(2020, date(2022, 2, 28), delay_months=14)
    refuse_recent(2020, date(2022, 3, 1), delay_months=14)
    with pytest.raises(DisclosureError, match="a year from 1900 to 2200"):
        refuse_recent(20, None)


def test_memory_holds_bytes_and_not_texts(read: Read) -> None:
    rows = "".join(f"{n},girl,0-9,yes\n" for n in range(100_000))
    tracemalloc.start()
    try:
        read(f"id,sex,age,care\n{rows}", None)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert most < 30_000_000  # 20,000 rows as text, 100,000 as 3 bytes and 16 bytes of digest, and sorting them


def test_a_file_without_a_header_is_refused_without_its_first_child(read: Read) -> None:
    with pytest.raises(DisclosureError) as refused:
        read("Amina Duarte,girl,Northfield\nJoost Kamau,boy,Southfield\n")
    assert "the first line must name the columns" in str(refused.value)
    assert not any(word in str(refused.value) for word in ("Amina", "Duarte", "girl", "Northfield"))
