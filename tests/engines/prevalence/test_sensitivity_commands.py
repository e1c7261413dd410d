"""`fanal prevalence compare | sensitivity | simulate`, and `--picture`: what they print, write and refuse."""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from fanal.engines.prevalence import command
from fanal.engines.prevalence.simulate import simulate
from fanal.engines.prevalence.table import CaptureTable

pytestmark = pytest.mark.once

CORPUS = Path(__file__).parents[3] / "corpus" / "prevalence"

type Prevalence = Callable[..., tuple[int, str, str]]


@pytest.fixture
def prevalence(capsys: pytest.CaptureFixture[str]) -> Prevalence:
    def run(*words: object) -> tuple[int, str, str]:
        parser = argparse.ArgumentParser()
        command.add_arguments(parser)
        code = command.run(parser.parse_args([str(word) for word in words]))
        return (code, *capsys.readouterr())

    return run


class TestCompare:
    def test_it_shows_overlaps_methods_the_range_and_assumptions_in_this_order(self, prevalence: Prevalence) -> None:
        code, out, _ = prevalence("compare", CORPUS / "korea_3.csv", "--only", "stepwise,graphs", "--replicates", 200)
        assert code == 0
        places = [out.index(words) for words in (
            "How the lists overlap", "What the methods say", "All together they say", "graphs:", "Warnings:",
            "W1  Three", "All of this rests on assumptions", "Seed 0; 200 replicates",
        )]  # fmt: skip
        assert places == sorted(places)
        assert "269" in out

    def test_as_json(self, prevalence: Prevalence) -> None:
        code, out, _ = prevalence(
            "compare", CORPUS / "korea_3.csv", "--only", "bic", "--replicates", 200, "--json", "--seed", 3
        )
        found = json.loads(out)
        assert code == 0
        assert found["rows"][0]["point"] == pytest.approx(157.16667, rel=1e-6)
        assert (found["seed"], found["status"]) == (3, "estimated")

    def test_a_table_that_carries_nothing_is_a_result(self, prevalence: Prevalence, tmp_path: Path) -> None:
        (tmp_path / "t.csv").write_text("A,B,C,count\n1,0,0,30\n0,1,0,40\n0,0,1,20\n")
        code, out, _ = prevalence("compare", tmp_path / "t.csv")
        assert code == 0
        assert "Not estimable:\n  R2" in out
        assert "What would" not in out

    @pytest.mark.parametrize(
        ("words", "message"),
        [
            (["--only", "stepwise,magic"], "no method 'magic'"),
            (["--method", "bic"], "--only"),
            (["--replicates", "5"], "replicates"),
        ],
    )
    def test_refusals(self, prevalence: Prevalence, words: list[str], message: str) -> None:
        code, out, err = prevalence("compare", CORPUS / "korea_3.csv", *words)
        assert (code, out) == (2, "")
        assert message in err

    def test_the_same_bytes_on_one_thread_and_on_two(self) -> None:
        """Threads of ours and threads of the linear algebra below NumPy."""
        words = [sys.executable, "-m", "fanal", "prevalence", "compare", str(CORPUS / "korea_3.csv"), "--json"]
        words += ["--only", "stepwise,bic,threshold,graphs", "--replicates", "600", "--threads"]
        made = [
            subprocess.run([*words, number], env={**os.environ, "OPENBLAS_NUM_THREADS": number}, capture_output=True,
                           check=True).stdout
            for number in ("1", "2")
        ]  # fmt: skip
        assert made[0] == made[1] != b""


