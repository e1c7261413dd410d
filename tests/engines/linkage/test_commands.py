"""`fanal link` as it is typed: a whole run of three members and their unit, exit codes, and nothing half-written."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from pathlib import Path

import numpy as np
import pytest
from tests.engines.linkage.run_papers import NAMES, agreement

from fanal.engines.linkage import trial
from fanal.engines.linkage.encoding import PART_BYTES
from fanal.engines.linkage.member import part_bytes
from fanal.engines.linkage.model import ChildRow
from fanal.engines.linkage.people import Style, children, registered, registered_again
from fanal.engines.prevalence.table import CaptureTable
from fanal.site.commands import main

pytestmark = pytest.mark.once
ON = ["--on", "2026-03-02"]
PAPER = "agreement.json"
OUT = ["--digests", "digests.json", "--links", "x", "--commitment", "y"]
COUNTS = [0, 120, 110, 100, 130, 90, 95, 60]
"""Children by the lists they are on."""
HEADER = ("names", "guardian", "birth_year", "birth_month", "sex", "place")


def as_csv(rows: list[ChildRow]) -> str:
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(HEADER)
    for row in rows:
        writer.writerow([" ".join(row.names), row.guardian, row.birth_year, row.birth_month, row.sex, row.place])
    return file.getvalue()


def said(*arguments: str) -> dict[str, object]:
    """What a command that goes well says as JSON."""
    with redirect_stdout(io.StringIO()) as out:
        assert main(["link", *arguments, "--json"]) == 0
    found: dict[str, object] = json.loads(out.getvalue())
    return found


def short(name: str) -> str:
    return name.partition(" ")[0].lower()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A run up to the lists that are encoded."""
    home = tmp_path_factory.mktemp("run")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(home)
        _begin(home)
        yield home


def _begin(home: Path) -> None:
    """Each member draws its part of the key. Others stand in their place afterwards, always the same: test rows follow
    from the key, and with so few of them one key in a thousand gives a run that is refused, one in twenty a table that
    is far from the truth."""
    random, style = np.random.default_rng(4), Style()
    (home / PAPER).write_bytes(agreement().to_bytes())
    groups = {mask: children(style, count, random) for mask, count in enumerate(COUNTS)}
    sizes = {}
    for place, name in enumerate(NAMES):
        mine = [child for mask, group in groups.items() if mask >> place & 1 for child in group]
        rows = [
            registered(child, random) if random.random() < 0.5 else registered_again(child, style, random)
            for child in mine
        ]
        (home / f"{short(name)}.csv").write_text(as_csv(rows), "utf-8")
        sizes[name] = {"rows": len(rows), "style": {"script": "Latn"}}
        said("keys", PAPER, *ON, "--member", name, "--out", f"{short(name)}.part")
        (home / f"{short(name)}.part").write_bytes(part_bytes(agreement().run, name, bytes([place]) * PART_BYTES))
    (home / "lists.json").write_text(json.dumps(sizes))
    digests = {}
    for name in NAMES:
        one = short(name)
        found = said("encode", PAPER, *ON, f"{one}.csv", "--member", name, "--parts", *parts(), "--lists", "lists.json",
                     "--out", f"{one}.list", "--tests", f"{one}.tests")  # fmt: skip
        digests[name] = found["sha256"]
    (home / "digests.json").write_text(json.dumps(digests))


def parts() -> list[str]:
    return [f"{short(name)}.part" for name in NAMES]


def lists() -> list[str]:
    return [f"{short(name)}.list" for name in NAMES]


def run_arguments(tag: str) -> list[str]:
    return [
        "run",
        PAPER,
        *ON,
        *lists(),
        "--digests",
        "digests.json",
        "--links",
        f"{tag}.links",
        "--commitment",
        f"{tag}.json",
    ]


def reveal_arguments(name: str, commitment: str, out: str) -> list[str]:
    one = short(name)
    return ["reveal", PAPER, *ON, f"{one}.list", f"{one}.tests", commitment, "--out", out]


