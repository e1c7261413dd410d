"""Catalogues, beyond what `fanal language catalogues` counts."""

from pathlib import Path

import pytest
from babel.messages.pofile import read_po

PACKAGE = Path(__file__).parents[2] / "src" / "fanal"
CATALOGUES = sorted(PACKAGE.rglob("*.po"))


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_translation_stands_there_twice_in_a_row(path: Path) -> None:
    """As a merge of two catalogues leaves it."""
    with path.open("rb") as file:
        texts = [
            text
            for message in read_po(file)
            for text in (message.string if isinstance(message.string, tuple | list) else [message.string])
        ]
    doubled = [text for text in texts if len(text) > 20 and text[: len(text) // 2] * 2 == text]
    assert doubled == []
