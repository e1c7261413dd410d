"""Journeys of the law: a visitor from the map to a provision; and from a draft to a review by three people."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from fanal.engines.jurisdiction.evaluation import evaluate
from fanal.engines.jurisdiction.files.facts_file import parse_facts
from fanal.justice.law import drafting, library, reviews
from fanal.justice.models import LawFile
from fanal.network.contracts import Role
from tests.browser import check_all
from tests.journeys.scene import World, heading, press, tick
from tests.people import NOW
from tests.rooms.justice.laws import law, person

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES)),
]
ITEMS = ("xd.10", "xd.j.1", "xd.l.1")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_visitor_opens_a_state_from_the_map_and_reads_a_provision(world: World, javascript: bool) -> None:
    """Nobody signs in: world, another item, the country, its provision with words, source and review, the treaty."""
    page = world.server.page(world.browser, javascript=javascript)
    page.goto("/en/law/")
    heading(page, "What the law of each country says")
    if javascript:
        check_all(page)
    page.get_by_label("The law …").select_option("A12")
    press(page, "Show on the map")
    heading(page, re.compile("^A12: "))
    row = page.get_by_role("row").filter(has_text="Sweden")
    expect(row).to_contain_text(re.compile("Yes|Partial|No|Not assessed"))
    map_link = page.locator('svg a[href="/en/law/SE/"]').first
    expect(map_link).to_be_attached()
    map_link.dispatch_event("click")
    heading(page, "Sweden: the law as written")
    expect(page.get_by_text("of 48 items known.")).to_be_visible()
    expect(page.get_by_text("not legal advice")).to_be_visible()
    if javascript:
        check_all(page)
    page.get_by_role("heading", name="Provisions in the library").scroll_into_view_if_needed()
    page.locator('a[href="/en/law/SE/se.6.9/"]').last.click()
    heading(page, re.compile("^Sweden: 6 kap. 9"))
    expect(page.get_by_text("The child was under 18").first).to_be_visible()
    expect(page.get_by_text("Brottsbalk (1962:700)").first).to_be_visible()
    expect(page.get_by_text("A draft. Nobody has compared it with the text yet.").first).to_be_visible()
    if javascript:
        check_all(page)
    page.get_by_role("link", name="Treaties", exact=True).click()
    page.get_by_role("link", name="Lanzarote Convention").first.click()
    heading(page, "Lanzarote Convention")
    if javascript:
        check_all(page)
    assert not page.context.cookies()


QUESTIONS = (
    ("Up to which age is a child protected from any sexual act?",
     "Who is protected.", "Any sexual act with a child under 14 is an offence.", "§ 176"),
    ("Somebody does it in Germany. Can they be prosecuted there?",
     "At home.", "Whoever does it there can be prosecuted there.", "§ 176"),
    ("A German does it in a country where it is no offence. Can Germany prosecute?",
     "Abroad.", "prosecuted for it wherever they do it, also where it is no offence.", "§ 5 Nr. 8"),
    ("A child was 12 when it happened. Until when can it be prosecuted?",
     "Until when.", "For a child of 12: until that child turns 50.", "§ 78b"),
    ("Is there law that the page knows nothing of?",
     "What nobody has read.", "We cannot say what they hold.", ""),
)  # fmt: skip
"""What a visitor without training asks of the page of Germany; where the answer stands: after these words in bold, in
the section *The law, in five sentences* at the top of the page; the answer; and the article that it names, which opens
to its words."""


@pytest.mark.parametrize("width", [320, 1200])
def test_a_visitor_without_training_answers_five_questions_from_a_countrys_page(world: World, width: int) -> None:
    """Nobody signs in, no script runs and nothing is unfolded; on a phone the same as at a desk."""
    page = world.server.page(world.browser, javascript=False, width=width)
    page.goto("/en/law/DE/")
    heading(page, "Germany: the law as written")
    top = page.get_by_role("region", name="The law, in five sentences")
    assert top.locator("ol > li").count() == len(QUESTIONS)
    for question, where, answer, article in QUESTIONS:
        said = top.locator("ol > li").filter(has=page.locator("strong", has_text=where))
        expect(said, question).to_be_visible()
        expect(said, question).to_contain_text(answer)
        assert not said.locator("xpath=ancestor::details").count(), question
        if article:
            page.goto(
                str(said.get_by_role("link", name=re.compile(f"^{re.escape(article)}")).first.get_attribute("href"))
            )
            expect(page.locator("main q").first, question).to_be_visible()
            page.go_back()
    box = top.bounding_box()
    assert box is not None
    assert box["y"] < 2 * 800, "the answers begin on the first two screens"
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_the_law_reads_from_right_to_left(world: World) -> None:
    page = world.server.page(world.browser)
    for path in ("/preview/ar/law/", "/preview/ar/law/DE/", "/preview/ar/law/DE/de.j.5.8.nat/"):
        page.goto(path)
        assert page.evaluate("document.dir") == "rtl"
        check_all(page)


def _open(page: Page, item: str) -> None:
    page.goto(f"/desk/law/review/XD/{item}/")


def _shown(page: Page, item: str, words: str) -> None:
    _open(page, item)
    expect(page.get_by_text(words).first).to_be_visible()


def test_a_draft_is_checked_and_reviewed_by_others_and_ends_with_its_day(world: World) -> None:
    """The same person is refused; the day after `valid_until` the answer says "cannot say"."""
    person(world.cast, "femi", Role.CORPUS_EDITOR, Role.LAWYER)
    person(world.cast, "amara", Role.LEGAL_ADVOCATE)
    person(world.cast, "nils", Role.LAWYER)
    drafts = world.desk("femi")
    drafts.goto("/desk/law/")
    heading(drafts, "The law")
    check_all(drafts)
    drafts.get_by_role("link", name="Bring in the whole law of a country").click()
    heading(drafts, "Draft the law of a country")
    check_all(drafts)
    drafts.get_by_label("The law of one country, as a whole").fill(
        law().replace("max_penalty_years: 10", "maximum: 10")
    )
    press(drafts, "Check it, and put it into force")
    expect(drafts.get_by_text("Nothing was stored.").first).to_be_visible()
    check_all(drafts)
    drafts.get_by_label("The law of one country, as a whole").fill(law())
    press(drafts, "Check it, and put it into force")
    heading(drafts, re.compile("draft of"))
    check_all(drafts)
    assert LawFile.objects.get().text == law()
    _shown(drafts, "xd.10", "You drafted this.")
    expect(drafts.get_by_role("link", name="I compare it with the text")).to_have_count(0)
    drafts.goto("/desk/law/review/XD/xd.10/check/")
    tick(drafts, "I compared each field with the text of the source that is named")
    press(drafts, "It is as the text says")
    expect(drafts.get_by_text("You drafted this.")).to_be_visible()

    compares = world.desk("amara")
    reviews_it = world.desk("nils")
    until = date.fromisoformat(str(reviews.last_day(NOW.date()))) - timedelta(days=30)
    for item in ITEMS:
        _open(compares, item)
        compares.get_by_role("link", name="I compare it with the text").click()
        if item == ITEMS[0]:
            check_all(compares)
        tick(compares, "I compared each field with the text of the source that is named")
        press(compares, "It is as the text says")
        expect(compares.get_by_text("to be reviewed by a lawyer")).to_be_visible()
        _open(reviews_it, item)
        reviews_it.get_by_role("link", name="I review it as a lawyer").click()
        if item == ITEMS[0]:
            check_all(reviews_it)
        reviews_it.get_by_label("Name or office, as everybody will see it").fill("Bar of XD")
        reviews_it.get_by_label("Until when does your review hold?").fill(until.isoformat())
        press(reviews_it, "I agree with this reading")
        expect(reviews_it.get_by_text("Reviewed by Bar of XD").first).to_be_visible()
    check_all(reviews_it)

    facts = parse_facts(
        {
            "schema": "fanal.facts/1",
            "id": "t",
            "act": {"conduct": ["sexual_activity"], "from": "2026-05-01", "places": [{"in": "XD"}]},
            "child": {"age": {"lo": 12, "hi": 12}},
            "suspect": {"age": {"lo": 40, "hi": 40}},
        }
    )
    held = library.corpus(NOW.replace(year=2027))
    for day, verdict in ((until, "open"), (until + timedelta(1), "cannot_say")):
        states = evaluate(held, facts, day, min_review="reviewed", states=["XD"]).states
        assert [str(one.verdict) for one in states if one.state == "XD"] == [verdict]


def test_a_drafter_changes_one_provision_and_a_reviewer_sees_the_words(world: World) -> None:
    """From the list to one provision, an error at its line, mended, before and after, in force, the words at review."""
    drafter = person(world.cast, "femi", Role.CORPUS_EDITOR)
    person(world.cast, "nils", Role.LAWYER)
    drafting.draft(drafter, law(), None, NOW)
    before = LawFile.objects.get().text
    page = world.desk("femi")
    page.goto("/desk/law/")
    page.get_by_role("link", name="Open XD").click()
    page.get_by_role("link", name="Draft a provision").click()
    heading(page, re.compile(": draft a provision$"))
    check_all(page)
    page.get_by_role("link", name="10(1)").click()
    box = page.get_by_label("The provision")
    expect(box).to_have_value(re.compile("^- id: xd.10\n"))
    expect(page.locator("blockquote")).to_have_text("whoever sexually abuses a child")
    expect(page.get_by_text("Penal Code of XD")).to_be_visible()
    check_all(page)
    box.fill(box.input_value().replace("child_age_lt: 18", "child_age_lt: sixteen"))
    press(page, "Check it, and see before and after")
    mend = page.get_by_role("region", name="What to mend")
    expect(mend).to_contain_text("Line 3 elements: {child_age_lt: sixteen}")
    expect(mend).to_contain_text('"sixteen" cannot stand here.')
    expect(page.get_by_role("button", name="Put it into force")).to_have_count(0)
    check_all(page)
    box.fill(box.input_value().replace("child_age_lt: sixteen", "child_age_lt: 16"))
    press(page, "Check it, and see before and after")
    shown = page.get_by_role("region", name="Before and after")
    expect(shown.locator("del")).to_have_text("18")
    expect(shown.locator("ins")).to_have_text("16")
    check_all(page)
    assert LawFile.objects.get().text == before
    press(page, "Put it into force")
    heading(page, re.compile(r": 10\(1\)$"))
    assert library.text_in_force("XD", datetime.now(UTC)) == before.replace("child_age_lt: 18", "child_age_lt: 16")
    expect(page.get_by_text("You drafted this.")).to_be_visible()

    reviews_it = world.desk("nils")
    _open(reviews_it, "xd.10")
    expect(reviews_it.locator("blockquote")).to_have_text("whoever sexually abuses a child")
    expect(reviews_it.get_by_text("The child was under 16").first).to_be_visible()
    expect(reviews_it.get_by_role("link", name="Official text")).to_have_attribute("href", "https://law.example/XD")
    check_all(reviews_it)
