"""Journeys of people who tell: with the real pages in real Chromium, with and without JavaScript."""

import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Error, Page, Route, expect

from fanal.concerns.models import Concern, Message
from tests.browser import check_all
from tests.journeys.scene import World, code_on, heading, person_time, press, tick
from tests.rooms.concerns.reporter import opened, say

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES)),
]
WEATHER = "weather-xa.example"


def test_a_housekeeper_tells_and_comes_back_without_javascript(world: World) -> None:
    """Three pages and a code; with the code a status, a question, and an answer. No script, no cookie, nothing kept."""
    page = world.reporter(javascript=False)
    page.goto("/")
    expect(page.get_by_role("heading", name="Where did it happen?")).to_be_visible()
    page.get_by_role("link", name=re.compile("Aurora")).click()
    expect(page.get_by_role("link", name="00 00")).to_have_attribute("href", "tel:0000")
    page.get_by_text("When we read it, what the law asks, if you work here").click()
    expect(page.get_by_text("If you work here: you need not tell your manager first.")).to_be_visible()
    tick(page, "Not sure")
    person_time(page)
    press(page, "Continue")
    heading(page, re.compile("What did you see"))
    page.get_by_label(re.compile("seems afraid or controlled")).check()
    page.get_by_label(re.compile("In your own words")).fill("Room 12. The girl cried when I came to clean.")
    press(page, "Send now")
    heading(page, "We have it. Thank you.")
    code = code_on(page)
    page.get_by_label(re.compile("last four characters")).fill(code[-4:])
    press(page, "Finish")
    heading(page, "You can close this page")
    assert page.context.cookies() == []

    concern = world.concern()
    assert (concern.unverified, concern.danger, concern.country_of_harm) == (False, "not_sure", "XA")
    told = opened(world.cast["amara"], concern)["content"]
    assert told.words == "Room 12. The girl cried when I came to clean."
    say(world.cast["amara"], concern, "Which side of the house is room 12 on?")

    back = world.reporter(javascript=False)
    back.goto("/en/code")
    back.get_by_label("Your code").fill(code.lower().replace("-", " "))
    press(back, "Open")
    heading(back, "We have a question for you.")
    expect(back.get_by_text("Which side of the house is room 12 on?")).to_be_visible()
    expect(back.get_by_text("The girl cried")).to_have_count(0)  # the code never opens the report itself
    back.get_by_label("Write to them").fill("On the side of the sea.")
    press(back, "Stay longer")
    expect(back.get_by_label("Write to them")).to_have_value("On the side of the sea.")
    press(back, "Send")
    expect(back.get_by_text("We have what you wrote.")).to_be_visible()
    assert back.context.cookies() == []
    assert Message.objects.filter(side="reporter").count() == 1
    concern.refresh_from_db()
    assert concern.new_message


def test_a_child_meets_people_before_forms(world: World) -> None:
    """From the entry to the door: who to call, what happens if I tell, and only then a form; its clock is urgent."""
    page = world.reporter(width=320)
    page.goto("/en/xa/")
    page.get_by_role("link", name="Are you under 18?").click()
    heading(page, "You can talk to someone")
    assert page.locator("textarea, input[type=text]").count() == 0
    helpline, happens = (
        page.get_by_role("link", name="00 01"),
        page.get_by_role("heading", name="What happens if I tell?"),
    )
    write = page.get_by_role("link", name="Write to us")
    tops = [one.bounding_box() for one in (helpline, happens, write)]
    assert [box["y"] for box in tops if box] == sorted(box["y"] for box in tops if box)
    assert all(tops)
    expect(page.get_by_text("You did nothing wrong.")).to_be_visible()
    write.click()
    heading(page, "Tell us what you want to tell")
    page.get_by_label(re.compile("happening")).fill("He says I must come again.")
    page.get_by_role("radio", name="No", exact=True).check()
    press(page, "Send")
    heading(page, "We have it. Thank you.")
    code_on(page)
    concern = world.concern()
    assert concern.child_door
    assert opened(world.cast["amara"], concern)["content"].reporter_type == "child"


def test_keys_alone_are_enough_for_the_short_path(world: World) -> None:
    """Tab, arrows, space, enter: from the entry to the code; the focus is where the page goes on."""
    page = world.reporter()
    page.goto("/en/xa/")
    _tab_until(page, "document.activeElement.type === 'radio'")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Not sure", exact=True)).to_be_checked()
    _tab_until(page, "document.activeElement.textContent.trim() === 'Continue'")
    page.keyboard.press("Enter")
    heading(page, re.compile("What did you see"))
    _tab_until(page, "document.activeElement.type === 'checkbox'")
    page.keyboard.press("Space")
    expect(page.get_by_role("checkbox").first).to_be_checked()
    _tab_until(page, "document.activeElement.textContent.trim() === 'Send now'")
    page.keyboard.press("Enter")
    heading(page, "We have it. Thank you.")
    code_on(page)


