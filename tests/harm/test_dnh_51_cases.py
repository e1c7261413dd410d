"""DNH-51: no text of the room says what is to be avoided: its code, its model, its instruments, its maps."""

from pathlib import Path

import pytest

import fanal
from fanal.engines.language.linter import check_path, check_text

pytestmark = pytest.mark.once
ROOT = Path(fanal.__file__).parents[2]
SOURCES = sorted((ROOT / "src/fanal/cases").rglob("*.py"))
SPEAKS = [path for path in SOURCES if "lazy(" in (said := path.read_text("utf-8")) or "_(" in said]
FILES = [*SPEAKS, *sorted((ROOT / "corpus/cases").rglob("*.yaml"))]


def test_all_that_speaks_is_looked_at() -> None:
    assert len(SPEAKS) > 80
    assert {"model.yaml", "htcds.yaml"} <= {path.name for path in FILES}


def test_no_text_of_the_room_says_it() -> None:
    assert [str(one) for path in FILES for one in check_path(path) if one.level == "block"] == []


@pytest.mark.parametrize("wrong", ["The child prostitute was referred.", "A consensual relationship with a child."])
def test_it_would_be_found(wrong: str) -> None:
    """The control."""
    assert [one for one in check_text(wrong, "en") if one.level == "block"]
