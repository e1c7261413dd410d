"""What somebody typed is never lost: the browser's Back, text that cannot be taken, a page that no longer opens."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Dialog, Error, Page, Route, expect

from fanal.concerns.models import Concern, ReportingPage
from fanal.web import api as web
from tests.browser import check_all
from tests.journeys.scene import World, code_on, heading, look, press, tick
from tests.people import now_are
from tests.rooms.concerns.reporter import opened, say

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES)),
]
WHAT = re.compile("What did you see")
PROXY = "<html><head><title>Refused</title></head><body><center><h1>Refused</h1></center><hr>proxy</body></html>"


def _words(page: Page) -> str:
    return page.get_by_label(re.compile("In your own words")).input_value()


def _begun(world: World, **look: object) -> Page:
    page = world.reporter(**look)
    _begin(page)
    return page


def _begin(page: Page) -> None:
    page.goto("/en/xa/")
    tick(page, "No")
    press(page, "Continue")
    heading(page, WHAT)
    page.get_by_label(re.compile("In your own words")).fill("the girl with the red bag")


def _asks(page: Page) -> list[str]:
    """What the browser asks when somebody goes back; they stay."""
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.once("dialog", stay)
    page.evaluate("history.back()")
    page.wait_for_timeout(300)
    return asked


def test_the_browsers_own_back_keeps_what_was_typed(world: World) -> None:
    """Typed, one page on, Back twice, forward again by the buttons, sent: every word is there, also half typed ones.
    Then the code, from which Back asks; and after leaving neither Back nor Forward leads to us."""
    page = _begun(world)
    press(page, "Continue")
    heading(page, "Where and when")
    page.get_by_label("Town, area, name of the place").fill("Old harbour")
    page.go_back()
    heading(page, WHAT)
    assert _words(page) == "the girl with the red bag"
    page.get_by_label(re.compile("In your own words")).fill("the girl with the red bag, again")
    page.go_back()
    heading(page, re.compile("worries you"))
    expect(page.get_by_label("No", exact=True)).to_be_checked()
    press(page, "Continue")
    heading(page, WHAT)
    assert _words(page) == "the girl with the red bag, again"
    press(page, "Continue")
    heading(page, "Where and when")
    expect(page.get_by_label("Town, area, name of the place")).to_have_value("Old harbour")
    press(page, "Send now")
    code_on(page)
    told = opened(world.cast["amara"], world.concern())["content"]
    assert (told.words, told.place) == ("the girl with the red bag, again", "Old harbour")
    assert _asks(page) == ["beforeunload"]
    code_on(page)
    page.get_by_role("link", name="Leave this page").click()
    expect(page.get_by_role("heading", name="weather-xa.example")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="search.example")).to_be_visible()
    page.go_forward()
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):  # the way out once more; not us
        page.go_forward()


def test_back_without_a_connection_keeps_the_page_and_works_when_it_is_there_again(world: World) -> None:
    page = _begun(world)
    page.context.set_offline(True)
    page.evaluate("history.back()")
    expect(page.get_by_role("status")).to_contain_text("Nothing is lost")
    assert _words(page) == "the girl with the red bag"
    page.context.set_offline(False)
    page.evaluate("history.back()")
    heading(page, re.compile("worries you"))


def test_back_twice_on_a_slow_line_and_the_hotline_beside_it_lose_nothing(world: World) -> None:
    page = _begun(world)
    with page.context.expect_page() as beside:
        page.get_by_role("link", name="hotline-xa.example/report").click()
    beside.value.close()
    assert _words(page) == "the girl with the red bag"

    def slowly(route: Route) -> None:
        page.wait_for_timeout(700)
        route.continue_()

    page.route("**/en/xa/3", slowly)
    for _ in range(2):
        page.evaluate("history.back()")
        page.wait_for_timeout(100)
    heading(page, re.compile("worries you"))
    press(page, "Continue")
    heading(page, WHAT)
    assert _words(page) == "the girl with the red bag"


def test_what_went_wrong_never_takes_the_place_of_what_was_typed(world: World) -> None:
    """Far too much text for us or for the proxy, a page of a filter between, a page that was closed meanwhile: the
    words stay, and it is said what to do."""
    page = _begun(world)
    for status, body, todo in (
        (413, PROXY, "Make it shorter"),
        (413, None, "Make it shorter"),
        (403, PROXY, "Try again in a moment"),
        (200, PROXY, "Try again in a moment"),
    ):
        _answered(page, status, body)
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_role("status")).to_contain_text(todo)
        expect(page.get_by_role("status")).to_contain_text("Nothing is lost: it is all still on this page.")
        assert _words(page) == "the girl with the red bag"
        page.unroute("**/en/xa/3")
        page.evaluate("document.querySelector('[data-say]').textContent = ''")
    _answered(page, 403, PROXY)
    page.evaluate("history.back()")  # sends the page, too
    expect(page.get_by_role("status")).to_contain_text("Try again in a moment")
    assert _words(page) == "the girl with the red bag"
    page.unroute("**/en/xa/3")
    now_are(ReportingPage.objects.filter(country="XA"), published=False)
    from fanal.concerns.public.place import forget

    forget()
    press(page, "Continue")
    heading(page, "The form closed while you were writing")
    expect(page.get_by_label("What you wrote")).to_have_value("the girl with the red bag")
    check_all(page)
    now_are(ReportingPage.objects.filter(country="XA"), published=True)
    forget()
    press(page, "Try again")
    press(page, "Send now")
    code_on(page)


def _answered(page: Page, status: int, body: str | None) -> None:
    """The next step is answered so; without a body by our own server, which is sent too much."""

    def answer(route: Route) -> None:
        if body is None:
            route.continue_(post_data="words=" + "x" * web.REPORTER_BYTES)
        else:
            route.fulfill(status=status, body=body, content_type="text/html")

    page.route("**/en/xa/3", answer)


def test_a_half_written_reply_is_not_left_without_a_question(world: World) -> None:
    """On the answer page the browser asks before it goes back over words that were typed."""
    page = _begun(world)
    press(page, "Send now")
    code = code_on(page)
    say(world.cast["amara"], world.concern(), "Which house?")
    back = world.reporter()
    back.goto("/en/code")
    back.get_by_label("Your code").fill(code)
    press(back, "Open")
    back.get_by_label("Write to them").fill("The second")
    assert _asks(back) == ["beforeunload"]
    expect(back.get_by_label("Write to them")).to_have_value("The second")


def _stays(page: Page, leaving: Callable[[], object]) -> str:
    """What the browser asks when somebody leaves in this way; they stay."""
    page.once("dialog", Dialog.dismiss)
    with page.expect_event("dialog") as asked:
        leaving()
    kind: str = asked.value.type
    return kind


def test_a_reload_or_a_closed_tab_asks_before_words_are_lost_and_the_way_out_never_does(world: World) -> None:
    """Also on later pages, where Back is the page's own. Who only ticked is not held up."""
    page = _begun(world)
    press(page, "Continue")
    heading(page, "Where and when")
    assert _stays(page, lambda: page.evaluate("location.reload()")) == "beforeunload"
    assert _stays(page, lambda: page.close(run_before_unload=True)) == "beforeunload"
    heading(page, "Where and when")
    page.go_back()
    heading(page, WHAT)
    assert _words(page) == "the girl with the red bag"
    assert page.evaluate("getComputedStyle(document.documentElement).overscrollBehaviorY") == "contain"
    page.get_by_role("link", name="Leave this page").click()
    expect(page.get_by_role("heading", name="weather-xa.example")).to_be_visible()

    ticked = world.reporter()
    ticked.goto("/en/xa/")
    tick(ticked, "No")
    press(ticked, "Continue")
    heading(ticked, WHAT)
    ticked.on("dialog", Dialog.dismiss)  # whoever is asked stays, and nothing is loaded
    with ticked.expect_navigation():
        ticked.evaluate("location.reload()")
    heading(ticked, re.compile("worries you"))


