"""From the worker's day to an open file, in real Chromium: what was told stands there, what is missing is said, each
page of a file is accessible in both directions."""

import re
from datetime import UTC, datetime

import pytest
from django.conf import settings
from playwright.sync_api import expect

from fanal.cases.models import Case
from tests.journeys.scene import World, heading, look, press, tick
from tests.rooms.cases.care import accepted, opened

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES))]
PAGES = ("", "history/", "wishes/", "safety/", "note/", "push/", "risk/", "ground/", "about/")


def test_from_the_day_to_a_safe_way_to_the_child(world: World) -> None:
    """By keyboard and touch at 320 px: open the file, write what the child wants, how to reach the child, an entry."""
    accepted(world.cast, datetime.now(UTC))
    page = world.desk("marek", width=320)
    page.goto("/desk/day/")
    page.get_by_role("link", name=re.compile("Reach the child for the first time")).first.click()
    heading(page, "Open the file of the child")
    expect(page.get_by_text("Told: Called Lilo, red dress")).to_be_visible()
    look(page)
    press(page, "Open the file")
    expect(page.get_by_role("alert")).to_be_visible()
    look(page)
    page.get_by_label("Given name").fill("Lilo")
    page.get_by_label("Age now").fill("13")
    for name in ("Only at agreed times", "High"):
        page.get_by_label(name, exact=True).check()
    page.locator("[name=case_standing][value=victim]").check()
    for name, value in (
        ("consent_child_assented", "not_asked"), ("consent_given_by", "nobody"),
        ("consent_basis", "child_protection_best_interests"),
    ):  # fmt: skip
        page.locator(f"[name={name}][value={value}]").check()
    page.locator("[name=consent_basis_reason]").fill("Not met yet")
    press(page, "Open the file")
    heading(page, re.compile(r"^File AURO-"))
    expect(page.get_by_text("Nobody has written yet what the child wants.")).to_be_visible()
    look(page)

    page.get_by_role("link", name="Ask, and write it down").click()
    heading(page, "What the child wants")
    page.locator("[name=case_wishes]").fill("I want to go back to school.")
    press(page, "Keep it")
    expect(page.get_by_text("I want to go back to school.")).to_be_visible()
    page.get_by_role("link", name="Check it with the child").click()
    heading(page, "How to reach the child")
    tick(page, "Through the person the child trusts")
    page.locator("[name=contact_safety_unsafe_persons]").fill("the uncle")
    press(page, "I checked it with the child")
    expect(page.get_by_text("Must not learn of it: the uncle.")).to_be_visible()
    look(page)
    assert Case.objects.get().version == 2


@pytest.mark.parametrize("language", ["en", "ar"])
def test_each_page_of_a_file_is_accessible(world: World, language: str) -> None:
    now = datetime.now(UTC)
    case = opened(world.cast, now)
    sent = accepted(world.cast, now)
    page = world.desk("marek", language, width=320)
    addresses = ["", "team/", "closed/", "to-open/", f"to-open/{sent.id}/", f"told/{sent.id}/"]
    addresses += [f"{case.pk}/{one}" for one in PAGES]
    for address in addresses:
        answer = page.goto(f"/desk/cases/{address}")
        assert answer is not None
        assert answer.status == 200, address
        expect(page.locator("html")).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
        look(page)
    lead = world.desk("dalia", language, width=320)
    lead.goto(f"/desk/cases/{case.pk}/")
    look(lead)
