"""`fanal law diff`: its table, its JSON, its exit codes, and cells that are told together."""

import argparse
import json
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanal.engines.jurisdiction import command
from fanal.engines.jurisdiction.comparing.boxing import boxed
from fanal.engines.jurisdiction.files import canonical
from fanal.engines.jurisdiction.files.corpus import load_corpus
from fanal.vocabulary.dates import Interval

pytestmark = pytest.mark.once

DRAFTS = Path(__file__).parents[1] / "nl"
BEFORE, AFTER = DRAFTS / "before", DRAFTS / "after"
type Law = Callable[..., tuple[int, str, str]]


@pytest.fixture
def law(capsys: pytest.CaptureFixture[str]) -> Law:
    def run(*words: object) -> tuple[int, str, str]:
        parser = argparse.ArgumentParser()
        command.add_arguments(parser)
        code = command.run(parser.parse_args(["diff", *map(str, words)]))
        return (code, *capsys.readouterr())

    return run


def test_losses_are_told_with_provisions_and_notes_and_give_one(law: Law):
    code, out, err = law(BEFORE, AFTER, "--as-of", "2016-06-01")
    assert (code, err) == (1, "")
    assert "Lines: 7 lost, 2 gained, 3 unknown, 1 new." in out
    (row,) = [line for line in out.splitlines() if "nl.248a nl.248b" in line and "lost" in line and "child" in line]
    assert "yes (nl.j.5b.2.nat nl.j.5b.2.res)" in row
    assert "nl.j.5.nat: penalty below the threshold" in row
    assert "art. 6 with the decree on treaty duties" in out
    assert "not legal advice" in out


def test_json_is_the_same_by_folder_by_file_and_by_version(law: Law, tmp_path: Path):
    versions = [canonical.store(load_corpus(path), tmp_path) for path in (BEFORE, AFTER)]
    by_folder = law(BEFORE, AFTER, "--json")
    by_file = law(BEFORE / "NL.yaml", AFTER / "NL.yaml", "--json")
    by_version = law(*(load_corpus(path).version for path in (BEFORE, AFTER)), "--json", "--store", tmp_path)
    assert by_folder == by_file == by_version
    assert len(versions) == 2
    found = json.loads(by_folder[1])
    assert found["as_of"] == {"NL": ["2015-11-17"]}  # the day of the later text: no other day stands in the drafts
    lost = [line for line in found["lines"] if line["change"] == "lost"]
    assert {line["who"] for line in lost} == {
        "child_national_or_resident", "suspect_national", "suspect_became_national", "suspect_resident_at_act",
        "suspect_became_resident",
    }  # fmt: skip


def test_the_same_law_gives_nought(law: Law):
    code, out, _err = law(AFTER, AFTER)
    assert code == 0
    assert "No route was lost or gained." in out


def test_a_gain_is_no_loss(law: Law):
    code, out, _err = law(AFTER, BEFORE, "--json")
    kinds = {line["change"] for line in json.loads(out)["lines"]}
    assert code == 1  # backwards, the foreigner who is present loses
    assert {"gained", "lost"} <= kinds


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nowhere", AFTER), "is no folder or file"),
        ((BEFORE, "0" * 64), "needs --store"),
        ((BEFORE, AFTER, "--by", "conduct"), "profiles"),
    ],
)
def test_what_cannot_be_compared_gives_two(law: Law, words: tuple[object, ...], said: str):
    code, out, err = law(*words)
    assert (code, out) == (2, "")
    assert said in err


# --- cells told together ---------------------------------------------------------------------------------------------

FIRST = date(2000, 1, 1)


@given(st.data())
def test_boxes_hold_the_cells_and_no_others(data: st.DataObject):
    """Two ways, three bands of ages, days cut in pieces: every cell that is held is in a box, and no other one is."""
    every = []
    for way in range(2):
        for band in range(3):
            cuts = sorted(data.draw(st.sets(st.integers(1, 9), max_size=3)) | {0, 10})
            for low, high in pairwise(cuts):
                every.append((way, band, Interval(FIRST + timedelta(low), FIRST + timedelta(high - 1))))
    held = [cell for cell in every if data.draw(st.booleans())]
    covered = set()
    for box in boxed(held, every, ((0, 9), (10, 13), (14, 17))):
        for cell in every:
            way, band, days = cell
            in_bands = box.bands is None or box.bands[0] <= band <= box.bands[1]
            in_days = box.first is None or (days.first >= box.first and days.last <= box.last)  # type: ignore[operator]
            if in_bands and in_days and (not box.one_way or way == box.example[0]):
                covered.add(cell)
    assert covered == set(held)


def test_a_loss_before_the_day_on_which_reading_stopped_is_not_hidden(law: Law, tmp_path: Path):
    """Both texts end "after" 17 November 2015: from the next day on nothing is known of either."""
    sides = []
    for name, drafted in (("a", BEFORE), ("b", AFTER)):
        (tmp_path / name).mkdir()
        text = (drafted / "NL.yaml").read_text().replace("version_date: 2015-11-17", "version_date: 2024-01-01")
        ended = text.replace("versions: [{source: ", "versions: [{to: {after: 2015-11-17}, source: ")
        assert ended != text
        (tmp_path / name / "NL.yaml").write_text(ended)
        sides.append(tmp_path / name)
    code, out, _err = law(*sides)
    assert code == 1
    assert "NL: seen as of 2015-11-17, 2024-01-01." in out
    assert " lost" in out
