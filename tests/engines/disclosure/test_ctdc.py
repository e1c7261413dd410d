"""Releases in CTDC's column names: only differential privacy, only what a column says exactly, origin never."""

import csv
import io
import json
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from tests.engines.disclosure.releases import ABOUT, COVERAGE, REVIEWS, children, cube_of, made

from fanal.engines.disclosure import bundles, ctdc
from fanal.engines.disclosure.bundles import Bundle
from fanal.engines.disclosure.classes import class_set, read_classes
from fanal.engines.disclosure.model import MISSING, ClassSet, DisclosureError, NotReleased, Policy, TableSpec
from fanal.engines.disclosure.protect import protect
from fanal.engines.disclosure.synthesis import measure, synthesise
from fanal.engines.disclosure.synthetic_files import read_csv
from fanal.engines.disclosure.synthetic_rules import cube_without, without
from fanal.site.commands import main
from fanal.vocabulary.corpus import CORPUS

pytestmark = pytest.mark.once

FOLDER = CORPUS / "research"
SPECS = (
    TableSpec(("age",), ("sex",), cohorts=(2024,), title="Age and sex"),
    TableSpec(("sex",), ("control_restriction",), cohorts=(2024,)),
    TableSpec(("sex",), where={"purpose_forced_begging": ("yes",)}, cohorts=(2024,)),
)
DP = Policy(method="dp", rho=Fraction(1, 10))


def classes() -> ClassSet:
    """The class set of files in CTDC's shape, as if two people had reviewed it."""
    draft = read_classes((FOLDER / "classes" / "ctdc.yaml").read_text("utf-8"))
    return class_set(draft.population, draft.version, draft.variables, date(2024, 1, 1))


def release(
    specs: tuple[TableSpec, ...] = SPECS,
    policy: Policy = DP,
    *,
    synthetic: bool = True,
    cohorts: tuple[int, ...] = (2024,),
) -> Bundle:
    whole = cube_of([children(1500, cohort=year, classes=classes()) for year in cohorts])
    specs = tuple(replace(one, cohorts=cohorts) for one in specs)
    rows = None
    if synthetic:
        fewer = cube_without(whole, ["recruiter_other", "control_threats"])
        rows = bundles.synthetic_files(
            synthesise(measure(fewer, Fraction(1, 20), secrets.token_bytes), secrets.token_bytes, 400, 2000)
        )
    tables = protect(whole, specs, policy)
    return bundles.read(bundles.bundle(tables, rows, COVERAGE, REVIEWS, replace(ABOUT, population="ctdc")))


@pytest.fixture(scope="module")
def whole() -> Bundle:
    return release()


def lines(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode())))


def imported() -> dict[tuple[str, str], tuple[str, str]]:
    """(column, value) of a file in CTDC's shape: (variable, code), as such a file is read in."""
    shape = yaml.safe_load((FOLDER / "imports" / "ctdc.yaml").read_text("utf-8"))
    return {
        (one["column"], str(value)): (one["variable"], code)
        for one in shape["columns"]
        for value, code in one["values"].items()
    }


def test_what_is_written_would_be_read_in_as_the_same_codes(whole: Bundle) -> None:
    """Row by row, of every column, with the file that says how CTDC's columns are read."""
    assert whole.synthetic is not None
    fewer = without(classes(), ["recruiter_other", "control_threats"])
    codes, known = read_csv(whole.synthetic, fewer), imported()
    found = lines(ctdc.export(whole)["ctdc-synthetic.csv"])
    assert len(found) == codes.shape[0] == 400
    for row, line in zip(codes, found, strict=True):
        was = {one.name: one.codes[code] for one, code in zip(fewer.variables, row, strict=True)}
        read = dict(known[one] for one in line.items() if one in known)
        told = {name: code for name, code in was.items() if code != MISSING and name in ctdc.COLUMNS}
        assert read == told
        assert (line["yearOfRegistration"], line["citizenship"], line["CountryOfExploitation"]) == ("2024", "", "")


def test_each_column_is_the_only_one_of_its_variable() -> None:
    """Where CTDC has two columns for one variable, a yes belongs to an unknown one of them: none is filled."""
    of: dict[str, set[str]] = {}
    for (column, _value), (variable, _code) in imported().items():
        of.setdefault(variable, set()).add(column)
    assert {name: {column} for name, (column, _) in ctdc.COLUMNS.items()} == {
        name: columns for name, columns in of.items() if len(columns) == 1
    }
    lacking = {one.name for one in classes().variables} - set(ctdc.COLUMNS)
    assert lacking == {"control_restriction", "control_other", "purpose_child_labour"}


def test_what_is_missing_is_never_zero(whole: Bundle) -> None:
    assert whole.synthetic is not None
    codes = read_csv(whole.synthetic, without(classes(), ["recruiter_other", "control_threats"]))
    names = [one.name for one in without(classes(), ["recruiter_other", "control_threats"]).variables]
    column = codes[:, names.index("purpose_forced_labour")]
    found = [line["isForcedLabour"] for line in lines(ctdc.export(whole)["ctdc-synthetic.csv"])]
    assert [found.count(one) for one in ("", "0", "1")] == np.bincount(column, minlength=3).tolist()
    heads = lines(ctdc.export(whole)["ctdc-synthetic.csv"])[0]
    assert "meansThreats" not in heads, "not in the rows: no column, rather than one that is always empty"


