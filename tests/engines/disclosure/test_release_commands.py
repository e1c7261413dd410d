"""`fanal tables attack`, `fanal release verify` and `diff`, as they are called."""

import io
import json
import secrets
from collections.abc import Callable
from dataclasses import replace
from math import ceil, floor
from pathlib import Path
from typing import Any

import pytest
from tests.engines.disclosure.releases import (
    ABOUT,
    CLASSES,
    COVERAGE,
    REVIEWS,
    SPECS,
    children,
    cube_of,
    threshold_only,
)
from tests.engines.disclosure.test_bundles import ROOT, WHO, estimated

from fanal import vault
from fanal.engines.disclosure import bundles
from fanal.engines.disclosure.bundles import Estimated, Signature
from fanal.engines.disclosure.classes import canonical
from fanal.engines.disclosure.model import CodedTable, Policy
from fanal.engines.disclosure.protect import protect
from fanal.engines.disclosure.tables import to_csv, to_json
from fanal.engines.prevalence.estimate import estimate
from fanal.engines.prevalence.svg import svg as forest
from fanal.engines.prevalence.table import CaptureTable
from fanal.site.commands import main

pytestmark = pytest.mark.once

type Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def called(*words: object) -> tuple[int, str, str]:
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return called


def files_of(rows: int = 900, **about: Any) -> dict[str, bytes]:
    tables = protect(cube_of([children(rows)]), SPECS, Policy())
    return bundles.bundle(tables, None, COVERAGE, REVIEWS, replace(ABOUT, **about))


def signed(files: dict[str, bytes], signer: vault.Signer) -> dict[str, bytes]:
    mark = signer.sign(bundles.PURPOSE, files["release.json"])
    return files | {"release.sig": bundles.signature_file(Signature("Fictional member", signer.public, mark))}


@pytest.fixture
def signer() -> vault.Signer:
    return vault.Seed(secrets.token_bytes(32)).signer()


def stored(folder: Path, name: str, files: dict[str, bytes]) -> Path:
    path = folder / name
    path.write_bytes(bundles.packed(files))
    return path


def test_verify(run: Run, tmp_path: Path, signer: vault.Signer) -> None:
    path = stored(tmp_path, "r.zip", signed(files_of(), signer))
    code, out, _ = run("release", "verify", path)
    assert code == 0
    assert "Who the children are (r-1, version 1), Fictional member" in out
    assert vault.fingerprint(signer.public) in out
    assert "Compare the key" in out
    assert "Children known to us, not all children." in out
    assert "A shown 35 stands for 28 to 42" in out
    code, out, _ = run("release", "verify", path, "--key", signer.public.hex(), "--json")
    assert code == 0
    assert json.loads(out)["signed_by"] == "Fictional member"


def test_a_release_comes_from_stdin_too(
    run: Run, tmp_path: Path, signer: vault.Signer, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = stored(tmp_path, "r-1.zip", signed(files_of(), signer))
    for words in (("verify", "-"), ("diff", "-", path)):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(path.read_bytes())))
        assert run("release", *words)[0] == 0


def test_verify_in_a_folder(run: Run, tmp_path: Path, signer: vault.Signer) -> None:
    for name, data in signed(files_of(), signer).items():
        (tmp_path / name).write_bytes(data)
    assert run("release", "verify", tmp_path)[0] == 0


def test_verify_refuses(run: Run, tmp_path: Path, signer: vault.Signer) -> None:
    good = signed(files_of(), signer)
    other = vault.Seed(secrets.token_bytes(32)).signer()
    for number, (files, words, more) in enumerate(
        (
            (files_of(), "nobody has signed", ()),
            (good | {"01.csv": b"x"}, "01.csv was changed", ()),
            (good | {"release.sig": signed(files_of(title="Other"), signer)["release.sig"]}, "does not fit", ()),
            (good, "not known here", ("--key", other.public.hex())),
        )
    ):
        code, out, err = run("release", "verify", stored(tmp_path, f"{number}.zip", files), *more)
        assert (code, out) == (1, "")
        assert words in err
    (tmp_path / "no.zip").write_bytes(b"no archive")
    assert run("release", "verify", tmp_path / "no.zip")[0] == 2
    assert run("release", "verify", tmp_path / "absent.zip")[0] == 2


@pytest.mark.parametrize("kind", ["estimate", "not_estimable"])
def test_verify_an_estimate(run: Run, tmp_path: Path, signer: vault.Signer, kind: str) -> None:
    """Never a point alone, and "not estimable" with its reasons."""
    files = bundles.bundle((), None, COVERAGE, REVIEWS, ABOUT, estimated=estimated(kind))
    code, out, _ = run("release", "verify", stored(tmp_path, "r.zip", signed(files, signer)))
    assert code == 0
    assert "Ann Example, University of Examples" in out
    assert "The population is closed" in out
    assert ("95 % interval" in out) == (kind == "estimate")
    assert ("Not estimable." in out) == (kind == "not_estimable")


def test_limits_are_rounded_outward(run: Run, tmp_path: Path, signer: vault.Signer) -> None:
    """`363 to 2,970` was read here, and `362 to 2,971` of the same interval everywhere else."""
    capture = CaptureTable.from_csv(ROOT / "corpus/prevalence/kosovo_4.csv")
    result = estimate(capture, replicates=200, method="stepwise", diagnostics=False)
    assert result.lower is not None
    assert result.upper is not None
    assert result.lower % 1 > 0.5 or result.upper % 1 < 0.5, "rounded to the nearest, it would be too short"
    whole = Estimated(result.to_json().encode(), forest(result).encode(), WHO)
    files = bundles.bundle((), None, COVERAGE, REVIEWS, ABOUT, estimated=whole)
    _, out, _ = run("release", "verify", stored(tmp_path, "r.zip", signed(files, signer)))
    assert f"interval {floor(result.lower):,} to {ceil(result.upper):,}." in out


