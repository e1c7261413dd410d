"""The 52 rows, their formulas, and every row that is refused with its line."""

import csv
import json
from datetime import date
from io import StringIO
from pathlib import Path

import pytest

from fanal.progress.catalogue import catalogue, formulas, indicators
from fanal.progress.catalogue.model import Collection, Interval, Kind, Publication
from fanal.site.commands import main
from fanal.vocabulary.files import Defective

LINES = (catalogue.CONTENT / "indicators.csv").read_text("utf-8").splitlines()
HEADER, FIRST = LINES[2], LINES[3]


def _with(tmp_path: Path, **cells: str) -> list[str]:
    """What is said of the first row with other cells."""
    names = HEADER.split(",")
    row = dict(zip(names, next(csv.reader([FIRST])), strict=True)) | cells
    text = StringIO()
    csv.writer(text).writerow([row[name] for name in names])
    path = tmp_path / "indicators.csv"
    path.write_text("\n".join([*LINES[:3], text.getvalue().strip(), *LINES[4:]]) + "\n", "utf-8")
    with pytest.raises(Defective) as error:
        indicators.read(path)
    return [str(defect) for defect in error.value.defects]


def test_the_rows_cover_every_chapter_and_bullet() -> None:
    rows = catalogue.shipped().indicators.values()
    assert len(rows) == 52
    assert {one for row in rows for one in row.chapters} == indicators.CHAPTERS
    assert {one for row in rows for one in row.bullets} == indicators.BULLETS


def test_every_indicator_but_what_is_put_together_of_others_has_a_formula() -> None:
    found = catalogue.shipped()
    assert found.indicators.keys() - found.formulas.keys() == {"V06"}


def test_what_members_know_comes_from_releases_alone() -> None:
    found = catalogue.shipped()
    red = [one for one in found.indicators.values() if one.collection is Collection.MEMBER_RELEASE]
    assert red
    assert all(one.publication is not Publication.PUBLIC for one in red)
    for one in red:
        assert all(formula.subject.startswith("release.") for formula in found.formulas[one.id]), one.id


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"policy_bullets": "B1;B10"}, "indicators.csv:4: policy_bullets: unknown: B10"),
        ({"stockholm_chapters": "SA-1"}, "indicators.csv:4: stockholm_chapters: unknown: SA-1"),
        ({"source": ""}, "indicators.csv:4: source: missing"),
        ({"level": "input"}, "indicators.csv:4: level: must be one of: impact, outcome, output/process"),
        ({"collection": "rumour"}, "indicators.csv:4: collection: must be one of: import,"),
        ({"publication": "everybody"}, "indicators.csv:4: publication: must be one of: public,"),
        ({"stale_months": "0"}, "indicators.csv:4: stale_months: a whole number from 1 to 120 is expected"),
        ({"stale_months": ""}, "indicators.csv:4: stale_months: a whole number"),
        (
            {"collection": "member_release"},
            "indicators.csv:4: publication: what members know leaves as a release alone",
        ),
        ({"collection": "computed"}, "indicators.csv:4: publication: what is put together of others stays internal"),
        ({"id": "V02"}, "indicators.csv: id: stands twice: V02"),
    ],
)
def test_a_row_that_is_wrong_is_named(tmp_path: Path, cells: dict[str, str], words: str) -> None:
    assert any(said.startswith(words) for said in _with(tmp_path, **cells))


T05 = """id: T05
version: 1
valid_from: 2026-01-01
kind: ratio
denominator: {count: learning.post, where: {guest_facing: true, active_on: $day}}
numerator: {of: denominator, and: {certificate_valid_on: $day}}
by: [role, country]
interval: wilson
scale: 100
"""


