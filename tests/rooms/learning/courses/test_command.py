"""`fanal learning`: what is wrong is named, also for programs; a translation is brought up to date."""

import json
from pathlib import Path

import pytest

from fanal.site.commands import main
from tests.rooms.learning import made


def test_check_names_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made.put(tmp_path, made.files())
    assert main(["learning", "check", str(tmp_path)]) == 0
    assert "1 courses, 0 defects" in capsys.readouterr().out
    wrong = made.files()
    wrong["lessons/01.yaml"]["pages"][0]["blocks"][2]["innocent"] = []
    made.put(tmp_path, wrong)
    assert main(["learning", "check", "--json", str(tmp_path)]) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["courses"] == []
    assert "needs its innocent reasons" in said["defects"][0]


def test_a_translation_is_filled_and_grows_stale(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = made.put(tmp_path, made.files())
    fill = tmp_path / "fr.json"
    fill.write_text(json.dumps({"title": "Le thé", "about": "Comment porter le thé."}), "utf-8")
    assert main(["learning", "texts", "--json", str(folder), "fr", "--fill", str(fill)]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["texts"] - len(said["missing"]), said["stale"]) == (2, [])
    changed = made.files()
    changed["course.yaml"]["title"] = "Tea and cups"
    made.put(tmp_path, changed)
    assert main(["learning", "texts", "--json", str(folder), "fr"]) == 0
    assert json.loads(capsys.readouterr().out)["stale"] == ["title"]
    fill.write_text('{"nothing": "x"}', "utf-8")
    assert main(["learning", "texts", str(folder), "fr", "--fill", str(fill)]) == 2
    assert "no such keys: nothing" in capsys.readouterr().err


def test_signs_that_turn_the_direction_of_writing_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = made.put(tmp_path, made.files())
    fill = tmp_path / "fr.json"
    fill.write_text(json.dumps({"title": "Le thé"}), "utf-8")
    assert main(["learning", "texts", str(folder), "fr", "--fill", str(fill)]) == 0
    before = (folder / "i18n" / "fr.po").read_bytes()
    fill.write_text(json.dumps({"title": "Le \u202ethé", "about": "Comment porter le thé."}), "utf-8")
    assert main(["learning", "texts", str(folder), "fr", "--fill", str(fill)]) == 2
    assert "which nobody sees; take them out of: title" in capsys.readouterr().err
    assert (folder / "i18n" / "fr.po").read_bytes() == before, "nothing of it was kept"
    (folder / "i18n" / "fr.po").write_bytes(before.replace("Le thé".encode(), "Le \u202ethé".encode()))
    assert main(["learning", "check", str(tmp_path)]) == 1
    assert "fr.po: title: direction" in capsys.readouterr().out


def test_a_translation_with_a_script_or_without_what_must_stay_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = made.files()
    source["course.yaml"]["title"] = "Tea for %(count)s"
    folder, fill = made.put(tmp_path, source), tmp_path / "fr.json"
    for said, kind in (
        ("Le thé pour %(count)s", ""),
        ("Le thé pour <script>x</script>%(count)s", "markup"),
        ("Le thé pour tous", "placeholders"),
    ):
        fill.write_text(json.dumps({"title": said}), "utf-8")
        before = (folder / "i18n" / "fr.po").read_bytes() if kind else b""
        assert main(["learning", "texts", str(folder), "fr", "--fill", str(fill)]) == (2 if kind else 0)
        assert (f"title ({kind})" in capsys.readouterr().err) == bool(kind)
        if kind:
            assert (folder / "i18n" / "fr.po").read_bytes() == before, "nothing of it was kept"
            (folder / "i18n" / "fr.po").write_bytes(before.replace(b"Le th\xc3\xa9 pour %(count)s", said.encode()))
        assert main(["learning", "check", str(tmp_path)]) == bool(kind)
        told = capsys.readouterr().out
        assert (f"fr.po: title: {kind}" in told) == bool(kind), told
        if kind:
            (folder / "i18n" / "fr.po").write_bytes(before)


@pytest.mark.parametrize("said", ['["title"]', "[1]", '"title"', '{"title": 5}', '{"title": ["a"]}', "null"])
def test_what_is_no_table_of_texts_is_told_and_not_written(
    said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, fill = made.put(tmp_path, made.files()), tmp_path / "fr.json"
    fill.write_text(said, "utf-8")
    assert main(["learning", "texts", str(folder), "fr", "--fill", str(fill)]) == 2
    assert "write translations by key" in capsys.readouterr().err
    assert not (folder / "i18n" / "fr.po").exists()