def test_a_run_from_keys_to_papers_that_fit(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Numbers are near the truth, the table is read by `fanal prevalence`, what was destroyed is gone."""
    marks = {said("keys", PAPER, *ON, "--parts", *order)["fingerprint"] for order in (parts(), parts()[::-1])}
    assert len(marks) == 1
    assert said(*run_arguments("one"))["sizes"] == {NAMES[0]: 410, NAMES[1]: 405, NAMES[2]: 415}
    for name in NAMES:
        assert said(*reveal_arguments(name, "one.json", f"{short(name)}.revealed"))["test_rows"] == 40
    (folder / "spare.part").write_bytes((folder / "bell.part").read_bytes())
    report = ["report", PAPER, *ON, "one.links", "one.json", *(f"{short(name)}.revealed" for name in NAMES)]
    assert main(["link", *report, "--out", "result.json", "--table", "table.csv", "--delete", "spare.part",
                 "--receipt", "receipt.json"]) == 0  # fmt: skip
    text = capsys.readouterr().out
    parts_of_it = ["Lists", "exactly on", "missed: ", "false: ", "precision"]
    places = [text.index(words) for words in [*parts_of_it, "never published", "Destroyed 1 files"]]
    assert places == sorted(places)
    table = CaptureTable.from_csv(folder / "table.csv")
    on = np.arange(8)
    assert [int(table.counts[(on >> place & 1) == 1].sum()) for place in range(3)] == [370, 365, 375]
    assert abs(table.n - sum(COUNTS)) < 0.08 * sum(COUNTS)
    assert table.about.linkage.startswith("by tokens; missed m = 0.")
    assert not (folder / "spare.part").exists()
    papers = ["verify", PAPER, "one.json", "result.json", "--receipt", "receipt.json", "--list", "bell.list"]
    assert said(*papers)["fits"] is True
    told = json.loads((folder / "result.json").read_text())
    assert told["run"] == str(agreement().run)
    (folder / "other.json").write_text((folder / "one.json").read_text().replace('"links":"', '"links":"f'))
    assert main(["link", "verify", PAPER, "other.json", "result.json"]) == 1
    assert "DOES NOT FIT: the result is from what was committed to" in capsys.readouterr().out


def test_files_can_be_read_by_their_owner_only_and_are_not_written_over(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in (*parts(), *lists(), *(f"{short(name)}.tests" for name in NAMES)):
        assert (folder / name).stat().st_mode & 0o077 == 0
    before = (folder / "bell.part").read_bytes()
    assert main(["link", "keys", PAPER, *ON, "--member", NAMES[0], "--out", "bell.part"]) == 2
    assert "nothing is written over" in capsys.readouterr().err
    assert (folder / "bell.part").read_bytes() == before


def test_a_run_whose_lists_are_too_short_is_refused_at_its_first_step(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And not at its last one, `report`, after everything was sent."""
    small = agreement(members=(("Bell House", 200), ("Child Line", 300)))
    (folder / "short.json").write_bytes(small.to_bytes())
    assert main(["link", "keys", "short.json", *ON, "--member", "Bell House", "--out", "small.part"]) == 1
    assert "lists of 200, 300 children share" in capsys.readouterr().err
    assert not (folder / "small.part").exists()
    monkeypatch.setattr(trial, "FEWEST_SHARED", 10_000)
    assert main(["link", *run_arguments("small")]) == 1
    assert "nothing is known of missed links" in capsys.readouterr().err


def test_links_that_are_too_poor_are_refused_with_1(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A threshold of all bands misses whoever was written in another way."""
    said(*run_arguments("two"))
    for name in NAMES:
        said(*reveal_arguments(name, "two.json", f"{short(name)}.revealed2"))
    report = ["report", PAPER, *ON, "two.links", "two.json", *(f"{short(name)}.revealed2" for name in NAMES)]
    assert main(["link", *report, "--out", "poor.json", "--threshold", "96", "--json"]) == 1
    out, err = capsys.readouterr()
    assert json.loads(out)["status"] == "refused"
    assert "of further records are missed" in err
    assert not (folder / "poor.json").exists()


def bad_rows(change: Callable[[list[list[str]]], None]) -> str:
    rows = list(csv.reader(Path("bell.csv").read_text("utf-8").splitlines()))
    change(rows)
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda rows: [row.append("x") for row in rows[1:]] + [rows[0].append("suspect_name")], "persons suspected"),
        (
            lambda rows: [row.append("x") for row in rows[1:]] + [rows[0].append("alleged offender")],
            "persons suspected",
        ),
        (lambda rows: [row.append("x") for row in rows[1:]] + [rows[0].append("reporter")], "persons suspected"),
        (lambda rows: [row.append("x") for row in rows[1:]] + [rows[0].append("nationality")], "never compared"),
        (lambda rows: [row.append("x") for row in rows[1:]] + [rows[0].append("notes")], "and no other"),
        (lambda rows: rows.pop(), "370 were told"),
        (lambda rows: rows[7].__setitem__(3, "13"), "row 8"),
    ],
)
def test_a_list_that_may_not_be_linked_leaves_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str], change: Callable[[list[list[str]]], None], words: str
) -> None:
    Path("bad.csv").write_text(bad_rows(change), "utf-8")
    before = sorted(folder.iterdir())
    encode = ["encode", PAPER, *ON, "bad.csv", "--member", NAMES[0], "--parts", *parts(), "--lists", "lists.json"]
    assert main(["link", *encode, "--out", "bad.list", "--tests", "bad.tests"]) == 2
    assert words in capsys.readouterr().err
    assert sorted(folder.iterdir()) == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["keys", PAPER, "--on", "2026-04-01", "--parts"], "the agreement ended on 2026-03-31"),
        (["keys", PAPER, *ON, "--parts", "bell.part"], "one part of each member"),
        (["keys", PAPER, *ON, "--parts", "bell.part", "bell.part", "child.part"], "there twice"),
        (["keys", PAPER, *ON, "--parts", "bell.list"], "no file of the kind PART"),
        (["keys", PAPER, *ON, "--member", "Office of Counts", "--out", "x"], "no part of the key"),
        (["keys", PAPER, *ON], "either --member"),
        (["keys", "bell.csv", *ON, "--member", NAMES[0], "--out", "x"], "the agreement is no JSON object"),
        (["keys", "nothing.json", *ON, "--member", NAMES[0], "--out", "x"], "nothing.json"),
        (["run", PAPER, *ON, "bell.list", "child.list", *OUT],
         "each member of the run"),
        (["run", PAPER, *ON, "bell.list", "bell.list", *OUT],
         "two lists of Bell House"),
        (["run", PAPER, *ON, "bell.list", "child.list", "drop-in.list", "--digests", "swapped.json", "--links", "x",
          "--commitment", "y"], "signature on the list of Bell House"),
        (["run", PAPER, *ON, "cut.list", *OUT], "bytes of content"),
        (["run", PAPER, *ON, "people.list", *OUT],
         "only lists of children"),
        (["run", PAPER, *ON, "bell.list", "child.list", "drop-in.list", *OUT[:-1], "x"], "are the same"),
        (["run", PAPER, *ON, "bell.list", "child.list", "drop-in.list", *OUT[:-1], "no/such/y"], "no folder"),
        (["reveal", PAPER, *ON, "bell.list", "child.tests", "lists.json", "--out", "x"], "not of one member"),
        (["reveal", PAPER, *ON, "bell.list", "bell.tests", "lists.json", "--out", "x"], "commitment"),
        (["reveal", PAPER, *ON, "bell.list", "bell.tests", "lists.json", "--out", "x", "--delete", "bell.part"],
         "go together"),
        (["reveal", PAPER, *ON, "bell.list", "bell.tests", "lists.json", "--out", "x", "--receipt", "y",
          "--delete", "bell.part", "--delete", "./bell.part"], "have one name"),
        (["keys", "deep.json", *ON, "--member", NAMES[0], "--out", "x"], "the agreement is no JSON object"),
        (["keys", "half.json", *ON, "--member", NAMES[0], "--out", "x"], "the agreement is no JSON object"),
        (["run", PAPER, *ON, "deep.list", *OUT], "not in its one form"),
    ],
)  # fmt: skip
def test_bad_input_is_refused_with_2_and_leaves_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    whole = (folder / "bell.list").read_bytes()
    (folder / "cut.list").write_bytes(whole[:-1])
    (folder / "people.list").write_bytes(whole.replace(b'"subject":"children"', b'"subject":"suspects"'))
    digests = json.loads((folder / "digests.json").read_text())
    (folder / "swapped.json").write_text(json.dumps(digests | {NAMES[0]: digests[NAMES[1]]}))
    (folder / "deep.json").write_text("[" * 200_000)
    (folder / "deep.list").write_bytes(b"FANAL LINKAGE LIST 1\n" + b"[" * 200_000 + b"\n")
    (folder / "half.json").write_text(json.dumps(json.loads((folder / PAPER).read_text()) | {"gate": "\ud800"}))
    before = sorted(folder.iterdir())
    given = [*arguments, *parts()] if arguments[-1] == "--parts" else arguments
    assert main(["link", *given]) == 2
    assert words in capsys.readouterr().err
    assert sorted(folder.iterdir()) == before
