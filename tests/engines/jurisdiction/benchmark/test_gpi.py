"""Our reading beside five rows of the Global Progress Indicators: it disagrees exactly where it is known to
(docs/law-benchmark.md, "Cross-checks").

The rows are short facts copied from ecpat.org (November 2026), three of them from a mirror: fixtures, no sources.
"""

from datetime import date
from pathlib import Path

import pytest
from tests.engines.jurisdiction.benchmark.gpi import (
    COLUMNS,
    Compared,
    GpiEntry,
    cell,
    compare,
    gpi_view,
    read_rows,
)
from tests.engines.jurisdiction.good_law import good, rule

from fanal.engines.jurisdiction.benchmark.standards import benchmark
from fanal.engines.jurisdiction.files.corpus import compile_documents, load_corpus

pytestmark = pytest.mark.once
ROWS = read_rows((Path(__file__).parents[1] / "data" / "gpi_extraterritorial.csv").read_text("utf-8"))
TODAY = date(2026, 11, 25)
DAYS = {"NL": date(2015, 11, 17)}  # the last day of which the Dutch text was read


@pytest.fixture(scope="module")
def compared() -> dict[tuple[str, str], Compared]:
    corpus = load_corpus()
    views = {state: gpi_view(corpus, state, DAYS.get(state, TODAY)) for state in ROWS}
    return {(state, one.column): one for state, row in ROWS.items() for one in compare(state, views[state], row)}


def test_the_list_of_disagreements_is_the_documented_one(compared: dict[tuple[str, str], Compared]) -> None:
    """Theirs: required in Germany except for trafficking and material. StGB section 5 no. 8 waives it for more. Theirs:
    a Dutch child is protected abroad from eight years of penalty on, where it is an offence there (Sr art. 5). The
    decree of art. 6 (Stb. 2014, 47), art. 3(1) b, asks for neither where the child is below eighteen."""
    disagree = {place for place, one in compared.items() if one.how == "disagrees"}
    dutch = {("NL", "passive_nationality"), ("NL", "double_criminality_passive")}
    assert disagree == {("DE", "double_criminality_active"), *dutch}
    one = compared["NL", "double_criminality_passive"]
    assert (one.ours.says, one.theirs.says) == ("not required", "required")
    one = compared["DE", "double_criminality_active"]
    assert (one.ours.says, one.theirs.says) == ("not required", "required")


def test_the_netherlands_agree(compared: dict[tuple[str, str], Compared]) -> None:
    """Residence: ours yes, theirs unclear."""
    agree = {column for (state, column), one in compared.items() if state == "NL" and one.how == "agrees"}
    assert {"active_nationality", "double_criminality_active"} <= agree
    residence = compared["NL", "active_residence"]
    assert (residence.how, residence.ours.says, residence.theirs.text) == ("ours_only", "yes", "unclear")


def test_states_without_a_file_have_no_cells_of_ours(compared: dict[tuple[str, str], Compared]) -> None:
    corpus = load_corpus()
    for state in ("BW", "PG", "CR"):
        assert {one.ours.says for (of, _), one in compared.items() if of == state} == {""}
        assert {result.state.value for result in benchmark(corpus, state, TODAY)} == {"not_assessed"}


@pytest.mark.parametrize(
    ("words", "column", "expected"),
    [
        ("yes", "active_nationality", GpiEntry("yes", text="yes")),
        ("no", "active_nationality", GpiEntry("no", text="no")),
        ("unclear", "active_residence", GpiEntry("", text="unclear")),
        ("n/a", "double_criminality_active", GpiEntry("", text="n/a")),
        ("", "other_conditions", GpiEntry("")),
        ("not required", "double_criminality_active", GpiEntry("not required", text="not required")),
        (
            "required (except trafficking and CSAM)",
            "double_criminality_active",
            GpiEntry("required", frozenset({"trafficking", "csam"}), text="required (except trafficking and CSAM)"),
        ),
        (
            ">=1 year + double criminality",
            "extradition",
            GpiEntry("required", months=12, text=">=1 year + double criminality"),
        ),
    ],
)
def test_their_words_as_a_cell(words: str, column: str, expected: GpiEntry) -> None:
    assert cell(words, column) == expected


def test_the_columns_are_theirs() -> None:
    assert set(next(iter(ROWS.values()))) == set(COLUMNS)
    assert list(ROWS) == ["NL", "DE", "BW", "PG", "CR"]


def test_a_law_that_says_nothing_of_double_criminality_has_an_empty_cell() -> None:
    law = good()
    view = gpi_view(compile_documents({"XA": law}), "XA", TODAY)
    assert view["double_criminality_active"] == GpiEntry("not required")
    assert view["double_criminality_passive"] == GpiEntry("required")
    assert view["extradition"] == GpiEntry("", months=12)
    rule("nat", double_criminality="undetermined")(law)
    assert gpi_view(compile_documents({"XA": law}), "XA", TODAY)["double_criminality_active"] == GpiEntry("")
