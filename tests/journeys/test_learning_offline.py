"""A shared phone without a network, in Chromium with its service worker and its database: thirty people learn, tabs are
killed, somebody tells a concern and leaves in a hurry, and nothing is lost; then all of it is sent once."""

import json
import re
from contextlib import suppress
from typing import Any, NoReturn

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, Error, Page, expect

from fanal.learning.attempts import drawing, receiving
from fanal.learning.attempts.attempts import Going
from fanal.learning.attempts.sent import Code, Refused
from fanal.learning.courses import library
from fanal.learning.courses.model import Value
from fanal.learning.models import Attempt, Event
from tests.browser import check_all
from tests.journeys.scene import World, heading, press
from tests.rooms.learning import reviewed, seated
from tests.sizes import sized

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES))]
CODE = "tourism-core"
BEST = {
    one.id: next(made.id for made in one.choices if made.value is Value.BEST)
    for one in library.shipped()[CODE].scenarios
}
AWAY = re.compile(r"^https?://(?!127\.0\.0\.1|localhost)")
HERE = "/learn/en/offline/"
PLAYS = """
async ([code, best, most]) => {
  const until = async (find) => {
    for (let n = 0; n < 2000; n++) {
      const found = find();
      if (found) return found;
      await new Promise((then) => setTimeout(then, 5));
    }
    throw Error("nothing came: " + document.body.innerText);
  };
  const one = (css) => document.querySelector("main " + css);
  (await until(() => one("[data-packs] button"))).click();
  (await until(() => one("#card-code"))).value = code;
  one("form button").click();
  (await until(() => one("[data-show]"))).click();
  for (let n = 0; n < most; n++) {
    const item = await until(() => one("[name=item]:not([data-was])") || one("[name=choice][id=sure-4]"));
    item.dataset.was = "yes";
    (item.name === "item" ? one(`[name=choice][value=${best[item.value]}]`) : item).click();
    one("form button").click();
    if (item.name !== "item") break;
  }
  return true;
}
"""
"""Plays a form as somebody with quick hands, by the buttons of the page."""
KEPT = """
async () => {
  const db = await new Promise((then) => (indexedDB.open("learn", 1).onsuccess = (e) => then(e.target.result)));
  const ask = (name) => db.transaction(name).objectStore(name).getAll();
  const all = (name) => new Promise((then) => (ask(name).onsuccess = (e) => then(e.target.result)));
  return { attempts: await all("attempts"), events: await all("events") };
}
"""


@pytest.fixture
def phone(world: World, settings: Any) -> BrowserContext:
    """A phone at the host name of those who learn, with the course on it."""
    settings.LEARNING_HOST = "localhost"
    reviewed.all_say(world.cast, CODE)
    of = seated.cohort(world.cast)
    _learner, code, _of = seated.card(world.cast, "Lead", of)
    page = world.server.page(world.browser, width=320)
    _signs_in(page, world, code)
    page.goto(f"{_home(world)}/learn/en/courses/{CODE}/")
    press(page, "Keep this course on this device")
    expect(page.get_by_text("This course is on this device")).to_be_visible()
    check_all(page)
    press(page, "I am done")
    heading(page, "Sign in with your card")
    context = page.context
    page.close()
    return context


def _signs_in(page: Page, world: World, code: str) -> None:
    page.goto(f"{_home(world)}/learn/en/in/")
    for field, said in {"card": code, "pin": seated.PIN}.items():
        page.locator(f"#id_{field}").fill(said)
    page.locator("main button").click()
    page.locator("#id_again").fill(seated.PIN)
    page.locator("main button").click()


def _home(world: World) -> str:
    return world.server.url.replace("127.0.0.1", "localhost")


def _open(phone: BrowserContext, world: World, path: str = HERE) -> Page:
    page = phone.new_page()
    page.set_default_timeout(15_000)
    page.goto(f"{_home(world)}{path}")
    heading(page, "Learn without a network")
    return page


def _cards(world: World, count: int) -> list[str]:
    of = seated.cohort(world.cast)
    return [seated.card(world.cast, f"Person {number}", of)[1] for number in range(count)]


def _plays(page: Page, code: str, most: int = 99) -> None:
    page.evaluate(PLAYS, [code, BEST, most])
    if most == 99:
        heading(page, "Thank you")
        page.locator("main [data-done]").click()
        heading(page, "Learn without a network")


def _kept(page: Page) -> Any:
    return page.evaluate(KEPT)


def _nothing_gets_through(*_said: object) -> NoReturn:
    raise Refused(Code.BAD_BATCH)


