"""Handing over in real Chromium: previewed, sent, accepted, answered, purged; blocked; to police; never answered."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from fanal.clocks import api as clocks
from fanal.concerns.content import PersonCountry
from fanal.concerns.models import Handover, ReportingPage
from fanal.concerns.triage import adults
from fanal.network import api as network
from fanal.vocabulary.codes import DataCategory as Cat
from tests.browser import check_all
from tests.journeys.scene import World, heading, page_of_country, press
from tests.people import now_are
from tests.rooms.concerns.passing import BASE, SECRETS, Scene, agree, police, scene

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES)),
]


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC)


def seen_in_arabic(world: World, username: str, *addresses: str) -> None:
    """The same pages mirrored, at both widths and schemes."""
    page = world.desk(username, "ar")
    for address in addresses:
        page.goto(address)
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        check_all(page)
    page.context.close()


def preview_of(page: Page, made: Scene) -> None:
    page.goto(f"/desk/concerns/{made.concern}/hand-over/{made.cast.nordlys}/")
    heading(page, "Preview: what leaves for Nordlys, XB")


QUESTION, WORD = "Is the boat still in the harbour?", "Two of us met the family. They are safe."


def told(page: Page, task: str) -> None:
    """Somebody finds the task on their day, and goes from there to the handover."""
    page.goto("/desk/day/")
    page.get_by_role("link", name=task).click()
    heading(page, re.compile("^Handover (to|from)"))


def test_from_the_preview_to_the_signed_confirmation(world: World, now: datetime) -> None:
    """Amara adds something with a reason and sends; Nils asks back, accepts, gets the rest, tells what came of it with
    a word, signs. Each side is told of each step of the other by a task, and the whole team by a mark in its list: Femi
    reads that it was accepted while Amara is away."""
    made = scene(world.cast, (*BASE, Cat.IDENTITY), now=now)
    amara, nils, femi = world.desk("amara"), world.desk("nils"), world.desk("femi")
    preview_of(amara, made)
    check_all(amara)
    amara.get_by_text("Add something, with a reason").click()
    amara.get_by_label("What helps to find the child").fill("The name helps to find her")
    press(amara, "Show the preview with this")
    expect(amara.get_by_text("Added: The name helps to find her")).to_be_visible()
    check_all(amara)
    press(amara, "Send this to Nordlys")
    heading(amara, "Handover to Nordlys, XB")
    check_all(amara)
    here = amara.url

    nils.goto("/desk/day/")
    nils.get_by_role("link", name="Answer a handover").click()
    heading(nils, "Handover from Aurora, XA")
    expect(nils.get_by_text(SECRETS["child_words"])).to_have_count(0)
    check_all(nils)
    nils.get_by_role("link", name="Ask or write to the other side").click()
    nils.get_by_label("What do you want to ask or say?").fill(QUESTION)
    check_all(nils)
    press(nils, "Send it to them")
    heading(nils, "Handover from Aurora, XA")

    told(amara, "Answer a partner’s question about a handover")
    expect(amara.get_by_text(QUESTION)).to_be_visible()
    check_all(amara)
    amara.get_by_role("link", name="Answer them").click()
    amara.get_by_label("What do you want to ask or say?").fill("Yes, at the north pier.")
    expect(amara.get_by_label("This is a question")).not_to_be_checked()
    press(amara, "Send it to them")

    nils.goto("/desk/concerns/handovers/received/")
    expect(nils.get_by_text("news for your team")).to_be_visible()
    check_all(nils)
    told(nils, "Read the news of a handover")
    expect(nils.get_by_text("Yes, at the north pier.")).to_be_visible()
    nils.get_by_role("link", name="Accept this handover").click()
    check_all(nils)
    press(nils, "Accept it")

    femi.goto("/desk/concerns/handovers/sent/")
    expect(femi.get_by_text("news for your team")).to_be_visible()
    femi.get_by_role("table").get_by_role("link").first.click()
    expect(femi.get_by_text("They have accepted.")).to_be_visible()
    amara.goto("/desk/day/")
    expect(amara.get_by_role("link", name="Read the news of a handover")).to_have_count(0)
    amara.get_by_role("link", name="Send what was added: the handover was accepted").click()
    amara.get_by_role("link", name="Send what was added").first.click()
    press(amara, "Send it now")
    told(nils, "Read the news of a handover")
    expect(nils.get_by_text(SECRETS["child_words"])).to_be_visible()
    nils.get_by_role("link", name="What came of it").click()
    nils.get_by_label("A child was helped").check()
    nils.get_by_label("A word to the sender, if you like").fill(WORD)
    check_all(nils)
    press(nils, "Tell the sender")
    nils.get_by_role("link", name="Erase it, and confirm").click()
    press(nils, "Erase it and sign")
    expect(nils.get_by_text("Look for prints and notes first").first).to_be_visible()
    check_all(nils)
    nils.get_by_label("No print, note, photograph or file of it is left with us").check()
    press(nils, "Erase it and sign")
    expect(nils.get_by_text("The copy is erased.")).to_be_visible()
    told(amara, "Read the news of a handover")
    expect(amara.get_by_text("Outcome told: A child was helped")).to_be_visible()
    expect(amara.get_by_text(WORD)).to_be_visible()  # his copy is gone, and his keys: the word is hers
    expect(nils.get_by_text(WORD)).to_have_count(0)
    check_all(amara)
    path = here.removeprefix(world.server.url)
    seen_in_arabic(world, "amara", path, "/desk/concerns/handovers/sent/")
    seen_in_arabic(world, "nils", "/desk/concerns/handovers/received/", f"{path}opened/")


def test_no_agreement_and_no_member_are_said(world: World, now: datetime) -> None:
    """Blocked in words, with what to do in an emergency; a country without a member is not given to a neighbour."""
    made = scene(world.cast, now=now)
    adults.confirm(world.cast["amara"], made.concern, PersonCountry("XE", "lives_in", "they_said"), now)
    network.agreements.end(world.cast["amara"], made.agreement, now)
    amara = world.desk("amara")
    preview_of(amara, made)
    expect(amara.get_by_text("This cannot be sent.")).to_be_visible()
    expect(amara.get_by_role("button", name="Send this to Nordlys")).to_have_count(0)
    check_all(amara)
    amara.goto(f"/desk/concerns/{made.concern}/")
    expect(amara.get_by_text("Nobody else takes the place of one")).to_be_visible()
    amara.goto(f"/desk/concerns/{made.concern}/hand-over/")
    expect(amara.get_by_text("No partner has an agreement for this.")).to_be_visible()
    check_all(amara)
    seen_in_arabic(world, "amara", f"/desk/concerns/{made.concern}/hand-over/{world.cast.nordlys}/")


def test_two_people_and_a_note_to_the_police(world: World, now: datetime) -> None:
    """Read, confirm, read, confirm and decide; the police unit opens it in its own list."""
    made = scene(world.cast, now=now)
    unit = police(world.cast, now)
    amara, femi = world.desk("amara"), world.desk("femi")
    amara.goto(f"/desk/concerns/{made.concern}/hand-over/{unit}/")
    check_all(amara)
    press(amara, "Keep this as a draft, and read the note")
    press(amara, "I have read this note")
    check_all(amara)
    expect(amara.get_by_label("Record the decision with it")).to_have_count(0)
    press(amara, "Confirm; a second person follows")
    expect(amara.get_by_text("waits for a second person")).to_be_visible()
    check_all(amara)
    femi.goto("/desk/day/")
    femi.get_by_role("link", name="Confirm a handover as the second person").click()
    expect(femi.get_by_text("Confirmed by Amara")).to_have_count(1)
    press(femi, "I have read this note")
    expect(femi.get_by_label("Record the decision with it")).to_be_checked()
    femi.get_by_text("Add a note for your colleagues here").click()
    femi.get_by_label("Anything for your colleagues here").fill("As Amara and I said")
    press(femi, "Send this to Tourist police unit")
    expect(femi.get_by_text("Sent, and the decision is recorded.")).to_be_visible()
    heading(femi, "Handover to Tourist police unit, XA")
    leo = world.desk("leo")
    leo.goto("/desk/day/")
    leo.get_by_role("navigation", name="Main").get_by_role("link", name="Handovers").click()
    check_all(leo)
    leo.get_by_role("link", name="Open").first.click()
    expect(leo.get_by_text(SECRETS["adult_words"])).to_be_visible()
    check_all(leo)


def test_nobody_answers_and_the_referral_desk_telephones(world: World, now: datetime) -> None:
    """The copy is taken back, the manager hears, and a day later the desk sees D → S and the day."""
    made = scene(world.cast, now=now - timedelta(days=9))
    made.offered()
    clocks.sweep(now - timedelta(days=4))
    clocks.sweep(now)
    bao, sol = world.desk("bao"), world.desk("sol")
    bao.goto("/desk/day/")
    bao.get_by_role("link", name="Find another way: nobody answered a handover").click()
    expect(bao.get_by_text("Not answered in time", exact=True)).to_be_visible()
    check_all(bao)
    sol.goto("/desk/day/")
    sol.get_by_role("navigation", name="Main").get_by_role("link", name="Unanswered").click()
    heading(sol, "Handovers that nobody answered")
    expect(sol.get_by_text("XA → XB").first).to_be_visible()
    check_all(sol)
    press(sol, sol.get_by_role("main").get_by_role("button").first.inner_text())
    expect(sol.get_by_text("You telephoned on")).to_be_visible()
    seen_in_arabic(world, "sol", "/desk/concerns/handovers/unanswered/")
    bao.get_by_role("link", name="Another way was found").click()
    with bao.expect_navigation():
        press(bao, "Another way was found")
    sol.reload()
    expect(sol.get_by_text("Every handover was answered in time.")).to_be_visible()
    check_all(sol)


def _visits(world: World, pages: dict[str, list[str]]) -> Iterator[tuple[Page, str]]:
    for who, addresses in pages.items():
        page = world.desk(who)
        for address in addresses:
            page.goto(address)
            yield page, address
        page.context.close()


def test_the_public_page_and_an_incident(world: World, now: datetime) -> None:
    """How the gate stands, settings, a signature, and who is affected by a lost account."""
    made = scene(world.cast, now=now)
    made.offered()
    agree(world.cast, now=now)
    now_are(ReportingPage.objects.all(), published=False)
    one = page_of_country("XA")
    here = f"/desk/concerns/pages/{one}/"
    pages = {"bao": ["/desk/concerns/pages/", here, f"{here}settings/", f"{here}sign/retention/"]}
    for page, _address in _visits(world, pages):
        check_all(page)
    dalia = world.desk("dalia")
    dalia.goto("/desk/incident/")
    dalia.get_by_label("Whose account or device, or the key of which team?").select_option(label="Femi")
    dalia.get_by_label("Since when may somebody else have had it?").fill(now.date().isoformat())
    press(dalia, "Show who is affected")
    expect(dalia.get_by_text("Tell these partners: Nordlys")).to_be_visible()
    check_all(dalia)
    seen_in_arabic(world, "bao", *pages["bao"])
    seen_in_arabic(world, "dalia", "/desk/incident/")
    assert Handover.objects.count() == 1
