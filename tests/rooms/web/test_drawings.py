"""Pictures of engines inside a page: the colours of the page, ids of their own, nothing else changed."""

import re
from xml.etree import ElementTree

import pytest

from fanal.engines import drawing
from fanal.web.drawings import TOKENS, inline

pytestmark = pytest.mark.once
PICTURE = drawing.document(
    "Title & more",
    "Every row in words",
    [
        '<defs><pattern id="hidden"/></defs><rect fill="url(#hidden)" stroke="#1a2330"/>',
        drawing.text(1, 2, "id", "quiet"),
    ],
    100,
    50,
)  # fmt: skip


def test_two_pictures_of_one_page_share_no_id() -> None:
    both = f"<div>{inline(PICTURE, 'a')}{inline(PICTURE, 'b')}</div>"
    ids = [element.get("id") for element in ElementTree.fromstring(both).iter() if element.get("id")]
    assert len(ids) == len(set(ids)) == 6
    assert "url(#a-hidden)" in both
    assert 'aria-labelledby="b-title b-desc"' in both


def test_colours_are_those_of_the_page() -> None:
    drawn = inline(PICTURE, "a")
    assert not re.findall(r'="#[0-9a-f]{3,6}"', drawn)
    assert "var(--ink)" in drawn
    assert set(TOKENS) == set(drawing.COLOURS)


def test_the_words_stay() -> None:
    found = ElementTree.fromstring(inline(PICTURE, "a"))
    texts = [element.text for element in found.iter() if element.text]
    assert texts[:2] == ["Title & more", "Every row in words"]
