"""DNH-52, of drafts: a language that waits for its review is whole behind it, so that a reviewer reads all of it."""

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from django.test import override_settings

from fanal.concerns.form import texts
from fanal.vocabulary.filters import MARKER
from tests.harm.scene import open_form
from tests.people import Cast
from tests.rooms.concerns.reporter import Reporter, every_page, filled, publish, say

__all__ = ["open_form"]
# Names of organisations, fictional countries and a key, and what nobody translates: the code, the proof, an address.
NAMES = re.compile(r"\b(?:Aurora|Nordlys|X[A-E]|Shift|https?://\S+|[a-z-]+\.example\S*)\b")
LATIN = re.compile(r"[A-Za-z]{2,}")
SPOKEN = {"aria-label", "title", "alt", "placeholder", "data-left", "data-over"}


class Words(HTMLParser):
    """Everything that a page says to its reader: text, labels, what the script would say. Not what is marked as not to
    be translated, nor names of languages in their own words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self._deep: list[bool] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.said += [v or "" for k, v in found.items() if k in SPOKEN or (k.startswith("data-") and " " in (v or ""))]
        if tag in {"input", "meta", "link", "br", "option"}:
            return
        own = found.get("translate") == "no" or tag in {"script", "style", "svg", "textarea"}
        own = own or (found.get("lang") not in {None, "ar"}) or (tag == "details" and found.get("class") == "menu")
        self._deep.append(own)

    def handle_endtag(self, tag: str) -> None:
        if tag not in {"input", "meta", "link", "br", "option"} and self._deep:
            self._deep.pop()

    def handle_data(self, data: str) -> None:
        if not any(self._deep):
            self.said.append(data)


def _english(html: str) -> list[str]:
    said = [NAMES.sub("", unescape(text)) for text in Words(html).said]
    return [text.strip() for text in said if LATIN.search(text)]


def test_every_page_for_reporters_is_whole_in_arabic(open_form: Cast) -> None:
    """Front door, form, errors, phone, child door, code, answers, practice: no English word stands on any of them."""
    at = "/preview/ar"
    pages = every_page("ar", "/preview")
    talk = pages["receipt"].code
    answers = {"danger": "no", "words": f"نص {MARKER}", "what": ("came_upon_images",)}
    pages |= {
        "countries": Reporter().get(f"{at}/?country="),
        "young": Reporter().get(f"{at}/?for=you"),
        "nothing answered": Reporter().get(f"{at}/xa/").press("next"),
        "too long": Reporter().post(f"{at}/xa/2", {"state": filled(), "page": "what", "words": "ن" * 2001}),
        "a file": Reporter().post(
            f"{at}/xa/2", {"state": filled(), "page": "what", "words": "data:image/png;base64,A"}
        ),
        "an address": Reporter().post(f"{at}/xa/7", {"state": filled(answers=answers, removed=1), "page": "check"}),
        "late": Reporter().post(f"{at}/xa/2", {"state": filled(lived=9000), "page": "what", "words": "نص"}),
        "broken": Reporter().post(f"{at}/xa/2", {"state": "x", "page": "what", "words": "نص"}),
        "wrong code": Reporter().post(f"{at}/code", {"code": "x"}),
        "not kept": Reporter().post(*pages["receipt"].sending("finish")),
        "empty": Reporter().get(f"{at}/xa/you/2").press("send"),
        "practice is over": Reporter().get(f"{at}/xa/practice/x"),
        "too much": Reporter().post(f"{at}/xa/2", "state=" + "a" * 200_000),
    }
    from fanal.concerns.models import Concern

    say(open_form["amara"], Concern.objects.get(child_door=False), "سؤال")
    pages["question"] = Reporter().post(f"{at}/code", {"code": talk})
    pages["nothing written"] = Reporter().post(*pages["question"].sending("send"))
    found = {name: words for name, page in pages.items() if (words := _english(page.html))}
    assert not found, found


@pytest.mark.parametrize("country", ["XC", "XD"])
def test_the_texts_of_every_country_are_there(open_form: Cast, country: str) -> None:
    publish(open_form, country, org_id=open_form.nordlys)
    for page in ("", "you", "danger"):
        assert _english(Reporter().get(f"/preview/ar/{country.lower()}/{page}").html) == []


def test_a_front_door_for_one_country_is_whole_too(open_form: Cast) -> None:
    from fanal.concerns.models import ReportingPage
    from fanal.concerns.public.place import forget

    ReportingPage.objects.filter(country="XB").delete()
    forget()
    assert _english(Reporter().get("/preview/ar/").html) == []


def test_english_would_be_found(open_form: Cast) -> None:
    """The control: a sentence at the end of a page, and one in a label."""
    for page in every_page("ar", "/preview").values():
        html = page.html.replace("</main>", '<p>Not yet</p><a aria-label="nor this">؟</a></main>')
        assert _english(html) == ["Not yet", "nor this"]
    assert texts.ADDRESS_MARK == MARKER


@override_settings(PRODUCTION=True)
def test_the_draft_stays_behind_its_review(open_form: Cast) -> None:
    for address in ("/ar/", "/ar/xa/", "/ar/xa/you", "/ar/code"):
        assert '<html lang="en"' in Reporter().get(address).html
