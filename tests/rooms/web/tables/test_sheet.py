"""The text of a table: what it is parted by, where a row ends, what is no table."""

import json

import pytest

from fanal.access.api import NotNow
from fanal.web.tables import sheet

CELLS = "name\tborn\nAda\t2012\nBea\t2013\n"


def rows(*pieces: str) -> tuple[tuple[str, ...], list[tuple[int, list[str]]]]:
    found = sheet.read(pieces)
    return found.heading, list(found.rows)


@pytest.mark.parametrize(
    "text",
    [
        CELLS,
        CELLS.replace("\t", ","),
        CELLS.replace("\t", ";"),
        "\ufeff" + CELLS,
        CELLS.replace("\n", "\r\n"),
        CELLS.replace("\n", "\r"),
        "\n" + CELLS.replace("name", '"name"'),
    ],
    ids=["cells", "commas", "semicolons", "a mark at its start", "windows", "an old mac", "a blank line first"],
)
def test_cells_commas_and_semicolons_are_one_table(text: str) -> None:
    heading, found = rows(text)
    assert heading == ("name", "born")
    assert [cells for _, cells in found] == [["Ada", "2012"], ["Bea", "2013"]]


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
@pytest.mark.parametrize(
    "text", ['a,b\r\n1,"two\r\nlines"\r\n3,4\r\n', '[{"a": "x]", "b": 1}, {"a": "\\"", "b": true}]']
)
def test_where_a_piece_ends_is_the_same_to_the_table(text: str, size: int) -> None:
    """A piece may end in a line break, a quotation or a name."""
    assert rows(*[text[at : at + size] for at in range(0, len(text), size)]) == rows(text)


def test_rows_have_the_numbers_of_the_spreadsheet() -> None:
    """A cell of two lines is one row, and a blank row is counted though nothing is in it."""
    _, found = rows('a,b\n"one\ntwo",1\n\n,\nx,2\n')
    assert [number for number, _ in found] == [2, 5]


def test_a_list_of_objects_is_a_table() -> None:
    heading, found = rows(json.dumps([{"a": "x", "b": None}, {"b": 1.5, "a": False}]))
    assert heading == ("a", "b")
    assert found == [(1, ["x", ""]), (2, ["false", "1.5"])]


@pytest.mark.parametrize("wrong", [{"a": [1], "b": 2}, {"a": 1, "c": 2}], ids=["a list in a cell", "another name"])
def test_an_object_that_does_not_fit_is_a_row_that_is_told(wrong: object) -> None:
    _, found = rows(json.dumps([{"a": 1, "b": 2}, wrong]))
    assert len(found[1][1]) != 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("PK\x03\x04\x14\x00", "workbook"),
        ("\ufffd\ufffdn\x00a\x00m\x00e\x00", "UTF-8"),
        ("\xff\xfen\x00", "UTF-8"),
        ("a,a\n1,2\n", "same heading"),
        ('[{"a": 1, "a": 2}]', "same heading"),
        ("[1, 2]", "list of objects"),
        ('[{"a": 1}', "list of objects"),
        ("[]", "list of objects"),
        ("", "no CSV"),
        ('a,b\n"never ends\n1,2\n', "no CSV"),
        (",".join(f"c{number}" for number in range(sheet.MOST_COLUMNS + 1)) + "\n", "too many columns"),
    ],
)
def test_what_is_no_table_is_told_in_one_sentence(text: str, words: str) -> None:
    with pytest.raises(NotNow, match=words):
        rows(text)


def test_more_rows_than_can_be_taken_are_refused() -> None:
    assert len(list(sheet.read(["a\n1\n\n2\n"], most=2).rows)) == 2
    with pytest.raises(NotNow, match="too many rows: at most 2 at a time"):
        list(sheet.read(["a\n1\n2\n3\n"], most=2).rows)
