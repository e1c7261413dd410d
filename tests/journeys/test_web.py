"""The look in real Chromium: axe at both widths and schemes, quick exit, pages in place, lost connections."""

import re
from collections.abc import Iterator

import pytest
from django.test import override_settings
from playwright.sync_api import Browser, Page, expect

from tests.browser import LOOKS, Server, check, check_all, serving
from tests.rooms.web import pages

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases="__all__")]


@pytest.fixture
def server() -> Iterator[Server]:
    pages.received.clear()
    with override_settings(ROOT_URLCONF="tests.rooms.web.pages"), serving() as running:
        yield running


@pytest.mark.parametrize(
    "path", ["/dev/components", "/en/dev/components", "/preview/ar/dev/components", "/en/nothing/here"]
)
def test_every_part_is_accessible_at_every_size_and_scheme(server: Server, browser: Browser, path: str) -> None:
    page = server.page(browser)
    page.goto(path)
    check_all(page, LOOKS)


def test_staff_pages_mirror_for_arabic(server: Server, browser: Browser) -> None:
    page = server.page(browser)
    page.goto("/dev/components")
    page.get_by_text("Language: English").click()
    page.get_by_role("button", name="العربية").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    check_all(page, LOOKS)


@pytest.mark.parametrize("javascript", [True, False])
def test_text_twice_as_large_still_fits(server: Server, browser: Browser, javascript: bool) -> None:
    page = server.page(browser, width=640, javascript=javascript)
    page.goto("/en/dev/components")
    client = page.context.new_cdp_session(page)
    client.send("Emulation.setPageScaleFactor", {"pageScaleFactor": 1})
    page.set_viewport_size({"width": 320, "height": 400})  # 640 px at 200 % are 320 px of the page
    if javascript:
        check(page)
    expect(page.get_by_role("link", name="Leave this page")).to_be_in_viewport()


@pytest.mark.parametrize("address", ["/es/dev/components", "/preview/ar/dev/components"])
def test_letters_twice_as_large_on_a_phone_scroll_nowhere(server: Server, browser: Browser, address: str) -> None:
    page = server.page(browser, width=320)
    answer = page.goto(address)
    assert answer is not None
    assert answer.ok
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{wide} px"


def test_forced_colours_keep_every_control(server: Server, browser: Browser) -> None:
    page = server.page(browser, forced_colors="active")
    page.goto("/dev/components")
    check(page)


def test_paper_shows_content_and_no_controls(server: Server, browser: Browser) -> None:
    page = server.page(browser)
    page.goto("/en/dev/components")
    page.emulate_media(media="print")
    expect(page.get_by_role("link", name="Leave this page")).to_be_hidden()
    expect(page.get_by_text("7KQ2-M9XD")).to_be_visible()


def test_keyboard_meets_the_way_out_first(server: Server, browser: Browser) -> None:
    page = server.page(browser)
    page.goto("/en/two")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Leave this page")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


# ---- leaving ----


def from_somewhere(server: Server, browser: Browser, **more: bool) -> Page:
    page = server.page(browser, **more)  # type: ignore[arg-type]
    page.goto("/elsewhere?before")
    page.goto("/en/")
    return page


def assert_left(page: Page) -> None:
    expect(page.get_by_role("heading", name="Weather")).to_be_visible()
    assert page.url.endswith("/elsewhere")
    page.go_back()
    page.wait_for_url(re.compile("before"))


def test_leaving_leaves_nothing_to_go_back_to(server: Server, browser: Browser) -> None:
    page = from_somewhere(server, browser)
    page.get_by_role("link", name="Leave this page").click()
    assert_left(page)


def test_leaving_from_deep_inside_leaves_nothing_either(server: Server, browser: Browser) -> None:
    page = from_somewhere(server, browser)
    page.get_by_role("link", name="On", exact=True).click()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.get_by_label("Words")).to_be_focused()
    page.get_by_label("Words").fill("hello")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert page.evaluate("history.length") == 3  # about:blank, elsewhere, and the whole visit
    page.get_by_role("link", name="Leave this page").click()
    assert_left(page)


def test_shift_three_times_leaves_and_is_announced(server: Server, browser: Browser) -> None:
    page = from_somewhere(server, browser)
    page.keyboard.press("Shift")
    expect(page.get_by_role("status")).to_have_text("Press Shift two more times to leave this page.")
    page.keyboard.press("Shift")
    expect(page.get_by_role("status")).to_have_text("Press Shift once more to leave this page.")
    page.keyboard.press("Shift")
    assert_left(page)


def test_capital_letters_do_not_leave(server: Server, browser: Browser) -> None:
    page = server.page(browser)
    page.goto("/en/two")
    page.get_by_label("Words").focus()
    for letter in "ABCD":
        page.keyboard.press(f"Shift+{letter}")
    expect(page.get_by_label("Words")).to_have_value("ABCD")
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    page.keyboard.press("a")
    expect(page.get_by_role("status")).to_have_text("You are still on this page.")
    page.keyboard.press("Shift")
    expect(page.get_by_role("heading", name="Two")).to_be_visible()


