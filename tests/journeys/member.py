"""What people of a new member do until the first concern of practice is decided, each at a page of their own."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.journeys.scene import code_on, heading, look, person_time, press, tick

# Over on every clock of the world, be it the morning here.
YESTERDAY = (datetime.now(UTC) - timedelta(days=1)).date().isoformat()
LAW = "In this fictional country everybody tells the office for children when a child is in danger."
WORDS = "A driver of the harbour offers visitors to meet children."


def type_country(page: Page, outside: str) -> None:
    """As much of the file of a country as a class needs: where the way out leads, what the law asks of them."""
    page.goto("/desk/day/")
    page.get_by_role("link", name=re.compile("^Type what is known of")).click()
    heading(page, re.compile("^File of"))
    page.get_by_role("link", name=re.compile("^Write it")).click()
    expect(page.get_by_label("Where does “Leave this page” lead?")).to_be_visible()
    page.get_by_label("Where does “Leave this page” lead?").fill(outside)
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


def confirm_country(page: Page) -> None:
    """The other founder compares it: it counts."""
    page.goto("/desk/day/")
    page.get_by_role("link", name=re.compile("Compare what a colleague typed")).click()
    heading(page, re.compile("^File of"))
    page.get_by_role("link", name="Compare and confirm").click()
    heading(page, "Confirm what a colleague typed")
    press(page, "I compared it: it counts from now on")
    expect(page.get_by_text("Confirmed by Timo.")).to_be_visible()


def set_page(page: Page) -> None:
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


def give_roles(page: Page, name: str, *roles: str) -> None:
    """One founder says what the other does; the keys of the teams come with it."""
    page.goto("/desk/day/")
    page.get_by_role("link", name="Say who reads what people tell").click()
    heading(page, f"Which roles for {name}?")
    for role in roles:
        page.get_by_label(role).check()
    press(page, "Give what is ticked")
    heading(page, name)
    expect(page.get_by_text("Still without the key of")).to_have_count(0)


def make_link(page: Page) -> str:
    """A link for a class."""
    press(page, "Make a practice link")
    heading(page, "Pass this link on")
    look(page)
    link = page.locator("[data-keep]").inner_text()
    tick(page, "I have passed it on")
    press(page, "Go on")
    heading(page, re.compile("^Public page for"))
    return link


def tell(page: Page, link: str) -> None:
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


def decide(page: Page, decided: str = "") -> str:
    """Whoever reads finds it in its list (not the one that was decided), and decides. Returns where it stands."""
    page.goto("/desk/day/")
    page.get_by_role("link", name="Concerns", exact=True).click()
    heading(page, "Concerns to decide")
    page.get_by_role("link", name="Practice").click()
    heading(page, re.compile("practice", re.I))
    look(page)
    other = page.locator(f':not([href="{urlsplit(decided).path}"])')
    page.get_by_role("link", name=re.compile("^Open")).and_(other).click()
    heading(page, re.compile("^Concern of"))
    look(page)
    where = page.url
    _read(page)
    page.get_by_label(re.compile("Keep as information")).check()
    press(page, "Go on to record it")
    heading(page, "Keep as information")
    look(page)
    page.get_by_label("Why? Do not name anyone.").fill("Hearsay, no child is named")
    press(page, "Record: information only")
    expect(page.get_by_text("The decision is recorded, for practice.")).to_be_visible()
    look(page)
    return where


def read_again(page: Page, where: str) -> None:
    """Whoever reads opens it once more."""
    page.goto(where)
    heading(page, re.compile("^Concern of"))
    _read(page)


def _read(page: Page) -> None:
    page.get_by_text("Read their words").click()
    expect(page.get_by_text(WORDS)).to_be_visible()


# ---- a third person ----


def invite(page: Page, name: str, *roles: str) -> str:
    """A manager invites somebody. Returns the link."""
    page.goto("/desk/people/")
    page.get_by_role("link", name="Invite someone").click()
    heading(page, "Invite someone")
    page.get_by_label("Name").fill(name)
    for role in roles:
        page.get_by_label(role).check()
    press(page, "Make the invitation")
    link = page.locator("[data-keep]").inner_text()
    tick(page, "I have passed it on")
    press(page, "Go on")
    heading(page, "People")
    return link


def let_in(page: Page, name: str) -> None:
    """A key keeper lets them in who got ready."""
    page.goto("/desk/day/")
    page.get_by_role("link", name=f"Let {name} in").click()
    heading(page, f"Let {name} in?")
    tick(page, "I met this person or called them on a number that I knew before")
    press(page, "Let this person in")
    expect(page.get_by_text(f"{name} can work now.")).to_be_visible()
