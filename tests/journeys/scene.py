"""What journeys through real pages share: the world that they walk in, and how people in it move.

A journey commits, and the database is emptied behind it; so each one begins with the cast anew, and walks far.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from playwright.sync_api import Browser, Page, Route, expect

from fanal.concerns.models import Concern, ReportingPage
from tests.anew import cast_anew
from tests.browser import Server, check, serving
from tests.desk import client_of, totp_code
from tests.people import PASSWORD, Cast
from tests.rooms.concerns.reporter import publish

CODE = re.compile(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){4}")
AS_A_PERSON = 4100
"""Milliseconds that a person needs at least: who is faster stands among the unverified."""


@dataclass
class World:
    """The cast, a server, a browser. Aurora listens in XA and Nordlys in XB, day and night."""

    cast: Cast
    server: Server
    browser: Browser

    def reporter(self, **look: Any) -> Page:
        """A visit of somebody who comes from another site; the weather page of the way out answers here."""
        page = self.server.page(self.browser, **look)
        page.context.route(re.compile(r"^https?://(?!127\.0\.0\.1|localhost)"), _elsewhere)
        page.goto("https://search.example/")
        return page

    def desk(self, username: str, language: str = "en", **look: Any) -> Page:
        """A visit of somebody of the cast who has signed in before, in a language of theirs."""
        from fanal.network.models import Person

        Person.objects.filter(username=username).update(language=language)
        page = self.server.page(self.browser, **look)
        cookie = client_of(self.cast, username).cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": self.server.url}])
        return page

    def concern(self) -> Concern:
        """The one concern that there is."""
        return Concern.objects.get()


def _elsewhere(route: Route) -> None:
    """The rest of the web: one page a host, so that a visit has somewhere to come from and to go to."""
    host = re.sub(r"^https?://([^/]+)/.*$", r"\1", route.request.url)
    route.fulfill(status=200, content_type="text/html", body=f"<!doctype html><title>{host}</title><h1>{host}</h1>")


@contextmanager
def world(browser: Browser) -> Iterator[World]:
    """An empty installation with the cast in it, served on loopback."""
    cast = cast_anew()
    publish(cast, "XA", outside_address="ombudsperson@outside.example")
    publish(cast, "XB")
    with serving() as server:
        yield World(cast, server, browser)


def person_time(page: Page) -> None:
    """Let pass what a person needs to read a page."""
    page.wait_for_timeout(AS_A_PERSON)


def press(page: Page, words: str) -> None:
    """Press the one button with these words."""
    page.get_by_role("button", name=words, exact=True).click()


def tick(page: Page, *words: str) -> None:
    """Tick choices by their words."""
    for one in words:
        page.get_by_label(one, exact=True).check()


def heading(page: Page, words: str | re.Pattern[str]) -> None:
    """Wait until the page with this heading is there."""
    expect(page.get_by_role("heading", level=1, name=words)).to_be_visible()


def code_on(page: Page) -> str:
    """The receipt that the page shows."""
    found = CODE.search(page.locator("p.receipt").inner_text())
    assert found, "the page shows no code"
    return found[0]


def look(page: Page, *, dark: bool = False, width: int = 320) -> None:
    """Axe on the page as it is, in one look; the pages of the room are checked in all looks elsewhere."""
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme="dark" if dark else "light", reduced_motion="reduce")
    check(page)


def page_of_country(country: str) -> UUID:
    """The identifier of the public page of a country."""
    return ReportingPage.objects.get(country=country).pk


# ---- an organisation that two people found ----

type See = Callable[[Page], None]
"""What is done at each page on the way: `look`, where no other journey looks."""


def _pass(_page: Page) -> None:
    """Walks by."""


def founder_links(page: Page, country: str = "XD", *, see: See = _pass) -> tuple[str, str]:
    """Somebody of the secretariat lets Solano in and gets a link for each founder."""
    page.goto("/desk/foundings/")
    see(page)
    page.get_by_role("link", name="Let an organisation in").first.click()
    heading(page, "Let an organisation in")
    see(page)
    page.get_by_label("Name of the organisation").fill("Solano")
    tick(page, "member", "English")
    page.get_by_label("In which country does it sit?").select_option(country)
    page.get_by_label("Time zone").select_option("America/Bogota")
    for number, name in (("first", "Rosa"), ("second", "Timo")):
        page.get_by_label(f"Name of the {number} founder").fill(name)
        page.get_by_label(f"E-mail of the {number} founder").fill(f"{name.lower()}@founders.example")
    press(page, "Make the two links")
    heading(page, "Give each of the two their own link")
    see(page)
    one, two = (page.get_by_role("region", name=name).locator("[data-keep]").inner_text() for name in ("Rosa", "Timo"))
    tick(page, "I have passed it on")
    press(page, "Go on")
    heading(page, "New organisations")
    expect(page.get_by_text("waits for Rosa, Timo")).to_be_visible()
    return one, two


def get_ready(page: Page, link: str, name: str, *, see: See = _pass) -> None:
    """Somebody who got a link chooses sign-in name and password and writes the recovery code down. Whoever founds no
    organisation is asked, too, where notices go."""
    page.goto(link)
    heading(page, f"Welcome, {name}")
    see(page)
    page.get_by_role("link", name="Begin").click()
    expect(page.get_by_label("Choose a sign-in name")).to_be_visible()
    page.get_by_label("Choose a sign-in name").fill(name.lower())
    press(page, "Continue")
    notices = page.get_by_label("Where may we send notices?")
    password = page.get_by_role("heading", level=1, name="Choose a password")
    expect(notices.or_(password)).to_be_visible()
    if notices.is_visible():
        press(page, "Continue")
    heading(page, "Choose a password")
    see(page)
    page.get_by_label("New password").fill(f"{PASSWORD} {name.lower()}")
    page.get_by_label("The same once more").fill(f"{PASSWORD} {name.lower()}")
    press(page, "Set this password")
    heading(page, "Write down your recovery code")
    see(page)
    tick(page, "I have written it down")
    press(page, "Go on")


def sign_in_first(page: Page, name: str, *, then: str = "My day") -> str:
    """Somebody who is at the page to sign in does so for the first time, and sets up the app as the second step.
    Returns what the app holds. `then`: the page that they come to."""
    _password(page, name)
    page.get_by_role("link", name="Use an app").click()
    secret = re.sub(r"^Key:|\s", "", page.get_by_text("Key:").inner_text())
    page.get_by_label("Code that the app shows now").fill(totp_code(secret))
    press(page, "Use this app")
    heading(page, "Write down your spare codes")
    page.get_by_role("link", name="I have written them down").click()
    heading(page, then)
    return secret


def sign_in_again(page: Page, name: str, secret: str) -> None:
    """Somebody signs in with password and app."""
    page.goto("/desk/day/")
    _password(page, name)
    heading(page, "Now the second step")
    page.get_by_label("Code from your app").fill(totp_code(secret))
    press(page, "Sign in")
    heading(page, "My day")


def _password(page: Page, name: str) -> None:
    page.get_by_label("Sign-in name").fill(name)
    page.get_by_label("Password").fill(f"{PASSWORD} {name}")
    press(page, "Sign in")


def keep_share(page: Page, *, see: See = _pass) -> list[str]:
    """A founder writes their share down. Returns its words."""
    see(page)
    page.get_by_role("link", name="Your share of the recovery kit").click()
    heading(page, "Your share of the recovery kit")
    see(page)
    words = page.locator("ol[data-keep]").inner_text().split()
    tick(page, "I have written it down")
    press(page, "Go on")
    heading(page, "Type your share back")
    see(page)
    return words


def type_share_back(page: Page, words: list[str]) -> None:
    """Words that a founder types as their share."""
    page.get_by_label("The words of your share").fill(" ".join(words))
    press(page, "This is my share")