def test_without_javascript_leaving_is_a_plain_link(server: Server, browser: Browser) -> None:
    page = from_somewhere(server, browser, javascript=False)
    page.get_by_role("link", name="Leave this page").click()
    expect(page.get_by_role("heading", name="Weather")).to_be_visible()


def test_staff_pages_do_not_leave(server: Server, browser: Browser) -> None:
    page = server.page(browser)
    page.goto("/desk/form")
    for _ in range(3):
        page.keyboard.press("Shift")
    expect(page.get_by_role("heading", name="Staff")).to_be_visible()


# ---- forms ----


@pytest.mark.parametrize("javascript", [True, False])
def test_a_form_says_which_button_was_pressed(server: Server, browser: Browser, javascript: bool) -> None:
    page = server.page(browser, javascript=javascript)
    page.goto("/fr/two")
    page.get_by_label("Words").fill("première\nligne")
    page.get_by_role("button", name="Send now").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    (sent,) = pages.received
    assert {**sent, "words": sent["words"].replace("\r", "")} == {
        "kept": "sealed",
        "words": "première\nligne",
        "send": "now",
    }
    expect(page.locator("html")).to_have_attribute("lang", "fr")


def test_a_staff_form_passes_the_token_check_of_a_real_browser(server: Server, browser: Browser) -> None:
    page = server.page(browser)
    page.goto("/desk/form")
    page.get_by_label("Words").fill("note")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Saved")).to_be_visible()


def test_a_lost_connection_keeps_everything_and_the_next_try_works(server: Server, browser: Browser) -> None:
    page = server.page(browser)
    page.goto("/en/two")
    page.get_by_label("Words").fill("hello")
    page.context.set_offline(True)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("status")).to_contain_text("Nothing is lost")
    expect(page.get_by_label("Words")).to_have_value("hello")
    check(page)
    page.context.set_offline(False)
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("#said")).to_have_text("hello")
    assert len(pages.received) == 1


def test_a_link_to_what_is_no_page_is_opened_by_the_browser_itself(server: Server, browser: Browser) -> None:
    page = server.page(browser)
    page.goto("/en/")
    page.evaluate("document.querySelector('#on').href = 'no-page'")
    page.get_by_role("link", name="On", exact=True).click()
    expect(page.get_by_role("heading", name="By the browser")).to_be_visible()


def test_a_slow_answer_says_that_it_works(server: Server, browser: Browser) -> None:
    page = server.page(browser)
    page.goto("/en/")
    page.evaluate("document.querySelector('#on').href = 'slow'")
    page.get_by_role("link", name="On", exact=True).click()
    expect(page.get_by_role("status")).to_have_text("Still working. Please wait.")
    expect(page.get_by_role("heading", name="Slow")).to_be_visible()


def test_an_error_page_comes_in_place_too(server: Server, browser: Browser) -> None:
    page = server.page(browser)
    page.goto("/en/")
    page.evaluate("document.querySelector('#on').href = 'boom'")
    page.get_by_role("link", name="On", exact=True).click()
    expect(page.get_by_role("heading", name="Something went wrong on our side.")).to_be_focused()
    check(page)


def test_the_counter_says_what_is_left_in_the_readers_digits(server: Server, browser: Browser) -> None:
    page = server.page(browser)
    page.goto("/en/two")
    expect(page.locator("#id_words_left")).to_have_text("Characters left: 40")
    page.get_by_label("Words").fill("ab\n🙂")
    expect(page.locator("#id_words_left")).to_have_text("Characters left: 36")
    page.get_by_label("Words").fill("x" * 42)
    expect(page.locator("#id_words_left")).to_have_text("Characters too many: 2")
    page.goto("/preview/ar/two")
    expect(page.locator("#id_words_left")).to_contain_text("٤٠")


def test_a_page_that_cannot_come_back_asks_before_it_goes(server: Server, browser: Browser) -> None:
    page = server.page(browser)
    page.goto("/en/two")
    page.get_by_label("Words").fill("hello")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.mouse.click(5, 5)  # browsers ask only those who have touched the page
    page.evaluate("setTimeout(() => location.reload())")
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    page.get_by_role("link", name="Leave this page").click()
    expect(page.get_by_role("heading", name="Weather")).to_be_visible()
    assert asked == ["beforeunload"]  # leaving never asks


def test_escape_closes_a_menu(server: Server, browser: Browser) -> None:
    page = server.page(browser)
    page.goto("/en/two")
    page.get_by_text("English").first.click()
    expect(page.get_by_role("link", name="Français")).to_be_visible()
    check(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Français")).to_be_hidden()
