"""A page of a course is read aloud by a voice of the device, online and without a network; where there is none, nothing
of it shows. Chromium has no voices where tests run: the two names by which a page speaks are stood in for."""

from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from fanal.learning.courses import library
from tests.browser import check
from tests.journeys.scene import World, heading, press
from tests.journeys.test_learning import _sign_in
from tests.journeys.test_learning_offline import _cards, _open, phone  # noqa: F401  fixture
from tests.rooms.learning import reviewed, seated

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES))]
CODE = "tourism-core"
VOICES = """
(() => {
  const speech = new EventTarget();
  let now = null;
  Object.assign(speech, {
    said: [],
    getVoices: () => %s,
    speak(words) { speech.said.push([words.voice.name, words.text]); now = words; },
    cancel() { const before = now; now = null; before?.onend?.(); },
    end() { const before = now; now = null; before.onend(); },
  });
  Object.defineProperty(window, "speechSynthesis", { value: speech });
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
})();
"""
OWN = '[{ name: "far", lang: "en-US", localService: false }, { name: "own", lang: "en_GB", localService: true }]'
FAR = '[{ name: "far", lang: "en-US", localService: false }, { name: "other", lang: "fr-FR", localService: true }]'


def _said(page: Page) -> list[Any]:
    found: list[Any] = page.evaluate("speechSynthesis.said")
    return found


def _first(world: World, page: Page) -> None:
    """The first page of the course."""
    reviewed.all_say(world.cast, CODE, "fr")
    _learner, code, _of = seated.card(world.cast)
    _sign_in(page, code)
    lesson = library.shipped()[CODE].lessons[0]
    page.goto(reverse("learner:page", args=["en", CODE, lesson.id, lesson.pages[0].id]))


def test_a_lesson_is_read_by_a_voice_of_the_device(world: World) -> None:
    page = world.server.page(world.browser, width=320)
    page.add_init_script(VOICES % OWN)
    _first(world, page)
    read = page.get_by_role("button", name="Read aloud", exact=True)
    expect(read).to_be_visible()
    assert not _said(page), "nothing is read before somebody presses"
    check(page)
    read.focus()
    page.keyboard.press("Enter")
    title = page.locator("h1").inner_text()
    assert _said(page) == [["own", title]]
    expect(page.locator(".spoken")).to_have_text(title)
    check(page)
    page.evaluate("speechSynthesis.end()")
    assert len(_said(page)) == 2
    press(page, "Pause")
    expect(page.locator(".spoken")).to_have_count(0)
    assert len(_said(page)) == 2, "what was stopped is not gone on with by itself"
    press(page, "Go on reading aloud")
    assert _said(page)[2] == _said(page)[1], "from the paragraph in which it stopped"
    while page.get_by_role("button", name="Pause").count():
        page.evaluate("speechSynthesis.end()")
    expect(read).to_be_visible()
    told = " ".join(" ".join(text.split()) for _voice, text in _said(page))
    for line in page.locator("[data-said] p").all_inner_texts():
        assert " ".join(line.split()) in told


@pytest.mark.parametrize("voices", [FAR, "[]"])
def test_without_a_voice_of_the_device_there_is_no_button(world: World, voices: str) -> None:
    page = world.server.page(world.browser, width=320)
    page.add_init_script(VOICES % voices)
    _first(world, page)
    expect(page.locator("[data-aloud]")).to_have_count(1)
    expect(page.locator("[data-aloud]")).to_be_hidden()


def test_without_a_network_too(world: World, phone: BrowserContext) -> None:  # noqa: F811
    [code] = _cards(world, 1)
    phone.add_init_script(VOICES % OWN)
    page = _open(phone, world)
    phone.set_offline(True)
    page.reload()
    heading(page, "Learn without a network")
    press(page, "Learn this")
    page.locator("#card-code").fill(code)
    press(page, "Go on")
    press(page, "Go on reading")
    press(page, "Read aloud")
    assert _said(page)[0] == ["own", page.locator("h1").inner_text()]
    press(page, "Go on")
    expect(page.get_by_role("button", name="Read aloud", exact=True)).to_be_visible()
    expect(page.locator(".spoken")).to_have_count(0)
    page.locator("header [data-done]").click()
    phone.set_offline(False)