def test_cells_keep_state_value_and_range(whole: Bundle) -> None:
    table, found = whole.tables[0], lines(ctdc.export(whole)["ctdc-01.csv"])
    assert list(found[0])[:3] == ["yearOfRegistration", "ageBroad", "gender"]
    assert len(found) == len(table.cells)
    for cell, line in zip(table.cells, found, strict=True):
        assert line["state"] == cell.state
        assert line["value"] == (str(cell.value) if cell.value is not None else cell.state)
        assert line["lower"] == (str(cell.lower) if cell.lower is not None else cell.state)
    assert {line["ageBroad"] for line in found} == {"missing", "0--8", "9--17", "total"}
    assert {line["gender"] for line in found} == {"missing", "Female", "Male", "Other", "total"}
    assert {line["typeOfLabourBegging"] for line in lines(ctdc.export(whole)["ctdc-03.csv"])} == {"1"}


def test_errors_coverage_and_what_was_left_out_stand_beside(whole: Bundle) -> None:
    files = ctdc.export(whole)
    assert sorted(files) == ["ctdc-01.csv", "ctdc-03.csv", "ctdc-about.json", "ctdc-synthetic.csv"]
    about = json.loads(files["ctdc-about.json"])
    assert about["release"]["sha256"] == whole.sha256
    assert about["coverage"]["note"] == "Children known to us, not all children."
    assert "no row is a child" in about["synthetic"]["caution"]
    assert about["synthetic"]["error"]["errors"]
    assert all(one["error"] for one in about["tables"])
    assert set(about["left_out"]) == {"control_restriction", "control_other", "purpose_child_labour", "table 02"}


def test_the_same_release_is_the_same_bytes(whole: Bundle) -> None:
    assert ctdc.export(whole) == ctdc.export(bundles.read(whole.files))


def test_rows_of_several_years_tell_no_year() -> None:
    files = ctdc.export(release(SPECS[:1], cohorts=(2023, 2024)))
    assert {line["yearOfRegistration"] for line in lines(files["ctdc-synthetic.csv"])} == {""}
    assert {line["yearOfRegistration"] for line in lines(files["ctdc-01.csv"])} == {""}


@pytest.mark.parametrize("method", ["cellkey", "suppress"])
def test_other_methods_are_refused(method: Any) -> None:
    policy = Policy(method=method, audience="named" if method == "suppress" else "public")
    with pytest.raises(NotReleased, match=f"protected by {method}"):
        ctdc.export(release(SPECS[:1], policy, synthetic=False))


def test_other_classes_are_refused_also_with_differential_privacy() -> None:
    """Ages 0-9, 10-14, 15-17 cannot be said in CTDC's."""
    with pytest.raises(NotReleased, match="not those of CTDC"):
        ctdc.export(made([children(900)], SPECS[:1], DP))


def test_a_release_of_which_nothing_fits_is_refused() -> None:
    with pytest.raises(NotReleased, match="Nothing in this release"):
        ctdc.export(release(SPECS[1:2], synthetic=False))


def test_rows_with_a_foreign_code_are_refused_by_row(whole: Bundle) -> None:
    assert whole.synthetic is not None
    first, second, rest = whole.synthetic.decode().split("\n", 2)
    spoilt = "\n".join([first, "xx" + second[second.index(",") :], rest]).encode()
    with pytest.raises(DisclosureError, match="row 1 has a code"):
        ctdc.export(replace(whole, files=dict(whole.files) | {"synthetic.csv": spoilt}))


# ---- the command ----


type Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def called(*words: object) -> tuple[int, str, str]:
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return called


def test_export_writes_files_from_zip_and_folder(run: Run, tmp_path: Path, whole: Bundle) -> None:
    (tmp_path / "r.zip").write_bytes(bundles.packed(whole.files))
    (tmp_path / "r").mkdir()
    for name, data in whole.files.items():
        (tmp_path / "r" / name).write_bytes(data)
    for place, out in (("r.zip", "one"), ("r", "two")):
        code, told, _ = run("tables", "export", tmp_path / place, "--format", "ctdc", "--out", tmp_path / out)
        assert code == 0
        assert "no row is a child" in told
        assert "control_restriction: CTDC has finer columns" in told
        written = {path.name: path.read_bytes() for path in (tmp_path / out).iterdir()}
        assert written == ctdc.export(whole)
    code, _, err = run("tables", "export", tmp_path / "r", "--format", "ctdc", "--out", tmp_path / "one")
    assert (code, "is not empty" in err) == (2, True)
    code, told, _ = run("tables", "export", tmp_path / "r", "--format", "ctdc", "--out", tmp_path / "three", "--json")
    assert (code, json.loads(told)["files"][0]) == (0, "ctdc-01.csv")


def test_export_refuses_with_one_and_says_why(run: Run, tmp_path: Path) -> None:
    keyed = release(SPECS[:1], Policy(), synthetic=False)
    (tmp_path / "r.zip").write_bytes(bundles.packed(keyed.files))
    code, _, err = run("tables", "export", tmp_path / "r.zip", "--format", "ctdc", "--out", tmp_path / "out")
    assert code == 1
    assert "protected by cellkey" in err
    assert "a second set of ages is a way in" in err
    assert not (tmp_path / "out").exists()
    changed = dict(keyed.files) | {"01.csv": keyed.files["01.csv"] + b"\n"}
    (tmp_path / "r.zip").write_bytes(bundles.packed(changed))
    code, _, err = run("tables", "export", tmp_path / "r.zip", "--format", "ctdc", "--out", tmp_path / "out")
    assert (code, bool(err)) == (1, True)
    (tmp_path / "r.zip").write_bytes(b"no zip")
    code, _, _ = run("tables", "export", tmp_path / "r.zip", "--format", "ctdc", "--out", tmp_path / "out")
    assert code == 2
