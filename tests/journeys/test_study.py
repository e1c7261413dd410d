"""Journeys of studies: from a pasted table to a public page with its interval; a refusal that is published as one."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

import fanal
from fanal.network.contracts import Role
from fanal.research.models import Release
from tests.browser import check_all
from tests.journeys.scene import World, heading, look, press
from tests.people import PASSWORD, gains
from tests.rooms.research import studying

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES)),
]
NETHERLANDS = (Path(fanal.__file__).parents[2] / "corpus/prevalence/netherlands_5.csv").read_text()
TWO = "A,B,count\n1,0,140\n0,1,130\n1,1,45\n"
TITLE = "On no list, in a published table"


def people(world: World) -> None:
    """Bao makes it, Dalia reviews, Sol and Tove advise, Pia of another organisation is the statistician."""
    for give in (studying.maker, studying.reviewer, studying.statistician):
        give(world.cast)
    for username, role in (("sol", Role.ETHICS_REVIEWER), ("tove", Role.SURVIVOR_ADVISER)):
        gains(world.cast[username].person, role)


def fill(page: Page, table: str, method: str, model: str, checks: tuple[str, ...]) -> None:
    """The form of a study, but for what is left out on purpose."""
    page.goto("/desk/research/studies/new/")
    page.locator("[name=title]").fill(TITLE)
    page.locator("[name=source][value=published]").check()
    page.locator("[name=source_words]").fill("Van Dijk and others 2017, five lists")
    page.locator("[name=table]").fill(table)
    page.locator(f"[name=method][value={method}]").check()
    page.locator("[name=model]").fill(model)
    page.locator("[name=replicates]").select_option("1000")
    for box in page.locator("[name=sensitivities]").all():
        box.set_checked(box.get_attribute("value") in checks)
    page.locator("[name=counted]").fill("Persons on five lists of 2010 to 2015")
    page.locator("[name=use]").fill("To learn to read such figures.")
    page.locator("[name=harms]").fill("A figure may be read as a count; the interval stands beside it.")


def registered(bao: Page) -> None:
    """Kept as a draft, then registered; from now on nothing of it changes."""
    press(bao, "Keep the draft")
    expect(
        bao.get_by_text("A study is registered only if its result is published whatever it is.").first
    ).to_be_visible()
    expect(bao.locator("[name=table]")).not_to_have_value("")
    look(bao)
    bao.locator("[name=unwelcome]").check()
    press(bao, "Keep the draft")
    heading(bao, TITLE)
    bao.get_by_role("link", name="Register it").click()
    look(bao)
    bao.locator("main form button.button").last.click()
    expect(bao.get_by_text("Registered. Look at the overlaps first, then compute it.")).to_be_visible()


def computed(bao: Page) -> None:
    """One press; the page may be loaded again meanwhile."""
    with bao.expect_navigation():
        bao.get_by_role("button", name="Compute it").click()
    bao.reload()
    result, ended = bao.get_by_role("heading", name="The result"), bao.get_by_role("link", name="See what came out")
    expect(result.or_(ended).first).to_be_visible(timeout=120_000)
    if ended.is_visible():  # a page that was open meanwhile says so, and leaves what somebody reads where it is
        ended.click()
    expect(result).to_be_visible()


def signed(world: World, bao: Page) -> None:
    """Asked and signed from outside: the overlaps first, then the exact bytes."""
    bao.get_by_role("link", name="Ask a statistician from outside").click()
    look(bao)
    bao.locator("[name=person]").first.check()
    press(bao, "Ask this person")
    pia = world.desk("pia")
    pia.goto("/desk/day/")
    pia.locator("main a[href*='/research/studies/']").first.click()
    heading(pia, TITLE)
    pia.get_by_role("link", name="Look at the overlaps first").click()
    check_all(pia)
    pia.go_back()
    pia.get_by_role("link", name="Sign it").click()
    pia.get_by_label("Where do you work?").fill("Institute of Statistics")
    check_all(pia)
    press(pia, "Sign this estimate")
    expect(pia.get_by_text("signed these exact bytes")).to_be_visible()


def published(world: World, bao: Page) -> Release:
    """A second person, two advisers, the maker with the password."""
    bao.reload()
    press(bao, "Send it to review")
    there = bao.url
    for username, link, verdict in (
        ("dalia", "Review it", "approved"), ("sol", "Say yes or no", "assent"), ("tove", "Say yes or no", "assent"),
    ):  # fmt: skip
        page = world.desk(username)
        page.goto(there)
        page.get_by_role("link", name=link).click()
        look(page)
        page.locator(f"[name=verdict][value={verdict}]").check()
        press(page, "Say it")
        heading(page, TITLE)
    bao.reload()
    bao.get_by_role("link", name="Publish it").click()
    bao.locator("[name=password]").fill(f"{PASSWORD} bao")
    press(bao, "Go on")
    look(bao)
    bao.locator("main form button.button").last.click()
    expect(bao.get_by_text("Published. Everybody can read it.")).to_be_visible(timeout=60_000)
    return Release.objects.get()


def test_a_pasted_table_becomes_a_public_page_with_its_interval(world: World) -> None:
    people(world)
    bao = world.desk("bao")
    bao.goto("/desk/research/studies/")
    expect(bao.get_by_text("No studies yet.")).to_be_visible()
    check_all(bao)
    fill(bao, NETHERLANDS, "fixed", "[13,15,23,25,34,35]", ("lists", "pairs", "linkage"))
    check_all(bao)
    registered(bao)
    computed(bao)
    expect(bao.get_by_text("What if the assumptions do not hold")).to_be_visible()
    expect(bao.locator("figure.drawing svg").first).to_be_visible()
    for fold in bao.locator("main details").all():
        fold.locator("summary").click()
    check_all(bao)
    signed(world, bao)
    release = published(world, bao)
    public = world.server.page(world.browser)
    public.goto("/en/evidence/")
    public.get_by_role("link", name=TITLE).click()
    expect(public.get_by_text(re.compile(r"Between [\d,]+ and [\d,]+ children, best single figure"))).to_be_visible()
    expect(public.get_by_role("heading", name="What this rests on")).to_be_visible()
    expect(public.get_by_text("Pia, Institute of Statistics")).to_be_visible()
    expect(public.locator("figure.drawing svg").first).to_be_visible()
    check_all(public)
    public.goto(f"/preview/ar/evidence/{release.number}/")
    assert public.evaluate("document.dir") == "rtl"
    check_all(public)
    arabic = world.desk("bao", "ar")
    arabic.goto(bao.url)
    assert arabic.evaluate("document.dir") == "rtl"
    check_all(arabic)


def test_two_lists_are_refused_and_that_is_published(world: World) -> None:
    """It says why, and what would help; nothing on any page is a figure of how many there are."""
    people(world)
    bao = world.desk("bao")
    fill(bao, TWO, "auto", "", ("pairs",))
    registered(bao)
    bao.get_by_role("link", name="Look at the overlaps").first.click()
    check_all(bao)
    bao.go_back()
    computed(bao)
    expect(bao.get_by_text("Not estimable.")).to_be_visible()
    expect(bao.get_by_text("There are 2 lists; three are needed.").first).to_be_visible()
    expect(bao.get_by_text("A further list of another kind of organisation.").first).to_be_visible()
    check_all(bao)
    signed(world, bao)
    release = published(world, bao)
    assert release.kind == "not_estimable"
    public = world.server.page(world.browser)
    public.goto(f"/en/evidence/{release.number}/")
    expect(public.get_by_role("heading", name="No estimate can be made")).to_be_visible()
    expect(public.get_by_text("There are 2 lists; three are needed.").first).to_be_visible()
    expect(public.get_by_text("best single figure")).to_have_count(0)
    check_all(public)
