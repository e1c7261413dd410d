"""A phone of 320 px, from the front door to the code: what one must read and tap is counted, and kept small."""

import re
import sys
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from fanal.concerns.models import ReportingPage
from tests.browser import check
from tests.journeys.scene import World, code_on, heading, press, tick
from tests.people import now_are
from tests.rooms.concerns.reporter import opened, publish

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES)),
]
SCREEN = 640  # of a small phone, in px: 320 by 640
COUNTRIES = ("XA", "XB", "XC", "XD", "XE")
SPOKEN = ("/en", "/fr", "/es", "/preview/ar")
FIRST_FIELD = "document.querySelector('#f fieldset, #f textarea')"
OPEN_WORDS = f"""() => {{
    const field = {FIRST_FIELD}, words = [];
    const walk = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
    while (walk.nextNode() && !field.contains(walk.currentNode)) {{
        const box = walk.currentNode.parentElement;
        const found = walk.currentNode.data.split(/\\s+/).filter(Boolean);
        if (box.checkVisibility() && !box.closest('.hush')) words.push(...found);
    }}
    return words.length;
}}"""


@dataclass
class Stopwatch:
    """Counts taps: time depends on the machine, they do not."""

    page: Page
    taps: int = 0

    def tap(self, name: str | re.Pattern[str], role: str = "button") -> None:
        self.page.get_by_role(role, name=name).first.click()  # type: ignore[arg-type]
        self.taps += 1


def test_from_the_front_door_to_the_code_on_a_phone(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    """Tell us, danger, what, send: six taps; 120 words and a screen and a half before the first question."""
    now_are(ReportingPage.objects.filter(country="XB"), published=False)
    page = world.reporter(width=320)
    page.set_viewport_size({"width": 320, "height": SCREEN})
    watch = Stopwatch(page)
    page.goto("/")
    heading(page, "Is a child on your mind?")
    expect(page.get_by_role("link", name="Call police, 00 00")).to_be_in_viewport()
    check(page)
    watch.tap(re.compile("Tell us"), "link")
    heading(page, re.compile("worries you"))
    expect(page.get_by_role("link", name="Call police, 00 00")).to_be_in_viewport()
    before = page.evaluate(OPEN_WORDS)
    top = page.evaluate(f"{FIRST_FIELD}.getBoundingClientRect().top + scrollY")
    young = page.get_by_role("link", name="Are you under 18?")
    expect(young).to_be_in_viewport()
    page.get_by_text("When we read it, what the law asks").click()
    for text in ("If you work here: you need not tell your manager first.", "When we must pass on what you tell us:"):
        expect(page.get_by_text(text)).to_be_visible()
    check(page)
    page.keyboard.press("Home")
    page.evaluate("document.querySelector('.skip').focus()")
    page.keyboard.press("Enter")
    expect(page.get_by_role("radio", name="Yes")).to_be_in_viewport()
    watch.tap("Not sure", "radio")
    watch.tap("Continue")
    heading(page, re.compile("What did you see"))
    expect(page.get_by_text("Page 2. You can send now.")).to_be_visible()
    check(page)
    watch.tap(re.compile("seems afraid or controlled"), "checkbox")
    watch.tap("Send now")
    heading(page, "We have it. Thank you.")
    code = code_on(page)
    page.get_by_text("Proof that we received it").click()
    check(page)  # nothing scrolls sideways, the proof least of all
    page.get_by_label(re.compile("last four characters")).fill(code[-4:])
    watch.tap("Finish")
    heading(page, "You can close this page")
    assert opened(world.cast["amara"], world.concern())["content"].what == ("goes_with_adult",)
    with capsys.disabled():
        seen = f"{watch.taps} taps to the end, {before} words and {top:.0f} px before the first question"
        sys.stdout.write(f"\n320 px: {seen}\n")
    assert watch.taps == 6
    assert before <= 120
    assert top <= 1.5 * SCREEN


def test_a_child_finds_its_own_door_in_two_taps(world: World) -> None:
    """From the front door of several countries: under 18, then the country."""
    page = world.reporter(width=320)
    page.set_viewport_size({"width": 320, "height": SCREEN})
    page.goto("/en/")
    page.get_by_role("link", name=re.compile("under 18")).first.click()
    expect(page.locator('a[href="/en/xa/you"]')).to_be_in_viewport()
    page.locator('a[href="/en/xa/you"]').click()
    page.wait_for_url("**/en/xa/you")
    check(page)


def test_a_child_in_danger_now_on_a_phone(world: World) -> None:
    """The number, then what to do about it, on the first screen; what to read comes after the buttons."""
    page = world.reporter(width=320)
    page.set_viewport_size({"width": 320, "height": SCREEN})
    page.goto("/en/xa/")
    tick(page, "Yes")
    press(page, "Continue")
    heading(page, "Call now, if you can do so safely")
    for name in ("I have called", "I cannot call"):
        expect(page.get_by_role("button", name=name)).to_be_in_viewport()
    check(page)
    press(page, "I cannot call")
    heading(page, "Then send it to us now")
    press(page, "Send now")
    code_on(page)


def test_the_first_question_stands_within_a_screen_and_a_half_in_every_country_and_language(
    world: World, settings: Any
) -> None:
    """However many numbers stand first, and however long the words are; also below the line of a demonstration."""
    settings.MODE = "demo"
    for country in COUNTRIES[2:]:
        publish(world.cast, country)
    page = world.reporter(width=320)
    page.set_viewport_size({"width": 320, "height": SCREEN})
    tops = {}
    for address in (f"{spoken}/{country.lower()}/" for country in COUNTRIES for spoken in SPOKEN):
        page.goto(address)
        if page.locator("#f").count():  # the law of a country does not stand in every language
            tops[address] = page.evaluate(f"{FIRST_FIELD}.getBoundingClientRect().top + scrollY")
    assert len(tops) >= 12
    assert {address: top for address, top in tops.items() if top > 1.5 * SCREEN} == {}
