"""`fanal prevalence check`, `estimate`, `models` as they are typed: what they say, in which order, and exit codes."""

import io
import json
from pathlib import Path

import pytest
from tests.engines.prevalence.tables import FOLDER, table

from fanal.engines.compiled import prepared
from fanal.engines.prevalence.estimate import estimate
from fanal.engines.prevalence.selection import stepwise_many
from fanal.site.commands import main

pytestmark = pytest.mark.once


def file(name: str) -> str:
    return str(FOLDER / f"{name}.csv")


def test_an_estimate_is_told_in_the_order_of_the_design(capsys: pytest.CaptureFixture[str]) -> None:
    """Overlaps; verdict; the result with its interval; other models; warnings; assumptions; seed and version."""
    assert main(["prevalence", "estimate", file("korea_3"), "--replicates", "400", "--seed", "3"]) == 0
    text = capsys.readouterr().out
    parts = [
        "123 children on 3 lists", "How the lists overlap", "Verdict: 0.", "Between ", "Other methods",
        "Models that fit about as well", "Warnings:", "W1  Three lists", "All of this rests on assumptions:",
        "The interaction of all lists together is zero.", "Seed 3; prevalence/2", "Not for publication",
    ]  # fmt: skip
    places = [text.index(words) for words in parts]
    assert places == sorted(places)
    assert "best single figure 160" in text
    assert "if the model [12,23] is true" in text


def test_json_is_the_canonical_result(capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--method", "stepwise", "--replicates", "400", "--scheme", "conditional", "--level", "0.8", "--json"]
    assert main(["prevalence", "estimate", file("korea_3"), *options]) == 0
    expected = estimate(table("korea_3"), method="stepwise", replicates=400, scheme="conditional", level=0.8)
    assert capsys.readouterr().out == expected.to_json()


def test_not_estimable_is_a_normal_end(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prevalence", "estimate", file("artificial_3")]) == 0
    text = capsys.readouterr().out
    assert "Not estimable." in text
    assert "R3: Only 6 children are on two or more lists; ten are needed. What would help:" in text
    assert "best single figure" not in text


def test_a_fixed_model_without_an_estimate(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prevalence", "estimate", file("korea_3"), "--model", "[12,13]", "--replicates", "400"]) == 0
    text = capsys.readouterr().out
    assert "Verdict: 1. The model [12,13] has no finite estimate" in text
    assert "R4" in text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["no-such-file.csv"], "no-such-file.csv"),
        ([file("spina_bifida_ny_3_strata")], "row 2, column 'ethnicity'"),
        ([file("korea_3"), "--model", "[15]"], "names list 5"),
        ([file("korea_3"), "--replicates", "3"], "replicates"),
        ([file("korea_3"), "--method", "fixed"], "needs a model"),
    ],
)
def test_what_cannot_be_used_is_refused_with_2(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["prevalence", "estimate", *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("fanal prevalence estimate: ")
    assert words in captured.err


def test_strata_are_summed_over(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["prevalence", "check", file("spina_bifida_ny_3_strata"), "--sum-over", "ethnicity", "--json"]
    assert main(arguments) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["observed"] == 621
    assert document["table_hash"] == table("spina_bifida_ny_3").digest


def test_check_shows_overlaps_verdict_and_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prevalence", "check", file("artificial_3"), "--model", "[12,13,23]"]) == 0
    text = capsys.readouterr().out
    assert "Verdict: 2. The model [12,13,23] is not identifiable" in text
    assert "Nobody is on A and C, B and C." in text
    assert text.index("How the lists overlap") < text.index("Verdict") < text.index("R3") < text.index("W2")


def test_check_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prevalence", "check", file("artificial_3"), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["verdict"]["code"] == 0
    assert [reason["code"] for reason in document["reasons"]] == ["R3"]
    assert [notice["code"] for notice in document["warnings"]] == ["W1", "W2", "W3", "W4"]
    assert document["overlaps"]["lists"] == [["A", 46, 40], ["B", 36, 30], ["C", 20, 20]]


def test_models_are_ranked(capsys: pytest.CaptureFixture[str]) -> None:
    """Kosovo: the three models within 1 of BIC, and 113 in all."""
    assert main(["prevalence", "rank", file("kosovo_4"), "--limit", "3", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [round(model["estimate"]) for model in document["models"]] == [10357, 12741, 18393]
    assert document["verdicts"] == {"0": 113}
    assert main(["prevalence", "rank", file("korea_3")]) == 0
    text = capsys.readouterr().out
    assert "8 models of order 2 tried" in text
    assert "no finite estimate: 2" in text


def test_models_of_a_table_that_carries_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    alone = tmp_path / "alone.csv"
    alone.write_text("A,B,C,count\n1,0,0,10\n0,1,0,10\n0,0,1,10\n", encoding="utf-8")
    assert main(["prevalence", "rank", str(alone)]) == 0
    assert "R2" in capsys.readouterr().out
    assert main(["prevalence", "rank", str(alone), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["models"] == []


def test_compiling_is_announced_only_where_it_happens(capsys: pytest.CaptureFixture[str]) -> None:
    estimate(table("korea_3"), method="stepwise", replicates=200, diagnostics=False)
    assert prepared(stepwise_many)
    assert main(["prevalence", "rank", file("korea_3")]) == 0
    assert "compiled" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"A;B;C;count\n1;0;0;5\n", "row 1: columns are parted by semicolons; save the table as CSV with commas"),
        ("Lucie,François,C,count\n1,0,0,5\n".encode("latin-1"), "row 1: the file is not UTF-8"),
        ("A,B,C,count\n1,0,0,5\n".encode("utf-16"), "row 1: the file is not UTF-8"),
        (b"A,B,C,count\n1,0,0," + b"9" * 200_000 + b"\n", "row 2: this is no CSV: a quotation mark too many"),
        (b"A,B,C,count\n1,0,0,0\n0,1,1,0\n", "every count is 0: nobody is on a list"),
    ],
    ids=["semicolons", "another encoding", "sixteen bits", "a huge cell", "all zeros"],
)
def test_a_file_that_a_spreadsheet_wrote_otherwise_is_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, words: str
) -> None:
    (tmp_path / "table.csv").write_bytes(content)
    assert main(["prevalence", "check", str(tmp_path / "table.csv")]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert words in err


def test_a_missing_folder_and_no_threads_are_refused_before_anything_is_computed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for option, words in (
        (["--picture", str(tmp_path / "none" / "a.svg")], f"there is no folder {tmp_path / 'none'}"),
        (["--threads", "0"], "'0' is no number of threads; write 1 or more"),
    ):
        with pytest.raises(SystemExit) as stop:
            main(["prevalence", "estimate", file("korea_3"), *option])
        assert stop.value.code == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert words in err


def test_a_table_comes_from_stdin(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    content = Path(file("korea_3")).read_bytes()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
    assert main(["prevalence", "check", "-", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["table_hash"] == table("korea_3").digest
