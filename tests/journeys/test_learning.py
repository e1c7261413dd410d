"""A shared phone, from a card to what came of it: without JavaScript, at 320 px, and in another language; and how a
training lead makes the cards."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from fanal.concerns.access_terms import TRAINED
from fanal.learning.certificates import keys
from fanal.learning.courses import library
from fanal.learning.courses.model import Course, Value
from fanal.learning.models import Learner, Post
from fanal.learning.skills import duties, skills
from fanal.network import api as network
from fanal.network.api import keyfile
from tests.browser import check, check_all
from tests.desk import person_of
from tests.journeys.scene import World, heading, press
from tests.people import NOW
from tests.rooms.concerns.told import tell
from tests.rooms.learning import reviewed, seated
from tests.rooms.learning.passed import passed

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES))]
CODE = "front-desk"
SHOTS = os.environ.get("LEARN_SHOTS", "")


def _shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


def _sign_in(page: Page, code: str, language: str = "en") -> None:
    page.goto(f"/learn/{language}/in/")
    for field in ("card", "pin"):
        page.locator(f"#id_{field}").fill({"card": code, "pin": seated.PIN}[field])
    page.locator("main button").click()
    page.locator("#id_again").fill(seated.PIN)
    page.locator("main button").click()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_shared_phone_from_card_to_certificate(
    world: World, request: pytest.FixtureRequest, *, javascript: bool
) -> None:
    """The same with JavaScript and without; axe needs it."""

    def look(name: str) -> None:
        if javascript:
            check(page)
            _shot(page, name)

    reviewed.all_say(world.cast, "tourism-core", "fr")
    reviewed.all_say(world.cast, CODE, "fr")
    kept = keyfile.keyfile()
    request.addfinalizer(lambda: keyfile.write(kept))
    keys.add()
    _learner, code, _of = seated.card(world.cast)
    page = world.server.page(world.browser, width=320, javascript=javascript)
    page.goto("/learn/en/in/")
    look("in")
    _sign_in(page, code)
    heading(page, "My courses")
    look("mine")
    course = library.shipped()[CODE]
    page.get_by_role("link", name=course.texts["title"]).click()
    heading(page, course.texts["title"])
    look("course")
    page.get_by_role("link", name="Begin", exact=True).click()
    for number, one in enumerate(course.pages):
        heading(page, course.texts[one.title])
        if number < 3:
            look(f"page-{number}")
        if (form := page.locator("form:has(.scene)")).count():
            form.locator("input[type=radio]").first.check()
            form.locator("button").click()
            expect(page.get_by_text("you chose this").first).to_be_visible()
            look(f"page-{number}-answered")
        page.get_by_role("link", name=re.compile("^(Go on|To the end)$")).click()
    heading(page, course.texts["title"])
    expect(page.get_by_text(f"{len(course.pages)} of {len(course.pages)} pages read")).to_be_visible()
    press(page, "Show what you can do")
    for number in range(1, 11):
        heading(page, f"Situation {number} of 10")
        if number == 1:
            look("asked")
        situation = course.scenario(page.locator("[name=item]").get_attribute("value") or "")
        assert situation
        best = next(made.id for made in situation.choices if made.value is Value.BEST)
        page.locator(f"[name=choice][value={best}]").check()
        press(page, "This is what I would do")
    look("sure")
    page.locator("[name=sure][value='4']").check()
    press(page, "See how it went")
    heading(page, "You can do this")
    told = "You told in 4 of 4 worrying situations, and in 0 of 4 harmless ones."
    expect(page.get_by_text(told)).to_be_visible()
    look("result")
    _certificate(world, page, look)
    page.goto("/learn/en/data/")
    look("data")
    press(page, "I am done")
    heading(page, "Sign in with your card")
    page.goto("/learn/en/")
    heading(page, "Sign in with your card")


def _certificate(world: World, page: Page, look: Callable[[str], None]) -> None:
    """Not before the course that it requires is passed; then a paper, and whoever is shown it checks it."""
    page.get_by_role("link", name="My certificate").click()
    heading(page, "My certificate")
    expect(page.get_by_text("Pass this course first")).to_be_visible()
    learner = Learner.objects.get()
    core = library.shipped()["tourism-core"]
    passed(learner, core, timezone.now())
    page.reload()
    look("certificate")
    page.locator("#id_name").fill("Ana Sok")
    press(page, "Give me the certificate")
    heading(page, "Ana Sok")
    look("paper")
    code = page.locator(".paper .num").inner_text()
    anybody = world.server.page(world.browser, width=320)
    anybody.goto("/c/en/")
    check_all(anybody)
    anybody.locator("#id_code").fill(code)
    anybody.locator("#id_name").fill("Somebody Else")
    press(anybody, "Check")
    expect(anybody.get_by_text("not given to this name")).to_be_visible()
    check_all(anybody)
    anybody.locator("#id_name").fill("ana sok")
    press(anybody, "Check")
    expect(anybody.get_by_text("to somebody of this name")).to_be_visible()
    expect(anybody.get_by_text("Valid", exact=True)).to_be_visible()
    _shot(anybody, "check")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_duty_person_without_the_course_is_refused_passes_it_and_decides(
    world: World, request: pytest.FixtureRequest, *, javascript: bool
) -> None:
    """Words and a link; the situations; Edo sees the skills; the certificate; then the decision that waited."""

    def look(page: Page, name: str) -> None:
        if javascript:
            check_all(page) if "desk" in page.url else check(page)
            _shot(page, name)

    code, course, amara = "triage", library.shipped()["triage"], person_of("amara")
    reviewed.all_say(world.cast, code)
    kept = keyfile.keyfile()
    request.addfinalizer(lambda: keyfile.write(kept))
    keys.add()
    sent = tell(world.cast, NOW)
    network.grants.end(amara, TRAINED)
    seated.observer(world.cast)
    learner, card, _of = seated.card(world.cast, "Amara")
    desk = world.desk("amara", javascript=javascript)
    desk.goto(f"/desk/concerns/{sent.id}/decide/information_only/?version=1")
    heading(desk, "You need a clearance first")
    look(desk, "refused")
    phone = world.server.page(world.browser, width=320, javascript=javascript)
    _sign_in(phone, card)
    heading(phone, "My courses")

    desk.get_by_role("link", name=course.texts["title"]).click()
    heading(desk, "My training card")
    look(desk, "my-card")
    desk.get_by_role("link", name="Link my training card").click()
    desk.locator("[name=card]").fill(card)
    desk.locator("[name=pin]").fill(seated.PIN)
    look(desk, "link-card")
    press(desk, "This card is mine")
    heading(desk, "My training card")
    expect(desk.get_by_text("Linked: Amara")).to_be_visible()

    phone.goto(f"/learn/en/courses/{code}/")
    _answer(phone, course)
    phone.get_by_role("link", name="My certificate").click()
    expect(phone.get_by_text("sees first what you do")).to_be_visible()
    _observed(world, learner, course, look, javascript=javascript)
    phone.reload()
    phone.locator("#id_name").fill("Amara Diallo")
    press(phone, "Give me the certificate")
    heading(phone, "Amara Diallo")

    desk.reload()
    look(desk, "my-card-linked")
    desk.goto(f"/desk/concerns/{sent.id}/decide/information_only/?version=1")
    desk.locator("[name=text]").fill("A family on holiday, by the register of the hotel")
    desk.locator("main form[method=post] button").first.click()
    expect(desk.get_by_text("Nothing waits for a decision.")).to_be_visible()


def _answer(page: Page, course: Course) -> None:
    """The situations at the end, each with what helps best."""
    press(page, "Show what you can do")
    while page.locator("[name=choice]").count():
        situation = course.scenario(page.locator("[name=item]").get_attribute("value") or "")
        assert situation
        best = next(made.id for made in situation.choices if made.value is Value.BEST)
        page.locator(f"[name=choice][value={best}]").check()
        press(page, "This is what I would do")
        page.wait_for_load_state()
    page.locator("[name=sure][value='4']").check()
    press(page, "See how it went")
    heading(page, "You can do this")


def _observed(
    world: World, learner: Learner, course: Course, look: Callable[[Page, str], None], *, javascript: bool
) -> None:
    """Edo, who learned to see skills, marks each of them as shown."""
    observer = world.desk("edo", javascript=javascript)
    observer.goto(f"/desk/learners/posts/{Post.objects.get(learner=learner).pk}/skills/")
    heading(observer, f"What {learner.label} shows")
    look(observer, "skills")
    observer.get_by_role("link", name="Mark what I saw").click()
    for key in course.skills:
        observer.locator(f"[name={key}][value=shown]").check()
    look(observer, "skills-mark")
    press(observer, "Keep what I saw")
    heading(observer, f"What {learner.label} shows")
    expect(observer.get_by_text("shown", exact=True)).to_have_count(len(course.skills))


def test_a_caregiver_shows_a_skill_and_uses_it_three_months_later(
    world: World, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Knowledge, practice, certificate; three months later self and observer say what is used, without JavaScript."""
    code = "words-without-blame"
    course = library.shipped()[code]
    reviewed.all_say(world.cast, code)
    kept = keyfile.keyfile()
    request.addfinalizer(lambda: keyfile.write(kept))
    keys.add()
    seated.observer(world.cast)
    learner, card, _of = seated.card(world.cast, "Esra")
    phone = world.server.page(world.browser, width=320, javascript=False)
    _sign_in(phone, card)
    phone.goto(f"/learn/en/courses/{code}/")
    _answer(phone, course)
    _observed(world, learner, course, lambda page, _name: None, javascript=False)
    phone.goto(f"/learn/en/courses/{code}/")
    expect(phone.get_by_text("Somebody who is trained for it saw each of these")).to_be_visible()
    phone.locator("main a", has_text=re.compile(r"\d{4}")).last.click()
    phone.get_by_role("link", name="My certificate").click()
    phone.locator("#id_name").fill("Esra Demir")
    press(phone, "Give me the certificate")
    heading(phone, "Esra Demir")

    monkeypatch.setattr(skills, "USE_AFTER", 0)  # the three months are over
    duties.look(timezone.now())
    phone.goto(f"/learn/en/courses/{code}/")
    phone.get_by_role("link", name="Say what you use").click()
    heading(phone, "What do you use at work?")
    for key in course.skills:
        phone.locator(f"[name={key}][value=used]").check()
    first = course.skills[0]
    phone.locator(f"[name={first}][value=partly]").check()
    press(phone, "Keep it")
    expect(phone.get_by_role("alert").get_by_text("Say why.")).to_be_visible()
    phone.locator(f"[name=why_{first}]").select_option("no_time")
    _shot(phone, "use")
    press(phone, "Keep it")
    heading(phone, course.texts["title"])

    desk = world.desk("edo")
    desk.goto("/desk/day/")
    desk.get_by_role("link", name=re.compile("Say what somebody uses")).click()
    heading(desk, "What Esra shows")
    check_all(desk)
    desk.get_by_role("link", name="Say what is used").click()
    for key in course.skills:
        desk.locator(f"[name={key}][value=used]").check()
    check_all(desk)
    _shot(desk, "use-supervisor")
    press(desk, "Keep it")
    heading(desk, "What Esra shows")
    expect(desk.get_by_role("link", name="Say what is used")).to_have_count(0)


