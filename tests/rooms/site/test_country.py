"""`fanal country CC`: an empty file with what must be found out, each missing line in words, live in all processes."""

import os
import re
from pathlib import Path
from typing import Any

import pytest

from fanal.contacts import saying
from fanal.contacts.files import CONTACTS, load, path_of, shipped
from fanal.contacts.wanting import KINDS, template, wanting
from fanal.vocabulary.files import Defective
from tests.rooms.contacts.test_files import DAY, REAL, changed, written
from tests.rooms.site.installation import Installation


def test_the_template_asks_for_all_that_a_file_has_and_is_none_yet(tmp_path: Path) -> None:
    path = tmp_path / "KE.yaml"
    path.write_text(template("KE", "Kenya"))
    with pytest.raises(Defective) as found:
        load(path, production=True)
    assert all(f"kind: {kind}\n" in path.read_text() for kind in KINDS)
    asked = " ".join(one.key for one in found.value.defects)
    for key in ("number", "verified.on", "verified.by", "verified.source", "exit_target", "remove_trace"):
        assert key in asked, key
    assert "mandated_reporting[0].citation" in asked
    assert "authority_note.reviewed" in asked
    assert set(re.findall(r"number: (.*)", path.read_text())) == {'""'}, "it invents none"


def told(path: Path, text: str) -> list[str]:
    path.write_text(text)
    return saying.read(path, production=True)[1]


def test_each_line_that_is_not_filled_in_is_said_once_in_words(tmp_path: Path) -> None:
    """In the order of the file, by what belongs there; no key with brackets, no line told twice."""
    path, text = tmp_path / "KE.yaml", template("KE", "Kenya")
    said = told(path, text)
    assert len(said) == len(set(said)) == 28
    assert not any("[" in one or "expected" in one for one in said)
    assert said[0] == "the emergency number of the police: the number is missing."
    assert said[-1] == "How to remove the visit from a browser: the text in English is missing."
    filled = told(path, text.replace('number: ""', 'number: "999"', 1))
    assert filled == said[1:]


def test_what_is_wrong_in_a_line_is_said_in_words(tmp_path: Path) -> None:
    """Of two contacts of one kind it is said which; what is no file of a country is said in one sentence."""
    path, text = tmp_path / "KE.yaml", template("KE", "Kenya")
    number = "the number is no text; put numbers in quotation marks."
    twice_ = text.replace('number: ""', "number: 999", 1).replace("kind: child_helpline", "kind: emergency_police")
    assert f"the emergency number of the police (number 1 of the contacts): {number}" in told(path, twice_)
    strange = told(path, text.replace("cost: unknown", "cost: cheap\n    price: 3", 1))
    assert "the emergency number of the police: “price” has no place here: take the line out." in strange
    assert any("what a call costs (cost) is not right: must be one of: free" in one for one in strange)
    (mine,) = told(path, "- a list\n")
    assert mine == "KE.yaml: this says nothing. Move it away; `fanal country KE --write` begins one."
    (broken,) = told(path, "country: KE\n  x: [")
    assert "not readable (line 2)" in broken


def test_each_missing_line_is_said_in_words(tmp_path: Path) -> None:
    """A file with one contact and its two texts: the other kinds, the languages, what was looked at too long ago."""
    info = load(written(tmp_path, REAL), production=True)
    said = list(wanting(info, DAY, ["en", "fr"]))
    kinds = {one.kind for one in info.contacts}
    for kind, words in KINDS.items():
        assert ("contacts", words) in [(one.key, one.about) for one in said] or kind in kinds, kind
    assert any(one.key == "remove_trace" and "Not there in fr" in one.todo for one in said)
    later = {one.key: one.todo for one in wanting(info, DAY.replace(year=DAY.year + 3), ["en"])}
    assert "more than 12 months ago" in later[f"contacts, {info.contacts[0].id}"]
    assert "more than 12 months ago" in later["exit_target"]


def test_nothing_is_missing_in_a_file_of_the_demonstration() -> None:
    info = shipped("XA", production=False)
    assert info
    assert list(wanting(info, DAY, ["en", "fr", "es"])) == []


def test_a_changed_file_counts_at_once(tmp_path: Path) -> None:
    """In this process as in any other, whichever read it before."""
    assert shipped("KH", production=True, folder=tmp_path) is None
    path = written(tmp_path, REAL)
    first = shipped("KH", production=True, folder=tmp_path)
    assert first is not None
    assert shipped("KH", production=True, folder=tmp_path) is first
    stands = path.stat()
    written(tmp_path, changed("exit_target", "url", to="https://news.test/"))
    os.utime(path, ns=(stands.st_atime_ns, stands.st_mtime_ns + 1))
    found = shipped("KH", production=True, folder=tmp_path)
    assert found is not None
    assert found.exit_target == "https://news.test/"
    written(tmp_path, changed("contacts", 0, "cost", to="cheap"))
    assert shipped("KH", production=True, folder=tmp_path) is None
    path.unlink()
    assert shipped("KH", production=True, folder=tmp_path) is None


def test_a_file_that_this_site_added_counts_before_the_one_that_ships(tmp_path: Path, settings: Any) -> None:
    """One that is wrong says nothing: it does not bring back what it was made to replace."""
    assert shipped("KH", production=True) is None
    settings.CORPUS = tmp_path
    (tmp_path / "contacts").mkdir()
    assert written(tmp_path / "contacts", REAL) == path_of("KH")
    found = shipped("KH", production=True)
    assert found is not None
    assert saying.unusable() == {}
    assert path_of("XA").is_relative_to(CONTACTS)
    text = path_of("XA").read_text().replace("cost: free", "cost: cheap", 1)
    (tmp_path / "contacts" / "XA.yaml").write_text(text)
    assert shipped("XA", production=False) is None
    assert list(saying.unusable()) == ["XA.yaml"]


def test_the_command_begins_a_file_and_says_what_it_lacks(empty: Installation, tmp_path: Path) -> None:
    empty.more["FANAL_CORPUS"] = str(tmp_path)
    assert "is no country for this site" in empty.run("country", "XA", expect=1).err, (
        "production knows no fictional one"
    )
    assert "begins one" in empty.run("country", "KE", "--check", expect=1).err
    assert "country: KE" in empty.run("country", "ke").out
    path = tmp_path / "contacts" / "KE.yaml"
    assert not path.exists()
    assert str(path) in empty.run("country", "KE", "--write").out
    assert "There is a file already" in empty.run("country", "KE", "--write", expect=1).err
    said = empty.run("country", "KE", "--check", expect=1).out
    assert said.startswith("the emergency number of the police: the number is missing.\n")
