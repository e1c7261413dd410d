"""A table put to what a room declares: which column is which, which rows cannot be taken and why."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from fanal.access.api import NotNow
from fanal.web.tables import Column, Kind, Row, Wrong, check, checking, day, left_out, one_of, suggested, whole

COLUMNS = (
    Column("family"),
    Column("age", whole, title="Age in years", required=True),
    Column("sex", one_of(("female", "male")), also=("Gender",)),
    Column("came", day),
    Column("note"),
)


class Kept:
    """Keeps what it gets; a family of three or more is more than it takes."""

    def __init__(self) -> None:
        self.units: list[list[Mapping[str, Any]]] = []

    def take(self, rows: Sequence[Row]) -> None:
        if len(rows) > 2:
            raise Wrong("Too many.", "family")
        self.units.append([row.values() for row in rows])

    def facts(self) -> list[tuple[str, str]]:
        return []

    def kept(self) -> bytes:
        return b""


def checked(text: str, **more: Any) -> tuple[Kept, list[tuple[int, int]], checking.Checked]:
    kind = Kind(name="tests", columns=COLUMNS, reading=Kept, **more)
    made = check([text], kind, suggested(kind, text.splitlines()[0].split(",")))
    assert isinstance(made.reading, Kept)
    return made.reading, [(one.row, one.column) for one in made.problems], made


def test_every_wrong_cell_of_a_row_is_told_at_once() -> None:
    """By number, with the name that the room has for the column, and never with what stands there."""
    kept, problems, made = checked("age,sex,came\n12,female,2024\nSecret,Word,soon\n,male,\n1,2\n")
    assert (len(kept.units), made.rows, made.refused) == (1, 4, 3)
    assert problems == [(3, 1), (3, 2), (3, 3), (4, 1), (5, 2)]
    assert made.problems[0].name == "Age in years"
    assert "female · male" in made.problems[1].words, "what it may be is told"
    assert not any(value in repr(made.problems) for value in ("Secret", "Word", "soon"))


def test_a_formula_comes_in_as_a_text() -> None:
    kept, _, _ = checked("age,note\n12,=HYPERLINK(1)\n")
    assert kept.units[0][0]["note"] == "=HYPERLINK(1)"


def test_a_unit_is_taken_whole_or_not_at_all() -> None:
    """The second of two is wrong, so the first is left out, too, and told why; the row between them is taken."""
    kept, problems, made = checked("family,age\na,12\nb,13\na,old\nc,1\nc,2\nc,3\n", unit="family")
    assert [unit[0]["family"] for unit in kept.units] == ["b"]
    assert problems == [(4, 2), (2, 0), (5, 1), (6, 0), (7, 0)]
    assert made.refused == 5


def test_columns_are_found_by_name_nearly_by_name_and_as_last_time() -> None:
    kind = Kind(name="tests", columns=COLUMNS, reading=Kept)
    heading = ["Âge in YEARS", "gender ", "x9", "Family"]
    assert suggested(kind, heading) == {"age": 0, "sex": 1, "family": 3}
    assert suggested(kind, heading, {"came": 2})["came"] == 2
    assert suggested(kind, ["age", "AGE"]) == {"age": 0}


def test_a_heading_that_the_format_does_not_know_is_not_repeated() -> None:
    kind = Kind(
        name="tests", columns=COLUMNS, reading=Kept, left_out=lambda name: "a name" if name == "full_name" else ""
    )
    left = left_out(kind, ["age", "full_name", "Maria"], {"age": 0})
    assert [(one.column, one.name) for one in left] == [(2, "full_name"), (3, "")]


@pytest.mark.parametrize("places", [{}, {"sex": 0}])
def test_a_table_without_what_is_needed_is_refused(places: dict[str, int]) -> None:
    with pytest.raises(NotNow):
        check(["sex\nfemale\n"], Kind(name="tests", columns=COLUMNS, reading=Kept), places)


def test_no_more_is_told_than_a_person_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "MOST_PROBLEMS", 3)
    _, problems, made = checked("age\n" + "x\n" * 9)
    assert (len(problems), made.refused) == (3, 9)


def test_columns_that_are_not_there_are_told() -> None:
    kind = Kind(name="tests", columns=COLUMNS, reading=Kept)
    assert check(["age,note\n12,a\n"], kind, {"age": 0, "note": 1}).refused == 0
    with pytest.raises(NotNow, match="does not have the columns"):
        check(["age\n12\n"], kind, {"age": 0, "note": 1})
