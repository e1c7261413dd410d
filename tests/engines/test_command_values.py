"""Every option and file of `fanal prevalence`, `tables`, `release` and `link`, given what it cannot be: a sentence and
an exit code, never a traceback.

Options are read from the parsers, so that a new one is tried without being named here, and a new command is missed.
"""

import argparse
import io
import sys
import zipfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from fanal.site.commands import main, parser
from tests.engines.disclosure.test_command_protect import CLASSES
from tests.engines.disclosure.test_release_commands import files_of
from tests.engines.linkage import test_commands as linked
from tests.engines.linkage.run_papers import NAMES

pytestmark = pytest.mark.once

NUMBERS = ("", "x", "nan", "inf", "-inf", "1e999", "1e-9", "-1", "0", "3", "0.5", "9" * 400)
WORDS = (" ", "A,B=9999", "A,B=-9999", "A=", "=", ",", ":", "/", "count=0.5", "count", "A,A=1", "[12,3", "[12,34]", "é",
         "2026-02-30", "age/", "age:age", "age:sex:age", "age=x")  # fmt: skip
FILES = (
    "missing.csv",
    "folder",
    "empty",
    "binary",
    "list.json",
    "object.json",
    "words.txt",
    "missing/new.csv",
    "a:b",
    "-",
)
FEW = ["--replicates", "100", "--threads", "1", "--method", "stepwise"]
CHILDREN = ["--classes", "classes.yaml", "--secret", "secret", "--cohort", "2024", "--today", "2026-01-31"]
ON = ["--on", "2026-03-02"]
PARTS, LISTS, REVEALED = (
    [f"{name}.{kind}" for name in ("bell", "child", "drop-in")] for kind in ("part", "list", "revealed")
)
BASES: dict[tuple[str, str], tuple[list[str], list[str]]] = {
    ("prevalence", "check"): (["table.csv"], []),
    ("prevalence", "estimate"): (["table.csv"], FEW),
    ("prevalence", "rank"): (["table.csv"], []),
    ("prevalence", "compare"): (["table.csv"], [*FEW[:4], "--only", "stepwise"]),
    ("prevalence", "sensitivity"): (["table.csv"], [*FEW, "--only", "lists"]),
    ("prevalence", "simulate"): ([], ["--total", "100", "--list", "A=0.5", "--list", "B=0.5", "--list", "C=0.5"]),
    ("tables", "count"): (["children.csv"], CHILDREN),
    ("tables", "protect"): (["children.csv"], [*CHILDREN, "--table", "age:sex"]),
    ("tables", "attack"): (["release"], ["--classes", "classes.yaml"]),
    ("tables", "synthesise"): (["children.csv"],
        [*CHILDREN, "--rho", "0.001", "--ledger", "N", "--release", "a", "--out", "N"]),
    ("tables", "ledger"): (["none.jsonl"], []),
    ("tables", "epsilon"): (["0.1"], []),
    ("tables", "explain"): (["release/01.csv"], []),
    ("tables", "export"): (["draft.zip"], ["--format", "ctdc", "--out", "N"]),
    ("release", "verify"): (["draft.zip"], ["--draft"]),
    ("release", "diff"): (["draft.zip", "draft.zip"], []),
    ("link", "keys"): (["agreement.json"], [*ON, "--parts", *PARTS]),
    ("link", "encode"): (["agreement.json", "bell.csv"],
        [*ON, "--member", "Bell House", "--lists", "lists.json", "--out", "N", "--tests", "N", "--parts", *PARTS]),
    ("link", "run"): (["agreement.json", *LISTS],
        [*ON, "--digests", "digests.json", "--links", "N", "--commitment", "N"]),
    ("link", "reveal"): (["agreement.json", "bell.list", "bell.tests", "c.json"], [*ON, "--out", "N"]),
    ("link", "report"): (["agreement.json", "x.links", "c.json", *REVEALED], [*ON, "--out", "N"]),
    ("link", "verify"): (["agreement.json", "c.json", "result.json"], []),
}  # fmt: skip
new = count()


