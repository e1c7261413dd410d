"""DNH-52: a language is live only after a named native review: what nobody reviewed cannot be chosen or reached."""

import pytest
from django.conf import settings
from django.test import Client

from tests.harm.scene import open_form
from tests.people import Cast
from tests.rooms.concerns.reporter import every_page

__all__ = ["open_form"]
UNREVIEWED = [code for code, _name in settings.LANGUAGES if code not in settings.LANGUAGES_REVIEWED]


def test_there_are_some() -> None:
    assert UNREVIEWED[:2] == ["ar", "km"]
    assert {"pt", "th"} < set(UNREVIEWED)


@pytest.mark.parametrize("lang", UNREVIEWED)
@pytest.mark.parametrize("rest", ["", "xa/", "xa/2", "xa/you", "code", "leave"])
def test_their_public_pages_speak_another(open_form: Cast, lang: str, rest: str) -> None:
    """Also to whoever asks for nothing else: what they find is whom to call, in a language that somebody reviewed."""
    page = Client().get(f"/{lang}/{rest}", headers={"Accept-Language": lang})
    assert page.headers["Content-Language"] == "en"
    assert page.status_code == (303 if rest == "leave" else 302 if rest == "xa/2" else 200)
    assert "index" not in page.headers["X-Robots-Tag"].replace("noindex", "")
    assert f'lang="{lang}"' not in page.content.decode()


def test_no_page_offers_them(open_form: Cast) -> None:
    for name, page in every_page().items():
        for lang in UNREVIEWED:
            assert f'lang="{lang}"' not in page.html, name
            assert f"/{lang}/" not in page.html, name


def test_in_production_there_is_no_preview(open_form: Cast, settings: object) -> None:
    settings.MODE = "production"  # type: ignore[attr-defined]
    assert Client().get("/preview/ar/xa/").status_code == 404
