"""From a published reform to an ask, its answer and the place that moved, by buttons and keyboard, at 320 px; and the
same pages from the right."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from fanal.progress.asks import asks, fates, ledger
from fanal.progress.asks.flow import State
from fanal.progress.models import Ask
from tests.journeys.scene import World, look
from tests.people import NOW
from tests.rooms.access.test_granting import granted
from tests.rooms.progress import places
from tests.rooms.progress.asks import made
from tests.rooms.progress.asks.made import DAY

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES))]
SHOTS = os.environ.get("PROGRESS_SHOTS", "")


def _see(page: Page, name: str) -> None:
    look(page)
    if SHOTS:
        for width in (320, 1200):
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=str(Path(SHOTS) / f"{name}-{width}.png"), full_page=True)
        page.set_viewport_size({"width": 320, "height": 800})


def _press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).press("Enter")


def test_an_ask_from_a_published_reform(world: World) -> None:
    cast = made.advocates(world.cast)
    for who in ("noor", "lena"):
        granted(cast, who)
    made.reform(cast)
    amara, base = world.desk("amara", width=320), f"{world.server.url}/desk/progress/asks/"
    amara.goto(base)
    _see(amara, "asks-none")
    amara.goto(f"{base}start/?country=XA")
    _see(amara, "asks-start")
    amara.get_by_role("link", name="Acts abroad").press("Enter")
    _press(amara, "Keep it")
    expect(amara.get_by_text("needs an answer").first).to_be_visible()
    expect(amara.get_by_label("Title")).to_have_value("Acts abroad")
    _see(amara, "ask-write-errors")
    amara.get_by_label("Which office is asked?").fill("Ministry of Justice")
    amara.get_by_label("A ministry").check()
    amara.get_by_label("What is asked, and why?").fill("We ask for a law that reaches acts abroad.")
    amara.get_by_label("Promise 4d").check()
    amara.get_by_role("textbox", name="Sources").fill(made.SOURCE)
    amara.get_by_label("No", exact=True).check()
    _press(amara, "Keep it")
    held = ledger.of(Ask.objects.get())
    assert held.state is State.DRAFT
    _see(amara, "ask-draft")
    bao = world.desk("bao", width=320)
    bao.goto(f"{base}{held.row.pk}/review/")
    _see(bao, "ask-review")
    bao.get_by_label("Yes", exact=True).check()
    _press(bao, "Keep it")
    expect(bao.get_by_text("A survivor adviser reads it first").first).to_be_visible()
    _see(bao, "ask-reviewed")
    made.advised(cast, held)
    amara.goto(f"{base}{held.row.pk}/send/")
    amara.get_by_label("Sent on").fill(ledger.of(held.row).steps[-1].at.date().isoformat())
    amara.get_by_label("By which letter?").fill("Letter no. 12")
    _see(amara, "ask-send")
    _press(amara, "It was sent")
    expect(amara.get_by_text("Sent; an answer is awaited").first).to_be_visible()
    amara.goto(f"{base}{held.row.pk}/note/")
    _see(amara, "ask-note")
    amara.goto(base)
    _see(amara, "asks-ledger")
    right = world.desk("amara", "ar", width=320)
    for address in (base, f"{base}start/?country=XA", f"{base}{held.row.pk}/"):
        right.goto(address)
        look(right)


def test_a_visitor_reads_what_was_asked_and_what_moved(world: World) -> None:
    cast, later = places.ready(made.advocates(world.cast)), NOW + 200 * DAY
    places.published(cast, found="2")
    held = made.sent(cast, now=NOW + 40 * DAY)
    made.noted(cast, held, "adopted", NOW + 100 * DAY)
    places.published(cast, now=later, found="4", as_of=later.date())
    told = {"citations": [made.SOURCE], "item": "SA-2a", "ours": "", "others": ""}
    fates.tell(cast["amara"], held.row.pk, told, later + 40 * DAY)
    asks.stop(cast["bao"], made.sent(cast, country="TH").row.pk, later)
    made.noted(cast, made.sent(cast, country="VN", title="A line for the shelter"), "refused")
    page, base = world.server.page(world.browser, width=320), world.server.url
    page.goto(f"{base}/en/asks/")
    expect(page.get_by_text("A line for the shelter")).to_be_visible()
    _see(page, "asks-public")
    page.get_by_role("link", name="Public money for the helpline").press("Enter")
    expect(page.get_by_text("What moved").first).to_be_visible()
    _see(page, "ask-public")
    for name, address in (
        ("asks-country", "/en/country/KH/"), ("asks-ar", "/ar/asks/"), ("ask-ar", f"/ar/asks/{held.row.pk}/"),
    ):  # fmt: skip
        page.goto(f"{base}{address}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        _see(page, name)
