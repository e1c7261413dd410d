"""A number to call from one person's page to a second one's, and from there to whoever needs it, in real Chromium."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.journeys.scene import World, heading, look, press
from tests.rooms.contacts.kept import typed, with_number

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES)),
]


def test_a_country_file_is_typed_by_one_and_confirmed_by_another(world: World) -> None:
    """What is wrong is said at its field; until the second person, everybody is shown what counted before."""
    reporter = world.reporter()
    reporter.goto("/en/xa/")
    expect(reporter.locator('a[href="tel:0001"]').first).to_be_visible()

    amara = world.desk("amara", width=320)
    amara.goto("/desk/day/")
    amara.goto("/desk/countries/")
    heading(amara, "Files of countries")
    look(amara)
    amara.get_by_role("link", name=re.compile("^Open")).first.click()
    heading(amara, re.compile("^File of"))
    look(amara)
    amara.get_by_role("link", name="Open Child helpline").click()
    heading(amara, "Child helpline")
    look(amara)
    amara.get_by_label("Number", exact=True).fill("112")
    press(amara, "Keep it for a second person")
    expect(amara.get_by_role("link", name=re.compile("Numbers of a fictional country"))).to_be_visible()
    expect(amara.get_by_label("Number", exact=True)).to_have_value("112")
    look(amara)
    amara.get_by_label("Number", exact=True).fill("000 77")
    press(amara, "Keep it for a second person")
    heading(amara, re.compile("^File of"))
    expect(amara.get_by_role("heading", name="Waits for a second person")).to_be_visible()
    expect(amara.get_by_role("link", name="Compare and confirm")).to_have_count(0)
    look(amara)
    reporter.goto("/en/xa/")
    expect(reporter.locator('a[href="tel:0001"]').first).to_be_visible()

    bao = world.desk("bao", width=1200)
    bao.goto("/desk/day/")
    bao.get_by_role("link", name=re.compile("Compare what a colleague typed")).click()
    heading(bao, re.compile("^File of"))
    bao.get_by_role("link", name="Compare and confirm").click()
    heading(bao, "Confirm what a colleague typed")
    expect(bao.get_by_text("000 77 (before: 00 01)")).to_be_visible()
    look(bao)
    press(bao, "I compared it: it counts from now on")
    heading(bao, re.compile("^File of"))
    expect(bao.get_by_text("Confirmed by Bao.")).to_be_visible()
    look(bao)

    reporter.goto("/en/xa/")
    expect(reporter.locator('a[href="tel:00077"]').first).to_be_visible()
    expect(reporter.locator('a[href="tel:0001"]')).to_have_count(0)


def test_each_page_of_a_country_file_is_accessible_in_arabic(world: World) -> None:
    row = typed(world.cast["amara"], with_number("000 77"))
    page = world.desk("bao", "ar", width=320)
    for address in (
        "", "XA/", "XA/contacts/xa-duty/change/", "XA/contacts/xa-duty/remove/", "XA/contact-new/", "XA/law/",
        "XA/note/", "XA/retaliation/", "XA/leave/", "XA/paste/", f"XA/versions/{row.pk}/confirm/",
        f"XA/versions/{row.pk}/give-back/",
    ):  # fmt: skip
        answer = page.goto(f"/desk/countries/{address}")
        assert answer is not None
        assert answer.status == 200, address
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        look(page)
