"""One concern on its whole way: told in XA about an adult who lives in XB, and answered by the member there."""

import re
from datetime import UTC, datetime

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from fanal.concerns.models import Handover
from fanal.network.models import Bundle
from tests.journeys.scene import World, code_on, heading, press, tick
from tests.rooms.concerns.passing import agree

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES)),
]
PLACE, CONTACT = "Hotel by the old lighthouse", "ask for Rosa at the bakery"


def _told(world: World) -> str:
    """Every page of the form, by somebody who works there; returns the code."""
    page = world.reporter()
    page.goto("/en/xa/")
    tick(page, "Not sure")
    press(page, "Continue")
    heading(page, re.compile("What did you see"))
    page.get_by_label(re.compile("seems afraid or controlled")).check()
    press(page, "Continue")
    heading(page, "Where and when")
    page.get_by_label("Town, area, name of the place").fill(PLACE)
    press(page, "Continue")
    heading(page, "The child")
    page.locator("textarea[name=child_words]").fill("He is called Lilo")
    press(page, "Continue")
    heading(page, "The adult")
    page.locator("select[name=countries]").first.select_option("XB")
    page.locator("input[value=papers_or_booking]").check()
    press(page, "Continue")
    heading(page, "You")
    page.locator("input[value=also_by]").check()
    page.locator("[name=reply_contact]").fill(CONTACT)
    press(page, "Send now")
    heading(page, "We have it. Thank you.")
    return code_on(page)


def _cards(page: Page, *members: str) -> None:
    """Wait until "Who can act" has these cards, in this order, and no other."""
    expect(page.locator("li.card h3")).to_have_text([re.compile(name) for name in members])


def test_from_a_hotel_in_one_country_to_a_member_in_another(world: World) -> None:
    """Told; opened; a country confirmed makes two proposals; previewed; sent; accepted; answered; purged."""
    agree(world.cast, now=datetime.now(UTC))
    code = _told(world)
    here = f"/desk/concerns/{world.concern().pk}/"
    amara = world.desk("amara")
    amara.goto(here)
    _cards(amara, "Aurora")  # a country that was only named brings nobody in
    expect(amara.get_by_text("Named, and not confirmed: XB")).to_be_visible()
    amara.get_by_role("link", name="Confirm a country").click()
    amara.locator("input[value=lives_in]").check()
    press(amara, "Confirm this country")
    _cards(amara, "Aurora", "Nordlys")
    amara.locator("input[value=route_elsewhere]").check()
    press(amara, "Go on to record it")
    heading(amara, "Preview: what leaves for Nordlys, XB")
    leaves = amara.get_by_role("main")
    expect(leaves.get_by_text(PLACE)).to_be_visible()
    for stays in (CONTACT, "Lilo"):
        expect(leaves.get_by_text(stays)).to_have_count(0)
    press(amara, "Send this to Nordlys")
    heading(amara, "Handover to Nordlys, XB")
    expect(amara.get_by_text("Sent, and the decision is recorded.")).to_be_visible()

    nils = world.desk("nils")
    nils.goto("/desk/day/")
    nils.get_by_role("link", name="Answer a handover").click()
    heading(nils, "Handover from Aurora, XA")
    expect(nils.get_by_text(PLACE)).to_be_visible()
    nils.get_by_role("link", name="Accept this handover").click()
    press(nils, "Accept it")
    nils.get_by_role("link", name="What came of it").click()
    nils.locator("input[value=helped]").check()
    press(nils, "Tell the sender")
    nils.get_by_role("link", name="Erase it, and confirm").click()
    nils.get_by_label("No print, note, photograph or file of it is left with us").check()
    press(nils, "Erase it and sign")
    expect(nils.get_by_text("The copy is erased.")).to_be_visible()

    row = Handover.objects.get()
    assert (row.state, row.outcome) == ("purged", "helped")
    assert not bytes(row.payload)
    assert not Bundle.objects.filter(record=row.pk).exists()
    back = world.reporter(javascript=False)
    back.goto("/en/code")
    back.get_by_label("Your code").fill(code)
    press(back, "Open")
    heading(back, "People are working on it.")  # never who, where or what came of it
