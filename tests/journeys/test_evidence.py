"""Journeys of evidence: from a table to a public page, corrected and withdrawn; what one reads without scripts."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.conf import settings
from playwright.sync_api import Locator, Page, expect

from fanal import vault
from fanal.engines.disclosure import bundles
from fanal.network.contracts import RingKind, Role
from fanal.network.models import RingSeal
from fanal.research.contracts import HARMED
from fanal.research.models import ImportedTable, Release
from fanal.site.demo import evidence_words, recorded
from tests.browser import check_all
from tests.journeys.scene import World, heading, look, press
from tests.people import PASSWORD
from tests.rooms.research import planning

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES)),
]
YEAR = evidence_words.newest(datetime.now(UTC).date())
TITLE = f"Children in files of partners, {YEAR}"
MANY = 2_600
"""Lines that are read in: a form takes no more than some hundred kilobytes."""


type Check = Callable[[Page], None]


def test_a_table_becomes_a_release_that_is_corrected_and_withdrawn(world: World) -> None:
    """Read in, planned, gated by three, made, reviewed, published by two; corrected beside the first; withdrawn."""
    planning.people(world.cast)
    planning.classes_reviewed(world.cast, "ctdc")
    RingSeal.objects.filter(
        person=world.cast["bao"].person, ring__team__kind=RingKind.KEEPERS
    ).delete()  # others keep the key
    bao = world.desk("bao")
    _records(bao)
    _read_in(bao)
    _plan(bao)
    _to_release(world, bao, TITLE, thorough=True)
    release = Release.objects.get()
    assert not ImportedTable.objects.exists(), "erased once nothing needs it"
    public = world.server.page(world.browser)
    _on_public_page(public, release.number)
    _corrected(world, bao, public, release.number)
    _withdrawn(world, public, release.number)


def _records(bao: Page) -> None:
    bao.goto("/desk/day/")
    bao.goto("/desk/research/records/")
    check_all(bao)
    bao.get_by_role("link", name="Open records for counting").click()
    bao.locator("label", has_text="A coded table that we read in").click()
    bao.locator("label", has_text="Children in the format of CTDC").click()
    bao.get_by_label("Who is counted?").fill("Children in files of partners of Aurora")
    look(bao)
    press(bao, "Open it")
    heading(bao, "Children in files of partners of Aurora")


def _read_in(bao: Page) -> None:
    """With two rows that cannot be used and one of an adult: told by number, without what stands there."""
    bao.get_by_role("link", name="Read a table in").click()
    check_all(bao)
    wrong = f"{YEAR},Somebody,9--17,XB{',0' * 9}\n{YEAR},Female,9--17\n{YEAR},Male,30--38,XB{',0' * 9}\n"
    rows = recorded.file(YEAR).splitlines(keepends=True)[:MANY]
    paste(bao.get_by_label("Paste the table"), "".join(rows) + wrong)
    press(bao, "Go on")
    expect(bao.get_by_text("Which column is which?")).to_be_visible()
    press(bao, "Look at the rows")
    expect(bao.get_by_role("heading", name="What cannot be used")).to_be_visible()
    press(bao, "Take it in")
    heading(bao, "The table is read in")
    assert "Somebody" not in bao.content()
    check_all(bao)


def paste(box: Locator, text: str) -> None:
    """As from the clipboard: `fill` types line by line, which takes a long time with thousands."""
    box.evaluate("(box, text) => { box.value = text; box.dispatchEvent(new Event('input', { bubbles: true })); }", text)


def _plan(bao: Page) -> None:
    """The question, then three pages; what is missing on the last comes back with what was typed."""
    bao.goto("/desk/research/plans/new/")
    check_all(bao)
    bao.get_by_label("Which question should it answer?").select_option("files-exploitation")
    press(bao, "Go on")
    heading(bao, "What is counted?")
    bao.locator(f"[name=cohorts][value='{YEAR}']").check()
    bao.locator("[name=two][value='age.sex']").check()
    press(bao, "Make a table")
    expect(bao.locator("[name=two][value='age.sex']")).to_be_checked()
    bao.get_by_label("Count by").select_option("purpose_sexual_exploitation")
    check_all(bao)
    press(bao, "Go on")
    heading(bao, "What are readers told, and how are the numbers protected?")
    expect(bao.get_by_text("Age by Sex. ")).to_be_visible()
    bao.get_by_label("Title").fill(TITLE)
    bao.get_by_label("What do readers learn, in one sentence?").fill(
        "Children are held by promises more than by force."
    )
    bao.locator("[name=method][value=dp]").check()
    bao.locator("[name=audience][value=public]").check()
    bao.locator("[name=synthetic][value=age]").check()
    check_all(bao)
    press(bao, "Go on")
    expect(bao.get_by_text("Choose at least two variables for synthetic rows, or none.").first).to_be_visible()
    look(bao)
    bao.locator("[name=synthetic][value=sex]").check()
    press(bao, "Go on")
    heading(bao, "What could go wrong, for whom?")
    check_all(bao)
    bao.locator("[name=use]").fill("To train those who notice.")
    press(bao, "Send it to the gate")
    expect(bao.locator("[name=use]")).to_have_value("To train those who notice.")
    expect(bao.get_by_text("Write why these classes are needed").first).to_be_visible()
    look(bao)
    for who in HARMED:
        bao.locator(f"[name=harm_{who}]").fill("Little: no place is shown.")
    for name in ("classes", "heard", "consent", "law"):
        bao.locator(f"[name={name}]").fill("As the network agreed.")
    bao.locator("[name=unwelcome]").check()
    press(bao, "Send it to the gate")
    heading(bao, TITLE)
    check_all(bao)


def _to_release(world: World, bao: Page, title: str, *, thorough: bool = False) -> None:
    """Three at the gate, tables, a second person, two assents; the maker publishes, a key keeper signs."""
    check_it = check_all if thorough else look
    for username, role in planning.ROLES[:3]:
        _answer(world.desk(username), title, role, check_it)
    bao.reload()
    press(bao, "Make the tables")
    expect(bao.get_by_text("The tables withstood every attack.")).to_be_visible(timeout=60_000)
    check_it(bao)
    press(bao, "Send it to review")
    dalia = _at(world.desk("dalia"), title)
    dalia.get_by_role("link", name="Review it").click()
    check_it(dalia)
    for box in dalia.locator("[name=ticks]").all():
        box.check()
    dalia.locator("[name=verdict][value=approved]").check()
    press(dalia, "Say it")
    heading(dalia, title)
    for username in ("sol", "tove"):
        adviser = _at(world.desk(username), title)
        adviser.get_by_role("link", name="Say yes or no").click()
        adviser.locator("[name=verdict][value=assent]").check()
        press(adviser, "Say it")
        heading(adviser, title)
    bao.reload()
    _again(bao, "bao", "Publish it", check_it)
    expect(bao.get_by_text("Now it waits for the signature of Amara")).to_be_visible(timeout=60_000)
    amara = world.desk("amara")
    amara.goto("/desk/day/")
    amara.goto(bao.url)
    _again(amara, "amara", "Sign it for the organisation", check_it)
    expect(amara.get_by_text("Published. Everybody can read it.")).to_be_visible(timeout=60_000)


def _at(page: Page, title: str) -> Page:
    """The plan, opened from the list: what runs stands first."""
    page.goto("/desk/research/plans/")
    page.locator("td.go a").first.click()
    heading(page, title)
    return page


def _answer(page: Page, title: str, role: Role, check_it: Check) -> None:
    _at(page, title)
    page.get_by_role("link", name="Answer at the gate").click()
    heading(page, "May these rows be opened for these tables?")
    check_it(page)
    page.locator(f"[name=role][value={role.value}]").check()
    page.locator("[name=verdict][value=passed]").check()
    press(page, "Say it")
    heading(page, title)


def _again(page: Page, username: str, words: str, check_it: Check) -> None:
    """The password is asked for again before anything is published."""
    with page.expect_navigation():
        page.get_by_role("link", name=words).click()
    if page.locator("[name=password]").count():  # not within minutes of the last time
        page.locator("[name=password]").fill(f"{PASSWORD} {username}")
        look(page)
        press(page, "Go on")
    heading(page, re.compile("^(Publish|Sign) the tables"))
    check_it(page)
    press(page, "Publish it")


def _on_public_page(public: Page, number: str) -> None:
    public.goto("/en/evidence/")
    check_all(public)
    expect(public.get_by_role("heading", name="With synthetic rows")).to_be_visible()
    public.get_by_role("link", name=TITLE).first.click()
    heading(public, TITLE)
    expect(public.get_by_text("Privacy loss of")).to_be_visible()
    expect(public.get_by_role("heading", name="Synthetic rows")).to_be_visible()
    expect(public.get_by_role("columnheader", name="Off by at most")).to_be_visible()
    public.locator("summary", has_text="The first lines of the file").click()
    expect(public.get_by_text("synthetic_age,synthetic_sex")).to_be_visible()
    expect(public.locator("td .quiet", has_text=re.compile(r"[\d,]+ to [\d,]+")).first).to_be_visible()
    check_all(public)
    public.goto(f"/preview/ar/evidence/{number}/")
    assert public.evaluate("document.dir") == "rtl"
    check_all(public)


def _corrected(world: World, bao: Page, public: Page, number: str) -> None:
    """The rows were erased with the first version: they are read in again, and go the whole way again."""
    bao.reload()
    bao.get_by_role("link", name="The release", exact=True).click()
    bao.get_by_role("link", name="Correct it").click()
    look(bao)
    bao.get_by_label("Why?").fill("A partner had sent an old file.")
    press(bao, "Open the plan")
    heading(bao, TITLE)
    there = bao.url
    bao.goto("/desk/research/records/")
    bao.locator("td.go a").first.click()
    _read_in(bao)
    bao.goto(there)
    _to_release(world, bao, TITLE)
    public.goto(f"/en/evidence/{number}/v1/")
    expect(public.get_by_text("There is a newer version: 2")).to_be_visible()
    expect(public.get_by_text("A partner had sent an old file.").first).to_be_visible()
    check_all(public)
    public.get_by_role("link", name="There is a newer version: 2").click()
    expect(public.get_by_role("heading", name="Versions")).to_be_visible()
    assert sorted(Release.objects.values_list("version", "state")) == [(1, "superseded"), (2, "published")]


def _withdrawn(world: World, public: Page, number: str) -> None:
    """The survivor adviser withdraws it; everybody reads why, from the next moment on."""
    tove = world.desk("tove")
    tove.goto("/desk/research/releases/")
    check_all(tove)
    tove.locator("td.go a").first.click()
    check_all(tove)
    tove.get_by_role("link", name="Withdraw it").click()
    tove.get_by_label("Why?").fill("The families of these children were not asked.")
    look(tove)
    press(tove, "Withdraw it")
    expect(tove.get_by_text("Withdrawn. Every reader sees it from now on.")).to_be_visible()
    public.goto(f"/en/evidence/{number}/")
    expect(public.get_by_text("This release is withdrawn. Do not use it.")).to_be_visible()
    expect(public.get_by_text("The families of these children were not asked.").first).to_be_visible()
    check_all(public)


def test_a_visitor_without_scripts_reads_a_release_and_takes_it_along(world: World) -> None:
    """From the list to the table, its files, the country with its context; nothing needs JavaScript."""
    release = planning.published(world.cast)
    page = world.server.page(world.browser, javascript=False)
    page.goto("/en/evidence/")
    heading(page, "What is known, and how sure it is")
    page.get_by_role("link", name=release.title).click()
    heading(page, release.title)
    expect(page.get_by_role("table").first).to_be_visible()
    expect(page.get_by_text("Children known to our members, not all children.").first).to_be_visible()
    page.locator("summary", has_text="What is hidden and why").first.click()
    page.locator("summary", has_text="All files").click()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Download everything (ZIP)").click()
    files = bundles.unpacked(taken.value.path().read_bytes())
    assert bundles.read(files).title == release.title
    assert bundles.signed(files, vault.verify).identity == "Aurora"
    page.get_by_role("link", name="Evidence", exact=True).first.click()
    page.get_by_role("link", name="By country").click()
    heading(page, "Where there is evidence")
    expect(page.get_by_role("table").first).to_be_visible()
    page.locator("main details summary").last.click()
    page.get_by_role("link", name="Brazil").last.click()
    heading(page, "Brazil")
    expect(page.get_by_text("Nobody has looked in this country.")).to_be_visible()
    expect(page.get_by_role("columnheader", name="Year").first).to_be_attached()
    seen = world.server.page(world.browser)
    for address in (
        "/en/evidence/country/",
        "/en/evidence/country/BR/",
        "/en/evidence/catalogue/",
        "/preview/ar/evidence/",
    ):
        seen.goto(address)
        check_all(seen)
