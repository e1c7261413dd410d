"""`fanal tables protect` and `fanal tables explain`: from a file of coded rows to files that may leave."""

import ctypes
import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from tests.engines.disclosure import releases

from fanal.engines.disclosure import bundles, dp, ledger
from fanal.engines.disclosure.classes import read_classes
from fanal.engines.disclosure.model import Policy, TableSpec
from fanal.engines.disclosure.tables import from_json, lines, read_csv
from fanal.site.commands import main

pytestmark = pytest.mark.once

CLASSES = """\
schema: fanal.classes/1
population: children of a fictional member
version: 1
reviewed_on: 2024-01-01
variables:
  - name: age
    label: Age
    codes: {missing: not known, "0-9": 0 to 9 years, "10-14": 10 to 14 years, "15-17": 15 to 17 years}
  - name: sex
    label: Sex
    codes: {missing: not known, girl: girl, boy: boy}
  - name: harm
    label: Form of exploitation
    sensitive: true
    codes: {missing: not asked, "no": "no", "yes": "yes"}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """400 fictional children, a class set and a secret."""
    rng = np.random.default_rng(8)
    rows = ["id,age,sex,harm"]
    for child in range(400):
        age, sex = rng.choice(["0-9", "10-14", "15-17"]), rng.choice(["girl", "boy"])
        rows.append(f"child-{child},{age},{sex},{rng.choice(['no', 'yes', ''])}")
    (tmp_path / "children.csv").write_text("\n".join(rows) + "\n", "utf-8")
    (tmp_path / "variables.yaml").write_text(CLASSES, "utf-8")
    (tmp_path / "secret").write_text("5a" * 32, "utf-8")
    return tmp_path


def protect(folder: Path, *options: str) -> int:
    files = ("--classes", str(folder / "variables.yaml"), "--secret", str(folder / "secret"))
    dates = ("--cohort", "2024", "--today", "2026-01-31")
    return main(["tables", "protect", str(folder / "children.csv"), *files, *dates, *options])


def test_tables_are_written_and_explained(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = folder / "release"
    assert protect(folder, "--table", "age:sex", "--table", "age/sex=girl", "--out", str(out)) == 0
    assert sorted(path.name for path in out.iterdir()) == ["01.csv", "01.json", "02.csv", "02.json"]
    shown = capsys.readouterr().out
    assert "A shown 35 stands for 28 to 42" in shown
    assert "totals need not add up" in shown
    classes = read_classes(CLASSES)
    first, second = (from_json((out / f"{name}.json").read_bytes(), classes) for name in ("01", "02"))
    assert read_csv((out / "01.csv").read_bytes()) == lines(first)
    girls = {line.codes["age"]: line.cell for line in lines(first) if line.codes["sex"] == "girl"}
    assert girls == {line.codes["age"]: line.cell for line in lines(second)}

    assert main(["tables", "explain", str(out / "01.csv")]) == 0
    said = capsys.readouterr().out
    assert "stands for" in said
    assert "fewer_than_k: Fewer than the threshold" in said
    assert main(["tables", "explain", "--json", str(out / "01.csv")]) == 0
    assert len(json.loads(capsys.readouterr().out)["cells"]) == 20


def test_the_same_command_gives_the_same_bytes(folder: Path) -> None:
    for name in ("one", "two"):
        assert protect(folder, "--table", "age:sex", "--out", str(folder / name)) == 0
    for name in ("01.csv", "01.json"):
        assert (folder / "one" / name).read_bytes() == (folder / "two" / name).read_bytes()
    assert protect(folder, "--table", "age:sex", "--out", str(folder / "one")) == 2  # nothing is written over


def test_json_holds_no_exact_number_and_no_secret(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert protect(folder, "--table", "age:sex", "--json") == 0
    text = capsys.readouterr().out
    (table,) = json.loads(text)
    assert all(cell["value"] % 5 == 0 for cell in table["cells"] if cell["state"] == "shown")
    assert "5a5a" not in text


def test_refused_by_the_rules_with_what_would_help(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    short = (folder / "children.csv").read_text("utf-8").splitlines()[:21]
    (folder / "children.csv").write_text("\n".join(short) + "\n", "utf-8")
    assert protect(folder, "--table", "age", "--out", str(folder / "none")) == 1
    said = capsys.readouterr().err
    assert "X2" in said
    assert "several cohorts" in said
    assert not (folder / "none").exists()


@pytest.mark.parametrize(
    "options",
    [
        ("--table", "age", "-k", "9"),
        ("--table", "height"),
        ("--table", "age:age"),
        ("--table", "age/sex=woman"),
        ("--table", "age", "--method", "suppress"),
        ("--table", "age", "--rho", "0.1"),
        ("--table", "age", "--method", "dp", "--rho", "0.1"),
        ("--table", "age", "--not-assessed", "sex", "--no-data", "age=0-9"),
    ],
)
def test_what_cannot_be_used_is_said_and_nothing_is_written(
    folder: Path, options: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert protect(folder, *options, "--out", str(folder / "none")) == 2
    assert capsys.readouterr().err.startswith("fanal tables protect: ")
    assert not (folder / "none").exists()


@pytest.mark.parametrize("table", ["", "age,:sex", "age/sex", "age/=girl", "age/sex=,"])
def test_a_table_that_is_not_understood_is_refused(folder: Path, table: str) -> None:
    with pytest.raises(SystemExit) as stop:
        protect(folder, "--table", table)
    assert stop.value.code == 2


def test_dp_is_written_into_the_ledger_before_it_is_shown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = folder / "ledger.jsonl"
    common = ("--table", "age:sex", "--method", "dp", "--rho", "1/5", "--ledger", str(book))
    assert protect(folder, *common, "--release", "first") == 0
    assert protect(folder, *common, "--release", "second") == 0
    capsys.readouterr()
    assert protect(folder, *common, "--release", "third") == 1
    assert "X3" in capsys.readouterr().err
    kept = ledger.loads(book.read_text("utf-8"))
    assert [entry.release for entry in kept.entries] == ["first", "second"]
    assert protect(folder, *common, "--release", "fourth", "--other-classes", "0" * 64, "-k", "9") == 2
    assert ledger.loads(book.read_text("utf-8")) == kept  # what is refused before it is looked at costs nothing


def test_explain_refuses_what_is_no_table(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tables", "explain", str(folder / "children.csv")]) == 2
    assert "last columns of a table" in capsys.readouterr().err


def test_exact_numbers_for_a_named_audience_and_nothing_else_on_stdout(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The solver writes a banner past Python unless it is stopped; JSON must be nothing but JSON."""
    rows = (folder / "children.csv").read_text("utf-8").splitlines()
    more = [f"more-{at},0-9,girl,no" for at in range(3)] + [f"rare-{at},,boy,no" for at in range(4)]
    (folder / "children.csv").write_text("\n".join(rows + more) + "\n", "utf-8")
    named = ("--method", "suppress", "--audience", "named", "--json")
    assert protect(folder, "--table", "age:sex", *named) == 0
    ctypes.CDLL(None).fflush(None)  # what the solver wrote into the buffer of C
    (table,) = json.loads(capfd.readouterr().out)
    assert {"held_back", "shown"} == {cell["state"] for cell in table["cells"]}


