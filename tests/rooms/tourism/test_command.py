"""`fanal tourism check`: what is wrong is named with file and line, also for programs."""

import json
from pathlib import Path

import pytest

from fanal.site.commands import main
from fanal.tourism import content
from tests.rooms.tourism import made

SCORE = (content.CONTENT / "scores" / "fanal-1.yaml").read_text("utf-8")


def test_what_ships_has_no_defect(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tourism", "check"]) == 0
    said = capsys.readouterr().out
    assert "7 programmes, 13 duties, 1 scores, 0 defects" in said
    assert "the-code: current-2026: draft" in said
    assert "US-FL.509.096.training: unreviewed" in said


def test_what_is_wrong_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("programmes", "duties", "scores"):
        (tmp_path / name).mkdir()
    said = made.document()
    said["programme"]["countries"] = ["ZZ"]
    path = made.put(tmp_path / "programmes", said)
    (tmp_path / "duties" / "no.yaml").write_text(
        "schema: fanal.tourism.duties/1\njurisdiction: SE\nname: Norway\nlanguage: no\n", "utf-8"
    )
    (tmp_path / "scores" / "fanal-1.yaml").write_text(SCORE, "utf-8")
    assert main(["tourism", "check", "--json", str(tmp_path)]) == 1
    told = json.loads(capsys.readouterr().out)
    line = next(at for at, text in enumerate(path.read_text("utf-8").splitlines(), 1) if "ZZ" in text)
    assert told["defects"] == [
        f"lamp.yaml:{line}: programme.countries[0]: the code of a country is expected, as NO",
        "no.yaml:2: jurisdiction: must be the name of the file",
        "fanal-1.yaml: caps: the-code has no requirement C1.1",
        "fanal-1.yaml: caps: the-code has no requirement C2.1",
    ]
    assert (told["programmes"], told["duties"], told["scores"]) == (0, 0, 1)


def test_a_folder_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tourism", "check", str(tmp_path / "nowhere")]) == 2
    assert "there is no file or folder" in capsys.readouterr().err
