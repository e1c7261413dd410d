"""DNH-03: no pictures, no investigation, no confrontation: said before the first field, in every language."""

import pytest
from django.utils.translation import gettext, override

from fanal.concerns.form import texts
from tests.harm.scene import open_form
from tests.people import Cast
from tests.rooms.concerns.reporter import Reporter

__all__ = ["open_form"]


@pytest.mark.parametrize(
    ("lang", "prefix"), [("en", ""), ("fr", ""), ("es", ""), ("ar", "/preview"), ("km", "/preview")]
)
def test_both_texts_stand_before_the_first_field(open_form: Cast, lang: str, prefix: str) -> None:
    page = Reporter().get(f"{prefix}/{lang}/xa/")
    first_field = page.html.index('type="radio"')
    with override(lang):
        pictures = gettext(texts.BEFORE["no_pictures"]).split(":")[0].split(".")[0]
        confront = gettext(texts.BEFORE["no_investigation"]).split(".")[0]
    if lang != "en":
        assert pictures != texts.BEFORE["no_pictures"].split(".")[0]
    for words in (pictures, confront):
        assert 0 < page.html.index(words.split("។")[0]) < first_field


@pytest.mark.parametrize("lang", ["en", "fr", "es"])
def test_all_texts_stand_before_the_first_field(open_form: Cast, lang: str) -> None:
    page = Reporter().get(f"/{lang}/xa/")
    before = page.html[: page.html.index('type="radio"')]
    with override(lang):
        for name, text in texts.BEFORE.items():
            piece = max(gettext(text).replace("’", "’").split("{"), key=len).split("}")[-1].strip(" .:;,")
            shown = piece.split(". ")[0]
            assert shown[:30] in before.replace("<strong>", "").replace("</strong>", ""), name


@pytest.mark.parametrize("page_id", ["check", "what"])
def test_no_pictures_is_said_again_before_sending(open_form: Cast, page_id: str) -> None:
    page = Reporter().get("/en/xa/").press("Continue", danger="no")
    if page_id == "check":
        page.press("Continue", words="x y")
        for _ in range(4):
            page.press("Continue")
    words = page.words
    assert words.index("Do not take, keep, send or look for pictures or videos.") < words.rindex("Send now")