@pytest.mark.parametrize("javascript", [True, False])
def test_whoever_writes_in_a_language_that_is_taken_back_goes_on(world: World, settings: Any, javascript: bool) -> None:
    """On a phone, half-way: the words stay on the page, Back works, it is sent."""
    page = world.server.page(world.browser, width=320, javascript=javascript)
    page.goto("/fr/xa/")
    page.get_by_label("Non", exact=True).check()
    press(page, "Continuer")
    page.get_by_role("textbox", name=re.compile("Avec vos mots")).fill("la fille au sac rouge")
    settings.LANGUAGES_REVIEWED = ["en", "es"]
    press(page, "Continuer")
    heading(page, "Where and when")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_text("This page is not there in Français just now")).to_be_visible()
    if javascript:
        look(page)
    press(page, "Back")
    heading(page, WHAT)
    assert _words(page) == "la fille au sac rouge"
    press(page, "Send now")
    code_on(page)
    assert opened(world.cast["amara"], world.concern())["content"].words == "la fille au sac rouge"


def test_back_without_javascript_shows_a_page_of_the_form(world: World) -> None:
    """No error of the browser where a page of questions was, and one goes on from there. When all is sent, nothing of
    the way there is kept."""
    page = world.server.page(world.browser, javascript=False)  # a route would switch the cache off
    _begin(page)
    press(page, "Continue")
    heading(page, "Where and when")
    page.go_back()
    heading(page, WHAT)
    page.go_forward()
    heading(page, "Where and when")
    press(page, "Send now")
    code_on(page)
    assert opened(world.cast["amara"], world.concern())["content"].words == "the girl with the red bag"
    code = code_on(page)
    page.go_back()  # from the receipt, too; nothing typed is kept, and the way on leads to the code
    heading(page, "Where and when")
    expect(page.get_by_label("Town, area, name of the place")).to_have_value("")
    press(page, "Continue")
    assert code_on(page) == code
    assert "red bag" not in page.content()
    assert Concern.objects.count() == 1
    page.get_by_label("I have kept the code").check()
    press(page, "Finish")
    heading(page, "You can close this page")