def _tab_until(page: Page, there: str) -> None:
    """Press Tab until something is in focus; nobody should need more than thirty for the next thing."""
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate(there):
            return
    raise AssertionError(f"not reached by key: {there}")


# ---- every page, in every look ----


def _go(page: Page, value: str) -> None:
    """Press a button by what it asks for: the same in every language. The next page has another state."""
    before = page.locator("input[name=state]").input_value()
    page.locator(f"button[name=go][value='{value}']").first.click()
    expect(page.locator("input[name=state]")).not_to_have_value(before)


def _pages(page: Page, start: str) -> Iterator[str]:
    """Walk through all pages of the form, and stop at each."""
    page.goto(start)
    yield "countries"
    page.goto(f"{start}xe/")
    yield "nobody listens there"
    page.goto(f"{start}xa/")
    yield "danger"
    _go(page, "next")
    yield "danger, not answered"
    page.locator("input[value=yes]").first.check()
    _go(page, "next")
    yield "phone"
    _go(page, "called")
    yield "called"
    _go(page, "next")
    page.get_by_role("checkbox").nth(7).check()
    page.locator("textarea").first.fill("Look at https://somewhere.example/pictures")
    for name in ("what", "where", "child", "adult"):
        yield name
        _go(page, "next")
    page.locator("input[value=also_by]").check()
    yield "you"
    _go(page, "next")
    yield "check"
    _go(page, "send")
    yield "receipt"
    _go(page, "finish")
    yield "receipt, nothing typed"


@pytest.mark.parametrize(("start", "direction"), [("/en/", "ltr"), ("/preview/ar/", "rtl")])
def test_every_page_of_the_form_is_accessible(world: World, start: str, direction: str) -> None:
    """Nothing wrong for axe, nothing scrolls sideways, targets are large: 320 px in the light, 1200 px in the dark."""
    page = world.reporter()
    seen = []
    for name in _pages(page, start):
        expect(page.locator("html")).to_have_attribute("dir", direction)
        expect(page.locator("[data-leave]")).to_be_visible()
        seen.append(name)
        check_all(page)
    assert len(seen) == 14
    code = code_on(page)
    page.locator("input[type=checkbox]").check()
    page.locator("button[value=finish]").click()
    expect(page.locator("p.receipt")).to_have_count(0)
    check_all(page)
    say(world.cast["amara"], world.concern(), "Which house was it?")
    page.goto(f"{start}code")
    check_all(page)
    page.locator("input.code").fill(code)
    page.locator("form#f button.button").click()
    expect(page.get_by_text("Which house was it?")).to_be_visible()
    check_all(page)


@pytest.mark.parametrize(("start", "direction"), [("/en/xa/", "ltr"), ("/preview/ar/xa/", "rtl")])
def test_the_child_door_is_accessible(world: World, start: str, direction: str) -> None:
    page = world.reporter()
    page.goto(f"{start}you")
    expect(page.locator("html")).to_have_attribute("dir", direction)
    check_all(page)
    page.goto(f"{start}you/2")
    check_all(page)
    page.locator("textarea").first.fill("He comes at night.")
    _go(page, "send")
    expect(page.locator("p.receipt")).to_be_visible()
    check_all(page)


# ---- leaving ----


@pytest.mark.parametrize("where", ["entry", "deep", "receipt"])
def test_after_leaving_back_does_not_return(world: World, where: str) -> None:
    """From the first page, from deep inside, and from the code: the whole visit is gone from the history (DNH-10)."""
    page = world.reporter()
    page.goto("/en/xa/")
    if where != "entry":
        tick(page, "No")
        press(page, "Continue")
        heading(page, re.compile("What did you see"))
    if where == "receipt":
        page.get_by_label(re.compile("In your own words")).fill("something")
        press(page, "Send now")
        heading(page, "We have it. Thank you.")
    page.get_by_role("link", name="Leave this page").click()
    expect(page.get_by_role("heading", name=WEATHER)).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="search.example")).to_be_visible()


def test_shift_three_times_leaves_from_a_question(world: World) -> None:
    page = world.reporter()
    page.goto("/en/xa/")
    tick(page, "No")
    press(page, "Continue")
    page.get_by_label(re.compile("In your own words")).fill("somebody comes")
    for _ in range(3):
        page.keyboard.press("Shift")
    expect(page.get_by_role("heading", name=WEATHER)).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="search.example")).to_be_visible()
    assert not Concern.objects.exists()


def test_without_javascript_the_device_kept_nothing_to_show(world: World) -> None:
    """The way out is a plain link; Back has nothing to show of what was written, for nothing was kept here."""
    page = world.reporter(javascript=False)
    page.goto("/en/xa/")
    tick(page, "No")
    press(page, "Continue")
    page.get_by_label(re.compile("In your own words")).fill("the man with the blue car")
    press(page, "Continue")
    heading(page, "Where and when")
    page.get_by_role("link", name="Leave this page").click()
    expect(page.get_by_role("heading", name=WEATHER)).to_be_visible()
    page.context.set_offline(True)  # whatever shows now comes from this device
    with pytest.raises(Error, match="ERR_"):
        page.go_back()
    for words in ("blue car", "Where and when"):
        expect(page.get_by_text(words)).to_have_count(0)


