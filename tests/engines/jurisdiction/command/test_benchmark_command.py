"""`fanal law benchmark`: groups with intervals and counts, items with tests and reasons."""

import argparse
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.engines.jurisdiction.good_law import EDITS, good

from fanal.engines.jurisdiction import command

pytestmark = pytest.mark.once
type Law = Callable[..., tuple[int, str, str]]


@pytest.fixture
def law(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Law:
    """Runs the command on a corpus of one law, XA, that fails A3, A12 and D6 and says nothing of legal persons."""
    text = good()
    for item in ("A3", "A12", "D6"):
        EDITS[item][0](text)
    del text["legal_persons"]
    (tmp_path / "XA.yaml").write_text(json.dumps(text), "utf-8")

    def run(*words: str) -> tuple[int, str, str]:
        parser = argparse.ArgumentParser()
        command.add_arguments(parser)
        code = command.run(parser.parse_args(["benchmark", *words, "--corpus", str(tmp_path)]))
        return (code, *capsys.readouterr())

    return run


def _cells(out: str, begins: str) -> list[str]:
    line = next(line for line in out.splitlines() if line.strip("│┃ ").startswith(begins))
    return [cell.strip() for cell in line.strip("│┃").split("│")]


def test_groups_have_two_intervals_and_four_counts(law: Law) -> None:
    """A: 22 items, A12 no; A1, A3, A21 partial for want of possession and of threat; A20 unknown: 17 yes."""
    code, out, err = law("XA", "--on", "2026-06-01")
    assert (code, err) == (0, "")
    assert _cells(out, "A Offences") == [
        "A Offences", "77 to 82 %", "90 to 96 %", "17", "3", "1", "1", "0", "21 of 22",
    ]  # fmt: skip
    assert _cells(out, "D The child")[1:] == ["87 to 88 %", "100 to 100 %", "7", "1", "0", "0", "0", "8 of 8"]
    assert "Law as written, not practice." in out


def test_items_are_listed_with_their_state(law: Law) -> None:
    out = law("XA", "--on", "2026-06-01")[1]
    assert _cells(out, "A12")[2] == "no"
    assert _cells(out, "A3 ")[2:] == ["partial (unreviewed)", "reference, binding not known", "2, 1, 0"]
    assert _cells(out, "A20")[2] == "not assessed"


def test_one_item_opens_to_tests_provisions_and_fields(law: Law) -> None:
    code, out, _ = law("XA", "--item", "a20", "--on", "2026-06-01")
    assert code == 0
    assert "not known: legal persons: liable says so" in out
    assert "not in our library: XA/legal_persons.liable#absent" in out
    assert "LANZAROTE 26 [M] binds: not known (law:XA/treaties.LANZAROTE#absent)" in out
    assert "xa.means  1  since 1990-01-01  drafted" in law("XA", "--item", "A3", "--on", "2026-06-01")[1]
    assert "ICMEC 5 [G] binds: no" in law("XA", "--item", "A23", "--on", "2026-06-01")[1]


def test_json_is_whole_and_the_same_each_time(law: Law) -> None:
    code, out, _ = law("XA", "--json", "--on", "2026-06-01")
    found = json.loads(out)
    assert code == 0
    assert len(found["items"]) == 48
    assert found["groups"]["A"] | {"bar": True} == {
        "yes": 17, "partial": 3, "no": 1, "unknown": 1, "n_a": 0, "applicable": 22,
        "percent": [77, 82], "percent_in_part": [90, 96], "bar": True,
    }  # fmt: skip
    item = next(one for one in found["items"] if one["item"] == "law.A12")
    assert (item["state"], item["force"], item["binding"]) == ("no", "M/G", "reference")
    assert item["tests"][0]["value"] == "F"
    assert out == law("XA", "--json", "--on", "2026-06-01")[1]


def test_one_item_in_json_keeps_the_groups(law: Law) -> None:
    found = json.loads(law("XA", "--json", "--item", "A23", "--on", "2026-06-01")[1])
    assert [item["item"] for item in found["items"]] == ["law.A23"]
    assert found["groups"]["A"]["applicable"] == 22


def test_every_test_has_words(law: Law) -> None:
    """No key and no code with a line below it: plain English, with what is joined below it."""
    for item in EDITS:
        code, out, _ = law("XA", "--item", item, "--on", "2026-06-01")
        assert code == 0
        tests = [
            line for line in out.splitlines() if "── yes: " in line or "── no: " in line or "── not known: " in line
        ]
        assert tests
        assert not any("law.test" in line or "_" in line for line in tests)
    assert "place of act: rule says ubiquity" in law("XA", "--item", "B2", "--on", "2026-06-01")[1]


def test_a_part_of_a_state_has_a_law_of_its_own(law: Law) -> None:
    assert law("GB-EAW", "--on", "2026-06-01")[0] == 0


def test_a_state_without_a_file(law: Law) -> None:
    out = law("XB", "--on", "2026-06-01")[1]
    assert "no file in the library" in out
    assert _cells(out, "B Jurisdiction")[1:3] == ["0 to 100 %", "0 to 100 %"]


@pytest.mark.parametrize("words", [("QQ",), ("XA", "--item", "A99"), ("xa",), ("XZ",), ("QQ-EAW",)])
def test_what_cannot_be_used(law: Law, words: tuple[str, ...]) -> None:
    code, out, err = law(*words, "--on", "2026-06-01")
    assert (code, out) == (2, "")
    assert err.startswith("fanal law benchmark: ")
