"""DNH-48: no sign is taught without its innocent reasons, but where somebody asks for a child or a child tells."""

from pathlib import Path

from fanal.learning.courses import library
from tests.rooms.learning import made


def test_each_sign_that_ships_names_innocent_reasons_or_is_direct() -> None:
    signs = [(course.code, block) for course in library.shipped().values() for block in course.cues()]
    assert len(signs) >= 10
    for code, block in signs:
        assert block.direct or len(block.keys) > 1, (code, block.ref)
    assert any(block.direct for _code, block in signs)


def test_a_sign_without_reasons_stops_its_course(tmp_path: Path) -> None:
    said = made.files()
    cue = said["lessons/01.yaml"]["pages"][0]["blocks"][2]
    assert made.wrong(tmp_path, said) == []
    cue["innocent"] = []
    assert any("needs its innocent reasons" in line for line in made.wrong(tmp_path, said))
