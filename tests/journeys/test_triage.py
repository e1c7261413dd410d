"""Journeys of the people who read: from signing in to a decision, inside the clock, and beside a colleague."""

import re
from datetime import UTC, datetime

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from fanal.clocks.models import Duty, Notice
from fanal.concerns.content import NoteContent
from fanal.concerns.models import Concern, Decision
from fanal.concerns.triage import decisions
from fanal.vocabulary.codes import Finding, Triage
from tests.browser import check_all
from tests.desk import SECRET, give_app, totp_code
from tests.journeys.scene import World, code_on, heading, person_time, press, tick
from tests.people import PASSWORD
from tests.rooms.concerns.told import tell

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES)),
]
WORDS = "He locked the door of the boat house. The boy shouted."


def _tell_of_danger(world: World) -> str:
    """A reporter answers danger = yes, cannot call, and sends; returns the code."""
    page = world.reporter(javascript=False)
    page.goto("/en/xa/")
    tick(page, "Yes")
    person_time(page)
    press(page, "Continue")
    heading(page, "Call now, if you can do so safely")
    press(page, "I cannot call")
    heading(page, "Then send it to us now")
    press(page, "Add more")
    page.get_by_label(re.compile("In your own words")).fill(WORDS)
    press(page, "Send now")
    return code_on(page)


def _sign_in(world: World, username: str) -> Page:
    """Password, then the code of the app, on the real pages."""
    give_app(username)
    page = world.server.page(world.browser)
    page.goto("/desk/day/")
    page.get_by_label("Sign-in name").fill(username)
    page.get_by_label("Password").fill(f"{PASSWORD} {username}")
    press(page, "Sign in")
    heading(page, "Now the second step")
    page.get_by_label("Code from your app").fill(totp_code(SECRET))
    press(page, "Sign in")
    heading(page, "My day")
    return page


def test_a_duty_person_decides_on_danger_inside_its_clock(world: World) -> None:
    """Told; alerted without content; signed in with both steps; opened; a call recorded; decided. All clocks held."""
    code = _tell_of_danger(world)
    concern = world.concern()
    alert = Notice.objects.get()
    assert (alert.person_id, alert.alert) == (world.cast["amara"].person, True)
    due = dict(Duty.objects.values_list("kind", "due_at"))
    assert set(due) == {"concern_acknowledge", "concern_decide_urgent"}

    page = _sign_in(world, "amara")
    expect(page.get_by_text("Say that you have seen it")).to_be_visible()
    assert WORDS not in page.content()
    page.get_by_role("link", name="Concerns", exact=True).click()
    heading(page, "Concerns")
    expect(page.get_by_text("danger: yes", exact=True)).to_be_visible()
    assert WORDS not in page.content()
    page.goto(f"/desk/concerns/{concern.pk}/")
    expect(page.get_by_text(WORDS)).to_be_hidden()  # folded, to spare whoever reads
    page.get_by_text("Read their words").click()
    expect(page.get_by_text(WORDS)).to_be_visible()
    expect(page.get_by_role("heading", name="Who can act")).to_be_visible()

    page.get_by_label(re.compile("Act now by phone")).check()
    press(page, "Go on to record it")
    heading(page, "Act now by phone")
    page.get_by_label("Who was called?").fill("Child protection office")
    page.get_by_label("What did they say they would do?").fill("They send two people now.")
    press(page, "Record the call")
    expect(page.get_by_text("The call is recorded.")).to_be_visible()
    page.get_by_label(re.compile("Open a case")).check()
    press(page, "Go on to record it")
    heading(page, "Open a case")
    page.get_by_label("Who takes it on?").select_option(label="Marek")
    page.get_by_label("Who answers for the work?").select_option(label="Bao")
    page.get_by_label("How may the child safely be reached?").fill("Nobody knows.")
    press(page, "Record: open a case")
    expect(page.get_by_text("Whoever takes it on has it on their day")).to_be_visible()

    assert set(Duty.objects.filter(kind__in=due).values_list("state", flat=True)) == {"done"}
    assert datetime.now(UTC) < min(due.values())
    concern.refresh_from_db()
    assert (concern.triage, concern.reporter_closed) == ("open_case", True)

    back = world.reporter(javascript=False)
    back.goto("/en/code")
    back.get_by_label("Your code").fill(code)
    press(back, "Open")
    heading(back, "People are working on it.")


