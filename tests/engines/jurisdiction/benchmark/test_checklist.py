"""The standards as data: all defects in one run, articles that exist, 35 commitments that each lead somewhere."""

import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from fanal.engines.jurisdiction.benchmark.checklist import FOLDER, GROUPS, StandardsError, load_standards
from fanal.engines.jurisdiction.benchmark.standards import shipped
from fanal.engines.jurisdiction.files.treaties import ARTICLES, treaty_of

pytestmark = pytest.mark.once


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "standards"))


def broken(folder: Path, file: str, old: str, new: str) -> list[str]:
    """The codes of all defects once a text of a file is another."""
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(StandardsError) as error:
        load_standards(folder)
    assert all(defect.file == file for defect in error.value.defects)
    return [defect.code for defect in error.value.defects]


def test_what_comes_with_fanal_is_sound() -> None:
    found = load_standards()
    assert Counter(item.group for item in found.counted()) == {"A": 22, "B": 14, "C": 4, "D": 8}
    assert tuple(found.groups) == GROUPS
    assert [item.code for item in found.items.values() if item.outside] == ["A23"]
    assert len(found.instruments) == 14


def test_every_article_exists_in_the_treaty_texts() -> None:
    resolved = 0
    for item in shipped().items.values():
        for place in item.places:
            if place.instrument in ARTICLES:
                assert treaty_of(place.instrument).text(place.article)
                resolved += 1
    assert resolved > 80


@pytest.mark.parametrize(
    ("item", "force", "places"),
    [
        ("A1", "M/G", {"OPSC 2", "CRC 1", "LANZAROTE 3(a)", "EU_2011_93 2(a)", "ECPAT 6"}),
        ("A6", "S", {"LANZAROTE 18(3)", "EU_2011_93 8(1)"}),
        ("A10", "M", {"PALERMO 3(c)", "PALERMO 3(d)", "PALERMO 5", "EU_2011_36 2(5)"}),
        ("B4", "M/S", {"OPSC 4(2)(a)", "LANZAROTE 25(1)(e)", "EU_2011_93 17(2)"}),
        ("B10", "M", {"OPSC 5(5)"}),
        ("C2", "G", {"PACE 6.1.4", "EU_RECAST", "ECPAT 4"}),
        ("C3", "G", {"LC_2024"}),
        ("D2", "M", {"OPSC 8(2)", "LANZAROTE 34(2)", "LANZAROTE 35(3)"}),
    ],
)
def test_articles_and_force_as_the_design_lists_them(item: str, force: str, places: set[str]) -> None:
    found = shipped().items[f"law.{item}"]
    assert found.force == force
    assert {str(place) for place in found.places} == places


def test_no_article_of_the_recast_is_shown() -> None:
    shown = [place for item in shipped().items.values() for place in item.places if place.instrument == "EU_RECAST"]
    assert len(shown) == 5  # A14, A15, A17, A19, C2
    assert not any(place.article for place in shown)


def test_what_the_treaties_let_a_state_reserve() -> None:
    """Lanzarote 20(3), 20(4), 24(3), 25(3), 25(5); Budapest 9(4), 22(2). Each clause speaks of the right."""
    clauses = {(one, clause.by) for one, held in shipped().instruments.items() for clause in held.reservable}
    assert clauses == {("LANZAROTE", by) for by in ("20(3)", "20(4)", "24(3)", "25(3)", "25(5)")} | {
        ("BUDAPEST", by) for by in ("9(4)", "22(2)")
    }
    for treaty, by in clauses:
        assert re.search("reserves? the right", treaty_of(treaty).text(by))
    for treaty in ("LANZAROTE", "BUDAPEST"):
        for one in shipped().instruments[treaty].reservable:
            assert treaty_of(treaty).text(one.article)


# Stockholm


def test_thirty_five_commitments_each_of_which_leads_somewhere() -> None:
    found = shipped().commitments
    assert len({one.id for one in found}) == len(found) == 35
    assert Counter(one.chapter for one in found) == {"2": 6, "3": 13, "4": 8, "5": 6, "6": 2}
    assert all(one.indicators or one.items or one.feeds for one in found)
    assert [one.id for one in found if not one.indicators] == ["SA-2c", "SA-2f", "SA-3j", "SA-3m", "SA-4g"]
    assert all(re.fullmatch(r"[A-Z]\d\d", name) for one in found for name in one.indicators)
    assert not any(name in {"V06", "P10"} for one in found for name in one.indicators), "these stand beside the board"
    assert not any(one.checked for one in found)  # nobody has compared the wording with the full text yet
    by_id = {one.id: one for one in found}
    assert by_id["SA-4b"].items == tuple(f"law.A{number}" for number in (7, 8, 11, 12, 13))
    assert by_id["SA-4d"].items == (*(f"law.B{number}" for number in range(3, 11)), "law.A22")


