"""DNH-53: at most 30 KB for the first load and 60 KB for the whole way, on the wire; for every reader.

axe, 320 px and right-to-left are run in the browser (`journeys`); here: bytes and structure.
"""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest

import fanal.web
from tests.harm.scene import open_form
from tests.people import Cast
from tests.rooms.concerns.reporter import Form, Reporter, every_page

__all__ = ["open_form"]
STATIC = Path(fanal.web.__file__).parent / "static" / "web"
STYLE = len(gzip.compress((STATIC / "public.css").read_bytes(), 9))
SCRIPT = len(gzip.compress((STATIC / "public.js").read_bytes(), 9))
HEADERS = 1_500  # more than our responses send
KB = 1024


class Slow(Reporter):
    """Counts what crosses the wire, bodies that are sent included."""

    def _arrived(self, response: Any, url: str) -> Reporter:
        body = response.content
        self.bytes += len(body) + len("".join(f"{k}: {v}\r\n" for k, v in response.items()))
        if response.get("Content-Encoding") == "gzip":
            response.content = gzip.decompress(body)
        return super()._arrived(response, url)


def _slow() -> Slow:
    return Slow(HTTP_ACCEPT_ENCODING="gzip")


@pytest.mark.parametrize("lang", ["en", "fr", "es"])
def test_the_first_load_is_at_most_30_kb(open_form: Cast, lang: str) -> None:
    reporter = _slow()
    reporter.get(f"/{lang}/xa/")
    assert STYLE <= 8 * KB
    assert SCRIPT <= 4 * KB
    assert reporter.bytes + STYLE + SCRIPT + 2 * HEADERS <= 30 * KB


@pytest.mark.parametrize("lang", ["en", "fr", "es"])
def test_the_short_way_is_at_most_60_kb_and_so_is_the_long_one(open_form: Cast, lang: str) -> None:
    short = _slow()
    short.get(f"/{lang}/xa/").press("next", danger="no").press("send", words="short")
    assert short.code
    assert short.bytes + STYLE + SCRIPT + 2 * HEADERS <= 60 * KB
    long = _slow()
    long.get(f"/{lang}/xa/").press("next", danger="yes").press("next")
    for _ in range(5):
        long.press("next", **({"words": "w " * 300} if long.form.html.count('name="words"') else {}))
    long.press("send")
    assert long.code
    assert long.bytes + STYLE + SCRIPT + 2 * HEADERS <= 60 * KB


def test_only_pages_that_hold_no_code_and_no_message_are_packed(open_form: Cast) -> None:
    """Packing a page that shows a secret beside what somebody else may have put there could give it away by length."""
    entry = _slow().get("/en/xa/").response
    assert entry["Content-Encoding"] == "gzip"
    sent = _slow().get("/en/xa/").press("next", danger="yes").press("send")
    assert "Content-Encoding" not in sent.response
    talk = _slow().post("/en/code", {"code": sent.code})
    assert "Content-Encoding" not in talk.response


@pytest.mark.parametrize(
    ("lang", "prefix", "way"), [("en", "", "ltr"), ("ar", "/preview", "rtl"), ("km", "/preview", "ltr")]
)
def test_every_page_has_a_language_a_direction_one_heading_and_labels(
    open_form: Cast, lang: str, prefix: str, way: str
) -> None:
    for name, page in every_page(lang, prefix).items():
        html = page.html
        assert f'<html lang="{lang}" dir="{way}"' in html, name
        assert len(re.findall(r"<h1[ >]", html)) == 1, name
        assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in html
        ids = re.findall(r'\sid="([^"]+)"', html)
        assert len(ids) == len(set(ids)), (name, [one for one in ids if ids.count(one) > 1])
        form = Form(html, "")
        for field in form.fields:
            if field.kind in {"text", "textarea", "select"} and field.name not in {"web", "countries"}:
                assert f'for="id_{field.name}"' in html, (name, field.name)