def test_nobody_who_was_not_asked_is_counted(run: Run, tmp_path: Path, signer: vault.Signer) -> None:
    unasked = replace(COVERAGE, members_asked=None, members_in=None, opted_out=None)
    files = bundles.bundle((), None, unasked, REVIEWS, ABOUT, estimated=estimated("estimate"))
    code, out, _ = run("release", "verify", stored(tmp_path, "r.zip", signed(files, signer)))
    assert code == 0
    assert "Members:" not in out
    assert bundles.read(files).coverage == unasked


def test_diff(run: Run, tmp_path: Path) -> None:
    old = stored(tmp_path, "old.zip", files_of())
    new = stored(tmp_path, "new.zip", files_of(880, version=2, supersedes="r-1", reason="Twice entered files left out"))
    code, out, _ = run("release", "diff", old, new, "--json")
    found = json.loads(out)
    assert code == 0
    where = {one["where"]: (one["old"], one["new"]) for one in found}
    assert where["version"] == ("1", "2")
    assert where["reason"] == ("", "Twice entered files left out")
    before, after = (bundles.read(files).tables[0] for files in (files_of(), files_of(880)))
    moved = sum(a != b for a, b in zip(before.cells, after.cells, strict=True))
    assert moved > 0
    assert sum(one["where"].startswith("Age and sex, ") for one in found) == moved
    assert run("release", "diff", old, old)[1] == "Nothing differs.\n"


@pytest.fixture
def member(tmp_path: Path) -> dict[str, Path]:
    """Class set, secret and rows of a fictional member, as files."""
    truth = children(900)
    secret = bytes(range(32))
    (tmp_path / "classes.yaml").write_bytes(canonical(CLASSES))
    (tmp_path / "secret").write_bytes(secret)
    names = [one.name for one in CLASSES.variables]
    lines = [",".join(["id", *names])]
    for at, row in enumerate(truth.codes.tolist()):
        codes = [one.codes[code] for one, code in zip(CLASSES.variables, row, strict=True)]
        lines.append(",".join([f"c{at}", *codes]))
    (tmp_path / "children.csv").write_text("\n".join(lines) + "\n")
    return {"classes": tmp_path / "classes.yaml", "secret": tmp_path / "secret", "rows": tmp_path / "children.csv"}


def named(member: dict[str, Path]) -> list[object]:
    return [
        "--classes", member["classes"], "--rows", member["rows"], "--cohort", 2024, "--secret", member["secret"],
        "--today", "2025-09-01",
    ]  # fmt: skip


def test_protect_then_attack(run: Run, tmp_path: Path, member: dict[str, Path]) -> None:
    out = tmp_path / "tables"
    options = [
        "--classes", member["classes"], "--cohort", 2024, "--secret", member["secret"], "--today", "2025-09-01",
        "--table", "age:sex", "--table", "form:care", "--out", out,
    ]  # fmt: skip
    assert run("tables", "protect", member["rows"], *options)[0] == 0
    code, said, _ = run("tables", "attack", out, *named(member))
    assert code == 0
    assert "All attacks were withstood." in said
    code, said, _ = run("tables", "attack", out, "--classes", member["classes"], "--json")
    report = json.loads(said)
    assert code == 1  # without the counts it cannot be known whether noise averages out
    assert {one["code"]: one["state"] for one in report["attacks"]}["A3"] == "undecided"


def test_attack_succeeds_on_a_bad_release(run: Run, tmp_path: Path, member: dict[str, Path]) -> None:
    bad = threshold_only([rows_of(member)], [replace(SPECS[1], columns=("age", "care"))])
    folder = tmp_path / "bad"
    folder.mkdir()
    for number, table in enumerate(bad.tables, start=1):
        (folder / f"{number:02}.csv").write_bytes(to_csv(table))
        (folder / f"{number:02}.json").write_bytes(to_json(table))
    code, said, _ = run("tables", "attack", folder, *named(member))
    assert code == 1
    assert "reconstruction: SUCCEEDED" in said
    assert "table 1, row" in said
    assert "This must not be published." in said


def rows_of(member: dict[str, Path]) -> CodedTable:
    from fanal.engines.disclosure.reading import read_coded

    return read_coded(member["rows"], CLASSES, 2024, member["secret"].read_bytes())


def test_attack_finds_a_term_to_avoid(run: Run, tmp_path: Path, member: dict[str, Path]) -> None:
    files = files_of(notes=("Figures on child " + "prosti" + "tutes",))
    code, said, _ = run("tables", "attack", stored(tmp_path, "r.zip", files), "--classes", member["classes"])
    assert code == 1
    assert "a term to avoid" in said


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--rows", "x.csv"], "once for each"),
        (["--rows", "x.csv", "--cohort", "2024"], "need --classes and --secret"),
    ],
)
def test_attack_refuses_input(run: Run, tmp_path: Path, options: list[str], words: str) -> None:
    path = stored(tmp_path, "r.zip", files_of())
    code, _, err = run("tables", "attack", path, *options)
    assert code == 2
    assert words in err
    (tmp_path / "empty").mkdir()
    assert run("tables", "attack", tmp_path / "empty")[0] == 2