def test_thirty_people_on_one_phone_and_all_is_sent_once(
    phone: BrowserContext, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In between somebody tells a concern, and leaves in a hurry: the browser forgets the public pages alone."""
    codes = _cards(world, 30)
    phone.set_offline(True)
    page = _open(phone, world, "/learn/en/")
    check_all(page)
    for code in codes:
        _plays(page, code)
    expect(page.get_by_text("until there is a network: 30")).to_be_visible()
    assert not Attempt.objects.exists()
    taken = receiving.receive
    monkeypatch.setattr(receiving, "receive", _nothing_gets_through)
    phone.route(AWAY, lambda route: route.fulfill(status=200, body="somewhere else"))
    phone.set_offline(False)
    page.get_by_role("link", name="Tell someone").click()
    page.wait_for_url(f"{world.server.url}/en/")
    leave = page.request.get(f"{world.server.url}/en/leave", max_redirects=0)
    assert "storage" in leave.headers["clear-site-data"]
    page.goto(f"{world.server.url}/en/xa/")
    page.locator("[data-leave]").first.click()
    page.wait_for_url(AWAY)
    page.close()
    page = _open(phone, world)
    expect(page.get_by_text("until there is a network: 30")).to_be_visible()
    assert len(_kept(page)["attempts"]) == 30
    monkeypatch.setattr(receiving, "receive", taken)
    page.reload()
    expect(page.get_by_text("All of it was sent")).to_be_visible()
    assert Attempt.objects.filter(passed=True, confirmed=False).count() == 30
    assert len({row.learner_id for row in Attempt.objects.all()}) == 30
    kept = _kept(page)
    assert kept == {"attempts": [], "events": []}, "packs stay, nothing else"
    assert "Person" not in json.dumps([kept, page.evaluate("Object.entries(localStorage)"), page.content()])


@pytest.mark.long
def test_a_tab_that_is_killed_loses_nothing(phone: BrowserContext, world: World) -> None:
    """At each step of an attempt, without a warning, right after a press or once the next page is drawn: whoever comes
    back goes on behind their last answer."""
    codes = _cards(world, sized(1, 5))
    phone.set_offline(True)
    for number, code in enumerate(codes):
        kept, drawn, points = 0, False, 0
        while True:
            page = _open(phone, world)
            found = sum(one["kind"] == "answer" for one in _kept(page)["events"]) - 10 * number
            assert found in ({kept + 1} if drawn else {kept, kept + 1} if points else {0})
            kept = found
            if kept == 10:
                break
            _plays(page, code, 1)
            drawn, points = points % 2 == 1, points + 1
            if drawn:
                expect(page.locator("main :is([name=item]:not([data-was]), #sure-4)")).to_be_attached()
            with suppress(Error):
                page.goto("chrome://crash")
            page.close()
        assert points >= 10
        _plays(page, code)
    phone.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")  # Chromium tells no tab that came after a killed one
    expect(page.get_by_text("All of it was sent")).to_be_visible()
    assert Attempt.objects.filter(passed=True).count() == Attempt.objects.count() == len(codes)


def test_lessons_read_without_a_network_and_confirmed_with_the_pin(phone: BrowserContext, world: World) -> None:
    course = library.shipped()[CODE]
    [code] = _cards(world, 1)
    phone.set_offline(True)
    page = _open(phone, world, f"/learn/en/in/#{code}")
    assert "#" not in page.url, "the code does not stay in the history"
    press(page, "Learn this")
    expect(page.locator("#card-code")).to_have_value(code)
    check_all(page)
    page.locator("#card-code").fill("nothing")
    press(page, "Go on")
    expect(page.get_by_text("A code has 16 letters and digits").last).to_be_visible()
    page.locator("#card-code").fill(code.lower().replace("-", " "))
    press(page, "Go on")
    heading(page, course.texts["title"])
    check_all(page)
    press(page, "Go on reading")
    for number, one in enumerate(course.pages):
        heading(page, course.texts[one.title])
        if number < 3:
            check_all(page)
        while (form := page.locator("main form:has(.scene)")).count():
            form.first.locator("input[type=radio]").first.check()
            form.first.locator("button").click()
            expect(page.get_by_text("you chose this").first).to_be_visible()
        press(page, "Go on")
    heading(page, course.texts["title"])
    phone.set_offline(False)
    page.locator("header [data-done]").click()
    expect(page.get_by_text("All of it was sent")).to_be_visible()
    page.get_by_role("link", name="Sign in with your card").click()
    for field, said in {"card": code, "pin": seated.PIN}.items():
        page.locator(f"#id_{field}").fill(said)
    page.locator("main button").click()
    page.locator("#id_again").fill(seated.PIN)
    page.locator("main button").click()
    heading(page, "My courses")
    check_all(page)
    press(page, "Yes, it was me")
    page.get_by_role("link", name=course.texts["title"]).click()
    expect(page.get_by_text(f"{len(course.pages)} of {len(course.pages)} pages read")).to_be_visible()


def test_what_is_asked_is_what_the_server_would_ask(phone: BrowserContext, world: World) -> None:
    """Arms of pairs, order of situations and order of choices follow of the seed in both programs."""
    [code] = _cards(world, 1)
    phone.set_offline(True)
    page = _open(phone, world)
    _plays(page, code, 0)
    expect(page.locator("[name=item]")).to_be_attached()
    [kept] = _kept(page)["attempts"]
    course = library.shipped()[CODE]
    going = Going(Attempt(course=CODE, form=kept["form"], seed=kept["seed"]), course)
    for situation in going.asked:
        expect(page.locator("[name=item]")).to_have_value(situation.id)
        shown = page.locator("main [name=choice]").evaluate_all("all => all.map((one) => one.value)")
        assert shown == [made.id for made in drawing.choices(situation, kept["seed"])]
        page.locator(f"[name=choice][value={BEST[situation.id]}]").check()
        press(page, "This is what I would do")
    heading(page, "How sure are you that you would do the right thing at work?")


def test_a_changed_pack_is_not_used_and_an_unknown_card_is_typed_again(phone: BrowserContext, world: World) -> None:
    [code] = _cards(world, 1)
    phone.set_offline(True)
    page = _open(phone, world)
    _plays(page, "0000-0000-0000-0000")
    phone.set_offline(False)
    page.reload()
    expect(page.get_by_text("The card of this is not known")).to_be_visible()
    check_all(page)
    press(page, "Type the card again")
    page.locator("#card-code").fill(code)
    press(page, "Go on")
    expect(page.get_by_text("All of it was sent")).to_be_visible()
    assert Event.objects.filter(kind="attempt.finished").count() == 1
    page.evaluate(
        """async () => {
          const packs = await caches.open("learn-packs");
          const key = (await packs.keys()).find((one) => one.url.endsWith("/forms.json"));
          const text = await (await packs.match(key)).text();
          await packs.put(key, new Response(text.slice(0, -1) + " }"));
        }"""
    )
    page.reload()
    expect(page.get_by_text("is not as it was signed, and is not used")).to_be_visible()
    expect(page.get_by_role("button", name="Learn this")).to_have_count(0)


CHANGE = """
async (what) => {
  const db = await new Promise((then) => (indexedDB.open("learn", 1).onsuccess = (e) => then(e.target.result)));
  const store = db.transaction("attempts", "readwrite").objectStore("attempts");
  const rows = await new Promise((then) => (store.getAll().onsuccess = (e) => then(e.target.result)));
  await Promise.all(rows.map((row) => new Promise((then) => (store.put({ ...row, ...what }).onsuccess = then))));
}
"""


def test_what_was_begun_of_something_else_is_not_gone_on_with(phone: BrowserContext, world: World) -> None:
    """Of another language or version, or what was refused: its answers would be shown as those of this course."""
    [code] = _cards(world, 1)
    phone.set_offline(True)
    page = _open(phone, world)
    _plays(page, code, 1)
    for count, change in enumerate(({"language": "fr"}, {"version": 99}, {"code": "other_attempt"}), start=2):
        page.evaluate(CHANGE, change)
        page.close()
        page = _open(phone, world)
        _plays(page, code, 1)
        expect(page.locator("main [name=item]:not([data-was])")).to_be_attached()
        assert len(_kept(page)["attempts"]) == count


def test_a_browser_that_cannot_check_signatures_keeps_nothing(phone: BrowserContext, world: World) -> None:
    [code] = _cards(world, 1)
    page = phone.new_page()
    page.add_init_script(
        """const real = crypto.subtle.importKey.bind(crypto.subtle);
        crypto.subtle.importKey = async (form, key, how, ...rest) => {
          if (how.name === "Ed25519") throw new DOMException("Unrecognized name.", "NotSupportedError");
          return real(form, key, how, ...rest);
        };"""
    )
    _signs_in(page, world, code)
    page.goto(f"{_home(world)}/learn/en/courses/{CODE}/")
    expect(page.get_by_text("In this browser the course needs a network.")).to_be_visible()
    expect(page.get_by_role("button", name="Keep this course on this device")).to_have_count(0)
