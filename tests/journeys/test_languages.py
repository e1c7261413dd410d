"""A language on its way from a translator's cells to a reporter's phone, in real Chromium at 320 px."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import expect

from fanal.access.api import languages
from fanal.network.contracts import Role
from tests.journeys.scene import World, heading, look, press
from tests.people import gains
from tests.rooms.site.test_languages_desk import cells
from tests.rooms.site.translator import PUBLIC, brought, reviewed

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True, databases=list(django_settings.DATABASES)),
]


def test_a_language_comes_in_is_reviewed_and_is_read(world: World, settings: Any, tmp_path: Path) -> None:
    settings.LANGUAGES_FOLDER = tmp_path / "languages"
    languages.stale()
    for name in ("dalia", "tove"):
        gains(world.cast[name].person, Role.LANGUAGE_REVIEWER)
    brought("ar", "form", "law", "evidence")
    dalia = world.desk("dalia", width=320)
    dalia.goto("/desk/languages/")
    heading(dalia, "Languages")
    look(dalia)
    dalia.get_by_role("link", name="Open العربية").click()
    heading(dalia, "العربية")
    for width in (1200, 320):
        look(dalia, width=width)
    dalia.get_by_role("link", name=re.compile("Missing: ")).first.click()
    heading(dalia, "What is missing")
    for width in (1200, 320):
        look(dalia, width=width)
    dalia.goto("/desk/languages/ar/")
    with dalia.expect_download() as taken:
        press(dalia, "Take along as PO")
    assert taken.value.suggested_filename == "fanal-ar.po"
    with dalia.expect_download() as workbook:
        press(dalia, "Take along as a workbook")
    dalia.get_by_role("link", name="Bring translations in").click()
    heading(dalia, "Bring translations in")
    look(dalia)
    dalia.get_by_label("Choose a file").set_input_files(workbook.value.path())
    press(dalia, "Go on")
    looked_at = dalia.get_by_role("link", name="See what came out").or_(dalia.get_by_role("button", name="Take it in"))
    expect(looked_at).to_be_visible(timeout=30_000)
    dalia.goto("/desk/languages/ar/in/")
    dalia.get_by_label("Paste the table").fill(cells("ar", "=1", "<b>x"))
    press(dalia, "Go on")
    expect(dalia.get_by_text("It begins as a formula does.")).to_be_visible()
    look(dalia)
    press(dalia, "Take it in")
    heading(dalia, "The translations are here")
    dalia.goto("/desk/languages/ar/")
    dalia.get_by_role("link", name=re.compile("Open Pages of a child")).click()
    heading(dalia, re.compile("Pages of a child"))
    look(dalia)
    dalia.goto("/desk/reviews/languages/ar-form/")
    expect(dalia.get_by_role("link", name="Say that it does not hold")).to_be_visible()
    dalia.get_by_role("link", name="Show the next").click()
    heading(dalia, re.compile("The form, and what every page says"))
    expect(dalia.get_by_role("heading", name="The wording, page 2 of 2")).to_be_visible()
    look(dalia)
    dalia.get_by_role("link", name="State a review").click()
    heading(dalia, re.compile("does this wording hold"))
    dalia.get_by_role("radio", name="Yes this wording").check()
    dalia.get_by_label("Who reviewed it").fill("Dalia")
    press(dalia, "State it")
    expect(dalia.get_by_text("waits for one more yes")).to_be_visible()
    look(dalia)
    reporter = world.reporter(width=320)
    reporter.goto("/ar/")
    assert reporter.locator("html").get_attribute("lang") == "en"
    brought("ar", *PUBLIC)
    reviewed(world.cast, "ar", *PUBLIC)
    for path in ("/ar/", "/ar/code", "/ar/law/", "/ar/evidence/"):
        reporter.goto(path)
        expect(reporter.locator("html")).to_have_attribute("dir", "rtl")
        look(reporter)
    settings.LANGUAGES_FOLDER = tmp_path / "nowhere"
    languages.stale()
    languages.look()