def test_a_colleague_decided_a_second_ago(world: World) -> None:
    """What the colleague decided is shown, what was typed is kept, and nothing of it is recorded."""
    sent = tell(world.cast)
    page = world.desk("femi")
    page.goto(f"/desk/concerns/{sent.id}/")
    page.get_by_label(re.compile("information", re.I)).first.check()
    press(page, "Go on to record it")
    heading(page, "Keep as information")
    page.get_by_label("Why? Do not name anyone.").fill("Seems to be a family on holiday")

    now = sent.row.claimed_until
    assert now is not None
    choice = decisions.Choice(Triage.CLOSED_NO_CASE, NoteContent(text="seen before"), Finding.NOT_CONFIRMED)
    decisions.decide(world.cast["amara"], sent.id, choice, sent.row.version, now)

    press(page, "Record: information only")
    heading(page, "A colleague decided a second ago")
    expect(page.get_by_text("Amara recorded")).to_be_visible()
    expect(page.get_by_label("Why? Do not name anyone.")).to_have_value("Seems to be a family on holiday")
    check_all(page)
    assert Decision.objects.count() == 1
    assert Concern.objects.get().triage == "closed_no_case"


def test_who_holds_it_is_seen_by_colleagues(world: World) -> None:
    """Femi opens what Amara holds: a notice names her; both may go on, and nobody is locked out."""
    sent = tell(world.cast)
    world.desk("amara").goto(f"/desk/concerns/{sent.id}/")
    page = world.desk("femi")
    page.goto("/desk/concerns/")
    expect(page.get_by_text("Amara")).to_be_visible()
    page.goto(f"/desk/concerns/{sent.id}/")
    expect(page.get_by_text("Amara holds this until")).to_be_visible()


def test_a_decision_can_be_made_with_keys_alone(world: World) -> None:
    """From the list to the recorded decision without a mouse, in at most 25 presses but for the words."""
    tell(world.cast)
    page = world.desk("amara")
    page.goto("/desk/concerns/")
    page.get_by_role("link", name=re.compile("^Open")).first.focus()
    page.keyboard.press("Enter")
    heading(page, re.compile("Concern of"))
    page.get_by_label(re.compile("information", re.I)).first.focus()
    page.keyboard.press("Space")
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == "Go on to record it":
            break
    page.keyboard.press("Enter")
    heading(page, "Keep as information")
    page.get_by_label("Why? Do not name anyone.").focus()
    page.keyboard.type("Nothing that we can act on")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The decision is recorded.")).to_be_visible()
    assert Concern.objects.get().triage == "information_only"


LISTS = ["", "unverified/", "decided/", "practice/", "enter/"]
OF_ONE = ["", "opened-by/", "write/", "countries/", "same/", "sort/", "own-people/", "keeping/"]
DECISIONS = ["urgent_response", "open_case", "route_elsewhere", "information_only", "out_of_scope", "closed_no_case"]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_of_triage_is_accessible(world: World, language: str) -> None:
    """Lists, one concern with everything on it, each decision, each small page: every look, both directions."""
    sent, practice = tell(world.cast, danger="yes"), tell(world.cast, practice=True)
    tell(world.cast, unverified=True)
    page = world.desk("amara", language)
    page.goto(f"/desk/concerns/{sent.id}/")
    expect(page.locator("html")).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
    addresses = [*LISTS, *(f"{sent.id}/{one}" for one in OF_ONE)]
    addresses += [f"{sent.id}/decide/{one}/?version=1" for one in DECISIONS]
    addresses += [f"practice/{practice.id}/", f"practice/{practice.id}/decide/closed_no_case/?version=1"]
    for address in addresses:
        response = page.goto(f"/desk/concerns/{address}")
        assert response is not None
        assert response.status == 200, address
        check_all(page)
