"""DNH-14: what happens, who reads, and the legal duty stand before sending, by country. No text, no form."""

from dataclasses import replace
from datetime import date

import pytest

from fanal.concerns.public import around
from fanal.contacts.api import country_info
from tests.harm.scene import open_form
from tests.people import Cast
from tests.rooms.concerns.reporter import Reporter, every_page

__all__ = ["open_form"]
SENDING = ("phone", "called", "cannot", "what", "where", "child", "adult", "you", "check")


def test_wherever_something_can_be_sent_the_three_texts_stand_before_the_button(open_form: Cast) -> None:
    pages = every_page()
    for name in SENDING:
        html = pages[name].html
        button = html.index('value="send"')
        for text in (
            "When we must pass on what you tell us:",
            "If a child is in danger, the law of this fictional country makes us tell",
            "Do not take, keep, send or look for pictures or videos.", "Aurora in XA reads this.",
        ):  # fmt: skip
            assert html.index(text) < button, (name, text)


def test_the_child_reads_them_in_its_own_words(open_form: Cast) -> None:
    html = every_page()["tell"].html
    button = html.index('value="send"')
    for text in ("At times we must tell others.", "Do not send us pictures.", "Aurora reads what you write."):
        assert html.index(text) < button


def test_each_country_shows_its_own_law(open_form: Cast) -> None:
    assert "does not make us pass on" in Reporter().get("/en/xb/").words
    assert "does not make us pass on" not in Reporter().get("/en/xa/").words


@pytest.mark.parametrize("lang", ["en", "fr", "es"])
def test_a_text_that_was_not_reviewed_blocks_the_form(
    open_form: Cast, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The review of the text of XA lies more than two years back: the form is closed, the numbers stay."""
    from fanal.contacts.contracts import Checked

    whole = country_info("XA")
    assert whole is not None
    assert whole.mandated is not None
    old = replace(whole.mandated["ngo_worker"], reviewed=Checked(date(2024, 1, 1)))
    stale = replace(whole, mandated={"ngo_worker": old})
    monkeypatch.setattr(around, "country_info", lambda *_args, **_more: stale)
    around._around.cache_clear()
    try:
        page = Reporter().get(f"/{lang}/xa/")
        assert 'name="page"' not in page.html
        assert 'href="tel:0000"' in page.html
    finally:
        around._around.cache_clear()
