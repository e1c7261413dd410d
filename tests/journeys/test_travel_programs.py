"""A company lets a program in and sees its token once; its badge, the register and both days, at 320 px."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from tests.camera import read_picture
from tests.journeys.scene import World, heading, look
from tests.rooms.tourism import firms

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES))]
SHOTS = os.environ.get("TRAVEL_SHOTS", "")


def _see(page: Page, name: str) -> None:
    look(page)
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}-320.png"), full_page=True)


def test_a_company_lets_a_program_in_and_prints_its_badge(world: World) -> None:
    firm = firms.active(world.cast)
    rosa = world.desk("rosa", width=320)
    rosa.goto("/desk/travel/systems/")
    heading(rosa, "Programs that send tables")
    _see(rosa, "systems")
    rosa.get_by_role("link", name="Let a program in").click()
    rosa.get_by_label("What is it for?").fill("list of staff")
    _see(rosa, "let-in")
    rosa.locator("main form button").last.click()
    heading(rosa, "Give this to the program")
    _see(rosa, "token")
    rosa.locator("main form input[type=checkbox]").check()
    rosa.locator("main form button").last.click()
    expect(rosa.get_by_text("list of staff").first).to_be_visible()
    _see(rosa, "systems-one")
    for name, path in (
        ("day", "/desk/day/"), ("company", "/desk/travel/"), ("membership", f"/desk/travel/memberships/{firm.pk}/"),
        ("register", "/en/travel/register/"), ("entry", f"/en/travel/register/{firm.row.public_code}/"),
    ):  # fmt: skip
        rosa.goto(path)
        _see(rosa, name)
    rosa.goto(f"/desk/travel/memberships/{firm.pk}/")
    rosa.get_by_role("link", name="Badge and certificate of membership").click()
    _see(rosa, "badge")


def test_a_traveller_scans_a_badge_and_reads_how_it_stands(world: World) -> None:
    """With the camera of a telephone at 320 px, without JavaScript: the code of the printed badge leads to the page."""
    firm = firms.active(world.cast)
    rosa = world.desk("rosa", width=1200)
    rosa.goto(f"/desk/travel/memberships/{firm.pk}/badge/")
    [address] = read_picture(rosa.locator("main svg[role=img]").first.screenshot())
    assert address.endswith(f"/r/{firm.row.public_code}")
    phone = world.server.page(world.browser, width=320, javascript=False, locale="fr")
    phone.goto(urlsplit(address).path)
    entry = f"travel/register/{firm.row.public_code}/"
    assert urlsplit(phone.url).path == f"/fr/{entry}"
    for address, side in ((f"/fr/{entry}", "ltr"), (f"/preview/ar/{entry}", "rtl"), (f"/preview/km/{entry}", "ltr")):
        phone.goto(address)
        expect(phone.get_by_text("Hotel Lantern").first).to_be_visible()
        assert phone.locator("html").get_attribute("dir") == side
        assert phone.evaluate("() => document.documentElement.scrollWidth") <= 320
        assert phone.locator("main a[href*='/xa/'], main a[href*='/where']").count(), "where a concern is told"