def test_the_crosswalk_leads_from_other_lists_to_items() -> None:
    by_origin: dict[str, set[str]] = {}
    for crossing in shipped().crosswalk:
        by_origin.setdefault(crossing.origin, set()).add(crossing.item.removeprefix("law."))
    assert by_origin["ECPAT.3"] == {"B6"}
    assert by_origin["ECPAT.4"] == {"C2"}
    assert by_origin["GPI.extraterritoriality_extradition"] == {"B3", "B4", "B5", "B6", "B9", "B10", "SA-4d"}
    assert {name for name in by_origin if name.startswith("ICMEC")} == {f"ICMEC.{number}" for number in range(1, 6)}
    assert by_origin["ICMEC.5"] == {"A23"}
    assert by_origin["CRC_GUID.IX"] == {"SA-5"}
    chapters = {crossing.item for crossing in shipped().crosswalk if crossing.item.startswith("SA-")}
    assert {f"SA-{number}" for number in range(2, 7)} <= chapters


# Defects


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("checklist.yaml", "id: law.B13\n", "id: law.B12\n", "duplicate-id"),
        ("checklist.yaml", "OPSC 4(1)", "OPSC 4(9)", "no-such-article"),
        ("checklist.yaml", "LANZAROTE 33,", "LANZAROTE 73,", "no-such-article"),
        ("checklist.yaml", "ECPAT 3", "EPACT 3", "no-such-instrument"),
        ("checklist.yaml", "each: EXP", "each: EXPO", "no-such-set"),
        ("checklist.yaml", "items: [law.A7,", "items: [law.A99,", "no-such-item"),
        ("checklist.yaml", "G: [LC_2024]", "G: [EU_RECAST 15(2)]", "no-such-article"),
        ("crosswalk.csv", "law.B6,same", "law.B66,same", "no-such-item"),
        ("crosswalk.csv", "law.B6,same", "law.B6,alike", "crossing"),
        ("crosswalk.csv", "from,to", "of,to", "columns"),
        ("stockholm.yaml", "id: SA-2b", "id: SA-2a", "duplicate-id"),
        ("stockholm.yaml", "id: SA-2b", "id: SA-3n", "wrong-value"),
        ("stockholm.yaml", "id: SA-2b", "id: SA-4l", "chapter"),
        ("stockholm.yaml", "indicators: []\n    feeds: [indicators]", "indicators: []\n    feeds: []", "unmapped"),
        ("stockholm.yaml", "indicators: [C01]", "indicators: [c01]", "wrong-value"),
        ("crosswalk.csv", "CRC_GUID.IX,SA-5", "CRC_GUID.IX,SA-7", "no-such-item"),
        ("crosswalk.csv", "CRC_GUID.IX,SA-5", "SA-5,SA-5", "no-such-item"),
        ("stockholm.yaml", 'checked: "no"', 'checked: "yes"', "checked-by"),
        ("stockholm.yaml", "source: ga-51-77", "source: ga", "dangling-source"),
        ("stockholm.yaml", "checklist: [law.D1,", "checklist: [law.D9,", "no-such-item"),
        ("instruments.yaml", "kind: guidance", "kind: advice", "wrong-value"),
        ("instruments.yaml", "id: PACE", "id: PACE\n    colour: red", "unknown-key"),
    ],
)
def test_a_defect_is_found(folder: Path, file: str, old: str, new: str, code: str) -> None:
    assert broken(folder, file, old, new) == [code]


def test_all_defects_of_all_files_in_one_run(folder: Path) -> None:
    for file, old, new in (
        ("checklist.yaml", "OPSC 4(1)", "OPSC 4(9)"),
        ("checklist.yaml", "OPSC 5(5)]}", "OPSC 55]}"),
        ("stockholm.yaml", "id: SA-2b", "id: SA-2a"),
        ("crosswalk.csv", "law.B6,same", "law.B66,same"),
    ):
        text = (folder / file).read_text("utf-8")
        (folder / file).write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(StandardsError) as error:
        load_standards(folder)
    assert {defect.file for defect in error.value.defects} == {"checklist.yaml", "crosswalk.csv", "stockholm.yaml"}
    assert len(error.value.defects) == 4
    assert all(defect.line > 1 and defect.remedy for defect in error.value.defects)


@pytest.mark.parametrize("file", ["checklist.yaml", "instruments.yaml", "stockholm.yaml", "crosswalk.csv"])
@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"a: [", None])
def test_a_file_that_cannot_be_read(folder: Path, file: str, content: bytes | None) -> None:
    (folder / file).unlink()
    if content is not None:
        (folder / file).write_bytes(content)
    with pytest.raises(StandardsError) as error:
        load_standards(folder)
    assert {defect.file for defect in error.value.defects} == {file}


def test_no_path_of_a_machine_and_no_index_in_the_data() -> None:
    for path in FOLDER.iterdir():
        assert not re.search(r"/home/|/root/", path.read_text("utf-8")), path.name
