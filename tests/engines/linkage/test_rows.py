"""A member's list as CSV: six columns about the child, and no other person by any door."""

from pathlib import Path

import pytest

from fanal.engines.linkage.model import ChildRow, LinkageError
from fanal.engines.linkage.rows import read_rows

pytestmark = pytest.mark.once

GOOD = """# subject: children
# made up
names,guardian,birth_year,birth_month,sex,place
Amina Duarte,Rosa,2011,4,f,North
"កែវ, សុខា",,2012,,M,

Joost,,,,,KH-12
"""


def refused(text: str) -> str:
    with pytest.raises(LinkageError) as caught:
        read_rows(text)
    return str(caught.value)


def test_a_list() -> None:
    assert read_rows(GOOD) == (
        ChildRow(("Amina Duarte",), "Rosa", 2011, 4, "f", "North"),
        ChildRow(("កែវ, សុខា",), "", 2012, None, "m", ""),
        ChildRow(("Joost",), place="KH-12"),
    )


def test_a_file_with_the_mark_of_a_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("sex,names\r\nf,Amina\r\n", encoding="utf-8-sig", newline="")
    assert read_rows(path) == read_rows(str(path)) == (ChildRow(("Amina",), sex="f"),)


def test_a_row_without_a_name_is_a_row() -> None:
    assert read_rows("names,sex\n,f\n") == (ChildRow((), sex="f"),)


@pytest.mark.parametrize(
    "column",
    [
        "suspect", "suspect_name", "Suspected person", "accused", "alleged_offender", "perpetrator", "ABUSER",
        "defendant", "convicted", "trafficker", "buyer", "reporter", "reported_by", "complainant", "informant", "staff",
        "case_worker", "officer", "caregiver", "sospechoso", "denunciante", "mis en cause", "auteur présumé",
    ],
)  # fmt: skip
def test_a_column_about_another_person_is_refused(column: str) -> None:
    assert refused(f"names,{column}\nAmina,Joost\n").startswith("column 2 (")
    assert "persons suspected, reporters, caregivers and staff" in refused(f"names,{column}\nAmina,Joost\n")


@pytest.mark.parametrize(
    "column",
    ["nationality", "ethnicity", "religion", "phone", "e-mail/email", "passport_no", "document", "photo", "school"],
)
def test_what_is_never_compared_is_refused(column: str) -> None:
    assert "this is never compared of a child" in refused(f"names,{column}\nAmina,x\n")


@pytest.mark.parametrize("subject", ["suspects", "offenders", "staff", "caregivers", ""])
def test_a_list_that_says_it_is_of_others_is_refused(subject: str) -> None:
    assert "only lists of children" in refused(f"# Subject: {subject}\nnames\nAmina\n")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("# subject: children\n", "the file is empty"),
        ("guardian\nRosa\n", "there is no column 'names'"),
        ("names,names\nA,B\n", "column 'names': it is there twice"),
        (
            "names,age\nA,3\n",
            "column 2: the columns are names, guardian, birth_year, birth_month, sex, place and no other",
        ),
        ("names,\nA,\n", "column 2: the columns are"),
        ("names,sex\nA\n", "row 2: 1 cells where the header has 2"),
        ("names,sex\nA,f,f\n", "row 2: 3 cells where the header has 2"),
        ("names,sex\nA,f\nB,girl\n", "row 3: sex is"),
        ("names,birth_year\nA,1o11\n", "row 2: column 'birth_year': this is no whole number"),
        ("names,birth_year\nA,20111\n", "row 2: column 'birth_year': this is no whole number"),
        ("names,birth_year\nA,-2011\n", "row 2: column 'birth_year': this is no whole number"),
        ("names,birth_year\nA,11\n", "row 2: a birth year lies from 1900 to 2199"),
        ("names,birth_month\nA,13\n", "row 2: a month lies from 1 to 12"),
        ('names\n"A\n', "row 2: this is no CSV"),
        ('# subject: children\nnames\n"A"x\n', "row 3: this is no CSV"),
    ],
)
def test_what_is_wrong_is_named_by_row_and_column(text: str, words: str) -> None:
    assert refused(text).startswith(words)


def test_no_refusal_says_what_stands_in_a_record() -> None:
    """Also where the header is missing, and the first child stands in its place."""
    for text in ("Amina Duarte,Rosa\nJoost,Lumi\n", "names,sex\nAmina,Duarte\n", "names,birth_year\nAmina,Duarte\n"):
        said = refused(text)
        assert not [word for word in ("Amina", "Duarte", "Rosa", "Joost", "Lumi") if word in said]


def test_a_list_in_another_encoding_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("names\nÉmile\n".encode("latin-1"))
    with pytest.raises(LinkageError, match="not UTF-8; save it"):
        read_rows(path)
