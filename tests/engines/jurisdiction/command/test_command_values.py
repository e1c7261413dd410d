"""Whatever stands in the place of a value on the command line of `fanal law`, it is answered or refused in words."""

import argparse
import io
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from fanal.engines.jurisdiction import command

pytestmark = pytest.mark.once

HERE = Path(__file__).parents[1]
FACTS = """\
schema: fanal.facts/1
act: {conduct: [sexual_activity], from: 2016-02-01, places: [XB]}
child: {age: {lo: 13, hi: 13}}
suspect: {nationality: [DE]}
"""
DRAFTS = HERE / "nl"
# Each sub-command with a value in every place; {x} of these is exchanged, one at a time.
WHOLE = (
    "evaluate {facts} --as-of 2026-11-25 --state DE --min-review drafted --corpus {law} --extra {law} --store {store}",
    "why-not {facts} --as-of 2026-11-25 --state DE --route de.176/de.j.5.8.nat --min-review drafted --corpus {law}",
    "show DE de.176 --corpus {law} --extra {law} --store {store} --corpus-version {version}",
    "import-check DE {facts} --source stgb-2012 --corpus {law}",
    "diff {before} {after} --as-of 2016-01-01 --by offence --store {store}",
    "gaps --as-of 2026-11-25 --state DE --profile grooming --limit 1 --corpus {law} --extra {profiles}",
    "reform --as-of 2026-11-25 --state DE --budget 1 --profile grooming --corpus {law} --extra {profiles}",
    "reform --as-of 2026-11-25 --family S1 --profile grooming --corpus {law} --extra {profiles}",
    "benchmark DE --on 2026-11-25 --item A1 --corpus {law}",
    "check --corpus {law} --extra {law}",
)
WRONG = ("", "-", "-1", "0", "9" * 30, "ÄÖ", "DE-", "0001-01-01", "9999-12-31", "{missing}", "{folder}", "{binary}")


def lines() -> Iterator[str]:
    for line in WHOLE:
        words = line.split()
        for place, wrong in product(range(1, len(words)), WRONG):
            if not words[place].startswith("--"):
                yield "\t".join((*words[:place], wrong, *words[place + 1 :]))


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    at = tmp_path_factory.mktemp("values")
    (at / "facts.yaml").write_text(FACTS)
    (at / "binary").write_bytes(bytes(range(256)))
    (at / "folder").mkdir()
    (at / "law").mkdir()
    (at / "law" / "DE.yaml").write_bytes((HERE / "worked" / "DE.yaml").read_bytes())
    (at / "profiles.yaml").write_text(
        "schema: fanal.profiles/1\nprofiles: [{id: grooming, conduct: grooming, act: {role: principal}}]\n"
    )
    found = {name: str(at / name) for name in ("missing", "folder", "binary", "law", "store")}
    found |= {"facts": str(at / "facts.yaml"), "profiles": str(at / "profiles.yaml"), "version": "0" * 64}
    return found | {name: str(DRAFTS / name) for name in ("before", "after")}


def test_no_value_ends_in_anything_but_words(
    places: dict[str, str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)  # a store of any name is made where it is asked for
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    asked = 0
    for line in lines():
        words = [word.format_map(places) if "{" in word else word for word in line.split("\t")]
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"")))
        try:
            code = command.run(parser.parse_args(words))
        except SystemExit as refused:  # by the parser, which has written why
            code = int(refused.code or 0)
        out, err = capsys.readouterr()
        assert code in {0, 1, 2}, line
        assert code != 2 or out + err, line
        assert "Traceback" not in err, line
        asked += 1
    assert asked > 500
    assert not [path for path in tmp_path.iterdir() if path.is_file()], "an empty name is no folder"


@pytest.mark.parametrize("name", ["evaluate", "why-not"])
def test_facts_come_from_stdin(
    name: str, places: dict[str, str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    words = ["--as-of", "2026-11-25", "--state", "DE", "--corpus", places["law"], "--json"]
    written = []
    for source in (places["facts"], "-"):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(FACTS.encode())))
        assert command.run(parser.parse_args([name, source, *words])) == 0
        written.append(capsys.readouterr().out)
    assert written[0] == written[1]


def test_an_act_of_the_future_is_refused_with_what_to_mend(
    places: dict[str, str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(FACTS.replace("2016", "2030").encode())))
    words = ["evaluate", "-", "--as-of", "2026-11-25", "--corpus", places["law"]]
    assert command.run(parser.parse_args(words)) == 2
    assert "stdin:1: The act is later than the day of the answer, 2026-11-25" in capsys.readouterr().err
