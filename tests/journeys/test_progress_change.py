"""One walk from what falls through a law to the place that moved: counted, planned, told to the state, published, asked
for, put into a brief, adopted, assessed anew. By buttons and keyboard, at 320 px; months pass between the pages."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from unittest import mock

import pytest
import yaml
from django.conf import settings
from playwright.sync_api import Page, Request, expect

from fanal.access import middleware
from fanal.clocks import api as clocks
from fanal.progress.asks import ledger, reviewing
from fanal.progress.composing import leaving
from fanal.progress.models import Ask, Document
from tests.journeys.scene import World, heading, look
from tests.people import NOW, Cast
from tests.rooms.justice import small
from tests.rooms.progress import places
from tests.rooms.progress.asks import made as asking
from tests.rooms.progress.composing import made

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES))]
DAY = timedelta(days=1)
PUBLISHED, SENT, ADOPTED = NOW + 92 * DAY, NOW + 93 * DAY, NOW + 130 * DAY
"""Told one day after `NOW`; the law changes on 1 April 2027."""
TITLE, PLACE = "Acts abroad", re.compile("Promise 4d")


class _Clock(datetime):
    """The instant of each request, as the walk sets it."""

    at = NOW + DAY

    @classmethod
    def now(cls, tz: Any = None) -> Any:
        return cls.at


@pytest.fixture
def clock() -> Iterator[type[_Clock]]:
    _Clock.at = NOW + DAY
    with mock.patch.object(middleware, "datetime", _Clock):
        yield _Clock


def _amended() -> dict[str, bytes]:
    """The small law, in which XA asks no more from April 2027 on whether the place punishes it, too."""
    files = small.texts()
    law = yaml.safe_load(files["jurisdictions/XA.yaml"])
    then, now = {"to": "2027-03-31", "source": "code"}, {"from": "2027-04-01", "source": "code"}
    law["jurisdiction_rules"][1] |= {"versions": [then, now | {"double_criminality": "none"}]}
    return files | {"jurisdictions/XA.yaml": yaml.safe_dump(law).encode()}


@pytest.fixture
def amended() -> Iterator[None]:
    yield from small._shipped(_amended)


def _press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).press("Enter")


def _follow(page: Page, name: str | re.Pattern[str]) -> None:
    with page.expect_navigation():
        page.get_by_role("link", name=name).first.press("Enter")


def _drafted(world: World, noor: Page) -> str:
    """Noor counts what falls through, tries plans, drafts a reform, and writes down that the state was told."""
    noor.goto("/desk/law/gaps/XA/")
    _press(noor, "Count it")
    clocks.drain()
    _follow(noor, "Look again")
    expect(noor.get_by_role("heading", name="Between which numbers it lies")).to_be_visible()
    look(noor)
    noor.goto("/desk/law/gaps/reforms/XA/")
    _press(noor, "Look for plans")
    clocks.drain()
    _follow(noor, "Look again")
    look(noor)
    _follow(noor, "Draft a reform from this")
    noor.get_by_label("Title").fill(TITLE)
    _press(noor, "Keep it")
    heading(noor, TITLE)
    expect(noor.get_by_role("link", name="Start a brief")).to_have_count(0)
    _follow(noor, "The state was told")
    _press(noor, "Note it")
    look(noor)
    return noor.url


def _asked(world: World, cast: Cast, lena: Page) -> Ask:
    """Lena asks for the reform from its page; Bao, a survivor adviser and a lawyer read it; it is sent."""
    _follow(lena, "Ask for it")
    expect(lena.get_by_label("Title")).to_have_value(TITLE)
    lena.get_by_label("Which office is asked?").fill("Ministry of Justice")
    lena.get_by_label("A ministry").check()
    lena.get_by_label("What is asked, and why?").fill("We ask for a law that reaches acts abroad.")
    lena.get_by_label("Promise 4d").check()
    lena.get_by_role("textbox", name="Sources").fill("law:XA/xa.j.1")
    lena.get_by_label("No", exact=True).check()
    _press(lena, "Keep it")
    row = Ask.objects.get()
    bao = world.desk("bao", width=320)
    bao.goto(f"/desk/progress/asks/{row.pk}/review/")
    bao.get_by_label("Yes", exact=True).check()
    _press(bao, "Keep it")
    held = ledger.of(row)
    asking.stated_(cast, "dalia", reviewing.item(held), "survivor", SENT)
    asking.stated_(cast, "omar", reviewing.item(held, reviewing.LAW), "lawyer", SENT)
    lena.goto(f"/desk/progress/asks/{row.pk}/send/")
    lena.get_by_label("Sent on").fill(SENT.date().isoformat())
    lena.get_by_label("By which letter?").fill("Letter no. 12")
    _press(lena, "It was sent")
    expect(lena.get_by_text("Sent; an answer is awaited").first).to_be_visible()
    return row


def _pages(page: Page) -> list[str]:
    """Each page that is asked for from now on, and each form that is sent."""
    seen: list[str] = []

    def note(request: Request) -> None:
        if request.is_navigation_request() and request.redirected_from is None and request.frame == page.main_frame:
            seen.append(f"{request.method} {request.url}")

    page.on("request", note)
    return seen


def _brief(world: World, cast: Cast, noor: Page) -> Document:
    """From the page of the reform to a brief that is proposed, in eight pages at most; then it is read, and leaves."""
    seen = _pages(noor)
    _follow(noor, "Start a brief")
    _press(noor, "Begin the brief")
    heading(noor, TITLE)
    row = Document.objects.get()
    law = next(one["id"] for one in row.blocks if one["kind"] == "law")
    problem = noor.locator("section", has=noor.get_by_role("heading", name="The problem", exact=True)).last
    problem.locator("summary").press("Enter")
    problem.get_by_role("link", name="Write a text").press("Enter")
    noor.get_by_label("Text").fill(f"By article 1 [{law}] nobody is prosecuted for what is no crime where it was done.")
    _press(noor, "Keep it")
    _follow(noor, "Propose that it leaves")
    _press(noor, "Propose it")
    expect(noor.get_by_text("Survivor adviser").first).to_be_visible()
    assert len(seen) <= 8, seen
    look(noor)
    made.read(cast, row, SENT, law=True)
    lena = world.desk("lena", width=320)
    lena.goto(f"/desk/progress/documents/{row.pk}/leave/")
    _press(lena, "Let it leave")
    expect(lena.get_by_role("link", name="To print (PDF)")).to_be_visible()
    return row


def _moved(world: World, noor: Page) -> None:
    """The place is assessed anew, read by somebody of another house, and published by a third."""
    place = "/desk/progress/countries/XA/SA-4d/"
    noor.goto(f"{place}assess/")
    noor.locator("input[name=found][value='4']").check()
    noor.get_by_label("Why?").fill("The law reaches acts abroad, and asks no more whether they are a crime there.")
    noor.get_by_label("Other sources").fill("law:XA/xa.j.1")
    noor.get_by_label("How sure are you?").select_option("high")
    noor.get_by_label("If the law engine says otherwise").fill("The rest of what was promised is done by other laws.")
    _press(noor, "Give it to a second reader")
    expect(noor.get_by_text("Kept. A second reader reads it.")).to_be_visible()
    oda = world.desk("oda", width=320)
    oda.goto(f"{place}read/")
    oda.get_by_label("Yes", exact=True).check()
    _press(oda, "Keep what you say")
    heading(oda, PLACE)
    tove = world.desk("tove", width=320)
    tove.goto(f"{place}publish/")
    _press(tove, "Publish")
    heading(tove, PLACE)


def test_from_what_falls_through_to_the_place_that_moved(world: World, clock: type[_Clock], amended: None) -> None:
    cast = made.advocates(asking.advocates(world.cast))
    places.ready(cast)
    places.published(cast, "XA", "SA-4d", found="2", citations=["law:XA/xa.j.1"], differs="Practice is another.")
    for who in ("noor", "lena"):
        small.with_grant(cast, who)
    noor, lena = (world.desk(who, width=320) for who in ("noor", "lena"))
    there = _drafted(world, noor)

    clock.at = PUBLISHED
    lena.goto(there)
    _follow(lena, "Publish it")
    _press(lena, "Publish it")
    lena.goto(there)
    look(lena)

    clock.at = SENT
    row = _asked(world, cast, lena)
    noor.goto(there)
    document = _brief(world, cast, noor)
    assert document.ask_id == row.pk
    lena.goto(f"/desk/progress/asks/{row.pk}/")
    expect(lena.get_by_role("heading", name="Documents")).to_be_visible()
    expect(lena.get_by_text("Evidence changed since a document left")).to_have_count(0)

    clock.at = ADOPTED
    lena.goto(f"/desk/progress/asks/{row.pk}/note/")
    lena.get_by_label("Adopted", exact=True).check()
    lena.get_by_label("On which day?").fill("2027-04-01")
    lena.get_by_label("Where does that stand?").fill("Gazette of 1 April 2027")
    _press(lena, "Keep it")
    _moved(world, noor)
    lena.goto(f"/desk/progress/asks/{row.pk}/fate/")
    lena.get_by_label("The new law, or the number that moved").fill("law:XA/xa.j.1")
    lena.get_by_label("Which promise moved?").select_option("SA-4d")
    _press(lena, "Keep it")
    expect(lena.get_by_text("Evidence changed since a document left").first).to_be_visible()
    look(lena)
    changed = {one.title for one in leaving.changed(Document.objects.get(), ADOPTED)}
    assert "XA, art. 1" in changed, "the law around the brief is another one now"

    visitor = world.server.page(world.browser, width=320)
    for address in (f"/en/asks/{row.pk}/", "/en/asks/", "/en/country/XA/", f"/ar/asks/{row.pk}/"):
        visitor.goto(address)
        expect(visitor.get_by_role("heading", level=1)).to_be_visible()
        look(visitor)
    visitor.goto(f"/en/asks/{row.pk}/")
    moved = visitor.locator("section", has=visitor.get_by_role("heading", name="What moved")).first
    expect(moved).to_contain_text("Promise 4d")
    expect(moved).to_contain_text(re.compile(r"Partial\s*→\s*Yes"))
