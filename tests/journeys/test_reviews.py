"""Two reviewers read the classes in which children are counted, and state until when they hold; one takes it back."""

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from tests.browser import check_all
from tests.journeys.scene import World, heading, press
from tests.rooms.research import planning

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES))]
ITEM = "Concerns and handovers"


def _opened(page: Page) -> None:
    page.goto("/desk/reviews/")
    heading(page, "Reviews of content")
    check_all(page)
    page.get_by_role("link", name=ITEM).first.click()
    heading(page, ITEM)


def _states(page: Page, yes: bool) -> None:
    page.get_by_role("link", name="State a review").click()
    heading(page, f"{ITEM}: does this wording hold?")
    check_all(page)
    page.locator(f"[name=verdict][value={'yes' if yes else 'no'}]").check()
    page.locator("[name=reviewer]").fill("Wren, of the university")
    if not yes:
        page.locator("[name=reasons]").fill("One class is too fine.")
    press(page, "State it")
    heading(page, ITEM)
    expect(page.get_by_text("Your statement is kept, with your name.")).to_be_visible()


def test_two_people_review_the_classes_and_one_takes_it_back(world: World) -> None:
    planning.people(world.cast)
    sol, tove = world.desk("sol"), world.desk("tove")
    _opened(sol)
    expect(sol.get_by_text("Nothing was stated yet.")).to_be_visible()
    _states(sol, yes=True)
    _opened(tove)
    _states(tove, yes=True)
    expect(tove.get_by_text("reviewed", exact=True)).to_be_visible()
    check_all(tove)
    _states(tove, yes=False)
    expect(tove.get_by_text("does not hold", exact=True).first).to_be_visible()
    expect(tove.get_by_text("One class is too fine.", exact=False)).to_be_visible()
