"""What journeys through real pages share: the world that they walk in, and how people in it move.

A journey commits, and the database is emptied behind it; so each one begins with the cast anew, and walks far.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from playwright.sync_api import Browser, Page, Route, expect

from fanal.concerns.models import Concern, ReportingPage
from tests.anew import cast_anew
from tests.browser import Server, check, serving
from tests.desk import client_of
from tests.people import Cast
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
