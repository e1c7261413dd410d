"""`fanal law check | show | import-check`: what they print, in words and as JSON, and their exit codes."""

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fanal.engines.jurisdiction import command
from fanal.engines.jurisdiction.files.articles import articles, sha256

pytestmark = pytest.mark.once

WORKED = Path(__file__).parents[1] / "worked"
STATUTE = """\
# Law

## § 2 Place

Where it is done
or felt.

## § 10 Offence

Who does it is punished for up to eight years.
"""
LAW = """\
schema: fanal.law/1
jurisdiction: XA
names: {{en: State XA}}
sources:
  old: {{title: Code, kind: statute, version_date: 2010-01-01}}
  new: {{title: Code, kind: statute, version_date: 2020-01-01}}
place_of_act: {{rule: ubiquity, cite: {{source: new, art: "§ 2", quote: "done or felt", sha256: {place}}}}}
offences:
  - id: xa.10
    covers: [sexual_activity]
    versions:
      - {{to: 2015-12-31, source: old, max_penalty_years: 5, cite: {{source: old, art: "§ 10", quote: "up to five"}}}}
      - {{from: 2016-01-01, source: new, max_penalty_years: 8, cite: {{source: new, art: "§ 10", sha256: {offence}}}}}
  - id: xa.11
    covers: [grooming]
    purpose: a meeting
    max_penalty_years: 2
    cite: {{source: new, art: "§ 99"}}
    versions: [{{from: {{by: 2020-01-01}}, source: new}}]
"""

type Law = Callable[..., tuple[int, str, str]]