class TestSensitivity:
    def test_all_parts(self, prevalence: Prevalence) -> None:
        code, out, _ = prevalence("sensitivity", CORPUS / "kosovo_4.csv", "--method", "stepwise", "--replicates", 100)
        assert code == 0
        places = [out.index(words) for words in (
            "Lists two by two", "If links had been missed", "If there were two groups", "Chao's lower bound",
            "If the dark figure were multiplied", "If a list were not there", "How well the size of a list",
            "If other choices had been made", "changes in one place",
        )]  # fmt: skip
        assert places == sorted(places)
        assert "Statement on linkage: none." in out

    def test_one_part_as_json(self, prevalence: Prevalence) -> None:
        code, out, _ = prevalence("sensitivity", CORPUS / "uk_2013_5.csv", "--only", "pairs", "--json")
        found = json.loads(out)
        assert code == 0
        assert found["pairs"][0] | {"expected": 0, "at_most": 0, "at_least": 0} == {
            "first": "LA", "second": "NG", "overlap": 18, "two_lists": 2961.0, "expected": 0, "at_most": 0,
            "at_least": 0,
        }  # fmt: skip
        # LA and GP share no child: infinity is null, and said.
        assert found["pairs"][3]["two_lists"] is None
        assert found["not_finite"] == {"/pairs/3/two_lists": "infinite"}

    def test_a_picture_needs_a_part(self, prevalence: Prevalence, tmp_path: Path) -> None:
        code, _, err = prevalence("sensitivity", CORPUS / "kosovo_4.csv", "--picture", tmp_path / "x.svg")
        assert code == 2
        assert "--only" in err
        assert list(tmp_path.iterdir()) == []

    def test_a_picture_of_one_part(self, prevalence: Prevalence, tmp_path: Path) -> None:
        code, out, _ = prevalence(
            "sensitivity", CORPUS / "kosovo_4.csv", "--only", "lists", "--method", "stepwise", "--replicates", 100,
            "--picture", tmp_path / "x.svg",
        )  # fmt: skip
        assert code == 0
        assert "If a list were not there" in out
        assert [path.name for path in tmp_path.iterdir()] == ["x.svg"]
        assert (tmp_path / "x.svg").read_text().startswith("<svg")


class TestPictureOfAnEstimate:
    def test_vega_lite_where_the_name_says_so(self, prevalence: Prevalence, tmp_path: Path) -> None:
        code, _, _ = prevalence(
            "estimate", CORPUS / "korea_3.csv", "--method", "bic", "--replicates", 200, "--picture", tmp_path / "x.json"
        )
        assert code == 0
        assert "vega-lite" in json.loads((tmp_path / "x.json").read_text())["$schema"]

    def test_another_kind_of_file_is_refused_before_any_work(self, prevalence: Prevalence, tmp_path: Path) -> None:
        with pytest.raises(SystemExit) as stopped:
            prevalence("estimate", CORPUS / "korea_3.csv", "--picture", tmp_path / "x.png")
        assert stopped.value.code == 2

    def test_a_folder_that_is_not_there_is_said(
        self, prevalence: Prevalence, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with pytest.raises(SystemExit) as stopped:
            prevalence("estimate", CORPUS / "korea_3.csv", "--picture", tmp_path / "no" / "x.svg")
        assert stopped.value.code == 2
        assert "there is no folder" in capsys.readouterr().err


class TestSimulate:
    LISTS = ("--list", "NG=0.12", "--list", "PF=0.18", "--list", "LA=0.10")

    def test_it_writes_the_table_that_python_gives(self, prevalence: Prevalence) -> None:
        code, out, _ = prevalence("simulate", "--total", 2000, *self.LISTS, "--together", "NG,PF=1.2", "--seed", 7)
        known = simulate(2000, {"NG": 0.12, "PF": 0.18, "LA": 0.1}, interactions={("NG", "PF"): 1.2}, seed=7)
        assert code == 0
        assert CaptureTable.from_csv(out) == known

    def test_classes(self, prevalence: Prevalence) -> None:
        words = ("--list", "x", "--list", "y", "--class", "0.3:0.5,0.4", "--class", "0.7:0.1,0.2", "--missed", 0.1)
        code, out, _ = prevalence("simulate", "--total", 500, *words, "--json")
        found = json.loads(out)
        known = simulate(500, ("x", "y"), ((0.3, (0.5, 0.4)), (0.7, (0.1, 0.2))), missed=0.1)
        assert code == 0
        assert found["table_hash"] == known.digest
        assert found["histories"] == {"x": known.counts[1], "y": known.counts[2], "x+y": known.counts[3]}

    @pytest.mark.parametrize(
        ("words", "message"),
        [
            (("--list", "NG=0.1", "--list", "PF"), "--list NAME=P"),
            (("--list", "NG=0.1", "--list", "NG=0.2"), "given twice"),
            (("--list", "NG=0.1"), "2 to 12 lists"),
            (("--list", "NG=0.1", "--list", "PF=0.2", "--class", "1:0.1,0.2"), "--list NAME"),
            ((*LISTS, "--together", "NG,XX=1"), "XX"),
            ((*LISTS, "--seed", "-1"), "seed"),
        ],
    )
    def test_refusals(self, prevalence: Prevalence, words: tuple[str, ...], message: str) -> None:
        code, out, err = prevalence("simulate", "--total", 100, *words)
        assert (code, out) == (2, "")
        assert message in err
