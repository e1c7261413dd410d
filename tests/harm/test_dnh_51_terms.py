"""DNH-51: terms to avoid are blocked in all shipped languages: in catalogues, templates, texts and the corpus."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import fanal
from fanal.engines.language.linter import check_path, check_text

pytestmark = pytest.mark.once
SOURCE = Path(fanal.__file__).parent
ROOT = SOURCE.parents[1]


def shipped() -> Iterator[Path]:
    """Every file of which a person reads something."""
    for path in SOURCE.rglob("*"):
        if path.suffix == ".po" or (path.suffix == ".html" and "templates" in path.parts):
            yield path
    yield from (ROOT / "corpus").rglob("*.yaml")
    for folder in ("form", "triage", "handovers", "routing", "keeping"):
        yield SOURCE / "concerns" / folder / "texts.py"


FILES = sorted(shipped())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nothing_shipped_says_what_is_to_be_avoided(path: Path) -> None:
    assert [str(one) for one in check_path(path) if one.level == "block"] == []


def test_all_shipped_languages_are_looked_at() -> None:
    """Every room that speaks to people, in English, French and Spanish."""
    seen = {path.parts[-3] for path in FILES if path.suffix == ".po"}
    assert {"fr", "es"} <= seen
    assert len(FILES) > 100


@pytest.mark.parametrize(
    ("wrong", "language"),
    [
        ("A child prostitute was seen.", "en"),
        ("He is a pedophile.", "en"),
        ("It was consensual sex with a child.", "en"),
        ("Une enfant prostituée.", "fr"),
        ("La pédopornographie circule.", "fr"),
        ("Una niña prostituta.", "es"),
        ("La pornografía infantil circula.", "es"),
    ],
)
def test_the_linter_blocks_it(wrong: str, language: str) -> None:
    """The control: it would be found if it stood there."""
    assert [one for one in check_text(wrong, language) if one.level == "block"]


def test_the_linter_stops_a_catalogue(tmp_path: Path) -> None:
    """As a translation, not only as plain text."""
    path = tmp_path / "src" / "fanal" / "concerns" / "locale" / "fr" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    path.write_text(head + 'msgid "The child"\nmsgstr "Une enfant prostituée"\n')
    assert [one for one in check_path(path) if one.level == "block"]
