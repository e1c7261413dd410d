"""`fanal tables ledger`, `epsilon` and `synthesise`: what is spent is written first, and what is asked is answered."""

import json
import stat
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from fanal.engines.disclosure.classes import read_classes
from fanal.engines.disclosure.command.ledger_file import read, take
from fanal.engines.disclosure.model import DisclosureError, NotReleased, Spend
from fanal.engines.disclosure.synthetic_files import read_csv
from fanal.engines.disclosure.synthetic_rules import without
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
  - name: origin
    label: Nationality
    kind: origin
    codes: {missing: not known, here: of this country, elsewhere: of another}
  - name: district
    label: District
    kind: place
    codes: {missing: not known, north: north, south: south}
  - name: harm
    label: Form of exploitation
    sensitive: true
    codes: {missing: not asked, "no": "no", "yes": "yes"}
"""


def cost(rho: Fraction, cohort: int = 2024) -> Spend:
    return Spend("P", cohort, rho, "discrete Gaussian: sex", 1 / (2 * rho), 1)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return tmp_path / "ledger.jsonl"


def test_a_ledger_grows_at_its_end_and_is_for_its_owner_only(book: Path) -> None:
    take(book, [cost(Fraction(1, 10))], "a")
    first = book.read_bytes()
    take(book, [cost(Fraction(1, 20)), cost(Fraction(1, 20), 2023)], "b")
    assert book.read_bytes().startswith(first)
    assert read(book).spent("P", 2024) == Fraction(3, 20)
    assert stat.S_IMODE(book.stat().st_mode) == 0o600


def test_what_does_not_fit_is_not_written(book: Path) -> None:
    take(book, [cost(Fraction(1, 5))], "a")
    before = book.read_bytes()
    with pytest.raises(NotReleased, match="X3"):
        take(book, [cost(Fraction(1, 5)), cost(Fraction(1, 5))], "b")
    assert book.read_bytes() == before


def test_two_and_thirty_at_once_never_pass_the_limit(book: Path) -> None:
    def one(number: int) -> bool:
        try:
            take(book, [cost(Fraction(1, 20))], f"release {number}")
        except NotReleased:
            return False
        return True

    with ThreadPoolExecutor(32) as pool:
        done = sum(pool.map(one, range(32)))
    assert done == 10
    assert read(book).left("P", 2024) == 0


@pytest.mark.parametrize("change", [lambda data: data[:-1], lambda data: data + b" ", lambda data: data[5:]])
def test_a_file_that_was_changed_is_not_extended(book: Path, change) -> None:
    take(book, [cost(Fraction(1, 10))], "a")
    changed = change(book.read_bytes())
    book.write_bytes(changed)
    with pytest.raises(DisclosureError):
        take(book, [cost(Fraction(1, 10))], "b")
    assert book.read_bytes() == changed
    assert main(["tables", "ledger", str(book)]) == 2


def test_the_ledger_is_shown_and_answers(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for release, part in (("a", 5), ("b", 10)):
        take(book, [cost(Fraction(1, part))], release)
    assert main(["tables", "ledger", str(book)]) == 0
    shown = capsys.readouterr().out
    assert read(book).head in shown
    assert shown.splitlines()[-1].split() == ["P", "2024", "0.3", "0.2", "3.92"]

    assert main(["tables", "ledger", str(book), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["cohorts"] == [
        {"population": "P", "cohort": 2024, "spent": "3/10", "left": "1/5", "epsilon": 3.9201, "delta": 1e-6}
    ]

    ask = ("--population", "P", "--cohort", "2024", "--ask")
    assert main(["tables", "ledger", str(book), *ask, "0.2"]) == 0
    assert "Yes: 0.2 of 0.5 is left, and 0 would be." in capsys.readouterr().out
    assert main(["tables", "ledger", str(book), *ask, "1/5", "--release", "b"]) == 1
    assert "one release may spend 0.2; this would be 0.3" in capsys.readouterr().out
    assert main(["tables", "ledger", str(book), *ask, "0.2", "--release", "a", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["allowed"] is False
    assert main(["tables", "ledger", str(book), "--ask", "0.1"]) == 2


def test_a_ledger_that_is_not_there_has_spent_nothing(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tables", "ledger", str(book)]) == 0
    assert "0 entries" in capsys.readouterr().out
    assert not book.exists()


def test_epsilon(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tables", "epsilon", "0.1"]) == 0
    shown = capsys.readouterr().out
    assert "epsilon 2.142 at delta 1e-06, rounded up" in shown
    assert "8.5 times" in shown  # e^2.142
    assert main(["tables", "epsilon", "1/4", "--delta", "1e-6", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["epsilon"] == 3.5423
    assert told["siblings"]["2"] == 7.7663  # four times as much: rho 1


@pytest.mark.parametrize(
    "bad",
    [["0"], ["-1"], ["x"], ["1/0"], ["1e99999999"], ["1e-99999999"], ["0.1", "--delta", "0"], ["0.1", "--delta", "x"]],
)
def test_epsilon_of_nothing(bad: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["tables", "epsilon", *bad])
    assert caught.value.code == 2


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """500 fictional children, a class set and a secret."""
    rng = np.random.default_rng(8)
    rows = ["id,age,sex,origin,district,harm"]
    for child in range(500):
        age, sex = rng.choice(["0-9", "10-14", "15-17"]), rng.choice(["girl", "boy"])
        place, harm = rng.choice(["north", "south"]), rng.choice(["no", "yes", ""])
        rows.append(f"child-{child},{age},{sex},here,{place},{harm}")
    (tmp_path / "children.csv").write_text("\n".join(rows) + "\n", "utf-8")
    (tmp_path / "variables.yaml").write_text(CLASSES, "utf-8")
    (tmp_path / "secret").write_text("5a" * 32, "utf-8")
    return tmp_path


def synthesise(folder: Path, *options: str, rho: str = "0.2", out: str = "out", release: str = "r") -> int:
    files = ("--classes", str(folder / "variables.yaml"), "--secret", str(folder / "secret"))
    dates = ("--cohort", "2024", "--today", "2026-01-31")
    price = ("--rho", rho, "--ledger", str(folder / "ledger.jsonl"), "--release", release)
    rows = str(folder / "children.csv")
    return main(["tables", "synthesise", rows, *files, *dates, *price, "--out", str(folder / out), *options])


def test_rows_are_written_after_their_price(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert synthesise(folder) == 0
    shown = capsys.readouterr().out
    assert "no row is a child" in shown
    assert "Left out: district, origin." in shown
    assert sorted(path.name for path in (folder / "out").iterdir()) == ["synthetic-error.json", "synthetic.csv"]
    ledger = read(folder / "ledger.jsonl")
    assert ledger.spent("children of a fictional member", 2024) == Fraction(1, 5)
    classes = without(read_classes(CLASSES), ("origin", "district"))
    codes = read_csv((folder / "out" / "synthetic.csv").read_bytes(), classes)
    assert abs(len(codes) - 500) < 40
    error = json.loads((folder / "out" / "synthetic-error.json").read_bytes())
    assert error["rows"] == len(codes)
    assert error["classes_sha256"] == read_classes(CLASSES).sha256
    assert error["cohorts"][0]["epsilon"] == 3.1311


def test_members_may_see_districts_and_nobody_origins(folder: Path) -> None:
    assert synthesise(folder, "--audience", "members", "--without", "harm", "--count", "50") == 0
    lines = (folder / "out" / "synthetic.csv").read_text("utf-8").splitlines()
    assert lines[0] == "synthetic_age,synthetic_sex,synthetic_district"
    assert len(lines) == 51


def test_no_room_in_the_ledger_no_rows(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert synthesise(folder, rho="0.3") == 1
    assert "X3" in capsys.readouterr().err
    assert not (folder / "ledger.jsonl").read_bytes()
    assert not list((folder / "out").iterdir())
    assert [synthesise(folder, out=f"out{number}", release=str(number)) for number in range(3)] == [0, 0, 1]
    assert not list((folder / "out2").iterdir())


def test_what_is_refused_costs_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "variables.yaml").write_text(CLASSES.replace("reviewed_on: 2024-01-01", "reviewed_on: null"), "utf-8")
    assert synthesise(folder) == 1
    assert "X1" in capsys.readouterr().err
    assert not (folder / "ledger.jsonl").exists()


def test_input_that_cannot_be_used(folder: Path) -> None:
    assert synthesise(folder, "--without", "nothing") == 2
    assert synthesise(folder, "--count", "-1") == 2
    (folder / "out" / "old").write_text("x", "utf-8")
    assert synthesise(folder) == 2
    assert not (folder / "ledger.jsonl").exists()
