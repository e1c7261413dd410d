"""A duty person writes down a call while their session nears its end, and after it: nothing is lost."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from playwright.sync_api import Page, expect

from fanal.concerns.models import Concern
from fanal.concerns.triage import triage
from fanal.network.models import SessionRow
from tests.browser import check_all
from tests.desk import give_app, person_of, totp_code
from tests.journeys.scene import World, heading, press
from tests.people import PASSWORD

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES))]
SAID = "The neighbour heard a girl of about ten ask a guest of the guesthouse to let her go home."
MINE = "The caller sounded calm; she can be reached in the evening only."


def _ends_in(minutes: float) -> None:
    SessionRow.objects.filter(person=person_of("amara")).update(
        idle_until=datetime.now(UTC) + timedelta(minutes=minutes)
    )


def _left() -> timedelta:
    return SessionRow.objects.get(person=person_of("amara")).idle_until - datetime.now(UTC)


def _write_down(page: Page) -> None:
    page.goto("/desk/concerns/enter/")
    page.locator("input[name=danger][value=no]").check()
    page.get_by_role("radio", name="Phone").check()
    page.get_by_label("In your own words, if you like").fill(SAID)
    page.get_by_label("Your own sentences").fill(MINE)
    page.locator("input[name=code][value=no]").check()


def _sign_in_on_the_spot(page: Page) -> None:
    heading(page, "Your session ended")
    page.get_by_label("Sign-in name").fill("amara")
    page.get_by_label("Password").fill(f"{PASSWORD} amara")
    press(page, "Sign in")
    cache.clear()
    page.get_by_label("Code from your app").fill(totp_code())
    press(page, "Sign in")


def test_a_duty_person_whose_session_ends_in_the_middle_of_a_call_loses_nothing(world: World) -> None:
    """While she types it lasts; while she only listens she is warned; after the end she signs in on the spot, and
    every word and every tick arrives."""
    give_app("amara")
    page = world.desk("amara")
    page.clock.install()
    _write_down(page)
    _ends_in(5)
    with page.expect_response(re.compile(r"/left/\?stay$")):  # she has typed: the browser says so by itself
        page.clock.fast_forward("02:30")
    expect(page.locator(".session")).to_have_attribute("aria-busy", "false")  # else the answer comes 13 minutes late
    expect(page.locator(".session")).to_be_hidden()
    assert _left() > timedelta(minutes=14)

    _ends_in(2)
    page.clock.fast_forward("13:00")  # she listens
    expect(page.get_by_role("status").filter(has_text="You will be signed out in 2 min")).to_be_visible()
    check_all(page)
    press(page, "Stay signed in")
    expect(page.locator(".session")).to_be_hidden()
    assert _left() > timedelta(minutes=14)

    _ends_in(-1)
    page.clock.fast_forward("15:30")  # she listens on, and was away from the screen
    expect(page.get_by_role("status").filter(has_text="What you typed is still on this page")).to_be_visible()
    expect(page.get_by_role("link", name="Sign in in a new tab")).to_be_visible()
    check_all(page)
    press(page, "Keep this concern")
    check_all(page)
    _sign_in_on_the_spot(page)
    heading(page, "What you wrote is still here")
    expect(page.get_by_role("heading", name="Enter a call")).to_be_visible()
    mine = page.get_by_role("term").filter(has_text="Your own sentences")
    expect(mine.locator("xpath=following-sibling::dd[1]")).to_have_text(MINE)
    expect(page.get_by_text(SAID)).to_be_visible()
    check_all(page)
    press(page, "Send it now")
    _kept_whole(world, page)


def test_without_script_the_words_wait_as_well(world: World) -> None:
    """No warning and no keeping awake, but the same page to sign in on, and the same words after it."""
    give_app("amara")
    page = world.desk("amara", javascript=False)
    _write_down(page)
    SessionRow.objects.all().delete()  # the machine was started again in the meantime
    press(page, "Keep this concern")
    _sign_in_on_the_spot(page)
    press(page, "Send it now")
    _kept_whole(world, page)


def _kept_whole(world: World, page: Page) -> None:
    heading(page, "It is kept")
    file = triage.look(world.cast["amara"], Concern.objects.get().pk, datetime.now(UTC))
    assert (file.content.words, file.content.worker_words) == (SAID, MINE)
    page.goto("/desk/day/")  # it has arrived: nothing waits any more
    expect(page.get_by_text("What you wrote is kept")).to_have_count(0)


def test_who_sends_what_they_typed_is_asked_nothing_and_who_leaves_is(world: World) -> None:
    """Whoever would stay where the browser asks sends all the same; only leaving without sending is asked about."""
    page, asked = world.desk("amara"), []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    _write_down(page)
    page.get_by_label("Your own sentences").press("End")  # browsers ask only those who have touched the page
    page.evaluate("setTimeout(() => location.assign('/desk/day/'))")
    page.wait_for_timeout(300)
    expect(page.get_by_label("Your own sentences")).to_have_value(MINE)
    assert asked == ["beforeunload"]
    press(page, "Keep this concern")
    heading(page, "It is kept")
    page.get_by_role("link", name="Open the concern").click()
    heading(page, re.compile("Concern"))
    assert asked == ["beforeunload"]
