"""`fanal tables count` as it is typed: what it says, its exit codes, and that nothing of a record is told."""

import json
from pathlib import Path

import pytest

from fanal.site.commands import main

pytestmark = [pytest.mark.once, pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")]

CLASSES = """\
schema: fanal.classes/1
population: Children of a test
version: 1
variables:
  - name: sex
    label: Sex
    codes: {missing: Not asked, girl: Girl, boy: Boy}
  - name: age
    label: Age
    codes: {missing: Not known, young: Under ten, old: Ten or more}
"""
ROWS = "id,sex,age\n1,girl,young\n2,boy,\n3,girl,old\n4,girl,old\n"


@pytest.fixture
def given(tmp_path: Path) -> list[str]:
    (tmp_path / "classes.yaml").write_text(CLASSES)
    (tmp_path / "rows.csv").write_text(ROWS)
    (tmp_path / "secret").write_text(f"{bytes(range(32)).hex()}\n")
    return ["tables", "count", str(tmp_path / "rows.csv"), "--classes", str(tmp_path / "classes.yaml")]


def test_counts_of_each_variable_with_the_caution(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(given) == 0
    said = capsys.readouterr()
    lines = [line.split() for line in said.out.splitlines()]
    assert said.out.startswith("4 children; 3 tables of up to 3 variables, 15 cells.\n")
    assert "not for publication" in said.out
    for line in (["Girl", "3"], ["Boy", "1"], ["Not", "asked", "0"], ["Ten", "or", "more", "2"]):
        assert line in lines
    assert "fewer than 30 children" in said.err


def test_json_has_all_tables_and_always_the_same_bytes(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*given, "--json"]) == 0
    first = capsys.readouterr().out
    assert main([*given, "--json", "--today", "2026-11-25"]) == 0
    assert capsys.readouterr().out == first
    value = json.loads(first)
    assert (value["rows"], value["cohorts"], value["codes"]["sex"]) == (4, [], ["missing", "girl", "boy"])
    found = {tuple(one["variables"]): one["children"] for one in value["tables"]}
    assert found == {("sex",): [0, 3, 1], ("age",): [1, 1, 2], ("sex", "age"): [0, 0, 0, 0, 1, 2, 1, 0, 0]}


def test_parquet_is_counted_alike(given: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--cohort", "2020", "--json"]
    folder = tmp_path / "rows"
    assert main([*given, *options, "--secret", str(tmp_path / "secret"), "--write-parquet", str(folder)]) == 0
    csv = capsys.readouterr().out
    assert main(["tables", "count", str(folder), *given[3:], *options]) == 0
    assert capsys.readouterr().out == csv
    assert json.loads(csv)["cohorts"] == [2020]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--ways", "4"], "1 to 3 are possible"),
        (["--table", "sex,colour"], "colour is no variable"),
        (["--ways", "1", "--table", "sex,age"], "at most 1 were counted together"),
        (["--cohort", "2026", "--today", "2026-11-25"], "reaches into the last 6 full months"),
        (["--secret", "rows.csv"], "a secret has 32 bytes, or 64 digits"),
        (["--secret", "nowhere"], "there is no file or folder"),
        (["--write-parquet", "out"], "needs --cohort and --secret"),
        (["--id", "number"], "column 'id' is not in the class set"),
    ],
)
def test_bad_input_is_code_2_with_what_to_do(
    given: list[str],
    options: list[str],
    words: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main([*given, *options]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines()[-1].startswith("fanal tables count: ") or "fanal tables count: the rows" in said.err
    assert words in said.err
    assert not (tmp_path / "out").exists()


def test_a_value_of_a_record_is_in_no_message(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    Path(given[2]).write_text(f"{ROWS}5,CANARY,young\n")
    assert main(given) == 2
    said = capsys.readouterr()
    assert "row 5, column sex" in said.err
    assert "CANARY" not in said.err + said.out


def test_rows_of_a_release_need_the_secret_and_parquet_has_its_keys(
    given: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`protect` takes the Parquet that `count` wrote; of CSV it wants the secret, for the noise comes from it."""
    Path(given[4]).write_text(CLASSES.replace("version: 1", "version: 1\nreviewed_on: 2020-01-01"))
    rows = "".join(f"{n},{('girl', 'boy')[n % 2]},{('young', 'old')[n % 3 % 2]}\n" for n in range(90))
    Path(given[2]).write_text(f"id,sex,age\n{rows}")
    secret, folder, cohort = ["--secret", str(tmp_path / "secret")], tmp_path / "rows", ["--cohort", "2020"]
    assert main([*given, *cohort, *secret, "--write-parquet", str(folder)]) == 0
    release = ["--classes", given[4], *cohort, "--table", "age:sex", "--json"]
    capsys.readouterr()
    assert main(["tables", "protect", given[2], *release]) == 2
    assert "--secret is needed" in capsys.readouterr().err
    assert main(["tables", "protect", given[2], *release, *secret]) == 0
    from_csv = capsys.readouterr().out
    assert main(["tables", "protect", str(folder), *release]) == 0
    assert capsys.readouterr().out == from_csv
    assert '"shown"' in from_csv
    assert main(["tables", "protect", str(folder), *release, *secret]) == 2
    assert "record keys already" in capsys.readouterr().err
