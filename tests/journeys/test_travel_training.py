"""Whoever leads the training of a company: from a table of posts to who must be trained by when, why, and the list for
an authority. At 320 px and at 1200, with and without JavaScript."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.journeys.scene import World, heading, look
from tests.rooms.tourism import firms
from tests.rooms.tourism.training import staffed

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES))]
SHOTS = os.environ.get("TRAVEL_SHOTS", "")


def _see(page: Page, name: str, *, javascript: bool = True) -> None:
    if javascript:
        look(page)
    if SHOTS:
        for width in (320, 1200):
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=str(Path(SHOTS) / f"training-{name}-{width}.png"), full_page=True)
        page.set_viewport_size({"width": 320, "height": 800})


def _open(page: Page, words: str) -> None:
    page.get_by_role("link", name=words, exact=True).first.click()


@pytest.mark.parametrize(("javascript", "language"), [(True, "en"), (False, "en"), (True, "ar")])
def test_from_a_table_of_posts_to_the_list_for_an_authority(world: World, javascript: bool, language: str) -> None:
    firm = firms.begun(world.cast)
    florida, iowa = staffed.site(firm, "A1", "Florida"), staffed.site(firm, "A2", "IA")
    staffed.site(firm, "A3", "", "XA")
    today = timezone.now().date()
    first, new = (today - timedelta(days) for days in (400, 45))
    rosa = world.desk("rosa", language, width=320) if javascript else None
    if rosa is None:
        shown = world.desk("rosa", language, width=320)
        rosa = world.server.page(world.browser, width=320, javascript=False)
        held = shown.context.cookies()
        url = world.server.url
        rosa.context.add_cookies([{"name": one["name"], "value": one["value"], "url": url} for one in held])
    at = f"{world.server.url}/desk/travel"

    def see(name: str) -> None:
        _see(rosa, f"{name}-{language}", javascript=javascript)

    rosa.goto(f"{world.server.url}/desk/learners/posts/in/")
    table = staffed.POSTS + (
        f"17,Ana Sok,A1,reception,{first},,\n18,Ben Lim,A1,housekeeping,{new},,\n19,Eva Roy,A2,driver,{first},,\n"
        f"20,Ida May,A1,security,{first},,\n21,Max Orr,A3,reception,{first},,\n"
    )
    rosa.locator("textarea").fill(table)
    rosa.locator("main form button").first.click()
    rosa.locator("main form button").first.click()
    rosa.locator("main form button[name=check], main form button").first.click()
    staffed.courses(firm, f"17,Ana Sok,tourism-core,1,{today},25,en,yes,{today},n1")

    rosa.goto(f"{at}/training/")
    see("home")
    rosa.goto(f"{at}/training/people/")
    expect(rosa.get_by_text("Ana Sok").first).to_be_visible()
    expect(rosa.get_by_text("Max Orr")).to_have_count(0)
    see("people")
    rosa.locator("main a[href*='/training/posts/']").first.click()
    heading(rosa, "Ana Sok")
    see("post")
    rosa.goto(f"{at}/training/places/{florida.pk}/")
    heading(rosa, florida.name)
    see("place")
    rosa.goto(f"{at}/training/places/{iowa.pk}/")
    see("place-iowa")
    rosa.goto(f"{at}/training/places/{iowa.pk}/flags/")
    rosa.locator("#id_public_funds_1").check()
    see("flags")
    rosa.locator("main form button").first.click()
    heading(rosa, iowa.name)
    expect(rosa.get_by_text("Eva Roy").first).to_be_visible()
    rosa.goto(f"{at}/training/places/{florida.pk}/lists/US-FL.509.096.training/take/")
    see("list")
    rosa.locator("#id_form_1").check()
    with rosa.expect_download() as taken:
        rosa.locator("main form button").first.click()
    assert "Ana Sok" in Path(taken.value.path()).read_text()
    if language == "en":
        rosa.goto(f"{world.server.url}/desk/learners/")
        see("learners")
