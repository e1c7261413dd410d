"""A visitor walks from the law of a country to where it stands with what states promised, and to what prevention and
letters did; an assessor looks at a place. At 320 px and at 1200."""

import os
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from fanal.network import api as network
from fanal.progress.assessing import assessing
from fanal.progress.policy import PRACTICE_OFFICER
from fanal.progress.practices import practices
from tests.journeys.scene import World, look
from tests.people import FOUNDED, NOW
from tests.rooms.progress import places
from tests.rooms.progress.practices import test_practices as practising
from tests.rooms.progress.programmes import made

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES))]
SHOTS = os.environ.get("PROGRESS_SHOTS", "")


def _see(page: Page, name: str) -> None:
    look(page)
    if SHOTS:
        for width in (320, 1200):
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=str(Path(SHOTS) / f"{name}-{width}.png"), full_page=True)
        page.set_viewport_size({"width": 320, "height": 800})


def test_a_visitor_reads_where_a_country_stands(world: World) -> None:
    places.ready(world.cast)
    places.published(world.cast, "DE", "SA-4d", differs="Practice is another.")
    places.published(world.cast, "KH")
    page = world.server.page(world.browser, width=320)
    page.goto(f"{world.server.url}/en/law/DE/")
    page.get_by_role("link", name="Germany").first.click()
    _see(page, "country")
    page.goto(f"{world.server.url}/en/progress/")
    _see(page, "board")
    page.get_by_role("link", name="Germany").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Germany")
    page.goto(f"{world.server.url}/en/progress/DE/SA-4d/")
    expect(page.get_by_text("The plan covers five of 25 provinces.").first).to_be_visible()
    _see(page, "place")
    for name, address in (
        ("item", "/en/progress/item/SA-4d/"), ("sheet", "/en/country/DE/sheet/"),
        ("corrections", "/en/progress/corrections/"), ("nobody-looked", "/en/country/KE/"),
        ("board-ar", "/ar/progress/"), ("numbers", "/en/numbers/"), ("number", "/en/numbers/L02/"),
    ):  # fmt: skip
        page.goto(f"{world.server.url}{address}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        _see(page, name)


def test_a_visitor_reads_what_prevention_and_letters_did(world: World) -> None:
    made.officers(world.cast)
    row, _measure = made.published(world.cast, 60, 58)
    page = world.server.page(world.browser, width=320)
    page.goto(f"{world.server.url}/en/prevention/")
    _see(page, "prevention")
    page.get_by_role("link", name=row.title).first.click()
    _see(page, "programme")
    page.goto(f"{world.server.url}/en/practices/")
    expect(page.get_by_text("No practice is published yet.")).to_be_visible()
    _see(page, "practices-none")
    amara = world.desk("amara", width=320)
    for name, address in (
        ("desk-programmes", "programmes/"), ("desk-programme", f"programmes/{row.pk}/"),
        ("desk-programme-form", f"programmes/{row.pk}/form/"),
    ):  # fmt: skip
        amara.goto(f"{world.server.url}/desk/progress/{address}")
        _see(amara, name)


def test_an_assessor_looks_at_a_place(world: World) -> None:
    places.ready(world.cast)
    noor = world.desk("noor", width=320)
    for name, address in (
        ("desk-home", ""), ("desk-countries", "countries/"), ("desk-country", "countries/DE/"),
        ("desk-place", "countries/DE/SA-4d/"), ("desk-numbers", "numbers/"),
    ):  # fmt: skip
        noor.goto(f"{world.server.url}/desk/progress/{address}")
        expect(noor.get_by_role("heading", level=1)).to_be_visible()
        _see(noor, name)


def test_an_officer_writes_about_a_practice(world: World) -> None:
    until = date(2036, 1, 1)
    for who in ("amara", "bao"):
        network.grants.hold(world.cast[who].person, PRACTICE_OFFICER, FOUNDED.date(), until)
    row = practices.write(world.cast["amara"], None, practising.SAID, False, NOW)
    amara, bao = world.desk("amara", width=320), world.desk("bao", width=320)
    amara.goto(f"{world.server.url}/desk/progress/practices/")
    _see(amara, "desk-practices")
    bao.goto(f"{world.server.url}/desk/progress/practices/{row.pk}/")
    _see(bao, "desk-practice")
    practices.check(world.cast["bao"], row.pk, NOW)
    amara.goto(f"{world.server.url}/desk/progress/practices/{row.pk}/")
    _see(amara, "desk-practice-checked")


def test_an_office_replies_by_its_link_and_an_assessor_reads_it(world: World) -> None:
    """A wrong number keeps what was typed; the reply stands as it came, for the office and for those who assess."""
    places.ready(world.cast)
    places.assessed(world.cast, found="0", rationale="Nothing is planned.")
    places.read(world.cast)
    given = {"seen": "", "reached": True, "office": "Ministry of Justice", "how": "Letter", "told_on": places.TODAY}
    told = assessing.tell(world.cast["noor"], places.where(), given, NOW)
    oda = world.desk("oda", width=320)
    oda.goto(f"{world.server.url}/desk/progress/countries/{places.COUNTRY}/{places.ITEM}/number/")
    expect(oda.get_by_text("Ministry of Justice")).to_be_visible()
    _see(oda, "desk-number")
    with oda.expect_navigation():
        oda.get_by_role("button", name="Make the number").click()
    number = oda.locator("[data-keep]").inner_text()
    _see(oda, "desk-number-once")
    page = world.server.page(world.browser, width=320)
    page.goto(f"{world.server.url}/ar/progress/reply/{told.token}/")
    _see(page, "reply-ar")
    page.goto(f"{world.server.url}/en/progress/reply/{told.token}/")
    expect(page.get_by_text("Nothing is planned.")).to_be_visible()
    page.get_by_label("The reply").fill("The budget covers all provinces.")
    page.get_by_label("The number that you were told by telephone").fill("1234")
    with page.expect_navigation():
        page.get_by_role("button", name="Send the reply").click()
    expect(page.get_by_label("The reply")).to_have_value("The budget covers all provinces.")
    _see(page, "reply-refused")
    page.get_by_label("The number that you were told by telephone").fill(number)
    with page.expect_navigation():
        page.get_by_role("button", name="Send the reply").click()
    expect(page.get_by_text("is written down as it came")).to_be_visible()
    _see(page, "reply-sent")
    noor = world.desk("noor", width=320)
    noor.goto(f"{world.server.url}/desk/progress/countries/{places.COUNTRY}/{places.ITEM}/")
    expect(noor.get_by_text("The budget covers all provinces.").first).to_be_visible()
    _see(noor, "desk-place-replied")