def _refused(text: str) -> str:
    with pytest.raises(Defective) as error:
        formulas.parse(text, catalogue.shipped().indicators)
    return "\n".join(str(defect) for defect in error.value.defects)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("version: 1\n", "", "version: missing"),
        ("id: T05", "id: T99", "id: must be one of"),
        ("numerator: {of: denominator, and:", "numerator: {count: learning.post, where:", "numerator.of: missing"),
        ("of: denominator", "of: everybody", "numerator.of: must be one of: denominator"),
        ("and: {certificate_valid_on: $day}", "and: {}", "a numerator is its denominator with one added"),
        ("certificate_valid_on: $day", "name: Ana", "numerator.and.name: no field that may be asked for"),
        ("certificate_valid_on: $day", "site: harbour", "numerator.and.site: no field that may be asked for"),
        ("certificate_valid_on: $day", "learner: 1", "numerator.and.learner: no field that may be asked for"),
        ("by: [role, country]", "by: [cohort]", "by[0]: must be one of: role, country"),
        ("by: [role, country]", "by: [role, role]", "by: a field stands twice"),
        ("count: learning.post", "count: cases.child", "denominator.count: must be one of"),
        ("certificate_valid_on: $day", "certificate_valid_on: 2026-05-01", "must be one of: $day"),
        ("certificate_valid_on: $day", "guest_facing: false", "this asks for what the denominator does not have"),
        ("interval: wilson", "interval: bounds", "lost: who was lost is said where"),
        ("scale: 100\n", "", "scale: the unit of the indicator is %"),
        ("kind: ratio", "kind: mean", "kind: must be one of"),
    ],
)
def test_a_formula_that_asks_for_more_than_counts_is_refused(old: str, new: str, words: str) -> None:
    assert old in T05
    assert words in _refused(T05.replace(old, new))


def test_who_was_lost_is_not_in_the_numerator() -> None:
    text = (catalogue.CONTENT / "formulas" / "R04.yaml").read_text("utf-8")
    assert "who was lost cannot be in the numerator" in _refused(text.replace("safe: true, lost: false", "safe: true"))


def test_versions_stay_and_the_day_says_which_holds(tmp_path: Path) -> None:
    known = catalogue.shipped().indicators
    (tmp_path / "T05.yaml").write_text(T05, "utf-8")
    later = (
        T05.replace("version: 1", "version: 2").replace("2026-01-01", "2027-01-01").replace("role, country", "country")
    )
    (tmp_path / "T05.v2.yaml").write_text(later, "utf-8")
    for one in known:
        if one not in {"T05", "V06"}:
            (tmp_path / f"{one}.yaml").write_bytes((catalogue.CONTENT / "formulas" / f"{one}.yaml").read_bytes())
    found = catalogue.Catalogue(known, formulas.read(tmp_path, known))
    held = [found.formula("T05", day) for day in (date(2025, 12, 31), date(2026, 12, 31), date(2027, 1, 1))]
    assert [one and one.version for one in held] == [None, 1, 2]
    assert found.version("T05", 1)
    assert found.version("T05", 3) is None
    (tmp_path / "T05.v2.yaml").write_text(later.replace("2027-01-01", "2026-01-01"), "utf-8")
    with pytest.raises(Defective, match="version 2 does not begin after version 1"):
        formulas.read(tmp_path, known)


def test_lost_has_bounds_and_nothing_else() -> None:
    one = catalogue.shipped().formulas["R04"][0]
    assert (one.kind, one.interval, dict(one.lost)) == (Kind.RATIO, Interval.BOUNDS, {"lost": True})


def test_what_ships_has_no_defect(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["progress", "check"]) == 0
    assert "52 indicators, 51 formulas, 0 defects" in capsys.readouterr().out


def test_the_command_names_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "formulas").mkdir()
    (tmp_path / "indicators.csv").write_text("\n".join(LINES) + "\n", "utf-8")
    (tmp_path / "formulas" / "T05.yaml").write_text(T05.replace("role, country", "child"), "utf-8")
    assert main(["progress", "check", "--json", str(tmp_path)]) == 1
    assert json.loads(capsys.readouterr().out)["defects"] == ["T05.yaml:7: by[0]: must be one of: role, country"]
    assert main(["progress", "check", str(tmp_path / "nowhere")]) == 2
    assert "there is no file or folder" in capsys.readouterr().err