def _commands(of: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    (commands,) = (one for one in of._actions if isinstance(one, argparse._SubParsersAction))
    return commands.choices


def test_every_command_of_these_groups_is_tried() -> None:
    """A new one needs a base here. Another name of the same command is none."""
    groups = sorted({group for group, _command in BASES})
    found = {group: _commands(_commands(parser([group]))[group]) for group in groups}
    tried = {found[group][command] for group, command in BASES}
    assert {command for commands in found.values() for command in commands.values()} == tried


def options_of(group: str, command: str) -> list[argparse.Action]:
    """What a sub-command can be given by name, but for switches."""
    found = _commands(_commands(parser([group]))[group])[command]
    return [one for one in found._actions if one.option_strings and one.nargs != 0]


def tries(group: str, command: str) -> Iterator[list[str]]:
    """The base with each option set to each value, and with each file in the place of another."""
    files, options = BASES[group, command]
    for option in options_of(group, command):
        for value in (*_values(option), "3"):
            yield [*files, *options, option.option_strings[-1], value]
    for place in range(len(files)):
        for value in (*FILES, *(NUMBERS if command == "epsilon" else ())):
            yield [*files[:place], value, *files[place + 1 :], *options]


def _values(option: argparse.Action) -> tuple[str, ...]:
    """What is worth a try: each reader of a command has mistakes of its own."""
    if option.choices:
        return ("", "x")
    if option.type is Path:
        return FILES
    return NUMBERS if option.type in {int, float} else (*NUMBERS, *WORDS)


def called(group: str, command: str, given: list[str]) -> int:
    """The exit code; each N is a file that is not there yet."""
    argv = [group, command, *(f"new-{next(new)}" if one == "N" else one for one in given)]
    try:
        return main(argv)
    except SystemExit as stop:  # argparse
        return int(str(stop.code))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Good files for the bases, and bad ones."""
    home = tmp_path_factory.mktemp("values")
    (home / "folder").mkdir()
    for name, content in {
        "empty": b"", "binary": b"\x00\xff\xfe\x80PK\x03\x04" * 9, "list.json": b"[1]", "object.json": b"{}",
        "words.txt": b"nobody\n", "secret": b"5a" * 32, "classes.yaml": CLASSES.encode(),
        "table.csv": b"A,B,C,count\n1,0,0,50\n0,1,0,40\n0,0,1,45\n1,1,0,20\n1,0,1,15\n0,1,1,18\n1,1,1,9\n",
    }.items():  # fmt: skip
        (home / name).write_bytes(content)
    ages, sexes = ("0-9", "10-14", "15-17"), ("girl", "boy")
    rows = [f"c{n},{ages[n % 3]},{sexes[n % 2]},{('yes', 'no')[n % 5 > 2]}" for n in range(400)]
    (home / "children.csv").write_text("\n".join(["id,age,sex,harm", *rows, ""]))
    with zipfile.ZipFile(home / "draft.zip", "w") as made:
        for name, data in files_of().items():
            made.writestr(name, data)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(home)
        assert main(["tables", "protect", "children.csv", *CHILDREN, "--table", "age:sex", "--out", "release"]) == 0
        linked._begin(home)
        linked.said(*linked.run_arguments("x"))
        (home / "x.json").rename(home / "c.json")
        for name in NAMES:
            linked.said(*linked.reveal_arguments(name, "c.json", f"{linked.short(name)}.revealed"))
        linked.said("report", *BASES["link", "report"][0], *ON, "--out", "result.json")
        yield home


@pytest.mark.parametrize(("group", "command"), list(BASES))
def test_what_cannot_be_used_is_refused_in_words(
    folder: Path, group: str, command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    files, options = BASES[group, command]
    assert called(group, command, [*files, *options]) in {0, 1}, "the control: the base itself can be used"
    found = []
    for given in tries(group, command):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xff;nothing")))
        capsys.readouterr()
        try:
            code = called(group, command, given)
        except Exception as error:
            found.append(f"{given}: {type(error).__name__}: {error}")
            continue
        told = capsys.readouterr().err
        if code not in {0, 1, 2} or (code == 2 and (not told.strip() or "Errno" in told)):
            found.append(f"{given}: {code} {told}")
    assert not found, "\n".join(one[:300] for one in found)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (["prevalence", "simulate", *BASES["prevalence", "simulate"][1], "--together", "A,B=9999"], "from -30 to 30"),
        (
            ["prevalence", "simulate", "--total", "9", "--list", "A=0.5", "--list", "count=0.5"],
            "like the column of counts",
        ),
        (["prevalence", "estimate", "table.csv", "--method", "fixed"], "needs a model, such as [12,3]"),
        (["prevalence", "rank", "table.csv", "--limit", "0"], "write 1 or more"),
        (["prevalence", "rank", "table.csv", "--order", "-1"], "write 1 or more"),
        (["prevalence", "check", "table.csv", "--sum-over", "count"], "counts are added up anyway"),
        (["tables", "protect", "children.csv", *CHILDREN, "--table", "age", "--release", "a"], "belong to --method dp"),
        (["tables", "protect", "children.csv", *CHILDREN, "--table", "age", "--cohort", "0"], "is no year"),
        (["prevalence", "estimate", "table.csv", "--method", "latent", "--order", "2"], "--order belongs to --method"),
        (
            ["prevalence", "estimate", "table.csv", "--method", "bic", "--threshold", "0.1"],
            "auto or stepwise, not to bic",
        ),
        (["prevalence", "estimate", "table.csv", "--model", "[12,3]", "--top", "5"], "not to fixed"),
        (["prevalence", "estimate", "table.csv", "--delta", "0.1"], "belongs to --method graphs"),
        (["prevalence", "estimate", "table.csv", "--replicates", "0", "--scheme", "total"], "there are none"),
        (["prevalence", "compare", "table.csv", "--only", "bic,latent", "--delta", "0.1"], "not to bic, latent"),
        (["prevalence", "sensitivity", "table.csv", "--only", "pairs", "--seed", "3"], "no option of an estimate"),
        (["tables", "protect", "children.csv", *CHILDREN, "--table", "age", "--rho", "0.1"], "belong to --method dp"),
        (
            ["tables", "protect", "children.csv", *CHILDREN, "--table", "age", "--method", "suppress", "--base", "5"],
            "belong to --method cellkey",
        ),
        (["tables", "attack", "release", "--classes", "classes.yaml", "--secret", "secret"], "give --rows"),
        (["tables", "ledger", "none.jsonl", "--population", "a"], "give --ask"),
        (["tables", "attack", "release", "--classes", "classes.yaml", "--objections", "-1"], "0 or more"),
    ],
)
def test_what_was_taken_in_silence_is_refused(
    folder: Path, given: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert called(given[0], given[1], given[2:]) == 2
    assert words in capsys.readouterr().err