def test_what_cannot_be_written_is_not_paid_for(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "file").write_text("a file, and no folder")
    price = ("--method", "dp", "--rho", "0.1", "--ledger", str(folder / "ledger.jsonl"), "--release", "r")
    assert protect(folder, "--table", "age:sex", *price, "--out", str(folder / "file" / "release")) == 2
    assert capsys.readouterr().err.startswith("fanal tables protect: ")
    assert not (folder / "ledger.jsonl").exists()


def test_a_base_beyond_every_number_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert protect(folder, "--table", "age:sex", "--base", str(10**30)) == 2
    assert "at most 1,000" in capsys.readouterr().err


def test_what_an_earlier_release_shows_counts_too(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It showed 300 of each age with one code, with noise; the ages have about 133 children."""
    part = TableSpec(("age",), where={"harm": ("yes",)}, cohorts=(2024,))
    numbers = np.array([300, 300, 300, 300, 900], dtype=np.int64)
    noise = Policy(method="dp", rho=Fraction(1, 10))
    shown = dp.protected(part, noise, read_classes(CLASSES), numbers, Fraction(10), ())
    about = replace(releases.ABOUT, population=shown.classes.population)
    (folder / "r-1.zip").write_bytes(bundles.packed(releases.release([shown], about=about).files))
    assert protect(folder, "--table", "age") == 0
    assert protect(folder, "--table", "age", "--earlier", str(folder / "r-1.zip")) == 1
    assert "Table 1, row 2, column 1, together with release r-1, would say" in capsys.readouterr().err
    assert protect(folder, "--table", "sex", "--earlier", str(folder / "r-1.zip")) == 1, "all of them together"
    assert protect(folder, "--table", "harm", "--earlier", str(folder / "none.zip")) == 2