# ---- what goes wrong on the way ----


def test_two_tabs_and_the_back_button_make_one_concern(world: World) -> None:
    """Sent in one tab, then with other words in a second: one concern, one code, and the second page says so."""
    page = world.reporter()
    page.goto("/en/xa/")
    tick(page, "No")
    press(page, "Continue")
    heading(page, re.compile("What did you see"))
    other = page.context.new_page()
    other.goto("/en/xa/")
    _copy(page, other)
    page.get_by_label(re.compile("In your own words")).fill("first tab")
    press(page, "Send now")
    code = code_on(page)
    other.get_by_label(re.compile("In your own words")).fill("second tab")
    press(other, "Send now")
    assert code_on(other) == code
    expect(other.get_by_text("You sent this before")).to_be_visible()
    expect(page.get_by_text("You sent this before")).to_have_count(0)
    assert opened(world.cast["amara"], world.concern())["content"].words == "first tab"


def _copy(page: Page, other: Page) -> None:
    """Duplicate a tab, as the browser's menu does: the same page with the same fields."""
    other.evaluate(
        "html => { document.querySelector('main').outerHTML = html }", page.locator("main").evaluate("e => e.outerHTML")
    )


def test_going_back_keeps_every_answer_and_sends_once(world: World) -> None:
    """The page's own way back, without JavaScript: what was answered stands there, and can be changed."""
    page = world.reporter(javascript=False)
    page.goto("/en/xa/")
    tick(page, "No")
    press(page, "Continue")
    page.get_by_label(re.compile("In your own words")).fill("a white van")
    press(page, "Continue")
    page.get_by_label("Town, area, name of the place").fill("Old harbour")
    press(page, "Back")
    expect(page.get_by_label(re.compile("In your own words"))).to_have_value("a white van")
    page.get_by_label(re.compile("In your own words")).fill("a white van, number unknown")
    press(page, "Continue")
    expect(page.get_by_label("Town, area, name of the place")).to_have_value("Old harbour")
    press(page, "Send now")
    code_on(page)
    told = opened(world.cast["amara"], world.concern())["content"]
    assert (told.words, told.place) == ("a white van, number unknown", "Old harbour")


def test_a_lost_connection_loses_nothing(world: World) -> None:
    """The last page is sent while the network is away: it says so, keeps the words, and the next try makes one."""
    page = world.reporter()
    page.goto("/en/xa/")
    tick(page, "No")
    press(page, "Continue")
    words = page.get_by_label(re.compile("In your own words"))
    words.fill("the blue house by the river")
    page.context.set_offline(True)
    press(page, "Send now")
    expect(page.get_by_role("status")).to_contain_text("Nothing is lost")
    expect(words).to_have_value("the blue house by the river")
    check_all(page)
    page.context.set_offline(False)
    press(page, "Send now")
    code_on(page)
    told = opened(world.cast["amara"], world.concern())["content"]
    assert told.words == "the blue house by the river"


def test_a_restart_of_the_site_loses_nothing(world: World) -> None:
    """The proxy says that nobody is there: the page stays with every word, says so, and sends again by itself."""
    page = world.reporter()
    page.goto("/en/xa/")
    tick(page, "No")
    press(page, "Continue")
    words = page.get_by_label(re.compile("In your own words"))
    words.fill("the lorry with the blue star")
    away: list[int] = []

    def proxy(route: Route) -> None:
        away.append(502)
        bare = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
        route.fulfill(status=502, body=bare, content_type="text/html")

    page.route("**/en/xa/sent", proxy, times=2)
    press(page, "Send now")
    expect(page.get_by_role("status")).to_contain_text("starting again")
    expect(words).to_have_value("the lorry with the blue star")
    code_on(page)
    assert away == [502, 502]
    told = opened(world.cast["amara"], world.concern())["content"]
    assert told.words == "the lorry with the blue star"


def test_an_answer_that_got_lost_on_the_way_back_is_the_same_concern(world: World) -> None:
    """The message arrived and the page with the code did not: pressing again shows the code of the same concern."""
    page = world.reporter()
    page.goto("/en/xa/")
    tick(page, "No")
    press(page, "Continue")
    page.get_by_label(re.compile("In your own words")).fill("the boat at the second pier")
    lost: list[int] = []

    def lose(route: Route) -> None:
        lost.append(route.fetch().status)  # the server did its work
        route.abort("connectionreset")

    page.route("**/en/xa/sent", lose)
    press(page, "Send now")
    expect(page.get_by_role("status")).to_contain_text("Nothing is lost")
    assert lost == [200]
    assert Concern.objects.count() == 1
    page.unroute("**/en/xa/sent")
    press(page, "Send now")
    heading(page, "We have it. Thank you.")
    expect(page.get_by_text("You sent this before")).to_have_count(0)
    assert Concern.objects.count() == 1