@pytest.fixture
def law(capsys: pytest.CaptureFixture[str]) -> Law:
    """Runs `fanal law` with these words; gives the exit code and what was written."""

    def run(*words: object) -> tuple[int, str, str]:
        parser = argparse.ArgumentParser()
        command.add_arguments(parser)
        code = command.run(parser.parse_args([str(word) for word in words]))
        return (code, *capsys.readouterr())

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A corpus of one law that was read in `STATUTE`, and the statute beside it."""
    found = articles(STATUTE)
    (tmp_path / "statute.md").write_text(STATUTE)
    (tmp_path / "XA.yaml").write_text(LAW.format(place=sha256(found, "§ 2"), offence=sha256(found, "§ 10")))
    return tmp_path


def test_check_of_a_sound_corpus(law: Law, folder: Path) -> None:
    code, out, err = law("check", "--corpus", folder)
    assert (code, out, err) == (0, "1 files: 0 errors, 0 warnings.\n", "")


def test_check_tells_warnings_from_errors(law: Law, folder: Path, tmp_path: Path) -> None:
    """Warnings give 0, or 1 where they are not wanted; errors always 2."""
    code, out, _err = law("check", "--corpus", WORKED)
    assert code == 0
    assert out.count("warning: silent-no") == 3
    assert out.count("warning: own-place") == 2
    assert out.endswith("3 files: 0 errors, 6 warnings.\n")
    assert law("check", "--corpus", WORKED, "--strict")[0] == 1
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "a.yaml").write_text(
        "schema: fanal.law/1\njurisdiction: XB\nnames: {en: B}\nsources: {}\nx: 1\n"
    )
    code, out, _err = law("check", "--corpus", folder, "--extra", tmp_path / "bad", "--strict", "--json")
    assert code == 2
    (defect,) = json.loads(out)["defects"]
    assert (Path(defect["file"]).name, defect["line"], defect["code"], defect["severity"]) == (
        "a.yaml",
        5,
        "unknown-key",
        "error",
    )


def test_nothing_uses_a_corpus_with_errors(law: Law, folder: Path) -> None:
    """Each command says why, with all defects, on the other stream, and prints nothing else."""
    path = folder / "XA.yaml"
    path.write_text(path.read_text().replace("covers: [grooming]", "covers: [groming]\n    x: 1"))
    for words in (("show",), ("show", "XA", "--json"), ("import-check", "XA", folder / "statute.md")):
        code, out, err = law(*words, "--corpus", folder)
        assert (code, out) == (2, "")
        assert "XA.yaml:15: error: wrong-value" in err
        assert "XA.yaml:16: error: unknown-key" in err
        assert "2 errors" in err


def test_show_of_all(law: Law) -> None:
    code, out, _err = law("show", "--corpus", WORKED)
    assert code == 0
    rows = [line.split() for line in out.splitlines() if line.startswith((" DE", " SE", " US"))]
    # Counted by hand in the file: offences, rules, limitation, not entered.
    assert [(row[0], row[-5:-1]) for row in rows] == [
        ("DE", ["7", "9", "2", "0"]), ("SE", ["5", "8", "3", "0"]), ("US", ["3", "2", "2", "0"])
    ]  # fmt: skip
    assert "3 jurisdictions. Corpus " in out


def test_show_of_a_jurisdiction_and_a_provision(law: Law) -> None:
    code, out, _err = law("show", "DE", "--corpus", WORKED)
    assert code == 0
    assert "de.j.5.8.nat" in out
    code, out, _err = law("show", "DE", "de.j.5.8.nat", "--corpus", WORKED)
    assert code == 0
    for words in (
        "until 1998-03-31", "There was law; its wording is not established.", "since 1998-04-01, until 2015-01-26",
        "since 2015-01-27", "Strafgesetzbuch [stgb-2012]", "https://www.gesetze-im-internet.de/stgb/", "DE.yaml:68",
        "“wenn der Täter zur Zeit der Tat Deutscher ist oder seine Lebensgrundlage im Inland hat” (in stgb-2026)",
        "Note: date unverified", 'when: {"suspect_national": {"at": "act"}}',
    ):  # fmt: skip
        assert words in out
    assert max(map(len, out.splitlines())) > 120  # nothing is cut where the output is not a terminal


def test_show_as_json(law: Law) -> None:
    """Provenance and temporal characteristics of each version; the same bytes each time."""
    code, out, _err = law("show", "DE", "de.j.5.8.res", "--corpus", WORKED, "--json")
    assert code == 0
    found = json.loads(out)
    assert (found["id"], found["kind"]) == ("de.j.5.8.res", "jurisdiction_rule")
    (version,) = found["versions"]
    assert version["temporal_characteristic"] == {"start": {"after": "2021-11-22", "by": "2026-04-04"}, "end": None}
    assert version["provenance"]["source"] == "stgb-2026"
    assert version["provenance"]["review"]["needs_expert"] is True
    assert version["text"]["when"] == {"suspect_resident": {"at": "act"}}
    assert version["text"]["offences"] == ["de.176", "de.182.1", "de.182.2"]
    assert "penalty_cap_foreign" not in version["text"]  # nobody looked
    assert law("show", "DE", "de.j.5.8.res", "--corpus", WORKED, "--json")[1] == out
    whole = json.loads(law("show", "--corpus", WORKED, "--json")[1])
    assert whole["laws"]["SE"]["alternatives"] == [["se.6.4", "se.6.4.grov", "se.6.6"]]
    territory = next(one for one in whole["laws"]["DE"]["provisions"] if one["id"] == "de.j.3")
    assert territory["versions"][0]["text"]["offences"] == "*"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("show", "FR"), "there is no law of FR in this corpus; it has DE, SE, US"),
        (("show", "DE", "de.999"), "DE has no provision 'de.999'"),
        (("import-check", "FR", "x.md"), "there is no law of FR"),
        (("import-check", "DE", "no-such-file.md"), "no-such-file.md"),
        (("import-check", "DE", WORKED / "DE.yaml"), "has no heading that names an article"),
        (("import-check", "DE", "x.md", "--source", "stgb-1871"), "DE has no source 'stgb-1871'; it has stgb-2012"),
    ],
)
def test_what_is_not_there(law: Law, words: tuple[Any, ...], said: str) -> None:
    code, out, err = law(*words, "--corpus", WORKED)
    assert (code, out) == (2, "")
    assert said in err


def rows(out: str) -> dict[str, str]:
    return {row["id"]: row["state"] for row in json.loads(out)}


def test_an_unchanged_statute(law: Law, folder: Path) -> None:
    """What the file does not hold (§ 99) and what holds no more (the text of 2010) is not compared."""
    code, out, _err = law("import-check", "XA", folder / "statute.md", "--corpus", folder, "--json")
    assert (code, rows(out)) == (0, {"place_of_act": "same", "xa.10": "same"})
    code, out, _err = law("import-check", "XA", folder / "statute.md", "--corpus", folder)
    assert "2 citations compared, 0 to review again." in out


@pytest.mark.parametrize(
    ("old", "new", "states"),
    [
        ("eight", "nine", {"place_of_act": "same", "xa.10": "changed"}),
        ("or felt", "or is felt", {"place_of_act": "quote_not_found", "xa.10": "same"}),
        ("felt.", "felt, or both.", {"place_of_act": "changed", "xa.10": "same"}),
    ],
)
def test_a_changed_statute(law: Law, folder: Path, old: str, new: str, states: dict[str, str]) -> None:
    """Each change of words is told for the provision that cites them, and no file is edited."""
    path, before = folder / "statute.md", (folder / "XA.yaml").read_bytes()
    path.write_text(STATUTE.replace(old, new))
    code, out, _err = law("import-check", "XA", path, "--corpus", folder, "--json")
    assert (code, rows(out)) == (1, states)
    code, out, _err = law("import-check", "XA", path, "--corpus", folder)
    assert code == 1
    assert "review again" in out
    assert (folder / "XA.yaml").read_bytes() == before


def test_the_words_that_give_a_defence_are_compared_too(law: Law, folder: Path) -> None:
    """They may stand in another article than the offence: a change of them alone sends the offence to review."""
    path, found = folder / "statute.md", articles(STATUTE)
    defence = (
        "exceptions: [{marriage: true, burden: defence, burden_cite: "
        f'{{source: new, art: "§ 2", quote: "done or felt", sha256: {sha256(found, "§ 2")}}}}}], max_penalty_years: 8'
    )
    text = (folder / "XA.yaml").read_text()
    (folder / "XA.yaml").write_text(text.replace("max_penalty_years: 8", defence))

    def told(*words: str) -> list[tuple[str, str, str]]:
        _code, out, _err = law("import-check", "XA", path, "--corpus", folder, "--json", *words)
        return [(row["id"], row["art"], row["state"]) for row in json.loads(out)]

    assert ("xa.10", "§ 2", "same") in told()
    assert ("xa.10", "§ 2", "same") in told("--source", "new")
    path.write_text(STATUTE.replace("or felt", "or is felt"))
    assert ("xa.10", "§ 2", "quote_not_found") in told()
    path.write_text(STATUTE.replace("felt.", "felt, or both."))
    assert {("xa.10", "§ 2", "changed"), ("xa.10", "§ 10", "same")} <= set(told())


def test_one_source_only(law: Law, folder: Path) -> None:
    """The text of 2010 had other words; that of 2020 is not asked about."""
    code, out, _err = law("import-check", "XA", folder / "statute.md", "--source", "old", "--corpus", folder, "--json")
    assert (code, rows(out)) == (1, {"xa.10": "quote_not_found"})


def test_hashes_for_the_drafter(law: Law, folder: Path) -> None:
    code, out, _err = law("import-check", "XA", folder / "statute.md", "--hash", "--corpus", folder)
    assert code == 0
    found = articles(STATUTE)
    for article in ("§ 2", "§ 10"):
        assert str(sha256(found, article)) in out


def test_help_names_options_and_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser(prog="fanal law")
    command.add_arguments(parser)
    for name in ("check", "show", "import-check"):
        with pytest.raises(SystemExit):
            parser.parse_args([name, "--help"])
        out = capsys.readouterr().out
        for words in (
            "--corpus DIR",
            "--extra DIR",
            "--json",
            "Exit codes: 0 well, 1 something was found, 2 the input",
        ):
            assert words in out, name


def test_a_corpus_that_was_kept(law: Law, folder: Path, tmp_path: Path) -> None:
    """What was compiled once is asked again by its version, though the files say something else by now."""
    store = tmp_path / "store"
    before = json.loads(law("show", "XA", "--corpus", folder, "--store", store, "--json")[1])
    path = folder / "XA.yaml"
    path.write_text(path.read_text().replace("max_penalty_years: 8", "max_penalty_years: 9"))
    after = json.loads(law("show", "XA", "--corpus", folder, "--store", store, "--json")[1])
    assert after["corpus_version"] != before["corpus_version"]
    asked = ("show", "XA", "--corpus", folder, "--corpus-version", before["corpus_version"], "--json")
    assert json.loads(law(*asked, "--store", store)[1]) == before
    code, out, err = law(*asked)
    assert (code, out) == (2, "")
    assert "--corpus-version needs --store" in err


def test_a_corpus_that_is_gone(law: Law, tmp_path: Path) -> None:
    """One message that names the version, exit code 2, no answer from another corpus."""
    code, out, err = law("show", "--store", tmp_path, "--corpus-version", "b" * 64)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "b" * 64 in err
