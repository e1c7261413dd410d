"""Journeys of the law for one act: a lawyer asks, reads the answer and prints it; an exercise in Arabic at 320 px; an
answer under which a law changes."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from fanal.justice.matters import matters, proceedings
from fanal.justice.models import Question
from tests.browser import check_all
from tests.journeys.scene import World, heading, press
from tests.people import NOW
from tests.rooms.justice.acts import CRIMINAL, FACTS, asked, matter
from tests.rooms.justice.laws import law, put

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES)),
]


def _choose(page: Page, name: str, value: str) -> None:
    page.locator(f"select[name={name}]").select_option(value)


def test_a_lawyer_answers_a_case_and_prints_it(world: World) -> None:
    """From the navigation to paper, without JavaScript, by the labels that a person reads."""
    page = world.desk("lena", javascript=False)
    page.goto("/desk/day/")
    page.get_by_role("link", name="Matters", exact=True).click()
    heading(page, "Matters")
    page.get_by_role("link", name="Begin a matter").click()
    page.get_by_label(re.compile("What do you call it")).fill("Lighthouse seven")
    press(page, "Begin the matter")
    heading(page, "Lighthouse seven")
    page.get_by_role("link", name="Ask which states can prosecute").click()
    heading(page, "What happened, when and where")
    press(page, "Continue")
    expect(page.locator("#problem, .problem, [role=alert]").first).to_be_visible()
    page.get_by_label("sexual activity with a child", exact=True).check()
    page.get_by_label(re.compile("When did it begin")).fill("2016-02-01")
    _choose(page, "places_0_in", "XB")
    press(page, "Add another line")
    expect(page.locator("select[name=places_1_in]")).to_be_visible()
    press(page, "Continue")
    heading(page, "How it happened")
    page.get_by_role("group", name="Was anything given or promised for it").get_by_label("no", exact=True).check()
    press(page, "Continue")
    heading(page, "The child")
    page.locator("[name=child_low]").fill("13")
    page.locator("[name=child_high]").fill("12")
    press(page, "Continue")
    expect(page.get_by_text("The lower age is above the higher one.").first).to_be_visible()
    page.locator("[name=child_high]").fill("13")
    press(page, "Continue")
    heading(page, "The person suspected")
    page.locator("[name=suspect_low]").fill("44")
    page.locator("[name=suspect_high]").fill("44")
    _choose(page, "suspect_nationality_0_in", "DE")
    press(page, "Continue")
    heading(page, "What has happened since")
    press(page, "Continue")
    heading(page, "Check what you know, and ask")
    expect(page.get_by_text("sexual activity with a child").first).to_be_visible()
    press(page, "Ask which states can prosecute")
    heading(page, "Who can prosecute this act")
    german = page.locator("article", has=page.get_by_role("heading", name="Germany"))
    expect(german.get_by_text("Open", exact=True).first).to_be_visible()
    expect(german.get_by_text(re.compile("^Act by")).first).to_be_visible()
    expect(german.get_by_text(re.compile("Germany can prosecute: the person suspected is a national"))).to_be_visible()
    page.get_by_text("Put countries side by side").click()
    page.get_by_role("group", name="Which countries?").get_by_label("Germany", exact=True).check()
    press(page, "Put them side by side")
    expect(page.get_by_text("Tick two, three or four countries.").first).to_be_visible()
    expect(page.get_by_label("Germany", exact=True)).to_be_checked()
    page.get_by_label("XB", exact=True).check()
    press(page, "Put them side by side")
    table = page.get_by_role("table", name=re.compile("How they stand"))
    for head, germany, other in (
        ("Can it prosecute?", "Open", "Cannot say"),
        ("On what ground", "the person suspected is a national", "—"),
        ("Must it be an offence at its place?", "It need not be an offence at its place", "—"),
    ):
        cells = table.get_by_role("row").filter(has=page.get_by_role("rowheader", name=head)).get_by_role("cell")
        expect(cells.nth(0)).to_contain_text(germany)
        expect(cells.nth(1)).to_contain_text(other)
    with page.expect_download() as taken:
        page.get_by_role("link", name="Memo (PDF)").click()
    assert taken.value.suggested_filename == "memo.pdf"
    assert Path(taken.value.path()).read_bytes().startswith(b"%PDF")
    provision = german.get_by_role("link", name="§ 5 Nr. 8").first
    expect(provision).to_have_attribute("href", "/en/law/DE/de.j.5.8.nat/")
    page.get_by_role("link", name="Print view").click()
    heading(page, "Who can prosecute this act")
    page.emulate_media(media="print")
    expect(page.get_by_text("Information for a professional, not legal advice.").first).to_be_visible()
    assert not page.locator("article details:not([open])").count()  # nothing that is printed is folded
    assert len(page.pdf()) > 10_000
    page.emulate_media(media="screen")
    page.get_by_role("link", name="Back to the answer").click()
    provision = page.get_by_role("link", name="§ 5 Nr. 8").first
    provision.click()
    expect(page.get_by_text("wenn der Täter zur Zeit der Tat Deutscher ist").first).to_be_visible()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_of_a_matter_is_accessible(world: World, language: str) -> None:
    """Lists, pages of the question, the answer and what hangs on it, proceedings: every look, both directions."""
    lena = world.cast["lena"]
    found = matter(lena)
    facts = {**FACTS, "suspect": {"residence": ["SE"], "residence_complete": False}}
    first, second = asked(lena, found, facts), asked(lena, found)
    row = proceedings.enter(lena, found, CRIMINAL, NOW)
    exercise = matters.open_matter(lena, NOW, training="who_is_it").pk
    page = world.desk("lena", language)
    page.goto("/desk/law/matters/")
    expect(page.locator("html")).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
    pages = [
        "matters/", "matters/new/", "matters/exercises/", f"matters/{found}/", f"matters/{found}/label/",
        f"matters/{found}/history/", f"matters/{exercise}/ask/", f"matters/{found}/proceedings/new/",
        *(f"matters/questions/{first.row.pk}/{after}" for after in (
            "", "?beside=DE&beside=SE&beside=XB", "?beside=DE", "print/", "again/", "why-not/DE/",
            f"compare/{second.row.pk}/",
            *(f"change/?page={name}" for name in ("what", "how", "child", "suspect", "since")),
        )),
        *(f"matters/proceedings/{row.pk}/{after}" for after in ("", "change/", "event/", "lawyers/")),
    ]  # fmt: skip
    for address in pages:
        response = page.goto(f"/desk/law/{address}")
        assert response is not None
        assert response.status == 200, address
        page.evaluate("document.querySelectorAll('main details').forEach(fold => fold.open = true)")
        check_all(page)


def test_an_advocate_practises_at_the_width_of_a_phone_in_arabic(world: World) -> None:
    """Somebody without any ring begins an exercise, asks, and reads the answer."""
    page = world.desk("noor", "ar", width=320, javascript=False)
    page.goto("/desk/law/matters/exercises/")
    page.locator("main form button").nth(3).click()
    page.locator("main form button.button").first.click()
    expect(page.locator("main article").first).to_be_visible()
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0
    assert Question.objects.count() == 1


def test_my_day_leads_to_an_answer_under_which_a_law_changed_until_it_was_read(world: World) -> None:
    cast = world.cast
    asked(cast["lena"], matter(cast["lena"]))
    put(cast["nils"], law("NO"), NOW + timedelta(minutes=5), "NO")
    page, changed = world.desk("lena"), "The law of Norway changed since this was answered"
    page.goto("/desk/day/")
    check_all(page)
    page.get_by_role("link", name=changed).click()
    expect(page.get_by_text("The law in our library has changed since this answer").first).to_be_visible()
    page.goto("/desk/day/")
    expect(page.get_by_text(changed)).to_have_count(0)
