"""A journey of a request for data: a researcher asks, with what is missing told first; the secretariat answers with a
release. At 320 px, light and dark, right to left as well."""

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from tests.browser import check_all
from tests.journeys.scene import World, heading, press
from tests.rooms.research import released
from tests.rooms.research.requests.test_requests import FORM, researcher

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES)),
]


def _fill(page: Page, last: str) -> None:
    page.locator("label", has_text="A table that is not published").click()
    page.get_by_label("What is your question").fill(FORM.question)
    page.get_by_label("Which committee approved it?").fill(FORM.committee)
    page.get_by_label("Number of its approval").fill(FORM.committee_number)
    page.get_by_label("Day of its approval").fill("2026-09-01")
    page.get_by_label("Its last day").fill(last)


def test_from_a_request_to_an_answer(world: World) -> None:
    researcher(world.cast)
    release = released.put(world.cast, released.tables(released.about()))
    noor = world.desk("noor")
    noor.goto("/desk/research/requests/")
    expect(noor.get_by_text("No requests yet.")).to_be_visible()
    check_all(noor)
    noor.get_by_role("link", name="Ask for data").click()
    check_all(noor)
    _fill(noor, "2039-01-01")
    press(noor, "Ask for it")
    expect(noor.get_by_text("An approval counts for three years at most.").first).to_be_visible()
    expect(noor.get_by_label("What is your question")).to_have_value(FORM.question)
    check_all(noor)
    noor.get_by_label("Its last day").fill("2027-08-31")
    press(noor, "Ask for it")
    heading(noor, "Data request")
    check_all(noor)

    tove = world.desk("tove")
    tove.goto("/desk/research/requests/")
    check_all(tove)
    tove.locator("main table").get_by_role("link").first.click()
    tove.get_by_role("link", name="Answer it").click()
    check_all(tove)
    tove.locator("label", has_text="with released or synthetic data").click()
    tove.get_by_label("Which release is the answer?").select_option(str(release.pk))
    tove.get_by_label("Your answer").fill("The table is published.")
    press(tove, "Answer")
    expect(tove.get_by_text("Records are given to nobody.").first).to_be_visible()
    check_all(tove)

    noor.reload()
    expect(noor.get_by_text("The table is published.")).to_be_visible()
    noor.get_by_role("link", name="Open the release").click()
    heading(noor, release.title)


def test_taking_it_back(world: World) -> None:
    researcher(world.cast)
    noor = world.desk("noor")
    noor.goto("/desk/research/requests/new/")
    _fill(noor, "2027-08-31")
    press(noor, "Ask for it")
    noor.get_by_role("link", name="Take it back").click()
    check_all(noor)
    press(noor, "Take it back")
    expect(noor.get_by_text("taken back", exact=True).first).to_be_visible()