def test_in_french_and_with_right_to_left_around_it(world: World) -> None:
    """The pages follow the language of their address; a course that is not there in it is read in its own."""
    reviewed.all_say(world.cast, "tourism-core", "fr")
    _learner, code, _of = seated.card(world.cast)
    page = world.server.page(world.browser, width=320)
    _sign_in(page, code, "fr")
    heading(page, "Mes cours")
    said = library.spoken("tourism-core", "fr").texts
    page.get_by_role("link", name=said["title"]).click()
    heading(page, said["title"])
    check_all(page)
    page.goto("/learn/ar/courses/tourism-core/")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("[lang=en] h1")).to_have_text(library.shipped()["tourism-core"].texts["title"])
    check_all(page)
    _shot(page, "course-ar")


def test_a_training_lead_prints_cards(world: World) -> None:
    seated.lead(world.cast)
    page = world.desk("edo")
    page.goto("/desk/learners/")
    check_all(page)
    page.get_by_role("link", name="Add people who learn together").click()
    page.locator("[name=label]").fill("Hotel Lantern")
    page.locator("[name=kind][value=site]").check()
    check_all(page)
    press(page, "Keep it")
    heading(page, "Hotel Lantern")
    page.get_by_role("link", name="Add people").click()
    page.locator("[name=labels]").fill("Ana\nBen\n117")
    check_all(page)
    _shot(page, "add-people")
    press(page, "Make their cards")
    heading(page, "Print the cards now")
    check_all(page)
    _shot(page, "cards")
    expect(page.locator(".training-card")).to_have_count(3)
    code = page.locator(".training-card .num").first.inner_text()
    page.locator("[name=kept]").check()
    press(page, "Go on")
    heading(page, "Hotel Lantern")
    check_all(page)
    _shot(page, "cohort")
    phone = world.server.page(world.browser, width=320)
    phone.goto(f"/learn/en/in/#{code}")
    expect(phone.locator("#id_card")).to_have_value(code)
    assert "#" not in phone.url, "the code does not stay in the history"


def test_who_writes_and_who_reads_a_course(world: World) -> None:
    reviewed.all_say(world.cast, "tourism-core", "fr")
    page = world.desk("bao")
    page.goto("/desk/courses/")
    check_all(page)
    _shot(page, "desk-courses")
    page.get_by_role("link", name=library.shipped()["tourism-core"].texts["title"]).first.click()
    check_all(page)
    _shot(page, "desk-course")
    page.locator("main ol a").nth(2).click()
    check_all(page)
    page.goto("/desk/courses/tourism-core/en/forms/B/")
    check_all(page)
    _shot(page, "desk-form")
    page.goto("/desk/courses/tourism-core/fr/")
    check(page)
    visitor = world.server.page(world.browser, width=320)
    visitor.goto("/en/learn/")
    check_all(visitor)
    _shot(visitor, "public-catalogue")
    visitor.goto("/fr/learn/tourism-core/")
    check_all(visitor)
    _shot(visitor, "public-course")
