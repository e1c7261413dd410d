"""DNH-04: no graphic prompts; the narrative is optional, at most 2,000; the fields are the approved ones."""

import re

from tests.harm.scene import open_form
from tests.people import Cast
from tests.rooms.concerns.approved import ASKED
from tests.rooms.concerns.reporter import Reporter, every_page

__all__ = ["open_form"]
APPROVED = {"entry" if page == "danger" else page: asked for page, asked in ASKED.items()} | {
    "receipt": ["last", "kept"],
    "code": ["code"],
    "talk": ["text"],
}
OURS = {"state", "page", "web", "work"}  # the sealed state, which page it is, the decoy, the sum for the browser
GRAPHIC = re.compile(
    r"describe (?:what|the act|in detail)|naked|\bbody\b|\btouch|intercourse|\bpain\b|undress|photo of|screenshot", re.I
)


def test_pages_ask_what_was_approved_and_nothing_else(open_form: Cast) -> None:
    for name, page in every_page().items():
        asked = [one for one in dict.fromkeys(field.name for field in page.form.fields) if one not in OURS]
        assert asked == APPROVED.get(name, ["told"] if name == "called" else []), name
        assert not any(field.kind == "file" for field in page.form.fields)


def test_no_page_prompts_for_graphic_detail(open_form: Cast) -> None:
    for name, page in every_page().items():
        assert not GRAPHIC.search(page.words), (name, GRAPHIC.search(page.words))
    assert "You need not describe anything sexual." in every_page()["what"].words


def test_the_narrative_is_optional_and_bounded(open_form: Cast) -> None:
    page = Reporter().get("/en/xa/").press("Continue", danger="no")
    assert "Up to 2,000 characters." in page.words
    assert page.press("Send now", what="cannot_name").code
