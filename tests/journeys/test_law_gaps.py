"""Journeys of gaps: the grant by two, a count, gaps in words, a table for two; and nothing at all without the grant."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from fanal.clocks import api as clocks
from fanal.justice.models import GapsCount, GapsLook
from tests.browser import check_all
from tests.journeys.scene import World, heading, look, press
from tests.rooms.justice.small import small_law

__all__ = ["small_law"]
pytestmark = [
    pytest.mark.journey,
    pytest.mark.usefixtures("small_law"),
    pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES)),
]
_GAPS = ("/desk/law/gaps/", "/desk/law/gaps/XA/", "/desk/law/gaps/XA/boxes/", "/desk/law/gaps/XA/boxes/1/",
         "/desk/law/gaps/tables/", "/desk/law/gaps/reforms/XA/")  # fmt: skip


def _refused(page: Page) -> None:
    for address in _GAPS:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 403, address
        expect(page.get_by_text("Your role does not include this.")).to_be_visible()


def test_two_people_give_the_grant_and_an_advocate_looks_at_gaps(world: World) -> None:
    """Refused before; proposed by Bao, who cannot confirm; confirmed by Dalia from My day; counted; read; ended."""
    noor = world.desk("noor")
    noor.goto("/desk/day/")
    expect(noor.get_by_role("link", name="Gaps", exact=True)).to_have_count(0)
    _refused(noor)

    bao = world.desk("bao")
    bao.goto("/desk/duties/")
    heading(bao, "Duties for a time")
    bao.get_by_role("link", name="Propose somebody").click()
    check_all(bao)
    bao.locator("label", has_text="Gaps of the law").click()
    bao.locator("label", has_text="Noor").click()
    bao.get_by_label("What is it needed for?").fill("A reform of the law on acts abroad")
    press(bao, "Propose it")
    heading(bao, "Gaps of the law for Noor")
    expect(bao.get_by_text("Another person confirms").first).to_be_visible()
    expect(bao.get_by_role("link", name="Confirm this")).to_have_count(0)
    check_all(bao)

    dalia = world.desk("dalia")
    dalia.goto("/desk/day/")
    dalia.get_by_role("link", name=re.compile("Gaps of the law for Noor")).click()
    dalia.get_by_role("link", name="Confirm this").click()
    heading(dalia, "Gaps of the law for Noor?")
    check_all(dalia)
    press(dalia, "Confirm it")
    expect(dalia.get_by_text("in force")).to_be_visible()

    noor.goto("/desk/day/")
    noor.locator(".bar nav summary", has_text="Evidence").click()
    noor.get_by_role("link", name="Gaps", exact=True).click()
    heading(noor, "XA: what falls through")
    check_all(noor)
    press(noor, "Count it")
    expect(noor.get_by_text("It waits its turn")).to_be_visible()
    check_all(noor)
    clocks.drain()
    noor.get_by_role("link", name="Look again").click()
    expect(noor.get_by_role("heading", name="Between which numbers it lies")).to_be_visible()
    expect(noor.get_by_text("For members alone").first).to_be_visible()
    check_all(noor)
    noor.get_by_role("link", name="Show gaps").click()
    expect(noor.get_by_role("heading", name=re.compile("^Gap "))).to_have_count(20)
    check_all(noor)
    noor.get_by_role("link", name="Gap 1", exact=True).click()
    noor.locator("details summary").first.click()
    expect(noor.get_by_role("heading", name="The smallest change in one country")).to_be_visible()
    check_all(noor)
    assert GapsLook.objects.count() >= 3

    dalia.goto("/desk/duties/")
    dalia.get_by_role("link", name="Noor").first.click()
    expect(dalia.get_by_text("Looked at gaps of a law").first).to_be_visible()
    dalia.get_by_role("link", name="End it").click()
    press(dalia, "End it now")
    _refused(noor)


def test_a_table_above_twenty_waits_for_a_second_person(world: World) -> None:
    from tests.rooms.justice.small import with_grant

    with_grant(world.cast)
    noor = world.desk("noor", "ar")
    noor.goto("/desk/law/gaps/XA/")
    assert noor.evaluate("document.dir") == "rtl"
    noor = world.desk("noor")
    noor.goto("/desk/law/gaps/XA/")
    press(noor, "Count it")
    clocks.drain()
    noor.goto("/desk/law/gaps/XA/boxes/")
    press(noor, "Look for the next twenty")
    clocks.drain()
    noor.goto("/desk/law/gaps/XA/table/")
    look(noor)
    found = GapsCount.objects.get().found
    noor.locator("label", has_text="another person approves it first").click()
    noor.get_by_label("What is the table needed for?").fill("A study of the law of XA")
    press(noor, "Ask for the table")
    expect(noor.get_by_text("waits for a second person")).to_be_visible()
    expect(noor.get_by_role("button", name="Take it as CSV")).to_have_count(0)
    check_all(noor)

    bao = world.desk("bao")
    bao.goto("/desk/day/")
    bao.get_by_role("link", name=re.compile("A table of 40 gaps")).click()
    bao.get_by_role("link", name="Approve this").click()
    check_all(bao)
    with bao.expect_navigation():
        press(bao, "Approve it")

    noor.reload()
    with noor.expect_download() as taken:
        press(noor, "Take it as CSV")
    table = taken.value.path().read_text("utf-8")
    assert table.count("Aurora · ") == found + 2
    noor.reload()
    expect(noor.get_by_role("button", name="Take it as CSV")).to_have_count(0)


def test_gaps_read_from_right_to_left(world: World) -> None:
    from tests.rooms.justice.small import with_grant

    with_grant(world.cast)
    noor = world.desk("noor", "ar")
    noor.goto("/desk/law/gaps/XA/")
    noor.locator("main form button").first.click()
    clocks.drain()
    for address in ("/desk/law/gaps/XA/", "/desk/law/gaps/XA/boxes/", "/desk/law/gaps/XA/boxes/2/"):
        noor.goto(address)
        assert noor.evaluate("document.dir") == "rtl"
        check_all(noor)
