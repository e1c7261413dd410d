"""A training lead with a phone and a projector: posts by a table, a session, a sheet of paper, and its writer; what
authors see of many."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from fanal.learning.courses import library
from fanal.learning.courses.model import Value
from fanal.learning.models import GroupSession, Learner, Sheet
from fanal.learning.people import people
from fanal.learning.sessions import paper, sessions
from fanal.network.contracts import Role
from tests.browser import check, check_all
from tests.journeys.scene import World, heading, press
from tests.people import NOW, gains
from tests.rooms.learning import reviewed, seated
from tests.rooms.learning.measures import test_measures as many

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES))]
SHOTS = os.environ.get("LEARN_SHOTS", "")
CODE = "tourism-core"


def _shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


@pytest.mark.parametrize("javascript", [True, False])
def test_from_a_list_to_a_sheet_that_counts(world: World, *, javascript: bool) -> None:
    def look(name: str) -> None:
        if javascript:
            check(page)
            _shot(page, name)

    reviewed.all_say(world.cast, CODE)
    seated.lead(world.cast)
    of = people.open_cohort(world.cast["edo"], "Hotel Lantern", "XA", "site", NOW, "H1")
    page = world.desk("edo", width=320, javascript=javascript)
    page.goto(reverse("learners:posts_in"))
    look("posts-in")
    table = "person_code,label,site_code,role_class,start,end,agency,email\n17,Ana,H1,driver,2024-03-01,,,a@b\n"
    page.locator("#id_text").fill(table)
    press(page, "Go on")
    expect(page.get_by_text("Delete that column").first).to_be_visible()
    look("posts-refused")
    page.locator("#id_text").fill(table.replace(",email", "").replace(",a@b", "") + "18,Ben,H9,driver,2024-03-01,,\n")
    press(page, "Go on")
    press(page, "Look at the rows")
    expect(page.get_by_text("There is no site of this code here.").first).to_be_visible()
    look("posts-rows")
    press(page, "Take it in")
    heading(page, "The posts are here")
    page.goto(reverse("learners:cohorts"))
    look("cohorts")
    page.goto(reverse("sessions:plan"))
    page.locator("#id_cohort").select_option(str(of.pk))
    page.locator("#id_course").select_option(CODE)
    page.locator("#id_minutes").fill("20")
    look("plan")
    press(page, "Plan it")
    heading(page, library.shipped()[CODE].texts["title"])
    press(page, "Begin now")
    look("session")
    page.get_by_role("link", name="From the list").click()
    page.get_by_label("Ana").check()
    press(page, "They are there")
    press(page, "Draw sheets with situations")
    look("session-running")
    here = page.url
    page.get_by_role("link", name="Print the sheets").click()
    heading(page, "Sheets with situations")
    look("sheets")
    Sheet.objects.update(second=False)
    sheet = Sheet.objects.get()
    letters = "".join(
        paper.LETTERS[next(at for at, made in enumerate(each.choices) if made.value is Value.BEST)]
        for each in paper.asked(library.shipped()[CODE], sheet)
    )
    page.goto(here)
    page.get_by_role("link", name="Type it in").click()
    page.locator("#id_letters").fill(letters[:3])
    press(page, "Keep it")
    expect(page.get_by_text("and you typed 3").first).to_be_visible()
    page.locator("#id_letters").fill(letters)
    press(page, "Keep it")
    page.goto(here)
    page.get_by_role("link", name="Close the session").click()
    page.locator("#id_count").fill("1")
    look("close")
    press(page, "Close the session")
    expect(page.locator("h1")).to_contain_text("closed")
    assert GroupSession.objects.get().closed_at
    _writer(world, page, javascript=javascript)


def _writer(world: World, lead: Page, *, javascript: bool) -> None:
    """Ana gets her card, signs in, and says that the sheet is hers."""
    of = Learner.objects.get().posts.get().cohort
    lead.goto(reverse("learners:make_cards", args=[of.pk]))
    lead.locator("main form button").click()
    code = lead.locator(".training-card .num").inner_text()
    page = world.server.page(world.browser, width=320, javascript=javascript)
    page.goto("/learn/en/in/")
    page.locator("#id_card").fill(code)
    page.locator("#id_pin").fill(seated.PIN)
    page.locator("main button").click()
    page.locator("#id_again").fill(seated.PIN)
    page.locator("main button").click()
    page.get_by_role("link", name="Look at it").click()
    heading(page, "Did you write this sheet?")
    if javascript:
        check(page)
        _shot(page, "paper")
    press(page, "Yes, I wrote it")
    heading(page, "You can do this")


def test_a_wall_is_read_from_the_last_row(world: World) -> None:
    """One idea a page, large, and no page of the lesson scrolls sideways; a phone shows the same."""
    reviewed.all_say(world.cast, CODE)
    of = seated.cohort(world.cast)
    now = timezone.now()
    one = sessions.plan(world.cast["edo"], of.pk, CODE, "en", 20, now.date(), now)
    sessions.start(world.cast["edo"], one.pk, now)
    page = world.desk("edo", width=1200)
    page.goto(reverse("sessions:session", args=[one.pk]))
    page.get_by_role("link", name="Project the lesson").click()
    for number, each in enumerate(library.shipped()[CODE].pages):
        heading(page, library.shipped()[CODE].texts[each.title])
        size = page.locator("main p, main li").first.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
        assert size >= 24
        if number < 6:
            check_all(page)
            _shot(page, f"wall-{number}")
        if page.get_by_role("link", name="What each answer brings").count():
            page.get_by_role("link", name="What each answer brings").click()
            sure = page.get_by_text("How sure one feels")  # a question of confidence has no right answer
            expect(page.locator(".replies").or_(sure).first).to_be_visible()
        if page.get_by_role("link", name="Next", exact=True).count():
            page.get_by_role("link", name="Next", exact=True).click()
    page.get_by_role("link", name="To the session").click()
    heading(page, library.shipped()[CODE].texts["title"])


def test_an_author_reads_what_many_answered(world: World) -> None:
    for number, learner in enumerate(many._people(world.cast, 64)):
        many._answers(learner, "pre", number, many.harmful)
        many._answers(learner, "final", 100 + number, many._tells_of_the_first_arm)
    gains(world.cast["bao"].person, Role.CORPUS_EDITOR)
    page = world.desk("bao", width=320)
    page.goto(reverse("learning:course", args=[CODE]))
    page.get_by_role("link", name="What the answers of many say").click()
    heading(page, "What the answers of many say")
    check_all(page)
    _shot(page, "measures")
    page.set_viewport_size({"width": 1200, "height": 900})
    _shot(page, "measures-wide")
