"""From two links to the first concern of practice that somebody decides: a member that two people found in a country of
which nothing is held yet. By the pages alone: no console, no deed from Python."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from fanal.concerns.models import Concern
from fanal.contacts import files
from tests.journeys.scene import (
    World,
    code_on,
    founder_links,
    get_ready,
    heading,
    keep_share,
    look,
    person_time,
    press,
    sign_in_first,
    tick,
    type_share_back,
)

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES))]
# Over on every clock of the world, be it the morning here.
YESTERDAY = (datetime.now(UTC) - timedelta(days=1)).date().isoformat()
LAW = "In this fictional country everybody tells the office for children when a child is in danger."
WORDS = "A driver of the harbour offers visitors to meet children."


@pytest.fixture
def nothing_held(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No file of a country ships, as for nearly all of the world."""
    shipped = files.shipped
    monkeypatch.setattr(files, "CONTACTS", tmp_path)
    monkeypatch.setattr(files, "shipped", lambda country, **more: shipped(country, folder=tmp_path, **more))


def _type_country(page: Page) -> None:
    """As much of the file of a country as a class needs: where the way out leads, what the law asks of them."""
    page.goto("/desk/day/")
    page.get_by_role("link", name="Type what is known of XE").click()
    heading(page, re.compile("^File of"))
    page.get_by_role("link", name=re.compile("^Write it")).click()
    expect(page.get_by_label("Where does “Leave this page” lead?")).to_be_visible()
    page.get_by_label("Where does “Leave this page” lead?").fill("https://weather-xe.example/")
    page.get_by_label(re.compile(r"How does one remove the visit.*\(English\)")).fill("open the history, delete today")
    page.get_by_label("When was it checked?").fill(YESTERDAY)
    press(page, "Keep it for a second person")
    expect(page.get_by_role("heading", name="Waits for a second person")).to_be_visible()
    page.get_by_role("link", name="Write it Duty to report").click()
    page.get_by_label(re.compile(r"Text \(English\)")).fill(LAW)
    page.get_by_label("The law, with its sections").fill("Fictional Children Act, section 3")
    page.get_by_label("When was it checked?").fill(YESTERDAY)
    press(page, "Keep it for a second person")
    expect(page.get_by_role("heading", name="Waits for a second person")).to_be_visible()
    expect(page.get_by_role("link", name="Compare and confirm")).to_have_count(0)


def _confirm_country(page: Page) -> None:
    """The other founder compares it: it counts."""
    page.goto("/desk/day/")
    page.get_by_role("link", name=re.compile("Compare what a colleague typed")).click()
    heading(page, re.compile("^File of"))
    page.get_by_role("link", name="Compare and confirm").click()
    heading(page, "Confirm what a colleague typed")
    press(page, "I compared it: it counts from now on")
    expect(page.get_by_text("Confirmed by Timo.")).to_be_visible()


def _set_page(page: Page) -> None:
    """The public page is begun; hours and a language are set."""
    page.goto("/desk/day/")
    page.get_by_role("link", name="Begin the page where people tell you").click()
    heading(page, "Public pages")
    press(page, "Begin the page")
    heading(page, "Settings of the page")
    expect(page.get_by_label("English", exact=True)).to_be_checked()
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"):
        page.get_by_label(day).fill("09:00-17:00")
    press(page, "Keep these settings")
    expect(page.get_by_text("Kept.")).to_be_visible()


def _give_roles(page: Page, name: str, *roles: str) -> None:
    """One founder says what the other does; the keys of the teams come with it."""
    page.goto("/desk/day/")
    page.get_by_role("link", name="Say who reads what people tell").click()
    heading(page, f"Which roles for {name}?")
    for role in roles:
        page.get_by_label(role).check()
    press(page, "Give what is ticked")
    heading(page, name)
    expect(page.get_by_text("Still without the key of")).to_have_count(0)


def _make_link(page: Page) -> str:
    """A link for a class."""
    press(page, "Make a practice link")
    heading(page, "Pass this link on")
    look(page)
    link = page.locator("[data-keep]").inner_text()
    tick(page, "I have passed it on")
    press(page, "Go on")
    heading(page, re.compile("^Public page for"))
    return link


def _tell(page: Page, link: str) -> None:
    """Somebody of the class, who signs in nowhere, tells a concern."""
    page.goto(link)
    expect(page.get_by_text("Nobody acts on what you send here.")).to_be_visible()
    look(page)
    tick(page, "Not sure")
    person_time(page)
    press(page, "Continue")
    heading(page, re.compile("What did you see"))
    page.get_by_label(re.compile("In your own words")).fill(WORDS)
    press(page, "Send now")
    heading(page, "We have it. Thank you.")
    code_on(page)


def _decide(page: Page) -> None:
    """Whoever reads finds it in its list, and decides."""
    page.goto("/desk/day/")
    page.get_by_role("link", name="Concerns", exact=True).click()
    heading(page, "Concerns to decide")
    page.get_by_role("link", name="Practice").click()
    heading(page, re.compile("practice", re.I))
    look(page)
    page.get_by_role("link", name=re.compile("^Open")).click()
    heading(page, re.compile("^Concern of"))
    look(page)
    page.get_by_text("Read their words").click()
    expect(page.get_by_text(WORDS)).to_be_visible()
    page.get_by_label(re.compile("Keep as information")).check()
    press(page, "Go on to record it")
    heading(page, "Keep as information")
    look(page)
    page.get_by_label("Why? Do not name anyone.").fill("Hearsay, no child is named")
    press(page, "Record: information only")
    expect(page.get_by_text("The decision is recorded, for practice.")).to_be_visible()
    look(page)


@pytest.mark.usefixtures("nothing_held")
def test_a_member_is_founded_and_decides_its_first_concern_of_practice(world: World) -> None:
    """Ten minutes of two people, writing by hand apart (docs/founding.md)."""
    one, two = founder_links(world, "XE")
    rosa, timo = (world.server.page(world.browser) for _founder in range(2))
    get_ready(rosa, one, "Rosa")
    heading(rosa, "You are ready")
    get_ready(timo, two, "Timo")
    heading(timo, "Solano is founded")
    rosa.goto(one)
    for page, name in ((rosa, "rosa"), (timo, "timo")):
        sign_in_first(page, name)
        type_share_back(page, keep_share(page))
    expect(timo.get_by_text("The recovery kit is proved.")).to_be_visible()

    _type_country(rosa)
    _confirm_country(timo)
    _give_roles(timo, "Rosa", "Intake officer", "Duty person")
    _give_roles(rosa, "Timo", "Supervisor")
    _set_page(rosa)
    _tell(world.reporter(), _make_link(rosa))
    _decide(rosa)
    told = Concern.objects.get()
    assert (told.practice, told.triage) == (True, "information_only")
