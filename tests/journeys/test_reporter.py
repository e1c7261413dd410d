"""Journeys of people who tell: with the real pages in real Chromium, with and without JavaScript."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from fanal.concerns.models import Message
from tests.journeys.scene import World, code_on, heading, person_time, press, tick
from tests.rooms.concerns.reporter import opened, say

pytestmark = [
    pytest.mark.journey,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES)),
]
WEATHER = "weather-xa.example"
FIRST = "Something worries you about a child?"


def test_a_housekeeper_tells_and_comes_back_without_javascript(world: World) -> None:
    """Three pages and a code; with the code a status, a question, and an answer. No script, no cookie, nothing kept."""
    page = world.reporter(javascript=False)
    page.goto("/")
    expect(page.get_by_role("heading", name="Where did it happen?")).to_be_visible()
    page.get_by_role("link", name=re.compile("Aurora")).click()
    expect(page.get_by_role("link", name="00 00")).to_have_attribute("href", "tel:0000")
    expect(page.get_by_text("If you work here: you need not tell your manager first.")).to_be_visible()
    tick(page, "Not sure")
    person_time(page)
    press(page, "Continue")
    heading(page, re.compile("What did you see"))
    page.get_by_label(re.compile("seems afraid or controlled")).check()
    page.get_by_label(re.compile("In your own words")).fill("Room 12. The girl cried when I came to clean.")
    press(page, "Send now")
    heading(page, "We have it. Thank you.")
    code = code_on(page)
    page.get_by_label(re.compile("last four characters")).fill(code[-4:])
    press(page, "Finish")
    heading(page, "You can close this page")
    assert page.context.cookies() == []

    concern = world.concern()
    assert (concern.unverified, concern.danger, concern.country_of_harm) == (False, "not_sure", "XA")
    told = opened(world.cast["amara"], concern)["content"]
    assert told.words == "Room 12. The girl cried when I came to clean."
    say(world.cast["amara"], concern, "Which side of the house is room 12 on?")

    back = world.reporter(javascript=False)
    back.goto("/en/code")
    back.get_by_label("Your code").fill(code.lower().replace("-", " "))
    press(back, "Open")
    heading(back, "We have a question for you.")
    expect(back.get_by_text("Which side of the house is room 12 on?")).to_be_visible()
    expect(back.get_by_text("The girl cried")).to_have_count(0)  # the code never opens the report itself
    back.get_by_label("Write to them").fill("On the side of the sea.")
    press(back, "Stay longer")
    expect(back.get_by_label("Write to them")).to_have_value("On the side of the sea.")
    press(back, "Send")
    expect(back.get_by_text("We have what you wrote.")).to_be_visible()
    assert back.context.cookies() == []
    assert Message.objects.filter(side="reporter").count() == 1
    concern.refresh_from_db()
    assert concern.new_message


def test_a_child_meets_people_before_forms(world: World) -> None:
    """From the entry to the door: who to call, what happens if I tell, and only then a form; its clock is urgent."""
    page = world.reporter(width=320)
    page.goto("/en/xa/")
    page.get_by_role("link", name="Are you under 18?").click()
    heading(page, "You can talk to someone")
    assert page.locator("textarea, input[type=text]").count() == 0
    helpline, happens = (
        page.get_by_role("link", name="00 01"),
        page.get_by_role("heading", name="What happens if I tell?"),
    )
    write = page.get_by_role("link", name="Write to us")
    tops = [one.bounding_box() for one in (helpline, happens, write)]
    assert [box["y"] for box in tops if box] == sorted(box["y"] for box in tops if box)
    assert all(tops)
    expect(page.get_by_text("You did nothing wrong.")).to_be_visible()
    write.click()
    heading(page, "Tell us what you want to tell")
    page.get_by_label(re.compile("happening")).fill("He says I must come again.")
    page.get_by_role("radio", name="No", exact=True).check()
    press(page, "Send")
    heading(page, "We have it. Thank you.")
    code_on(page)
    concern = world.concern()
    assert concern.child_door
    assert opened(world.cast["amara"], concern)["content"].reporter_type == "child"


def test_keys_alone_are_enough_for_the_short_path(world: World) -> None:
    """Tab, arrows, space, enter: from the entry to the code; the focus is where the page goes on."""
    page = world.reporter()
    page.goto("/en/xa/")
    _tab_until(page, "document.activeElement.type === 'radio'")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Not sure", exact=True)).to_be_checked()
    _tab_until(page, "document.activeElement.textContent.trim() === 'Continue'")
    page.keyboard.press("Enter")
    heading(page, re.compile("What did you see"))
    _tab_until(page, "document.activeElement.type === 'checkbox'")
    page.keyboard.press("Space")
    expect(page.get_by_role("checkbox").first).to_be_checked()
    _tab_until(page, "document.activeElement.textContent.trim() === 'Send now'")
    page.keyboard.press("Enter")
    heading(page, "We have it. Thank you.")
    code_on(page)


def _tab_until(page: Page, there: str) -> None:
    """Press Tab until something is in focus; nobody should need more than thirty for the next thing."""
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate(there):
            return
    raise AssertionError(f"not reached by key: {there}")
